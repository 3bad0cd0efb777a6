"""A damaged generation in, what is wrong with it out: what only the vectors tell."""

import shutil
from pathlib import Path

import numpy as np

from vectorstore.articles import parse_article
from vectorstore.chunks import Chunk
from vectorstore.embedding import Embedder
from vectorstore.generations import Store
from vectorstore.manifest import Manifest
from vectorstore.store import Generation, GenerationWriter
from vectorstore.verify import problems_of


def _long_generation(folder: Path, embedder: Embedder, turned: int = 0) -> Generation:
    """One article of 2 500 lines, each a chunk, whose vectors are turned round by some places."""
    lines = [f"Nước sông số {number} lên nhanh." for number in range(10_000, 12_500)]
    article, length = parse_article("long", "\n".join(lines)), len(lines[0]) + 1
    chunks = [
        Chunk("long", "body", at * length, at * length + len(line), line, "")
        for at, line in enumerate(lines)
    ]
    vectors = embedder.embed_documents([chunk.text for chunk in chunks])
    writer = GenerationWriter(folder)
    writer.add([article], chunks, np.roll(vectors, turned, axis=0))
    hashes = {"long": article.content_hash}
    stamp = embedder.stamp
    writer.finish(Manifest("generation", "", "", stamp, 900, 1, len(chunks), hashes))
    writer.close()
    return Generation(folder)


def test_a_deleted_vector_index_is_noticed(tmp_path: Path, seed_store: Store) -> None:
    """Chroma itself would only find less."""
    folder = tmp_path / "generation"
    generation = _long_generation(folder, seed_store.embedder)
    shutil.copytree(folder, tmp_path / "damaged" / "generation")
    assert problems_of(generation, seed_store.embedder, every=True) == []
    indexes = [path for path in (tmp_path / "damaged/generation/chroma").iterdir() if path.is_dir()]
    assert indexes
    for path in indexes:
        shutil.rmtree(path)
    assert problems_of(Generation(tmp_path / "damaged" / "generation"), seed_store.embedder)


def test_vectors_of_other_chunks_are_noticed(tmp_path: Path, seed_store: Store) -> None:
    generation = _long_generation(tmp_path / "generation", seed_store.embedder, turned=100)
    [problem] = problems_of(generation, seed_store.embedder)
    assert "not near to their own vectors" in problem
