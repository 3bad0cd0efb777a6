"""A generation in, a list of what is wrong with it out: counts, hashes, offsets, vectors."""

import sqlite3
from collections.abc import Iterator
from itertools import islice

from vectorstore.articles import Article
from vectorstore.chroma import chroma_error
from vectorstore.embedding import Embedder, Vectors
from vectorstore.errors import StoreError
from vectorstore.store import Generation

_SAMPLE = 20  # articles whose chunks are looked at
_TOLERANCE = 0.02  # of cosine
_FOUND = 0.5  # share of the texts; one may well be nearer to another chunk, which repeats it


def problems_of(generation: Generation, embedder: Embedder, every: bool = False) -> list[str]:
    """What is wrong, a sentence each; nothing when the generation is whole.

    Counts are compared always; texts, offsets and vectors for a sample of the articles, or for
    `every` one of them.
    """
    try:
        return _wrong_counts(generation) or _wrong_articles(generation, embedder, every)
    # ValueError: sections are no JSON.
    except (sqlite3.Error, chroma_error(), StoreError, ValueError) as error:
        return [f"a part of it can't be read ({error})"]


def _wrong_counts(generation: Generation) -> list[str]:
    manifest = generation.manifest
    articles, chunks = generation.row_counts()
    counts = [
        ("articles in the table", articles, len(manifest.articles)),
        ("chunks in the table", chunks, manifest.chunks),
        ("chunks in the lexical index", len(generation.lexical), manifest.chunks),
        ("vectors in the Chroma collection", generation.vector_count(), manifest.chunks),
    ]
    if manifest.has_map:
        counts.append(("chunks on the map", len(generation.chunk_map.points), manifest.chunks))
    return [
        f"{there} {what}, but the manifest says {said}"
        for what, there, said in counts
        if there != said
    ]


def _wrong_articles(generation: Generation, embedder: Embedder, every: bool) -> list[str]:
    problems: list[str] = []
    found: list[bool] = []
    for article in islice(generation.articles(), None if every else _SAMPLE):
        documents = generation.documents_of(article.id)
        problems += _wrong_texts(generation, article, documents)
        for chunk_id, text in islice(documents.items(), 1):
            vector = embedder.embed_documents([text])[0]
            if vector.any():  # nothing but signs: there is nothing to find it by
                found.append(_is_found(generation, vector, chunk_id, [*documents]))
                problems += _wrong_index(generation, vector)
    if sum(found) < _FOUND * len(found):
        missed = found.count(False)
        problems.append(f"{missed} of {len(found)} texts are not near to their own vectors")
    return problems


def _wrong_texts(
    generation: Generation, article: Article, documents: dict[int, str]
) -> Iterator[str]:
    if article.content_hash != generation.manifest.articles.get(article.id):
        yield f"the text of {article.id} is not what was indexed"
        return
    for chunk_id, place in generation.places(documents.keys()).items():
        if article.text[place.start : place.end] != documents[chunk_id]:
            yield f"chunk {chunk_id} is not the text that stands there in {article.id}"


def _is_found(generation: Generation, vector: Vectors, chunk_id: int, chunk_ids: list[int]) -> bool:
    """Whether a chunk is as near to the vector of its text as any chunk of its article."""
    cosines = dict(generation.similarities(vector, chunk_ids))
    return cosines[chunk_id] >= max(cosines.values()) - _TOLERANCE


def _wrong_index(generation: Generation, vector: Vectors) -> Iterator[str]:
    """The index is approximate, and among many almost equal texts it may miss most; but what it
    finds stands where it says."""
    found = generation.nearest_by_index(vector, 1)
    if not found:
        yield "the index of the vectors finds nothing"
    for chunk_id, said in found:
        [(_, cosine)] = generation.similarities(vector, [chunk_id])
        if abs(cosine - said) > _TOLERANCE:
            yield f"the index finds chunk {chunk_id} elsewhere than where its vector stands"
