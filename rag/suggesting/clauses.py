"""A sentence in, its main clause out: who or what, then what is said of them; and when, if told.

Vietnamese writes a subject before its verb and marks neither, so both are told by lists of words:
a clause is taken only where it begins like a subject and goes on with a word that is a verb, and
is cut only where a phrase that could be left out begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rag.language.person_names import FAMILY_NAMES, UPPER
from rag.language.places import PLACES
from rag.language.verbs import VERBS, is_verb
from rag.suggesting.clause_words import (
    ADDRESS,
    ADVERBIAL,
    LAST,
    NO_FIRST,
    NO_PERSON,
    NO_SUBJECT,
    NOUNS,
    ORGANISATION,
)
from vectorstore.vietnamese import Span, fold, syllables, unify

MOST_WORDS = 18  # syllables of a question
_MOST_FRONTED = 2  # phrases that stand before the subject
_BREAK = re.compile(r",(?!\d)|[;:()\[\]–—…“”\"«»]|\s-\s")
_DAY = r"(?:ngày\s+|mùng\s+|hôm\s+)?\d{1,2}\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{4})?"
_LONG_DAY = r"(?:ngày\s+|mùng\s+)?\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4}|\s*/\s*\d{4})?"
_PART = r"(?:rạng sáng|sáng sớm|sáng|trưa|chiều|tối|đêm)"
DAY = re.compile(
    rf"(?:{_PART}\s+)?(?:nay\s+|qua\s+|\()?(?:{_LONG_DAY}|{_DAY})(?!\s?[/%-]?\d)", re.IGNORECASE
)
_YEAR = re.compile(r"năm\s+[12]\d{3}(?![\d/-]|\s?[-–]\s?\d)", re.IGNORECASE)
_FRONTED_DAY = re.compile(rf"(?:Vào\s+)?(?:{DAY.pattern})", re.IGNORECASE)
_FRONTED_YEAR = re.compile(rf"(?:Vào\s+|Trong\s+)?(?:{_YEAR.pattern})$", re.IGNORECASE)


# What may be left out from here to the clause's end, and the clause is whole still.
_CUTS = re.compile(
    r"\s(?=(?:nhân dịp|nhằm|để|trong khuôn khổ|trong đó|trong bối cảnh|theo|do|vì|bởi|nhờ|"
    r"trước khi|sau khi|sau|trước|khi|trong khi|trong thời gian|trong vòng|kể từ|với sự|"
    r"đồng thời|tại|ở|vào|từ|thông qua|cùng với|gắn với|hướng tới|giai đoạn|trên địa bàn)\s)"
)

# Words that point to what was said before.
_POINTING = re.compile(
    r"(?<!\w)(?:này|đó|ấy|nọ|kia|đây|vậy|thế|trên|nói trên|nêu trên|kể trên|họ|nó|mình|tôi|ta|"
    r"chúng|hắn|cũng|còn|cứ|vẫn|lại|tiếp tục|thậm chí|mới đây|đồng thời|trong khi|tại đây|"
    r"hôm nay|hôm qua|nay|vừa qua|sắp tới|tới đây|qua|trên đây|cùng ngày|"
    r"đồng chí|lần lượt|còn lại|cùng kỳ|hai bên|cả hai|nhau|trước|như sau|sau đây|dưới đây|"
    r"(?:ông|bà|anh|chị|cô|em|cháu|cụ)(?!\s+(?:"
    rf"[{UPPER}]|em\s|nội|ngoại|con\s|chị\s)))(?!\w)"
)
_REPORTS = re.compile(
    r"(?:đã\s)?(?:cho biết|cho rằng|cho hay|khẳng định|nhấn mạnh|thông tin|tiết lộ|nhận định"
    r"|tuyên bố|thông báo|thừa nhận|đánh giá|xác nhận)\s(?:rằng\s)?(?=\S)"
)
_NAME_AT_END = re.compile(rf"(?<!\S)[{UPPER}][\w’'.-]*(?:\s[{UPPER}][\w’'.-]*)*\s?$")
_ALONE = re.compile(r"(?:Ông|Bà|Anh|Chị|Cô|Em|Cháu|Cụ|Cậu)\s+(?=[^\W\d_])")
# What no tidy text holds, or none that a sentence cut at its breaks can keep.
_ODD = re.compile(r"[^\w\s.,%/&’'-]|\s[/.&%-]|[/.&-]\s|\d[^\W\d_]{2,}|[a-z]{2}[A-Z]|\s\s|\d\s\d")
# A name: a capital that opens nothing, or several together.
_NAMING = re.compile(rf"(?<=\s)[{UPPER}]|(?<!\w)[{UPPER}]{{3,}}(?!\w)|(?<=\s)\d{{4}}(?!\d)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject and what is said of it; `sentence[start:end]` without a break inside."""

    sentence: str
    start: int
    verb: int  # where the predicate begins, with "đã" or the like if it has such
    end: int
    when: Span | None  # a day or a year that stands before the clause
    common: bool  # whether its first word is a common noun, and small where it does not open

    @property
    def subject(self) -> str:
        """Who or what the clause is about."""
        return self.sentence[self.start : self.verb].strip()

    def until(self, place: int) -> str:
        """The clause up to a place in the sentence."""
        return self.sentence[self.start : place].strip()


def ends_with_verb(text: str) -> bool:
    """Whether a text ends with a verb."""
    low = text.split()
    return bool(low) and bool({low[-1], " ".join(low[-2:])} & VERBS)


def has_verb(text: str, first: int = 1) -> bool:
    """Whether a verb stands in a text, written small: from its second word on, or from `first`."""
    words = text.split()
    return any(is_verb(words, i) for i in range(first, len(words)))


def opens_plainly(text: str) -> bool:
    """Whether a text begins as a clause does that needs nothing before it."""
    low = text.lower().split()
    first = low[0] in VERBS and low[0] not in NOUNS and " ".join(low[:2]) not in NOUNS
    return not (first or " ".join(low[:2]) in VERBS or _begins(text, ADVERBIAL | NO_FIRST))


def clause_of(sentence: str) -> Clause | None:
    """The main clause of a sentence; None where none is to be told surely."""
    if sentence[-1:] in "?!:" or not sentence[:1].isalnum() or "\n" in sentence:
        return None
    when: Span | None = None
    for start, end in islice(_pieces(sentence), _MOST_FRONTED + 1):
        piece = sentence[start:end]
        fronted = _FRONTED_DAY.match(piece) or _FRONTED_YEAR.match(piece)
        if fronted and when is None:
            when = start + fronted.start(), start + fronted.end()
        elif not _begins(piece, ADVERBIAL):
            return _clause(sentence, start, end, when, first=not start)
    return None


def is_whole(question: str, named: bool = True) -> bool:
    """Whether a question reads as one: not too long, pointing to nothing, nothing odd in it.

    One made from a sentence must have a name in it, `named`, to be understood alone.
    """
    inner = question.rstrip("?")
    alone = _ALONE.match(inner)
    if alone and inner[alone.end()].islower():  # "Cô …": who that is was said before
        return False
    words = syllables(inner)
    return (
        inner.isprintable()
        and 4 <= len(words) <= MOST_WORDS
        and not _ODD.search(inner)
        and not _POINTING.search(inner)
        and not (named and _NAMING.search(inner) is None)
        and len(set(words)) >= 0.7 * len(words)
    )


def ends_whole(text: str) -> bool:
    """Whether a clause may end here: not with a word that something must follow."""
    low = text.lower().split()
    return bool(low) and not {low[-1], " ".join(low[-2:])} & LAST


def opened(text: str) -> str:
    """The text as it is written where it opens a question."""
    return text[0].upper() + text[1:]


def shortened(text: str, room: int, least: int = 0) -> str | None:
    """The text, or as much of it up to where a phrase begins that may be left out, in `room`.

    `room` is in syllables; nothing before the character `least` is cut.
    """
    cuts = [len(text), *reversed([m.start() for m in _CUTS.finditer(text) if m.start() >= least])]
    for cut in cuts:
        kept = text[:cut].strip()
        if len(syllables(kept)) <= room and ends_whole(kept) and not _is_halved(kept, least):
            return kept
    return None


def _is_halved(text: str, least: int) -> bool:
    """Whether the second of two things was cut off: "giữa A [và B]", "từ A [đến B]"."""
    between = re.search(r"(?<!\w)giữa(?!\w)(?!.*\s(?:và|với)\s)", text)
    return bool(between or re.search(r"\stừ\s(?!.*\s(?:đến|tới)\s)", text[least:]))


def person_in(text: str, titled: bool) -> Span | None:
    """Where the name of a person stands that the text ends with.

    After an office or a form of address, `titled`, it may be a foreign name.
    "Chủ tịch UBND tỉnh Lạng Sơn Dương Xuân Huyên": the place before the name is none of it.
    """
    run = _NAME_AT_END.search(text)
    if run is None:
        return None
    words = [(m.start() + run.start(), m.group()) for m in re.finditer(r"\S+", run.group())]
    if words[0][1].lower() in ADDRESS:
        words = words[1:]
    for i, (start, word) in enumerate(words):
        before = [w for _, w in words[:i] if not w.isupper()]
        settled = not before or fold(" ".join(before)) in PLACES
        given = fold(" ".join(w for _, w in words[i + 1 :]))
        known = unify(word) in FAMILY_NAMES and 1 < len(words) - i <= 4
        name = text[start:].strip(" .")
        foreign = titled and name.isascii() and not ORGANISATION.search(name)
        if settled and (known or foreign) and given not in PLACES:
            place = fold(name) in PLACES or unify(name) in NO_PERSON
            return None if place else (start, start + len(name))
    return None


def _pieces(sentence: str) -> Iterator[Span]:
    end = len(sentence.rstrip(" ./"))
    start = 0
    for found in _BREAK.finditer(sentence, 0, end):
        if sentence[start : found.start()].strip():
            yield _trimmed(sentence, start, found.start())
        start = found.end()
    if sentence[start:end].strip():
        yield _trimmed(sentence, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _begins(piece: str, words: frozenset[str]) -> bool:
    low = piece.lower().split()
    return any(" ".join(low[:n]) in words for n in (1, 2, 3))


def _clause(sentence: str, start: int, end: int, when: Span | None, first: bool) -> Clause | None:
    piece = sentence[start:end]
    if not piece:
        return None
    common = _begins(piece, NOUNS)
    if _begins(piece, NO_SUBJECT) or not (common or piece[0].isupper()):
        return None
    words = list(re.finditer(r"\S+", piece))
    said = [word.group() for word in words]
    for i, word in enumerate(words[1:16], 1):
        if is_verb(said, i):
            if not common and not _is_named(piece[: word.start()], opens=first):
                if i < 2 or not opens_plainly(piece):
                    return None
                common = True
            reported = _REPORTS.match(piece, word.start())
            if reported:  # "… cho biết …": what is said is a clause itself
                return _clause(sentence, start + reported.end(), end, None, first=False)
            return Clause(sentence, start, start + word.start(), end, when, common)
    return None


def _is_named(subject: str, opens: bool) -> bool:
    """Whether a subject is surely a name: a capital says little of the word that opens a sentence.

    A lone one may be half of a name that was told before.
    """
    words = subject.split()
    if words[0].isupper() and len(words[0]) > 2:
        return True
    second = len(words) > 1 and words[1][0].isupper()
    return second or (len(words) > 1 and not opens)
