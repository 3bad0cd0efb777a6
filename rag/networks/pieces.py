"""Numbers for a text's syllables, and which of the embedding's words each belongs to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.vietnamese import Span

Rows = NDArray[np.float32]  # a row of numbers for each syllable


def pieces_at(places: Sequence[Span], offsets: Sequence[Span]) -> NDArray[np.int64]:
    """(n,) the number of the tokenizer's piece that each syllable begins in; -1 for none."""
    found = np.full(len(places), -1, np.int64)
    at = 0
    for number, (_, end) in enumerate(offsets):
        while at < len(places) and places[at][0] < end:
            found[at] = number
            at += 1
    return found
