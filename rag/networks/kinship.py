"""The words of a sentence and of a question in, how near to each other they are in meaning out."""

from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rag.networks.asked_words import AskedWords
from rag.networks.pieces import Rows
from rag.networks.tokens import Tokens
from rag.replies import asks
from rag.sentences import Sentence
from vectorstore.embedding import load_embedded

NAMES = (
    "nearest",  # the cosine of the syllable's word and the nearest content word of the question
    "nearest_rare",  # the same, weighed by the rarity of that word
    "nearest_before",  # by its nearness to the word that asks, in front of it
    "nearest_after",  # and behind it
    "topic",  # the cosine of its word and the question's content words together, by their rarity
    "beside_asking",  # and by their nearness to the word that asks
)
# The cosines of a question's word
OWN_ECHOES = (
    "nearest",  # and the sentence's nearest
    "second",  # and its second
)
ECHOES = (
    *OWN_ECHOES,
    "before",  # and the nearest of the sentence before
    "elsewhere",  # and the nearest of all others around it
)
_SHORTEST = 1e-6  # the length of a vector that is not nought


def kinship_of(tokens: Tokens, asked: AskedWords) -> Rows:
    """(n, len(NAMES)) how near each syllable of a sentence is to the question's words."""
    content = asked.column("content") * (1 - asked.column("asking"))
    rare, before, after = (
        asked.column(name) * content for name in ("rarity", "before_asking", "after_asking")
    )
    cosines = load_embedded().cosines(tokens.pieces, asked.pieces)
    near = np.maximum(cosines, 0)
    nearest = [(near * w).max(axis=1, initial=0) for w in (content, rare, before, after)]
    weights = np.stack([rare, np.maximum(before, after)], axis=1)
    together = cosines @ weights / [_length(asked, w) for w in weights.T]
    return np.column_stack([*nearest, together]).astype(np.float32)


def echoes_of(sentence: Sentence, pieces: NDArray[np.int64], asked: AskedWords) -> Rows:
    """(n, len(ECHOES)) how near a sentence and those around it come to the question's syllables.

    `pieces` are the sentence's; what it answers counts as said by it, and other questions of the
    text as said by none. What is not there, such as a sentence before the first, is as far as what
    has nothing in common.
    """
    if sentence.replies_to:
        pieces = np.concatenate([pieces, _pieces(sentence.replies_to)])
    cosines = load_embedded().cosines(np.unique(pieces), asked.pieces)
    nearest = np.sort(cosines, axis=0)[::-1][:2]
    around = nearest_in_each(sentence.among, asked)
    before = around[sentence.number - 1] if sentence.number else np.zeros_like(nearest[0])
    others = around[
        [n for n, text in enumerate(sentence.among) if n != sentence.number and not asks(text)]
    ]
    elsewhere = others.max(axis=0) if len(others) else np.zeros_like(nearest[0])
    return np.stack([nearest[0], nearest[-1], before, elsewhere], axis=1)


@lru_cache(maxsize=64)
def nearest_in_each(texts: tuple[str, ...], asked: AskedWords) -> Rows:
    """(n texts, n syllables of the question) the cosine of its word and the nearest of each text.

    There is at least one text.
    """
    pieces = [_pieces(text) for text in texts]
    known, place = np.unique(np.concatenate(pieces), return_inverse=True)
    cosines = load_embedded().cosines(known, asked.pieces)
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    nearest: Rows = np.maximum.reduceat(cosines[place], starts)
    return nearest


@lru_cache(maxsize=4096)
def _pieces(text: str) -> NDArray[np.int64]:
    """Each of the tokenizer's pieces once; the unknown one where there is none."""
    return np.unique(np.array(load_embedded().pieces(text)[1] or [0], np.int64))


def _length(asked: AskedWords, weights: NDArray[np.float32]) -> float:
    """Of the weighed sum of the words' unit vectors."""
    return sqrt(max(float(weights @ _gram(asked) @ weights), _SHORTEST))


@lru_cache(maxsize=256)
def _gram(asked: AskedWords) -> NDArray[np.float32]:
    return load_embedded().cosines(asked.pieces, asked.pieces)
