"""The network of `rag.networks.term_network` in torch, to be trained."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from rag.networks.term_matching import NAMES, Matches
from rag.networks.term_network import FARTHEST, FEW_TERMS, REACH
from rag.question_kinds import KINDS
from training.layers import around, array

_KIND_WIDTH = 8

Signs = NDArray[np.float32]  # (n sentences, …)


class Network(nn.Module):
    """`TermNetwork` with dropout; the signs' mean and deviation are those of `everything`.

    It has `width` units for each syllable, and `hidden` for the whole.
    """

    def __init__(self, everything: Signs, *, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.mean, self.deviation = everything.mean(axis=0), everything.std(axis=0)
        self.deviation[self.deviation < 1e-6] = np.inf  # what never varies must never count
        signs = everything.shape[1]
        self.first = nn.Linear(len(REACH) * len(NAMES), width)
        self.second = nn.Linear(len(REACH) * width, width)
        self.kind = nn.Embedding(len(KINDS), _KIND_WIDTH)
        self.hidden = nn.Linear(2 * width + signs + _KIND_WIDTH, hidden)
        self.output = nn.Linear(hidden, 1, bias=False)
        self.direct = nn.Linear(signs, 1, bias=False)
        self.dropout, self.last_dropout = nn.Dropout(dropout), nn.Dropout(dropout / 2)

    def forward(self, matches: Tensor, present: Tensor, signs: Tensor, kinds: Tensor) -> Tensor:
        """(n,) the log-odds; `present` (n, syllables) tells the syllables from what fills up."""
        here = present.unsqueeze(-1)
        first = self.dropout(torch.relu(self.first(around(matches * here, REACH))) * here)
        second = (first + torch.relu(self.second(around(first, REACH)))) * here
        pooled = [second.sum(1) / FEW_TERMS, second.max(1).values]
        hidden = torch.relu(self.hidden(torch.cat([*pooled, signs, self.kind(kinds)], -1)))
        found: Tensor = self.output(self.last_dropout(hidden)) + self.direct(signs)
        return found[:, 0]

    def batch(
        self, matches: list[Matches], signs: list[Signs], kinds: list[int]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What `forward` takes, of several questions: (n sentences, …) of each, one below another.

        Together they have as many rows as the questions have sentences.
        """
        counts = [len(rows) for rows in matches]
        longest = max(rows.shape[1] for rows in matches)
        padded = np.zeros((sum(counts), longest, len(NAMES)), np.float32)
        present = np.zeros(padded.shape[:2], np.float32)
        at = 0
        for rows in matches:
            padded[at : at + len(rows), : rows.shape[1]] = rows
            present[at : at + len(rows), : rows.shape[1]] = 1
            at += len(rows)
        standard = (np.concatenate(signs) - self.mean) / self.deviation
        return (
            torch.from_numpy(padded),
            torch.from_numpy(present),
            torch.from_numpy(np.clip(standard, -FARTHEST, FARTHEST).astype(np.float32)),
            torch.from_numpy(np.repeat(kinds, counts)),
        )

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """The weights as `TermNetwork` takes them."""
        hidden = array(self.hidden.weight.T)
        width = self.first.out_features
        ends = np.cumsum([width, width, len(self.mean)])
        parts = ("hidden_sum", "hidden_peak", "hidden_signs", "hidden_kind")
        return {
            "mean": self.mean.astype(np.float32),
            "deviation": self.deviation.astype(np.float32),
            "first": array(self.first.weight.T),
            "first_bias": array(self.first.bias),
            "second": array(self.second.weight.T),
            "second_bias": array(self.second.bias),
            "kind": array(self.kind.weight),
            **{n: p.copy() for n, p in zip(parts, np.split(hidden, ends), strict=True)},
            "hidden_bias": array(self.hidden.bias),
            "output": array(self.output.weight[0]),
            "direct": array(self.direct.weight[0]),
        }
