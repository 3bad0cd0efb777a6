"""A file's bytes come in, its text goes out, whatever well-known encoding it was saved in."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from vectorstore.errors import ArticleError

_MARKED = (  # the longer marks first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = ["cp1258", "utf_16_le", "utf_16_be"]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BROKEN_WORD = re.compile(r"[^\W\d_][¡-©«-´¶-¹»-¿×÷]|[¡-©«-´¶-¹»-¿×÷](?=[^\W\d_])")
_ADVICE = "save it as UTF-8 text"


def decode(data: bytes, name: str) -> str:
    """The text of a file, NFC, without a byte order mark.

    UTF-8 and UTF-16/32 with a mark are read as such; without one, UTF-16 and Windows-1258 are
    recognised by charset-normalizer. Raises ArticleError, with `name` in it, for anything else.
    """
    text = _decoded(data, name).removeprefix("\ufeff")
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as fault:
            if _is_damaged_utf8(data):
                raise ArticleError(
                    f"{name}: not valid UTF-8 at byte {fault.start}; repair it or {_ADVICE}"
                ) from None
    return _guessed(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise ArticleError(
            f"{name}: begins as {encoding.upper()} but is damaged at byte {fault.start}; {_ADVICE}"
        ) from None


def _is_damaged_utf8(data: bytes) -> bool:
    """Mostly well-formed: far fewer broken places than accented letters."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 10 <= sum(char > "\x7f" for char in text) - broken


def _guessed(data: bytes, name: str) -> str:
    best = from_bytes(data, cp_isolation=_GUESSED).best()
    text = unicodedata.normalize("NFC", str(best)) if best is not None else ""
    if not text or not _reads_as_text(text):
        raise ArticleError(f"{name}: neither text in UTF-8, UTF-16 nor Windows-1258; {_ADVICE}")
    return text


def _reads_as_text(text: str) -> bool:
    """No control characters, hardly an accent without its letter or a symbol within a word.

    The last two betray older Vietnamese encodings (TCVN3, VISCII) read as Windows-1258.
    """
    controls = len(_CONTROL.findall(text))
    strays = sum(unicodedata.category(char) in ("Mn", "Cn", "Co") for char in text)
    return controls == 0 and (strays + len(_BROKEN_WORD.findall(text))) * 50 <= len(text)
