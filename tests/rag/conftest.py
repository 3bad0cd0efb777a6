from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore.build import open_store
from vectorstore.generations import Store
from vectorstore.settings import Settings


@pytest.fixture
def open_corpus(tmp_path: Path) -> Callable[[Path], Store]:
    """Builds a store of a corpus in a folder of its own."""

    def build(corpus: Path) -> Store:
        return open_store(Settings(corpus=corpus, store=tmp_path / "store"))

    return build
