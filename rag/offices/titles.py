"""A sentence or a question in, the offices that it names out, each with the rank before it.

A sign is as in `holders`.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rag.forms import between
from rag.language.offices import OFFICES
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import fold, unify

# "Phó giám đốc" and "nguyên giám đốc" are not the "giám đốc" who is asked for.
_RANKS = frozenset("phó nguyên cựu".split())
_OFFICES = frozenset(tuple(unify(office).split()) for office in OFFICES)
DEPUTY = "pho"
_FOLDED_RANKS = frozenset(map(fold, _RANKS))
_FOLDED_OFFICES = frozenset(tuple(fold(office).split()) for office in OFFICES)
_LONGEST_OFFICE = max(map(len, _OFFICES))


@dataclass(frozen=True, slots=True)
class Office:
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
    asked = {(office.rank, office.name) for office in offices_named(question)}
    if not asked:
        return 0
    said = {(o.rank, o.name) for o in offices_in(sentence)}
    offices = {office for _, office in said}
    shared = {(rank, office) for rank, office in asked if office in offices}
    if not shared:
        return 0
    return 1 if shared <= said else -1


@lru_cache(maxsize=8192)  # asked question after question
def offices_in(sentence: Sentence) -> tuple[Office, ...]:
    """The offices of a sentence."""

    def goes_on(i: int) -> bool:  # "bà Thảo Nguyên, Chủ tịch" is not the former one
        return between(sentence, i).isspace()

    return tuple(_offices(sentence.syllables, _RANKS, _OFFICES, goes_on))


@lru_cache(maxsize=256)
def offices_named(question: Question) -> tuple[Office, ...]:
    """Those of a question."""
    return tuple(_offices(question.folded, _FOLDED_RANKS, _FOLDED_OFFICES, lambda i: True))


def _offices(
    terms: Sequence[str],
    ranks: Set[str],
    offices: Set[tuple[str, ...]],
    goes_on: Callable[[int], bool],
) -> Iterator[Office]:
    """The offices among syllables; `goes_on` says whether one stands close behind that before."""
    end = 0  # of the one before: "Cục trưởng Phòng …" is no "trưởng phòng"
    for i in range(len(terms)):
        lengths = range(_LONGEST_OFFICE, 1, -1) if i >= end else ()
        length = next((n for n in lengths if tuple(terms[i : i + n]) in offices), None)
        if length and terms[i + length : i + length + 1] not in (("quán",), ("quan",)):
            end = i + length
            ranked = i > 0 and terms[i - 1] in ranks and goes_on(i)
            rank = fold(terms[i - 1]) if ranked else ""
            yield Office(rank, fold(" ".join(terms[i:end])), i - ranked, end)
