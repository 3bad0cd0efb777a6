"""The words of a sentence and of a question in, how near to each other they are in meaning out."""

from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rag.asked_words import AskedWords
from rag.pieces import Rows
from rag.tokens import Tokens
from vectorstore.embedding import load_embedded

NAMES = (
    "nearest",  # the cosine of the syllable's word and the nearest content word of the question
    "nearest_rare",  # the same, weighed by the rarity of that word
    "nearest_before",  # by its nearness to the word that asks, in front of it
    "nearest_after",  # and behind it
    "topic",  # the cosine of its word and the question's content words together, by their rarity
    "beside_asking",  # and by their nearness to the word that asks
)
ECHOES = ("nearest", "second")  # the cosines of a question's word and the sentence's two nearest
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


def echoes_of(pieces: NDArray[np.int64], asked: AskedWords) -> Rows:
    """(n, len(ECHOES)) how near the words of a sentence come to each syllable of the question."""
    cosines = load_embedded().cosines(np.unique(pieces), asked.pieces)
    nearest = np.sort(cosines, axis=0)[::-1][: len(ECHOES)]
    return nearest[[0, -1]].T


def _length(asked: AskedWords, weights: NDArray[np.float32]) -> float:
    """Of the weighed sum of the words' unit vectors."""
    return sqrt(max(float(weights @ _gram(asked) @ weights), _SHORTEST))


@lru_cache(maxsize=256)
def _gram(asked: AskedWords) -> NDArray[np.float32]:
    return load_embedded().cosines(asked.pieces, asked.pieces)
