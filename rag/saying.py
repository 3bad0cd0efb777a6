"""A question and sentences in; which of its syllables each of them says, and how, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.questions import Question
from rag.sentences import Sentence
from rag.thesaurus import Thesaurus, echoed
from vectorstore.vietnamese import with_pairs

Flags = NDArray[np.bool_]  # (n sentences, n syllables of the question)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """How sentences say the syllables of a question; a last row is that of no sentence."""

    row_of: Mapping[Sentence | None, int]
    accented: Flags  # the syllable stands there, accents and all
    bare: Flags  # it stands there, whatever its accents
    with_next: Flags  # it does before the same syllable as in the question
    meant: Flags  # another word stands there that says the same

    def rows(self, sentences: Iterable[Sentence | None]) -> NDArray[np.int64]:
        """The rows of some of the sentences, or of none, in their order."""
        return np.array([self.row_of[sentence] for sentence in sentences], np.int64)


def pairs_of(question: Question) -> list[str]:
    """Each of the question's unaccented syllables with the next, as sentences hold them."""
    bare = list(question.folded)
    return with_pairs(bare)[len(bare) :]


@lru_cache(maxsize=4)
def said_by(sentences: tuple[Sentence, ...], question: Question, thesaurus: Thesaurus) -> Said:
    """What the sentences say of the question's syllables, all of them."""
    terms, bare, pairs = question.terms, question.folded, pairs_of(question)
    alternatives = thesaurus.alternatives(question)
    flags = np.zeros((4, len(sentences) + 1, len(terms)), bool)
    for number, sentence in enumerate(sentences):
        meant = frozenset(echoed(alternatives, sentence.accented))
        accented, folded = sentence.accented, sentence.folded
        flags[0, number] = [term in accented for term in terms]
        flags[1, number] = [term in folded for term in bare]
        flags[2, number, : len(pairs)] = [pair in folded for pair in pairs]
        flags[3, number] = [term in meant for term in bare]
    row_of = {sentence: number for number, sentence in enumerate((*sentences, None))}
    return Said(row_of, *flags)
