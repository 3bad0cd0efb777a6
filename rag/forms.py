"""A sentence in, the spans out that have a form of their own: times, amounts, names, places."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from rag.language.person_names import FAMILY_NAMES, HONORIFICS
from rag.language.places import PLACES
from rag.language.syllables import is_syllable
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, fold

_NUMBER = r"\d+(?:[.,]\d+)*"
_NUMBER_WORD = r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|vạn|nửa|một)"
_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_ABOUT = r"(?:trên|hơn|gần|khoảng|dưới|tối đa|tối thiểu|ít nhất|chừng|xấp xỉ|gấp)"
_DAY_PART = r"(?:(?:rạng sáng|sáng sớm|sáng|trưa|chiều|tối|đêm)\s+)?"
_DAY = r"(?:(?:mùng|ngày)\s+)?\d{1,2}"
_DATE = rf"{_DAY_PART}{_DAY}\s*[/-]\s*\d{{1,2}}(?:\s*[/-]\s*\d{{2,4}})?(?:\s+năm\s+\d{{4}})?"
_LONG_DATE = rf"{_DAY_PART}{_DAY}\s+tháng\s+\d{{1,2}}(?:,?\s*(?:năm\s+)?\d{{4}})?"
_TIME = re.compile(
    "|".join(
        [
            rf"từ\s+{_DATE}\s+đến\s+{_DATE}",
            _LONG_DATE,
            _DATE,
            r"\d{1,2}(?:\s*giờ(?:\s+\d{1,2}(?:\s*phút)?)?|[hg:]\d{0,2}p?)",
            r"tháng\s+\d{1,2}(?:\s*/\s*\d{4}|\s+(?:năm\s+)?\d{4})?",
            r"(?:mùa\s+(?:xuân|hạ|hè|thu|đông)|đầu|giữa|cuối)\s+(?:năm\s+)?\d{4}",
            r"(?:(?:cuối|đầu|giữa)\s+)?(?:thế kỷ|thế kỉ|thập niên|thập kỷ)\s+(?:thứ\s+)?[\dIVX]+",
            r"(?:giai đoạn\s+)?(?:năm\s+)?\d{4}\s*[-–]\s*\d{2,4}",
            r"(?:năm\s+)?[12]\d{3}(?!\d)",
        ]
    ),
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?:{_ABOUT}\s+)?(?:{_NUMBER}(?:\s*[-–/]\s*{_NUMBER})?"
    rf"|(?<!\w){_NUMBER_WORD}(?:\s+{_NUMBER_WORD})*(?!\w))(?:\s+{_SCALE}(?!\w))*(?:\s*%)?",
    re.IGNORECASE,
)
# "Năm" is a year, and five; the number of a year is no amount.
_YEAR = re.compile(
    rf"năm\s+\d|(?<=\d\s)năm(?!\w)|(?<=năm\s)[12]\d{{3}}(?!\S?\d)(?!\s+{_SCALE})", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]{2,200}”|\"[^\"]{2,200}\"|«[^»]{2,200}»")
_LOCATED = re.compile(r"(?<!\w)(?:tại|ở|đến|thăm|về|từ)\s+([^,.;:()“”\"]{3,80})", re.IGNORECASE)
_SOURCE = re.compile(
    r"nguồn:?\s+([^:,()\n]{2,60})|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\b", re.I
)
# Between two names of a row: "Lào Cai, Lai Châu và tỉnh Sơn La", "Hà Nội; thành phố Huế".
_JOINED = re.compile(r"(?:\s*[,;]\s*(?:và\s+)?|\s+(?:và|cùng|với|hoặc|hay)\s+)(?:\w+\s+){0,2}")
# A sentence is asked for its forms by question after question.
_remembered = lru_cache(maxsize=8192)


@_remembered
def times(sentence: Sentence) -> tuple[Span, ...]:
    """Dates, hours, years, seasons, and spans of them."""
    return tuple(match.span() for match in _TIME.finditer(sentence.text))


@_remembered
def amounts(sentence: Sentence) -> tuple[Span, ...]:
    """Numbers, in figures or words, with what limits and scales them; "năm 2015" is none."""
    found = _AMOUNT.finditer(sentence.text)
    return tuple(m.span() for m in found if not _YEAR.match(sentence.text, m.start()))


@_remembered
def quoted(sentence: Sentence) -> tuple[Span, ...]:
    """What stands between quotation marks, without them."""
    return tuple((m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(sentence.text))


def persons(sentence: Sentence) -> Iterator[Span]:
    """Names that begin as a person's do, or follow a word for one."""
    for first, last in names(sentence):
        before = sentence.syllables[first - 1] if first else ""
        opening = sentence.syllables[first]
        if fold(sentence.text[slice(*span_of(sentence, first, last))]) in PLACES:
            continue
        if opening in HONORIFICS and last > first:
            yield span_of(sentence, first + 1, last)
        elif before in HONORIFICS or (opening in FAMILY_NAMES and 0 < last - first < 5):
            yield span_of(sentence, first, last)


def _places(sentence: Sentence) -> Iterator[Span]:
    for first, last in names(sentence):
        span = span_of(sentence, first, last)
        if fold(sentence.text[slice(*span)]) in PLACES:
            yield span


@_remembered
def located(sentence: Sentence) -> tuple[Span, ...]:
    """What follows a word for being at or going to a place, up to the next break."""
    return tuple(match.span(1) for match in _LOCATED.finditer(sentence.text))


def _all_names(sentence: Sentence) -> Iterator[Span]:
    return (span_of(sentence, first, last) for first, last in names(sentence))


# What a span's form is called; the reader's weights are made for these, in this order.
FORMS: dict[str, Callable[[Sentence], Iterable[Span]]] = {
    "time": times,
    "amount": amounts,
    "quoted": quoted,
    "person": persons,
    "place": _places,
    "located": located,
    "name": _all_names,
}


def sources(sentence: Sentence) -> tuple[Span, ...]:
    """The names and addresses of publishers in a byline."""
    return tuple(match.span(match.lastindex or 0) for match in _SOURCE.finditer(sentence.text))


@_remembered
def names(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Runs of neighbouring capitalised syllables: the first and the last syllable of each."""
    return tuple(_capitalised_runs(sentence))


@_remembered
def rows_of_names(sentence: Sentence) -> tuple[tuple[Span, ...], ...]:
    """Names one after the other, each row with those in it: "Lào Cai, Lai Châu và tỉnh Sơn La"."""
    rows: list[list[Span]] = []
    for first, last in names(sentence):
        if first == last and _is_common(sentence.folded_terms[first]):
            continue
        span = span_of(sentence, first, last)
        if rows and _JOINED.fullmatch(sentence.text, rows[-1][-1][1], span[0]):
            rows[-1].append(span)
        else:
            rows.append([span])
    return tuple(map(tuple, rows))


def _is_common(term: str) -> bool:
    """Whether one capitalised syllable alone is a word rather than a name: "Đại lộ", "Chủ tịch"."""
    return is_syllable(term) and term not in PLACES


def _capitalised_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    first: int | None = None
    for i, (start, _) in enumerate(sentence.places):
        if first is not None and between(sentence, i) not in (" ", "-", " - ", ".", "’", "'"):
            yield first, i - 1
            first = None
        if sentence.text[start].isupper():
            first = i if first is None else first
        elif first is not None:
            yield first, i - 1
            first = None
    if first is not None:
        yield first, len(sentence.places) - 1


def between(sentence: Sentence, i: int) -> str:
    """What stands between a syllable and the one before it; not of the first."""
    return sentence.text[sentence.places[i - 1][1] : sentence.places[i][0]]


def span_of(sentence: Sentence, first: int, last: int) -> Span:
    """From a syllable to a later one, in code points from the sentence's start."""
    return sentence.places[first][0], sentence.places[last][1]


def syllables_inside(sentence: Sentence, span: Span) -> range:
    """The syllables that stand wholly in a span of characters; empty if none does."""
    first = bisect_left(sentence.places, (span[0], 0))
    return range(first, bisect_right(sentence.places, span[1], key=lambda place: place[1]))


def syllables_within(sentence: Sentence, span: Span) -> tuple[int, int]:
    """The first and the last syllable that a span of characters touches."""
    found = [i for i, (a, b) in enumerate(sentence.places) if a < span[1] and b > span[0]]
    return found[0], found[-1]
