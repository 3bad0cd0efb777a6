"""A question in, a row of numbers for each of its syllables out: what part each plays in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.language.function_words import is_function_word
from rag.networks.pieces import Rows, pieces_at
from rag.questions import Question
from vectorstore.embedding import load_embedded
from vectorstore.vietnamese import syllable_spans

NAMES = (
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
BESIDE_ASKING = ("before_asking", "asking", "after_asking")
MOST_TERMS = 30  # syllables of a question that are looked at
_COMMON_RARITY = 6.0  # nats; brings rarities near to 1
_NEAR_ASKING = 3.0  # syllables
_COLUMN = {name: column for column, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, eq=False)
class AskedWords:
    """A question's first syllables: at most MOST_TERMS."""

    rows: Rows  # (n, len(NAMES))
    pieces: NDArray[np.int64]  # (n,) of the tokenizer that each begins in

    def column(self, name: str) -> NDArray[np.float32]:
        """(n,) one of NAMES."""
        return self.rows[:, _COLUMN[name]]

    @property
    def beside_asking(self) -> NDArray[np.float32]:
        """(n,) how near each is to the words that ask; these themselves count as near."""
        near = [self.column(name) for name in BESIDE_ASKING]
        return np.asarray(np.sum(near, axis=0), np.float32)


@lru_cache(maxsize=256)
def asked_words(question: Question, rarity: Callable[[str], float]) -> AskedWords:
    """What the question's syllables are; `rarity` is an idf in nats."""
    n = min(len(question.folded), MOST_TERMS)
    begins, ends = question.asking
    rows = np.array(
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
    ).reshape(n, len(NAMES))
    offsets, found = load_embedded().pieces(question.text)
    places = syllable_spans(question.text)[:n]
    return AskedWords(rows, np.array([*found, 0], np.int64)[pieces_at(places, offsets)])
