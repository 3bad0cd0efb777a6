"""The syllables of a sentence in, a score for each span that could answer out.

A small convolutional network over the rows of `rag.tokens`, made by `training/spans.py`. It knows
a question by its kind and by where its words stand in the sentence; of the sentence's own words it
knows the commonest by name and the rest by their shape, so that it carries over to new topics.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.convolution import convolved, relu
from rag.tokens import Rows, Tokens

LONGEST_SPAN = 30  # syllables
WINDOW = 2  # syllables on either side that the first layer sees
WEIGHTS = Path(__file__).parent / "models" / "spans.safetensors"


class SpanNetwork:
    """The network's forward pass; `Network` in `training/spans.py` is the same in torch."""

    def __init__(self, tensors: dict[str, NDArray[np.float32]]) -> None:
        self._tensors = tensors
        self._layers = sum(name.startswith("layer") for name in tensors) // 2

    def best(self, tokens: Tokens, matches: Rows, kind: int) -> tuple[int, int]:
        """The first and the last syllable of the span that answers best."""
        scores = self.scores(tokens, matches, kind)
        first, last = np.unravel_index(int(scores.argmax()), scores.shape)
        return int(first), int(last)

    def scores(self, tokens: Tokens, matches: Rows, kind: int) -> NDArray[np.float32]:
        """(n, n) the log-odds of every span, from its first syllable to its last.

        `kind` is the question's place in KINDS. What is no span, or is too long, has -inf.
        """
        t = self._tensors
        words = t["word"][t["word_of_piece"][tokens.pieces]]
        rows = np.concatenate([tokens.shapes, matches, words], axis=1)
        asked = t["kind"][kind]
        seen = convolved(rows, t["input"], range(-WINDOW, WINDOW + 1))
        hidden = relu(seen + t["input_bias"] + asked @ t["kind_input"])
        for layer in range(self._layers):
            seen = convolved(hidden, t[f"layer{layer}"], (-(2**layer), 0, 2**layer))
            hidden = hidden + relu(seen + t[f"layer{layer}_bias"])
        first = hidden @ (t["first"] + t["first_kind"] @ asked)
        last = hidden @ (t["last"] + t["last_kind"] @ asked)
        n = len(rows)
        length = np.arange(n)[None, :] - np.arange(n)[:, None]
        scores = first[:, None] + last[None, :]
        scores += t["length"][kind][np.clip(length, 0, LONGEST_SPAN - 1)]
        scores[(length < 0) | (length >= LONGEST_SPAN)] = -np.inf
        return np.asarray(scores, np.float32)


@cache
def load_span_network() -> SpanNetwork:
    """The weights that come with the package."""
    from safetensors.numpy import load_file

    return SpanNetwork(load_file(WEIGHTS))
