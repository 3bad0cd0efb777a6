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

from rag.features import Candidate
from rag.questions import Question, is_function_word
from rag.sentences import Sentence
from rag.thesaurus import Alternative, echoed, load_thesaurus
from rag.tokens import pieces_at
from vectorstore.embedding import load_embedded
from vectorstore.vietnamese import syllable_spans

Matches: TypeAlias = NDArray[np.float32]  # (n candidates, n syllables of the question, len(NAMES))

_OF_QUESTION = (
    "rarity",
    "function",  # a function word
    "content",  # it says what the question is about
    "asking",  # it belongs to the asking words
    "name",  # a number, or capitalised inside the question
    "number",
    "before_asking",  # near the asking words: where the answer would begin
    "after_asking",
    "first",
    "last",
)
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
NAMES = (*_OF_QUESTION, *_OF_SENTENCE, *_OF_BOTH)
MOST_TERMS = 30  # syllables of a question that are looked at
_COMMON_RARITY = 6.0  # nats; brings rarities near to 1
_NEAR_ASKING = 3.0  # syllables


def term_matches(
    question: Question, found: Sequence[Candidate], rarity: Callable[[str], float]
) -> Matches:
    """How the candidates, in their order, say the syllables; `rarity` is an idf in nats."""
    n = min(len(question.folded), MOST_TERMS)
    rows = np.zeros((len(found), n, len(NAMES)), np.float32)
    if not n:
        return rows
    rows[:, :, : len(_OF_QUESTION)] = _of_question(question, n, rarity)
    together = {s for c in found for s in (c.before, c.sentence, c.after) if s is not None}
    alternatives = load_thesaurus().alternatives(question)
    said = {sentence: _said(question, sentence, alternatives, n) for sentence in together}
    nearest = _nearest(question, [c.sentence for c in found], n)
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
_SENTENCE_COLUMNS = slice(len(_OF_QUESTION), len(_OF_QUESTION) + len(_OF_SENTENCE))


def _of_question(question: Question, n: int, rarity: Callable[[str], float]) -> NDArray[np.float32]:
    begins, ends = question.asking
    return np.array(
        [
            (
                rarity(bare) / _COMMON_RARITY,
                is_function_word(bare),
                bare in question.content,
                begins <= i < ends,
                term in question.names,
                bare.isdigit(),
                np.exp((i + 1 - begins) / _NEAR_ASKING) if i < begins else 0.0,
                np.exp((ends - i) / _NEAR_ASKING) if i >= ends else 0.0,
                i == 0,
                i == n - 1,
            )
            for i, (term, bare) in enumerate(
                zip(question.terms[:n], question.folded[:n], strict=True)
            )
        ],
        np.float32,
    )


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


def _nearest(question: Question, sentences: Sequence[Sentence], n: int) -> NDArray[np.float32]:
    """(n sentences, n) the cosine of each syllable's word and the nearest word of a sentence."""
    places = syllable_spans(question.text)[:n]
    offsets, found = load_embedded().pieces(question.text)
    asked = np.array([*found, 0], np.int64)[pieces_at(places, offsets)]
    pieces = [_pieces(sentence.text) for sentence in sentences]
    known = np.unique(np.concatenate([np.zeros(1, np.int64), *pieces]))
    cosines = load_embedded().cosines(asked, known)
    return np.array(
        [
            cosines[:, np.searchsorted(known, own)].max(axis=1, initial=0.0)
            for own in pieces
        ],
        np.float32,
    ).reshape(len(sentences), n)  # fmt: skip


@lru_cache(maxsize=4096)
def _pieces(text: str) -> NDArray[np.int64]:
    return np.unique(np.array(load_embedded().pieces(text)[1], np.int64))
