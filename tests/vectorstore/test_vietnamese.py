"""The rules of the language: lengths kept, accents folded, sentences cut where they end."""

import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vectorstore.vietnamese import (
    fold,
    has_accents,
    normalise,
    sentences,
    syllable_spans,
    syllables,
    unify,
    with_pairs,
)

# Words, stops, quotes, breaks and invisible characters in every order, and any text at all.
_PIECES = st.sampled_from(
    [
        *"Hà Nội TP. ThS. Nguyễn đ/c A. 1. 521.000 3,5 vn ơi".split(),
        *[".", "./.", "…", "…/.", "?!", '."', ".”", "(", ")", "“", "–", ";", ",", "/", "🌊"],
        *[" ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u0301"],
    ]
)
TEXTS = (st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200)).map(normalise)


def cut(text: str, limit: int = 400) -> list[str]:
    return [text[start:end] for start, end in sentences(text, limit=limit)]


def is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc")


def every_character() -> str:
    return "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


@given(TEXTS)
def test_folding_and_unifying_keep_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(unify(text)) == len(text)


@given(TEXTS)
@example("Hoà Bình, THUỶ điện, Quý ÚY khoẻ")
def test_folding_is_idempotent_and_forgets_what_unifying_changes(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unify(text)) == fold(text)
    assert unify(unify(text)) == unify(text)


def test_every_character_of_unicode_keeps_its_place() -> None:
    text = normalise(" ".join(every_character()))
    assert len(fold(text)) == len(unify(text)) == len(text)
    assert fold(fold(text)) == fold(text) == fold(unify(text))


@given(TEXTS)
def test_decomposed_text_has_the_same_syllables(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert syllables(normalise(decomposed)) == syllables(text)


@given(TEXTS)
def test_syllables_stand_where_their_spans_say(text: str) -> None:
    assert [unify(text)[start:end] for start, end in syllable_spans(text)] == syllables(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "hòa bình"),
        ("KHOẺ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("thuý", "thúy"),
        ("Tố Loan", "TỐ LOAN"),
    ],
)
def test_two_spellings_of_one_syllable_are_one(one: str, other: str) -> None:
    assert syllables(normalise(one)) == syllables(normalise(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("đường", "dương"), ("quý", "qúy"), ("hoàn", "hòan"), ("má", "mà"), ("Đa", "da")],
)
def test_different_syllables_stay_different_until_folded(one: str, other: str) -> None:
    assert syllables(normalise(one)) != syllables(normalise(other))
    assert fold(normalise(one)) == fold(normalise(other))


def test_folding_gives_plain_lower_case_letters() -> None:
    assert fold("Đặng Thuỳ Trâm ở ĐỒNG THÁP, 30 µg") == "dang thuy tram o dong thap, 30 µg"


def test_syllables_are_letters_and_digit_groups() -> None:
    text = "TP.HCM: 521.000 người (3,5%), đ/c Lê_Văn-Tám"
    assert syllables(text) == "tp hcm 521 000 người 3 5 đ c lê văn tám".split()


def test_pairs_follow_the_syllables() -> None:
    assert with_pairs(["chữ", "thập", "đỏ"]) == ["chữ", "thập", "đỏ", "chữ_thập", "thập_đỏ"]
    assert with_pairs(["đỏ"]) == ["đỏ"]
    assert with_pairs([]) == []


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("chu tich hoi", False),
        ("Chu Tich HOI 2025!", False),
        ("chủ tich", True),
        ("di dau đo", True),
    ],
)
def test_accents_are_noticed(text: str, accented: bool) -> None:
    assert has_accents(text) is accented


@given(TEXTS, st.integers(20, 400))
@example("Một câu; " * 100, 50)
def test_sentences_hold_all_of_a_text_in_order(text: str, limit: int) -> None:
    spans = sentences(text, limit=limit)
    held: set[int] = set()
    for start, end in spans:
        assert start >= max(held, default=0)
        sentence = text[start:end]
        assert 0 < len(sentence) <= limit
        assert not is_blank(sentence[0])
        assert not is_blank(sentence[-1])
        assert "\n" not in sentence
        assert "\r" not in sentence
        held.update(range(start, end))
    assert all(at in held for at, char in enumerate(text) if not is_blank(char))


@given(TEXTS, TEXTS, TEXTS)
def test_sentences_of_a_part_are_those_of_its_text(before: str, part: str, after: str) -> None:
    text, start = f"{before}\n{part}\n{after}", len(before) + 1
    found = sentences(text, start, start + len(part))
    assert [(a - start, b - start) for a, b in found] == sentences(part)


@pytest.mark.parametrize(
    "text",
    [
        "Ông đến TP. HCM hôm 3/5.",
        "Đoàn do ThS. Nguyễn Văn A. Bình dẫn đầu.",
        "PGS. TS. Trần Văn Bé, BS. Lê Thị C. Dung cùng đ/c. Hùng có mặt.",
        "Cả tỉnh có 521.000 người, tăng 3.5 lần.",
        "1. Mục tiêu của đề án.",
        "a. Đối tượng của đề án.",
        "“Ba ơi! con về rồi”, em nói.",
        "Anh chờ… rồi đi.",
        "Xem tại baotintuc.vn. nhé.",
    ],
)
def test_no_sentence_ends_inside(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["Nước lên nhanh.", "Dân chạy lụt."],
        ["Ông nói: “Nước lên nhanh.”", "Dân chạy lụt."],
        ["(Nước lên nhanh.)", "“Dân chạy lụt!”", "– Ở đâu?"],
        ["Nơi nhận: như trên./.", "Kính báo."],
        ["Nước lên…/.", "Hết."],
        ["Nước lên…", "Dân chạy lụt?!", "Đúng vậy."],
        ["Có 521.000 người.", "3.500 nhà ngập."],
        ["Bà sinh năm 1975.", "Ông sinh năm 1970."],
        ["Họ đến Huế.", "Ở đó mưa."],
        ["Họ đến Huế.", "Đêm ấy mưa."],
        ["Bộ đội gặp bà C.P.A. hôm qua.", "Bà khoẻ."],
    ],
)
def test_sentences_end_where_a_reader_stops(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts
    assert cut("\u00a0".join(parts)) == parts
    assert cut("\r\n".join(parts)) == parts


def test_an_enumerated_list_keeps_number_and_item_together() -> None:
    assert cut("1. Mục tiêu. 2. Nhiệm vụ.") == ["1. Mục tiêu.", "2. Nhiệm vụ."]


def test_a_long_sentence_is_cut_at_semicolons() -> None:
    clause = "xã này được nhận ba trăm suất quà gồm gạo, mì, thuốc và áo ấm cho người già"
    text = "; ".join([clause] * 12) + "."
    assert len(text) > 900
    parts = cut(text)
    assert all(len(part) <= 400 for part in parts)
    assert all(part.endswith(";") for part in parts[:-1])
    assert parts[-1].endswith(clause + ".")


def test_a_long_sentence_without_semicolons_is_cut_at_commas_then_spaces() -> None:
    assert all(part.endswith(",") for part in cut("ở xã này có mưa rất to, " * 30)[:-1])
    words = cut("mưa " * 300)
    assert " ".join(words).split() == ["mưa"] * 300
    assert [len(part) for part in cut("x" * 900)] == [400, 400, 100]


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000 + "a",
        "A." + " " * 100_000 + "b",
        "a" * 100_000 + " b. C",
        "TP. H " * 20_000,
        "Câu này. " * 20_000,
        ". " * 50_000,
    ],
    ids=["dots", "spaces", "one word", "abbreviations", "sentences", "lone dots"],
)
def test_a_hostile_line_takes_no_longer_than_its_length(text: str) -> None:
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 5
