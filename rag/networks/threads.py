"""A function in, the same on one thread of NumPy's out."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np  # noqa: F401  its library of products has to be there to be found
from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")

_LIBRARIES = ThreadpoolController()


def on_one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """The function, while which the libraries behind NumPy's products use one thread.

    What is multiplied here is so small that several threads mostly wait for one another, the more
    so on a busy machine. The limit holds for the whole process while the function runs, and what
    was set before comes back; of several callers at once the first one's stay decides. Models that
    run in torch are not touched by it.
    """
    limited: Callable[P, R] = _LIBRARIES.wrap(limits=1, user_api="blas")(function)
    return limited
