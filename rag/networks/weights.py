"""Weight files of the reader's small networks, each with what it was made to read."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import ModelError

_MADE_FOR = "made_for"
Tensors = dict[str, NDArray[np.float32]]


def load_weights(path: Path, inputs: Sequence[str]) -> Tensors:
    """The tensors of a file that was made for those inputs, in that order.

    Raises: ModelError if it was made for others: numbers would stand in the wrong columns, and
    the network would answer all the same.
    """
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        made_for = (file.metadata() or {}).get(_MADE_FOR)
        if made_for != _fingerprint(inputs):
            raise ModelError(
                f"{path.name} was made for other inputs than the code's; "
                "training/README.md tells how to make it again."
            )
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def save_weights(
    path: Path, tensors: Mapping[str, NDArray[np.float32]], inputs: Sequence[str]
) -> None:
    """Write a file for `load_weights`; missing folders are made."""
    from safetensors.numpy import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(dict(tensors), path, metadata={_MADE_FOR: _fingerprint(inputs)})


def _fingerprint(inputs: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()[:16]
