"""What the reader's networks share in torch."""

from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import pad


def around(rows: Tensor, places: Iterable[int]) -> Tensor:
    """(b, n, places × width) beside each other the rows so many places after (before) each."""
    n = rows.shape[1]
    found = []
    for place in places:
        padded = pad(rows, (0, 0, max(0, -place), max(0, place)))
        start = max(0, place)
        found.append(padded[:, start : start + n])
    return torch.cat(found, -1)


def array(parameter: Tensor) -> NDArray[np.float32]:
    """A parameter as the weight files hold it."""
    return np.ascontiguousarray(parameter.detach().numpy(), np.float32)
