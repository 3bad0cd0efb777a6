"""The rules of the language, used by both sides: normalise, fold, syllables, sentences.

Every function that returns text keeps the length of its (NFC) input, so an offset found in the
folded or unified form of an article is an offset into the article itself.
"""

import re
import unicodedata

Span = tuple[int, int]  # [start, end), code points into NFC text

# Open syllables with two accepted places for the tone mark: "hoà" and "hòa". The older style
# is rewritten to the newer one. After "q" the "u" belongs to the consonant ("quý").
_TONE_PLACES = {
    old: new
    for pairs in (
        "oà òa oá óa oả ỏa oã õa oạ ọa",
        "oè òe oé óe oẻ ỏe oẽ õe oẹ ọe",
        "uỳ ùy uý úy uỷ ủy uỹ ũy uỵ ụy",
    )
    for old, new in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}
_TONE_PLACE = re.compile(rf"(?<!q)(?:{'|'.join(_TONE_PLACES)})(?!\w)")
_SYLLABLE = re.compile(r"[^\W_]+")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "tp tx tt q p h tr ths ts pgs gs bs ks kts ls cn ths.bs nsnd nsưt đ/c đc st mr mrs ms dr prof "
    "no vol jr sr inc ltd co op cit vs gen sen gov".split()
)
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS))
# Possessive ("++"), and begun only where a run begins: a line of nothing but dots or spaces takes
# no longer than any other.
_TERMINATOR = re.compile(r"""(?<![.!?…])[.!?…]++(?:/\.)?["”’»)\]]*+(?=\s|$)""")
_OPENS_SENTENCE = re.compile(
    r"""\s++["“‘«(\[\-–—•*]*+\s*+[^\Wa-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ_]"""
)
_LAST_WORD = re.compile(r"[\w/.]+$")
_ENUMERATION = re.compile(r"\W*(?:\d{1,2}|[a-zđA-ZĐ])\.")


class _FoldTable(dict[int, str]):
    """A translation table that works out each character's unaccented lower-case form once."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = base if len(base) == 1 else chr(code)
        return self[code]


_FOLD_TABLE = _FoldTable({ord("đ"): "d", ord("Đ"): "d"})


class _LowerTable(dict[int, str]):
    """Lower case that never changes the length ("İ" alone would grow)."""

    def __missing__(self, code: int) -> str:
        low = chr(code).lower()
        self[code] = low if len(low) == 1 else chr(code)
        return self[code]


_LOWER_TABLE = _LowerTable()


def without_half_characters(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, which UTF-8 can't hold; of the same length."""
    return _HALF_CHARACTER.sub("\ufffd", text)


def normalise(text: str) -> str:
    """NFC, the form in which every article is stored and every offset counted."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without accents, "Đặng" → "dang"; same length as the NFC input."""
    return text.translate(_FOLD_TABLE)


def unify(text: str) -> str:
    """Lower case with the tone marks in one place, "Hoà" → "hòa"; same length as the NFC input."""
    return _TONE_PLACE.sub(lambda m: _TONE_PLACES[m.group()], text.translate(_LOWER_TABLE))


def syllables(text: str) -> list[str]:
    """The unified syllables and digit groups of an NFC text, in order."""
    return _SYLLABLE.findall(unify(text))


def syllable_spans(text: str) -> list[Span]:
    """Where each of `syllables(text)` stands."""
    return [match.span() for match in _SYLLABLE.finditer(unify(text))]


def with_pairs(terms: list[str]) -> list[str]:
    """The terms and each two neighbours joined by "_": most Vietnamese words have two syllables."""
    return terms + [f"{a}_{b}" for a, b in zip(terms, terms[1:], strict=False)]


def has_accents(text: str) -> bool:
    """Whether the writer typed any accent (or đ)."""
    return fold(text) != text.translate(_LOWER_TABLE)


def sentences(text: str, start: int = 0, end: int | None = None, limit: int = 400) -> list[Span]:
    """The sentences of `text[start:end]`, trimmed, none across a line break, none over `limit`.

    A sentence longer than `limit` characters is cut after a semicolon, else a comma, else a space.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    for line in re.finditer(r"[^\r\n]+", text[start:end]):
        line_start, line_end = trim(text, start + line.start(), start + line.end())
        sentence_start = line_start
        for stop in _TERMINATOR.finditer(text, line_start, line_end):
            if _ends_sentence(text, sentence_start, stop, line_end):
                spans += _pieces(text, sentence_start, stop.end(), limit)
                sentence_start = stop.end()
        spans += _pieces(text, sentence_start, line_end, limit)
    return spans


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int) -> bool:
    if stop.end() == line_end:
        return True
    if not _OPENS_SENTENCE.match(text, stop.end(), line_end):
        return False
    if stop.group() != ".":
        return True
    if _ENUMERATION.fullmatch(text, start, stop.end()):
        return False
    nearby = max(start, stop.start() - _LONGEST_ABBREVIATION - 1)
    word = _LAST_WORD.search(text, nearby, stop.start())
    if word is None:
        return True
    is_initial = len(word.group()) == 1 and word.group().isupper()
    return not is_initial and word.group().lower() not in _ABBREVIATIONS


def _pieces(text: str, start: int, end: int, limit: int) -> list[Span]:
    spans: list[Span] = []
    start, end = trim(text, start, end)
    while end - start > limit:
        window = text[start : start + limit]
        cut = next(
            (at + 1 for mark in ("; ", ", ", " ") if (at := window.rfind(mark)) > limit // 4), limit
        )
        spans.append(trim(text, start, start + cut))
        start, end = trim(text, start + cut, end)
    return [*spans, (start, end)] if end > start else spans


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space, no-break spaces and zero-width characters at its ends."""
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc")
