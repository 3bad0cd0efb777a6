"""One generation on disk, opened to read or to write: Chroma collection, lexical index, articles.

A generation is written once and never again; ids of chunks are whole numbers from 0.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from vectorstore.articles import Article, Section, SectionKind
from vectorstore.chroma import answering, chroma_error, existing_client, new_client
from vectorstore.chunk_map import ChunkMap, MapWriter, read_map
from vectorstore.chunks import Chunk
from vectorstore.embedding import Vectors
from vectorstore.errors import StoreError, UnknownArticleError, to_rebuild
from vectorstore.lexical import LexicalIndex, LexicalWriter
from vectorstore.listing import Listing
from vectorstore.manifest import Manifest

# Up to this many chunks every vector is compared exactly: that takes less than a call to Chroma's
# index, misses nothing, and Chroma's own metadata filters are slow (60 ms at 20 000 chunks).
_EXACT_LIMIT = 2_000
_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT, text TEXT, sections TEXT, source TEXT, url TEXT,
    author TEXT, date TEXT, date_number INTEGER, content_hash TEXT
) WITHOUT ROWID;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, article_id TEXT, section TEXT, start INTEGER, "end" INTEGER
);
CREATE INDEX chunks_by_article ON chunks (article_id);
"""


@dataclass(frozen=True, slots=True)
class ChunkPlace:
    """Where a chunk stands."""

    article_id: str
    section: SectionKind
    start: int  # code points into the article's text
    end: int


class GenerationWriter:
    """A new generation, filled in batches; what it holds is readable once it is finished."""

    def __init__(self, folder: Path, chroma_url: str | None = None) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._table = sqlite3.connect(folder / "articles.sqlite")
        self._table.executescript(_SCHEMA)
        self._lexical = LexicalWriter(folder / "lexical")
        self._client = new_client(folder, chroma_url)
        self._batch_size = self._client.get_max_batch_size()
        self._collection = self._client.create_collection(
            folder.name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata={"made_by": "hoi-bao"},
        )
        self._map = MapWriter(folder)
        self._chunks = 0

    def add(self, articles: Sequence[Article], chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Add whole articles with all their chunks; `vectors` is (len(chunks), dimension)."""
        ids = range(self._chunks, self._chunks + len(chunks))
        self._chunks += len(chunks)
        self._table.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_article_row(article) for article in articles],
        )
        self._table.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?)",
            [
                (i, c.article_id, c.section, c.start, c.end)
                for i, c in zip(ids, chunks, strict=True)
            ],
        )
        self._lexical.add(zip(ids, chunks, strict=True))
        self._map.add(vectors)
        for at in range(0, len(chunks), self._batch_size):
            batch = slice(at, at + self._batch_size)
            self._collection.upsert(
                ids=[str(i) for i in ids[batch]],
                embeddings=vectors[batch],
                documents=[chunk.text for chunk in chunks[batch]],
                metadatas=[
                    {
                        "article_id": chunk.article_id,
                        "title": chunk.context,
                        "section": chunk.section,
                        "start": chunk.start,
                        "end": chunk.end,
                    }
                    for chunk in chunks[batch]
                ],
            )

    def finish(self, manifest: Manifest) -> None:
        """Make everything durable and write the manifest, last of all."""
        self._table.commit()
        self._lexical.commit()
        self._map.finish()
        manifest.write(self._folder)

    def close(self) -> None:
        """Let go of the files, finished or not."""
        self._table.close()
        self._map.close()
        self._client.close()


class Generation:
    """A finished generation, opened to read; safe to use from several threads.

    Raises:
        StoreError: a part of it is missing or damaged, or its vectors lie elsewhere than in
            `chroma_url`, or in its folder where that is None. Later: the server stopped,
            or lost them.
    """

    def __init__(self, folder: Path, chroma_url: str | None = None) -> None:
        self.folder = folder
        self.manifest = Manifest.read(folder)
        self._chroma_url = chroma_url
        self._remedy = to_rebuild(folder)
        self._require_same_place()
        try:
            self._table = _connected(folder / "articles.sqlite")
            self.list_articles = Listing(_connected(folder / "articles.sqlite")).articles
            client = existing_client(folder, chroma_url)
            finalize(self, client.close)
            with answering(chroma_url):
                self._collection = client.get_collection(folder.name, embedding_function=None)
        except (sqlite3.Error, chroma_error(), ValueError) as error:
            raise self._damaged(error) from None
        self.lexical = LexicalIndex(folder / "lexical")
        self.article = lru_cache(maxsize=512)(self._read_article)

    def _require_same_place(self) -> None:
        url = self._chroma_url
        if self.manifest.on_server and url is None:
            raise StoreError(
                f"the vectors of the store in {self.folder} lie on a Chroma server: set "
                f"RAG_CHROMA_URL as it was, or {self._remedy}"
            )
        if url is not None and not self.manifest.on_server:
            raise StoreError(
                f"the vectors of the store in {self.folder} lie in it, not on the server of "
                f"RAG_CHROMA_URL={url}: {self._remedy}, or unset RAG_CHROMA_URL"
            )

    @contextmanager
    def _asking_chroma(self) -> Iterator[None]:
        try:
            with answering(self._chroma_url):
                yield
        except chroma_error() as error:
            raise self._damaged(error) from None

    def _damaged(self, what: object) -> StoreError:
        return StoreError(f"the store in {self.folder} is damaged ({what}): {self._remedy}")

    def _read_article(self, article_id: str) -> Article:
        """The article of that id.

        Raises:
            UnknownArticleError: the generation has none.
        """
        row = self._table.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise UnknownArticleError(f"there is no article {article_id!r} in this store")
        return _article_of(row)

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        for row in self._table.execute("SELECT * FROM articles ORDER BY id"):
            yield _article_of(row)

    def with_title(self, title: str) -> Iterator[Article]:
        """Every article of exactly that title."""
        for row in self._table.execute("SELECT * FROM articles WHERE title = ?", (title,)):
            yield _article_of(row)

    def require_articles(self, article_ids: Collection[str]) -> None:
        """Raise UnknownArticleError unless the generation has all of them."""
        for article_id in article_ids:
            if article_id not in self.manifest.articles:
                raise UnknownArticleError(f"there is no article {article_id!r} in this store")

    def dated(self, since: int | None = None, until: int | None = None) -> list[str]:
        """The ids of the articles of those days and the ones between, by id; None: no such end.

        Days are YYYYMMDD. An article whose date is not known in full is on none of them.
        """
        query = "SELECT id FROM articles WHERE date_number BETWEEN ? AND ? ORDER BY id"
        days = (0 if since is None else since, 9999_99_99 if until is None else until)
        return [row[0] for row in self._table.execute(query, days)]

    def date_range(self) -> tuple[int, int] | None:
        """The first and the last day, YYYYMMDD, of which there is an article; None: of none."""
        query = "SELECT min(date_number), max(date_number) FROM articles"
        first, last = self._table.execute(query).fetchone()
        return None if first is None else (first, last)

    def places(self, chunk_ids: Collection[int]) -> dict[int, ChunkPlace]:
        """Where the chunks of those ids stand."""
        marks = ",".join("?" * len(chunk_ids))
        rows = self._table.execute(f"SELECT * FROM chunks WHERE id IN ({marks})", [*chunk_ids])
        return {row[0]: ChunkPlace(*row[1:]) for row in rows}

    def chunk_at(self, article_id: str, start: int) -> int | None:
        """The chunk that starts there in an article, if one does."""
        query = "SELECT id FROM chunks WHERE article_id = ? AND start = ?"
        row = self._table.execute(query, (article_id, start)).fetchone()
        return None if row is None else int(row[0])

    def nearest(
        self,
        vector: Vectors,
        limit: int,
        articles: Collection[str] | None = None,
        sections: Collection[str] | None = None,
    ) -> list[tuple[int, float]]:
        """The nearest chunks as (chunk id, cosine), best first, of those articles and sections.

        `vector` is (dimension,), of unit length. Where few chunks are to choose from, their vectors
        are compared exactly; else Chroma's HNSW index answers, asked for more than needed where
        its answer is filtered.
        """
        if not vector.any() or limit < 1:
            return []
        filtered = articles is not None or sections is not None
        if filtered or self.manifest.chunks <= _EXACT_LIMIT:
            chosen = self._chunk_ids(articles, sections, _EXACT_LIMIT + 1)
            if len(chosen) <= _EXACT_LIMIT:
                return self.similarities(vector, chosen)[:limit]
        if not filtered:
            return self.nearest_by_index(vector, limit)
        found = self.nearest_by_index(vector, min(20 * limit, _EXACT_LIMIT))
        places = self.places([chunk_id for chunk_id, _ in found])
        return [
            (chunk_id, cosine)
            for chunk_id, cosine in found
            if (articles is None or places[chunk_id].article_id in articles)
            and (sections is None or places[chunk_id].section in sections)
        ][:limit]

    def similarities(self, vector: Vectors, chunk_ids: Sequence[int]) -> list[tuple[int, float]]:
        """The exact cosine of each of those chunks with `vector`, best first."""
        ids = np.array(chunk_ids, int)
        cosines = self._vectors_of(ids) @ vector if len(ids) else np.zeros(0)
        order = np.lexsort((ids, -cosines))
        return list(zip(ids[order].tolist(), cosines[order].tolist(), strict=True))

    def _vectors_of(self, chunk_ids: NDArray[np.int_]) -> Vectors:
        if self.manifest.chunks <= _EXACT_LIMIT:
            return self._all_vectors[chunk_ids]
        return self._fetched([str(i) for i in chunk_ids])[np.argsort(np.argsort(chunk_ids))]

    @cached_property
    def _all_vectors(self) -> Vectors:
        """(chunks, dimension): kept in memory where they are few."""
        return self._fetched([str(i) for i in range(self.manifest.chunks)])

    def _fetched(self, ids: list[str]) -> Vectors:
        """The vectors of those chunks, in the order of their numbers."""
        with self._asking_chroma():
            found = self._collection.get(ids=ids, include=["embeddings"])
        if len(found["ids"]) != len(ids):
            raise self._damaged(f"it lacks {len(ids) - len(found['ids'])} vectors")
        vectors = np.asarray(found["embeddings"], np.float32)
        return vectors[np.argsort([int(i) for i in found["ids"]])]

    @cached_property
    def chunk_map(self) -> ChunkMap:
        """Where the chunks stand in the plane; read when it is first looked at.

        Raises:
            StoreError: there is none, as in a store made before there were maps, or it is damaged.
        """
        return read_map(self.folder)

    def documents_of(self, article_id: str) -> dict[int, str]:
        """The texts that Chroma holds of an article's chunks, by chunk id."""
        ids = [str(i) for i in self._chunk_ids([article_id], None, -1)]
        with self._asking_chroma():
            found = self._collection.get(ids=ids, include=["documents"]) if ids else None
        if found is None or found["documents"] is None:
            return {}
        return dict(zip(map(int, found["ids"]), found["documents"], strict=True))

    def vector_count(self) -> int:
        """How many vectors the Chroma collection holds."""
        with self._asking_chroma():
            return self._collection.count()

    def row_counts(self) -> tuple[int, int]:
        """How many articles and chunks the article table holds."""
        query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM chunks)"
        articles, chunks = self._table.execute(query).fetchone()
        return articles, chunks

    def nearest_by_index(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """What Chroma's HNSW index finds nearest, as (chunk id, cosine): approximate."""
        with self._asking_chroma():
            found = self._collection.query(
                query_embeddings=vector[None], n_results=limit, include=["distances"]
            )
        assert found["distances"] is not None
        ids, distances = found["ids"][0], found["distances"][0]
        return [(int(i), 1.0 - d) for i, d in zip(ids, distances, strict=True)]

    def _chunk_ids(
        self, articles: Collection[str] | None, sections: Collection[str] | None, limit: int
    ) -> list[int]:
        conditions, values = ["1"], []  # ids may be more than SQLite takes as single values
        for column, wanted in (("article_id", articles), ("section", sections)):
            if wanted is not None:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps([*wanted]))
        query = f"SELECT id FROM chunks WHERE {' AND '.join(conditions)} LIMIT {limit}"
        return [row[0] for row in self._table.execute(query, values)]


def _connected(file: Path) -> sqlite3.Connection:
    """A connection that only reads a file which nobody writes any more, from any thread."""
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    table = sqlite3.connect(address, uri=True, check_same_thread=False)
    table.execute("SELECT 1 FROM articles, chunks LIMIT 1")  # connecting opens nothing
    return table


def _article_row(article: Article) -> tuple[str | int | None, ...]:
    sections = json.dumps([(s.kind, s.start, s.end) for s in article.sections])
    return (
        article.id, article.title, article.text, sections, article.source, article.url,
        article.author, article.date, article.date_number, article.content_hash,
    )  # fmt: skip


def _article_of(row: tuple[str, ...]) -> Article:
    article_id, title, text, sections, source, url, author, date, date_number, content_hash = row
    return Article(
        id=article_id,
        text=text,
        title=title,
        sections=tuple(Section(*part) for part in json.loads(sections)),
        source=source,
        url=url,
        author=author,
        date=date,
        date_number=int(date_number) if date_number is not None else None,
        content_hash=content_hash,
    )
