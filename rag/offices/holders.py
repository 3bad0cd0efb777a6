"""A question about an office and a sentence in, whether its holder stands there, and where, out.

A sign is 1 for it, -1 against it, 0 where the question gives no ground to tell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.forms import between, names, span_of, syllables_within
from rag.language.places import PLACES, PROVINCES, follows_level, pairs_among
from rag.language.verbs import is_verb
from rag.language.words import Words
from rag.offices.titles import Office, offices_in, offices_named
from rag.questions import Question
from rag.sentences import Sentence
from rag.spans import spans_of
from vectorstore.vietnamese import Span, fold

_LINKS = frozenset("la lam chuc vu vi tan hoi ten".split())  # "ai là", "giữ chức", "tên gì"
_ASKS_OFFICE = Words(r"(?<!tổ )(?:chức vụ|chức danh|chức) (?:gì|nào)")
_SURELY_A_PERSON = 1.0  # the fit of a span
_MOST_OF_OFFICE = 14  # syllables that say what an office is of
_BEFORE_OFFICE = 3  # syllables between a name and its office: "(36 tuổi, giám đốc …)"
_AFTER_PAUSE = 2  # syllables before a name that follows a pause: "Giám đốc sở, ông …"
_ADDRESSES = frozenset("ông bà anh chị".split())
_SHARED = "đồng"  # before an office that several hold: "Đồng Giám đốc"
_PAUSE = re.compile(r"[,;:]|\s[-–]\s")
_APPOSED = re.compile(r"[,;:(]|\s[-–]\s|\b(?:là|làm|chức|vụ)\b")  # from a name to its office


@dataclass(frozen=True, slots=True)
class Held:
    """An office at which a person stands; what it is of are the syllables up to `end`."""

    office: Office
    end: int
    ends_surely: bool  # who holds it follows there, or a verb does
    person: tuple[int, int]  # the first and the last syllable


def holder_sign(question: Question, sentence: Sentence) -> int:
    """Whether a person stands at the office whose holder is asked for: "Giám đốc sở là ai?".

    The person follows the office and what it is of, or stands before it as in "bà Lan, giám đốc".
    Likewise an office at the person whose office is asked for: "Bà Lan giữ chức vụ gì?".
    """
    asked = asked_office(question)
    if asked is not None:
        return 1 if _held_as_asked(question, asked, sentence) else -1
    if _asks_for_office(question):
        otherwise = -1 if question.somebody is None else 0  # who has no office is told too
        return 1 if any(_held_by_asked(question, sentence)) else otherwise
    return 0


def offices_of(question: Question, sentence: Sentence) -> list[range]:
    """What the offices are of at which persons stand, of those that the question asks about."""
    asked = asked_office(question)
    held = _held(question, asked, sentence) if asked else ()
    return [range(at.office.end, at.end) for at in held]


def possible_holders(question: Question, sentence: Sentence) -> list[Span] | None:
    """The persons at the office whose holder is asked for, or all persons where none stands at it.

    From the sentence's start. None where no office's holder is asked for.
    """
    asked = asked_office(question)
    if asked is None:
        return None
    held = _held_as_asked(question, asked, sentence)
    persons = [at_office.person for at_office in held] or _persons(question, sentence)
    return [span_of(sentence, *person) for person in persons]


def held_office(question: Question, sentence: Sentence) -> tuple[int, range] | None:
    """The office at the person whose office is asked for: its first syllable, and those that may be
    its last, with what it is of. None if there is none."""
    if not _asks_for_office(question):
        return None
    for held in _held_by_asked(question, sentence):
        least = held.end if held.ends_surely else held.office.end
        first = held.office.first
        is_shared = sentence.syllables[max(0, first - 1) : first] == (_SHARED,)
        return first - is_shared, range(least - 1, held.end)
    return None


def _held_as_asked(question: Question, asked: Office, sentence: Sentence) -> list[Held]:
    """Where persons stand at the office asked about, and not at another place's."""
    held = _held(question, asked, sentence)
    return [at for at in held if not _is_of_another(question, _of_what(sentence, at))]


@lru_cache(maxsize=256)  # ranker, mark and rules ask for them
def _held(question: Question, asked: Office, sentence: Sentence) -> tuple[Held, ...]:
    """Where persons stand at an office of that name and rank, whatever it is of."""
    return tuple(
        at
        for at in held_offices(sentence, _persons(question, sentence))
        if (at.office.rank, at.office.name) == (asked.rank, asked.name)
    )


def _of_what(sentence: Sentence, held: Held) -> tuple[str, ...]:
    """The folded syllables that say what the office is of."""
    return sentence.folded_terms[held.office.end : held.end]


def _persons(question: Question, sentence: Sentence) -> list[tuple[int, int]]:
    """The first and the last syllable of each; "huyện Lâm Bình" is a place."""
    runs = (
        syllables_within(sentence, span)
        for span, fit in spans_of(sentence, question)
        if fit >= _SURELY_A_PERSON
    )
    return [
        (first, last)
        for first, last in runs
        if last - first > 1 or not follows_level(sentence.folded_terms, first)
    ]


def _held_by_asked(question: Question, sentence: Sentence) -> Iterator[Held]:
    """The offices at which the person stands who is asked about."""
    return held_offices(sentence, list(_named(question, sentence)))


def held_offices(sentence: Sentence, persons: Sequence[tuple[int, int]]) -> Iterator[Held]:
    """The offices at which one of the persons stands."""
    said = offices_in(sentence)
    apposed: tuple[int, int] | None = None  # who is followed by an office, or by several
    for n, office in enumerate(said):
        before = [p for p in persons if p[0] < office.first]
        if before and _is_apposed(sentence, before[-1], office):
            apposed = before[-1]
        elif apposed is not None and before[-1] != apposed:
            apposed = None
        until = said[n + 1].first if n + 1 < len(said) else len(sentence.places)
        until = min(until, office.end + _MOST_OF_OFFICE)
        verb = _verb_after(sentence, office.end, until)
        said_to_be = sentence.syllables[verb : verb + 1] == ("là",)
        pause = _pause_after(sentence, office.end)
        following = [
            (first, last)
            for first, last in persons
            if office.end <= first < min(until, pause + _AFTER_PAUSE + 1)
            and (first < verb or said_to_be)
            and (first > pause or not _is_spoken_of(sentence, first))
        ]
        end = min(until, pause, verb, *(first for first, _ in following))
        surely = end == verb or any(end == first for first, _ in following)
        if following and (apposed is None or following[0][0] <= pause):
            yield Held(office, end, surely, following[0])
        elif apposed is not None:
            yield Held(office, end, surely, apposed)


def _is_spoken_of(sentence: Sentence, person: int) -> bool:
    """Whether a person is somebody else: "Giám đốc sở tiếp bà Lan", but "Giám đốc sở là bà Lan"."""
    before = sentence.syllables[max(0, person - 2) : person]
    return before[-1] in _ADDRESSES and before[0] != "là"


def _is_apposed(sentence: Sentence, person: tuple[int, int], office: Office) -> bool:
    """Whether an office stands at the person before it: "bà Lan (36 tuổi, giám đốc …"."""
    parting = sentence.text[sentence.places[person[1]][1] : sentence.places[office.first][0]]
    close = office.first <= person[1] + 1 + _BEFORE_OFFICE
    return close and _APPOSED.search(parting) is not None


def _named(question: Question, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The names of the sentence that the question holds; no places.

    Of one syllable only where it is addressed there, "bà Skye", or is the last of a whole name
    whose bearer is asked about: "Ông Phong là ai?".
    """
    for first, last in names(sentence):
        known = [i for i in range(first, last + 1) if sentence.folded_terms[i] in question.words]
        called = " ".join(sentence.folded_terms[i] for i in known)
        before = sentence.syllables[first - 1] if first else ""
        if called in PLACES:
            continue
        if len(known) > 1 or (known == [first] and before in _ADDRESSES):
            yield known[0], known[-1]
        elif question.somebody is not None and known == [last]:
            yield first, last


@lru_cache(maxsize=256)  # asked of every sentence
def _asks_for_office(question: Question) -> bool:
    """Whether somebody's office is asked for: "bà Lan giữ chức vụ gì", "bà Lan là ai"."""
    if question.somebody is not None:
        return True
    return _ASKS_OFFICE.first(question.text, question.accented) is not None


@lru_cache(maxsize=256)
def asked_office(question: Question) -> Office | None:
    """The office whose holder is asked for: "ai là giám đốc …", "giám đốc … tên gì"."""
    first = next(iter(offices_named(question)), None)
    if question.kind != "person" or first is None:
        return None
    before, asking = question.folded[: first.first], question.asking[0]
    if not before or before == ("ten", "cua"):
        at_end = not _LINKS.isdisjoint(question.folded[max(0, asking - 2) : asking + 1])
        return first if at_end or asking == first.end else None
    return first if before[-1] in _LINKS else None


def asked_of_what(question: Question, office: Office) -> Span:
    """The syllables behind the office that is asked about, up to those that ask."""
    asking = question.asking[0]
    end = asking if asking >= office.end else len(question.folded)
    for link in ("la", "ten"):
        end -= question.folded[office.end : end][-1:] == (link,)
    return office.end, end


def _is_of_another(question: Question, of_what: Sequence[str]) -> bool:
    """Whether an office is of another place than the one asked about."""
    here, asked = (pairs_among(terms, PROVINCES) for terms in (of_what, question.folded))
    called = {fold(name) for name in question.names}
    return bool(here - asked) and bool(asked - here or called.difference(of_what))


def _verb_after(sentence: Sentence, syllable: int, until: int) -> int:
    """The verb that ends what an office is of: "cho biết" of "Giám đốc Sở Y tế Lào Cai cho biết".

    It follows a name or a number, since an office is of one; `until` if there is none.
    """
    words = [sentence.text[start:end] for start, end in sentence.places[:until]]
    named = (i for i in range(syllable + 1, until) if not words[i - 1][0].islower())
    return next((i for i in named if is_verb(words, i)), until)


def _pause_after(sentence: Sentence, syllable: int) -> int:
    """The first syllable after a comma, a colon or a dash; brackets and what they hold are none."""
    depth = 0
    for i in range(syllable, len(sentence.places)):
        parting = between(sentence, i)
        depth += parting.count("(") - parting.count(")")
        if depth <= 0 and _PAUSE.search(parting):
            return i
    return len(sentence.places)
