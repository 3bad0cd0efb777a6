"""What the reader's small networks are made of, in NumPy."""

from collections.abc import Sequence

import numpy as np

from rag.networks.pieces import Rows


def convolved(rows: Rows, weights: Rows, places: Sequence[int]) -> Rows:
    """(…, n, width) of each row the weighed sum of those so many places after (before) it.

    `rows` is (…, n, …), and `weights` holds a block of rows for each place.
    """
    n = rows.shape[-2]
    found = np.zeros((*rows.shape[:-1], weights.shape[1]), np.float32)
    width = len(weights) // len(places)
    for number, place in enumerate(places):
        block = weights[number * width : (number + 1) * width]
        start, end = max(0, -place), min(n, n - place)
        if start < end:
            found[..., start:end, :] += rows[..., start + place : end + place, :] @ block
    return found


def relu(values: Rows) -> Rows:
    """What is below nought, made nought."""
    return np.maximum(values, 0)
