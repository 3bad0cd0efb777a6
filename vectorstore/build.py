"""A corpus in, a live generation out: scan, parse, chunk, embed, write, verify, switch."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from vectorstore.articles import Article, read_article
from vectorstore.chroma import answering, chroma_error
from vectorstore.chunks import chunk_article
from vectorstore.corpus import ArticleFile, scan_corpus
from vectorstore.errors import ArticleError, CorpusError, StoreError
from vectorstore.generations import Store
from vectorstore.manifest import LeftOut, Manifest
from vectorstore.settings import Settings
from vectorstore.store import Generation, GenerationWriter
from vectorstore.verify import problems_of

_BATCH = 256  # articles read, embedded and written at a time

_log = logging.getLogger(__name__)


class Progress(Protocol):
    """What goes through the files of a corpus and tells somebody how far it is."""

    def __call__(
        self, files: Sequence[ArticleFile], *, desc: str, unit: str
    ) -> Iterable[ArticleFile]:
        """Give the same files, in the same order."""


def terminal_bar(files: Sequence[ArticleFile], *, desc: str, unit: str) -> Iterable[ArticleFile]:
    """A bar on a terminal; silence where standard error is none."""
    return tqdm(files, desc=desc, unit=unit, disable=None, leave=False)


def open_store(settings: Settings) -> Store:
    """The store of those settings, built first where there is none yet.

    Raises:
        StoreError: it is damaged or was made with other settings.
        CorpusError: there is neither a store nor a corpus to build it from.
    """
    store = Store(settings)
    if store.current_name() is None:
        _log.info("no store in %s yet: building it from %s", store.folder, store.corpus)
        rebuild(store)
    store.generation()
    return store


def rebuild(store: Store, progress: Progress = terminal_bar) -> Manifest:
    """Build a new generation from the whole corpus and make it the live one.

    Files that can't be read are left out and named in the manifest. `progress` is handed the
    files and told what is done with them.

    Raises:
        CorpusError: the corpus can't be read, or no article of it can.
        StoreBusyError: another process is writing to the store.
        StoreError: the store can't be written to, or what was written does not verify.
    """
    corpus = _Corpus(store, progress)
    with store.writing() as folder:
        return _build(store, corpus, folder)


def rebuild_into(store: Store, folder: Path, progress: Progress = terminal_bar) -> Manifest:
    """The same for who holds the writer's lock already; `folder` is what `Store.writing` gave.

    Raises: as `rebuild`.
    """
    return _build(store, _Corpus(store, progress), folder)


def sync(store: Store, progress: Progress = terminal_bar) -> Manifest:
    """Rebuild only if an article was added, changed or removed, or the settings were.

    Raises: as `rebuild`.
    """
    try:
        generation = store.generation()
    except StoreError:
        return rebuild(store, progress)
    manifest, corpus = generation.manifest, _Corpus(store, progress)
    # Whole articles are compared: a line of a .jsonl file may have another source or date alone.
    same = [
        article.id in manifest.articles and article == generation.article(article.id)
        for article in corpus.articles("comparing")
    ]
    unchanged = all(same) and len(same) == len(manifest.articles)
    if unchanged and corpus.left_out == manifest.left_out:
        return manifest
    return rebuild(store, progress)


class _Corpus:
    """The articles of the corpus that can be read, and an account of the files that can't."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self.path = store.corpus
        self.left_out: list[LeftOut] = []
        self._max_bytes = store.settings.max_article_bytes
        self._progress = progress
        self._files = list(scan_corpus(self.path, self._max_bytes))

    def articles(self, doing: str) -> Iterator[Article]:
        """Read each article."""
        self.left_out = []
        for file in self._progress(self._files, desc=doing, unit=" articles"):
            try:
                yield read_article(file, self._max_bytes)
            except ArticleError as error:
                self.left_out.append(LeftOut(file.name, str(error)))
                _log.warning("left out: %s", error)


def _build(store: Store, corpus: _Corpus, folder: Path) -> Manifest:
    try:
        manifest = _write(store, corpus, folder)
    except (OSError, sqlite3.Error, chroma_error()) as error:
        raise StoreError(
            f"the store {store.folder} can't be written to ({error}); make room there, or name "
            "another folder with --store or RAG_STORE"
        ) from None
    problems = problems_of(Generation(folder, store.settings.chroma_url), store.embedder)
    if problems:
        raise StoreError(f"the new generation does not verify ({problems[0]}): try again")
    store.switch_to(folder.name)
    return manifest


def _write(store: Store, corpus: _Corpus, folder: Path) -> Manifest:
    with answering(store.settings.chroma_url):
        writer = GenerationWriter(folder, store.settings.chroma_url)
        try:
            return _fill(writer, store, corpus, folder.name)
        finally:
            writer.close()


def _fill(writer: GenerationWriter, store: Store, corpus: _Corpus, name: str) -> Manifest:
    settings, embedder = store.settings, store.embedder
    hashes: dict[str, str] = {}
    section_count = chunk_count = 0
    for batch in _batches(corpus.articles("building")):
        chunks = [c for article in batch for c in chunk_article(article, settings.chunk_size)]
        vectors = embedder.embed_documents([chunk.matching_text for chunk in chunks])
        writer.add(batch, chunks, vectors)
        hashes |= {article.id: article.content_hash for article in batch}
        section_count += sum(len(article.sections) for article in batch)
        chunk_count += len(chunks)
    if not hashes:
        raise CorpusError(_nothing_readable(corpus))
    manifest = Manifest(
        generation=name,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=str(corpus.path.resolve()),
        embedding=embedder.stamp,
        chunk_size=settings.chunk_size,
        sections=section_count,
        chunks=chunk_count,
        articles=hashes,
        left_out=corpus.left_out,
        on_server=settings.chroma_url is not None,
    )
    writer.finish(manifest)
    return manifest


def _nothing_readable(corpus: _Corpus) -> str:
    first = f" (the first: {corpus.left_out[0].reason})" if corpus.left_out else ""
    return f"no article in {corpus.path} can be read{first}; name another with --corpus"


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
