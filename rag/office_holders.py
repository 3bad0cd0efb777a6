"""A question about an office and a sentence in, signs out of whether the holder stands there.

Each is 1 for it, -1 against it, 0 where the question gives no ground to tell.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rag.forms import names, syllables_within
from rag.places import PROVINCES, pairs_among
from rag.questions import Question, Words
from rag.sentences import Sentence
from rag.spans import spans_of
from vectorstore.vietnamese import fold

# "Phó giám đốc" and "nguyên giám đốc" are not the "giám đốc" who is asked for.
_RANKS = frozenset("phó nguyên cựu".split())
_OFFICES = frozenset(
    "giám_đốc tổng_giám chủ_tịch bí_thư chủ_nhiệm viện_trưởng hiệu_trưởng cục_trưởng vụ_trưởng"
    " bộ_trưởng chi_cục trưởng_ban trưởng_phòng trưởng_đoàn trưởng_công trưởng_thôn trưởng_khoa"
    " thủ_tướng tổng_thống chánh_án chánh_văn chánh_thanh tổng_thư tổng_biên tư_lệnh đội_trưởng"
    " đại_sứ chỉ_huy hạt_trưởng".split()
)
_FOLDED_RANKS = frozenset(map(fold, _RANKS))
_FOLDED_OFFICES = frozenset(map(fold, _OFFICES))
_LINKS = frozenset("la lam chuc vu vi tan hoi ten".split())  # "ai là", "giữ chức", "tên gì"
_ASKS_OFFICE = Words(r"(?:chức vụ|chức danh|chức) (?:gì|nào)")
_SURELY_A_PERSON = 0.5  # the fit of a span
_MOST_OF_OFFICE = 14  # syllables that say what an office is of
_BEFORE_OFFICE = 3  # syllables between a name and its office: "(36 tuổi, giám đốc …)"
_AFTER_PAUSE = 2  # syllables before a name that follows a pause: "Giám đốc sở, ông …"
_PAUSE = re.compile(r"[,;:]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class _Office:
    """An office among syllables [first, end), with the rank before it, "" if none; folded."""

    rank: str
    name: str
    first: int  # the rank, where there is one
    end: int


def rank_sign(question: Question, sentence: Sentence) -> int:
    """Whether the office that is asked about stands there in the same rank.

    A deputy or former holder is another person: -1 where the office stands there in other ranks
    only, 1 where it stands there in the one asked about.
    """
    asked = {(o.rank, o.name) for o in _offices(question.folded, _FOLDED_RANKS, _FOLDED_OFFICES)}
    if not asked:
        return 0
    said = {(o.rank, o.name) for o in _offices_in(sentence)}
    offices = {office for _, office in said}
    shared = {(rank, office) for rank, office in asked if office in offices}
    if not shared:
        return 0
    return 1 if shared <= said else -1


def holder_sign(question: Question, sentence: Sentence) -> int:
    """Whether a person stands at the office whose holder is asked for: "Giám đốc sở là ai?".

    The person follows the office and what it is of, or stands before it as in "bà Lan, giám đốc".
    Likewise an office at the person whose office is asked for: "Bà Lan giữ chức vụ gì?".
    """
    asked = _asked_office(question)
    if asked is not None:
        persons = [
            syllables_within(sentence, span)
            for span, fit in spans_of(sentence, question)
            if fit >= _SURELY_A_PERSON
        ]
        held = [
            of_what
            for office, of_what in _held_offices(sentence, persons)
            if (office.rank, office.name) == (asked.rank, asked.name)
        ]
        return -1 if all(_is_of_another(question, of_what) for of_what in held) else 1
    if _ASKS_OFFICE.first(question.text, question.accented):
        return 1 if any(_held_offices(sentence, list(_named(question, sentence)))) else -1
    return 0


def _held_offices(
    sentence: Sentence, persons: Sequence[tuple[int, int]]
) -> Iterator[tuple[_Office, Sequence[str]]]:
    """The offices at which one of the persons stands, and the folded syllables of what each is."""
    said = _offices_in(sentence)
    apposed = -1  # where the last person stands who is followed by an office, or by several
    for n, office in enumerate(said):
        close = [p for p in persons if p[0] < office.first <= p[1] + 1 + _BEFORE_OFFICE]
        if close:
            apposed = close[-1][0]
        elif any(apposed < first < office.first for first, _ in persons):
            apposed = -1
        until = said[n + 1].first if n + 1 < len(said) else len(sentence.places)
        until = min(until, office.end + _MOST_OF_OFFICE)
        pause = _pause_after(sentence, office.end)
        following = [p for p, _ in persons if office.end <= p < until and p <= pause + _AFTER_PAUSE]
        if apposed >= 0 or following:
            yield office, sentence.folded_terms[office.end : min(until, pause, *following)]


def _named(question: Question, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The names of the sentence that the question holds, of two syllables or more."""
    for first, last in names(sentence):
        known = [i for i in range(first, last + 1) if sentence.folded_terms[i] in question.words]
        if len(known) > 1:
            yield known[0], known[-1]


@lru_cache(maxsize=8192)  # both signs ask for them, question after question
def _offices_in(sentence: Sentence) -> tuple[_Office, ...]:
    return tuple(_offices(sentence.syllables, _RANKS, _OFFICES))


def _offices(terms: Sequence[str], ranks: Set[str], offices: Set[str]) -> Iterator[_Office]:
    end = 0  # of the one before: "Cục trưởng Phòng …" is no "trưởng phòng"
    for i, pair in enumerate(zip(terms, terms[1:], strict=False)):
        office = "_".join(pair)
        if i >= end and office in offices and terms[i + 2 : i + 3] not in (("quán",), ("quan",)):
            end = i + 2
            ranked = i > 0 and terms[i - 1] in ranks
            rank = fold(terms[i - 1]) if ranked else ""
            yield _Office(rank, fold(office), i - ranked, end)


def _asked_office(question: Question) -> _Office | None:
    """The office whose holder is asked for: "ai là giám đốc …", "giám đốc … tên gì"."""
    first = next(_offices(question.folded, _FOLDED_RANKS, _FOLDED_OFFICES), None)
    if question.kind != "person" or first is None:
        return None
    before, asking = question.folded[: first.first], question.asking[0]
    if not before or before == ("ten", "cua"):
        at_end = not _LINKS.isdisjoint(question.folded[max(0, asking - 2) : asking + 1])
        return first if at_end or asking == first.end else None
    return first if before[-1] in _LINKS else None


def _is_of_another(question: Question, of_what: Sequence[str]) -> bool:
    """Whether an office is of another place than the one asked about."""
    here, asked = (pairs_among(terms, PROVINCES) for terms in (of_what, question.folded))
    called = {fold(name) for name in question.names}
    return bool(here - asked) and bool(asked - here or called.difference(of_what))


def _pause_after(sentence: Sentence, syllable: int) -> int:
    """The first syllable after a comma, a colon or a dash; brackets and what they hold are none."""
    depth = 0
    for i in range(syllable, len(sentence.places)):
        between = sentence.text[sentence.places[i - 1][1] : sentence.places[i][0]]
        depth += between.count("(") - between.count(")")
        if depth <= 0 and _PAUSE.search(between):
            return i
    return len(sentence.places)
