"""Small products are made on one thread, whatever the libraries were set to."""

from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

from rag.networks.threads import on_one_thread


def blas_threads() -> set[int]:
    return {
        library["num_threads"]
        for library in ThreadpoolController().select(user_api="blas").info()
    }  # fmt: skip


@pytest.fixture
def three_threads() -> Iterator[None]:
    np.ones(1)  # NumPy's library is there
    with ThreadpoolController().limit(limits=3, user_api="blas"):
        if blas_threads() != {3}:
            pytest.skip("NumPy's library of products can't be told how many threads to use")
        yield


@pytest.mark.usefixtures("three_threads")
def test_one_thread_while_the_function_runs() -> None:
    assert 1 in on_one_thread(blas_threads)()  # other packages' libraries keep theirs
    assert blas_threads() == {3}


@pytest.mark.usefixtures("three_threads")
def test_as_many_as_before_after_an_error() -> None:
    @on_one_thread
    def failing() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        failing()
    assert blas_threads() == {3}


def test_passes_arguments_and_what_comes_back() -> None:
    assert on_one_thread(divmod)(7, 3) == (2, 1)
