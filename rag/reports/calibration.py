"""Probabilities that were said and what came true in; how far they can be trusted out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BINS = 10  # of equal width


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions of one tenth of the scale."""

    n: int
    said: float  # their mean probability
    right: float  # the share of them that came true


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability diagram and the two figures that sum it up; 0 is best for both."""

    bins: list[Bin]  # from unsure to sure, without the empty ones
    ece: float | None  # expected calibration error: the mean gap of a bin; None without questions
    brier: float | None  # the mean squared error of a probability


def calibration(said: Sequence[float], right: Sequence[bool]) -> Calibration:
    """How probabilities, 0..1, compare with what came true.

    The error is that of Guo et al., "On calibration of modern neural networks" (2017).
    """
    if not said:
        return Calibration([], None, None)
    probability, truth = np.array(said, float), np.array(right, float)
    places = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    inside = [places == place for place in range(_BINS) if (places == place).any()]
    bins = [
        Bin(int(chosen.sum()), float(probability[chosen].mean()), float(truth[chosen].mean()))
        for chosen in inside
    ]
    return Calibration(
        bins=bins,
        ece=round(sum(b.n * abs(b.said - b.right) for b in bins) / len(said), 4),
        brier=round(float(np.mean((probability - truth) ** 2)), 4),
    )
