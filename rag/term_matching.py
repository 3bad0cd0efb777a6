"""A question and candidate sentences in; how each says each of the question's syllables, out.

The features of `rag.features` sum these up over the question; here each syllable keeps its own row,
so that a network can learn which of them have to be said, and what it means if one is not: the
"phó" of "phó giám đốc", the "năm" beside a year. (Deep relevance matching looks at a text from the
side of the question's terms in the same way: Guo et al. 2016, arXiv:1711.08611.)
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rag.asked_words import NAMES as ASKED
from rag.asked_words import AskedWords, asked_words
from rag.features import Candidate
from rag.questions import Question
from rag.sentences import Sentence
from rag.thesaurus import Alternative, echoed, load_thesaurus
from vectorstore.embedding import load_embedded

Matches: TypeAlias = NDArray[np.float32]  # (n candidates, n syllables of the question, len(NAMES))

_OF_SENTENCE = (
    "said",  # the syllable stands there, accents and all
    "said_bare",  # it stands there, whatever its accents
    "with_previous",  # it does after the same syllable as in the question
    "with_next",
    "meant",  # another word stands there that says the same
)
_OF_BOTH = (
    "before",  # it stands in the sentence before
    "after",
    "meant_around",  # another word that says the same stands there
    "nearest",  # the cosine of its word and the sentence's nearest word
    "accented",  # the question is typed with accents
)
NAMES = (*ASKED, *_OF_SENTENCE, *_OF_BOTH)


def term_matches(
    question: Question, found: Sequence[Candidate], rarity: Callable[[str], float]
) -> Matches:
    """How the candidates, in their order, say the syllables; `rarity` is an idf in nats."""
    asked = asked_words(question, rarity)
    n = len(asked.rows)
    rows = np.zeros((len(found), n, len(NAMES)), np.float32)
    if not rows.size:
        return rows
    rows[:, :, : len(ASKED)] = asked.rows
    together = {s for c in found for s in (c.before, c.sentence, c.after) if s is not None}
    alternatives = load_thesaurus().alternatives(question)
    said = {sentence: _said(question, sentence, alternatives, n) for sentence in together}
    nearest = _nearest(asked, [c.sentence for c in found])
    for row, candidate, cosines in zip(rows, found, nearest, strict=True):
        row[:, _SENTENCE_COLUMNS] = said[candidate.sentence]
        for name, other in (("before", candidate.before), ("after", candidate.after)):
            if other is not None:
                row[:, _COLUMN[name]] = said[other][:, _OF_SENTENCE.index("said_bare")]
                row[:, _COLUMN["meant_around"]] += said[other][:, _OF_SENTENCE.index("meant")]
        row[:, _COLUMN["nearest"]] = cosines
    around = rows[:, :, _COLUMN["meant_around"]]
    np.minimum(around, 1, out=around)
    rows[:, :, _COLUMN["accented"]] = question.accented
    return rows


_COLUMN = {name: column for column, name in enumerate(NAMES)}
_SENTENCE_COLUMNS = slice(len(ASKED), len(ASKED) + len(_OF_SENTENCE))


def _said(
    question: Question, sentence: Sentence, alternatives: Sequence[Alternative], n: int
) -> NDArray[np.bool_]:
    """(n, len(_OF_SENTENCE)) how one sentence says each syllable."""
    accented, folded = sentence.accented, sentence.folded
    meant = frozenset(echoed(alternatives, accented))
    bare = question.folded
    pairs = [f"{a}_{b}" in folded for a, b in zip(bare[: n - 1], bare[1:n], strict=True)]
    return np.array(
        [
            [term in accented for term in question.terms[:n]],
            [term in folded for term in bare[:n]],
            [False, *pairs],
            [*pairs, False],
            [term in meant for term in bare[:n]],
        ],
        bool,
    ).T


def _nearest(asked: AskedWords, sentences: Sequence[Sentence]) -> NDArray[np.float32]:
    """(n sentences, n) the cosine of each syllable's word and the nearest word of a sentence."""
    pieces = [_pieces(sentence.text) for sentence in sentences]
    known, place = np.unique(np.concatenate(pieces), return_inverse=True)
    cosines = load_embedded().cosines(known, asked.pieces)
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    nearest: NDArray[np.float32] = np.maximum.reduceat(cosines[place], starts)
    return np.maximum(nearest, 0)


@lru_cache(maxsize=4096)
def _pieces(text: str) -> NDArray[np.int64]:
    """Each of the tokenizer's pieces once; the unknown one where there is none."""
    return np.unique(np.array(load_embedded().pieces(text)[1] or [0], np.int64))
