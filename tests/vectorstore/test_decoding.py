"""Files saved in other encodings: read where they can be told, refused by name where not."""

import unicodedata
import zlib

import pytest

from vectorstore.decoding import decode
from vectorstore.errors import ArticleError

TEXT = (
    "Đại sứ thăm và làm việc tại tỉnh\r\n\r\nSáng ngày 07/6, Chủ tịch tỉnh đã tiếp Đại sứ và đoàn "
    "công tác nhân dịp đoàn tới thăm mô hình hoạt động của các nhà nhân ái ở địa phương. Chủ tịch "
    "bày tỏ vui mừng được đón tiếp, đồng thời giới thiệu khái quát tình hình phát triển kinh tế, "
    "văn hóa và xã hội của tỉnh trong những năm qua.\r\n"
)


def windows_1258(text: str) -> bytes:
    """As Windows wrote it: base letters with their own accents, tone marks as separate signs."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in parts if mark in tones)
        out += unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        windows_1258(TEXT),
    ],
    ids=["utf-8", "mark", "nfd", "16", "16be", "32", "16le bare", "16be bare", "windows-1258"],
)
def test_known_encodings_give_the_same_text(data: bytes) -> None:
    assert decode(data, "a.txt") == TEXT


# "Công ty cổ phần phân đạm, Quảng Ngãi, ngày mười tháng tám" in TCVN3, an encoding of the 1990s
TCVN3 = "C«ng ty cæ phÇn ph©n ®¹m, Qu¶ng Ng·i, ngµy m­êi th¸ng t¸m. ".encode("latin-1") * 9
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x02\x00" + zlib.compress(
    bytes(range(256)) * 40
)
DAMAGED = TEXT.encode()[:101] + b"\xc3\x28" + TEXT.encode()[101:]


@pytest.mark.parametrize(
    "data",
    [
        PNG,
        TCVN3,
        zlib.compress(TEXT.encode()),
        bytes(range(256)) * 8,
        b"\0" * 5000,
        b"PK\x03\x04\x14\0\0",
    ],
    ids=["png", "tcvn3", "deflate", "every byte", "zeros", "zip"],
)
def test_a_binary_file_is_an_error_that_names_it(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: neither text in"):
        decode(data, "a.txt")


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: not valid UTF-8 at byte \d+"):
        decode(DAMAGED, "a.txt")


def test_utf16_cut_in_half_is_an_error() -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: begins as UTF-16-LE but is damaged"):
        decode(TEXT.encode("utf-16")[:-1], "a.txt")
