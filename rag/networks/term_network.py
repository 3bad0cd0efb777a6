"""How sentences say a question's syllables, and a row of signs for each, in; their scores out.

A convolution over the question's syllables (`term_matching`), summed up and at its peak, beside the
signs. The ranker of sentences and the confidence are two such networks, made by `training/`.
"""

import numpy as np
from numpy.typing import NDArray

from rag.networks.convolution import convolved, relu
from rag.networks.pieces import Rows
from rag.networks.term_matching import Matches

REACH = (-1, 0, 1)  # the syllables that a layer sees: the one before, itself, the next
FEW_TERMS = 4.0  # brings a sum over syllables near to 1
FARTHEST = 5.0  # standard deviations at which a sign is cut off


class TermNetwork:
    """The network's forward pass; `Network` in `training/term_network.py` is the same in torch."""

    def __init__(self, tensors: dict[str, NDArray[np.float32]]) -> None:
        self._tensors = tensors

    def scores(self, matches: Matches, signs: Rows, kind: int) -> NDArray[np.float32]:
        """(n,) a score (log-odds) for each sentence; higher answers better.

        `matches` (n, syllables, …) and `signs` (n, …) have a row for each sentence; `kind` is the
        question's place in KINDS.
        """
        t = self._tensors
        standard = np.clip((signs - t["mean"]) / t["deviation"], -FARTHEST, FARTHEST)
        first = relu(convolved(matches, t["first"], REACH) + t["first_bias"])
        second = first + relu(convolved(first, t["second"], REACH) + t["second_bias"])
        hidden = second.sum(axis=1) / FEW_TERMS @ t["hidden_sum"]
        hidden += second.max(axis=1, initial=0) @ t["hidden_peak"]
        hidden += standard @ t["hidden_signs"]
        hidden += t["kind"][kind] @ t["hidden_kind"] + t["hidden_bias"]
        return np.asarray(relu(hidden) @ t["output"] + standard @ t["direct"], np.float32)
