"""A question in, what else may be said for its words out: synonyms of the language of news."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rag.language.syllables import is_syllable
from rag.questions import Question
from vectorstore.vietnamese import fold, normalise, syllables, with_pairs

WORDS = Path(__file__).parent / "thesaurus.txt"
# Written later, with the reader's training questions in view: see `apart_from_training`.
MORE_WORDS = Path(__file__).parent / "thesaurus-more.txt"
Phrase = tuple[str, ...]  # syllables


@dataclass(frozen=True, slots=True)
class Alternative:
    """A part of a question, and other ways to say it."""

    words: frozenset[str]  # the folded syllables of the part
    phrases: tuple[str, ...]
    terms: tuple[frozenset[str], ...]  # accented syllables or pairs that stand where a phrase does


class Thesaurus:
    """Groups of expressions that may stand for each other, each in unified syllables."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups = [[tuple(member.split()) for member in group] for group in groups]
        self._groups_of: dict[Phrase, list[int]] = {}
        for number, group in enumerate(self._groups):
            for member in group:
                self._groups_of.setdefault(member, []).append(number)
        self._longest = max(map(len, self._groups_of), default=0)
        bare = fold("\n".join(map(" ".join, self._groups_of))).splitlines()
        self._unaccented: dict[Phrase, list[Phrase]] = {}
        for member, folded in zip(self._groups_of, bare, strict=True):
            # One syllable without its accents is too many words at once; an abbreviation is none.
            if len(member) > 1 or not is_syllable(folded):
                self._unaccented.setdefault(tuple(folded.split()), []).append(member)
        self.alternatives = lru_cache(maxsize=256)(self._alternatives)

    def _alternatives(self, question: Question) -> list[Alternative]:
        """The parts of a question that may be said otherwise, in order; they may overlap.

        A part within a longer one says less than that, and is none.
        """
        found: list[Alternative] = []
        reached = 0
        for at in range(len(question.terms)):
            length, members = self._longest_at(question, at)
            if not members or at + length <= reached:
                continue
            reached = at + length
            others = {other: None for member in members for other in self._others(member)}
            words = frozenset(question.folded[at:reached])
            phrases = tuple(map(" ".join, others))
            found.append(Alternative(words, phrases, tuple(map(_terms_of, others))))
        return found

    def also(self, question: Question) -> frozenset[str]:
        """The accented syllables and pairs of all that may be said instead, less what is said.

        None for a question without accents: it could mean too many words.
        """
        if not question.accented:
            return frozenset()
        said = frozenset(with_pairs(list(question.terms)))
        found: frozenset[str] = frozenset()
        for alternative in self.alternatives(question):
            found = found.union(*alternative.terms)
        return found - said

    def _others(self, member: Phrase) -> list[Phrase]:
        together = (phrase for number in self._groups_of[member] for phrase in self._groups[number])
        return [phrase for phrase in together if phrase != member]

    def _longest_at(self, question: Question, at: int) -> tuple[int, list[Phrase]]:
        for length in range(min(self._longest, len(question.terms) - at), 0, -1):
            if question.accented:
                member = question.terms[at : at + length]
                members = [member] if member in self._groups_of else []
            else:
                members = self._unaccented.get(question.folded[at : at + length], [])
            if members:
                return length, members
        return 0, []


def echoed(alternatives: Iterable[Alternative], accented: frozenset[str]) -> Iterator[str]:
    """The question's folded syllables for which a text has another word.

    `accented` holds the text's accented syllables and pairs.
    """
    for alternative in alternatives:
        if any(map(accented.issuperset, alternative.terms)):
            yield from alternative.words


_files: ContextVar[tuple[Path, ...]] = ContextVar("_files", default=(WORDS, MORE_WORDS))


def load_thesaurus() -> Thesaurus:
    """The one that comes with the package: a group a line, its members parted by "|"."""
    return _load(_files.get())


@contextmanager
def apart_from_training() -> Iterator[None]:
    """Know only what was written without the reader's training questions in view.

    A reader trained with all of it learns to trust it more than it deserves on new questions.
    """
    token = _files.set((WORDS,))
    try:
        yield
    finally:
        _files.reset(token)


@cache
def _load(files: tuple[Path, ...]) -> Thesaurus:
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    groups = ([" ".join(syllables(normalise(part))) for part in line.split("|")] for line in lines)
    return Thesaurus([member for member in group if member] for group in groups)


def _terms_of(phrase: Phrase) -> frozenset[str]:
    return frozenset(with_pairs(list(phrase))[len(phrase) :] if len(phrase) > 1 else phrase)
