"""The folder of generations: one pointer file names the live one; a new one is built aside.

store/current                the name of the live generation, replaced atomically
store/generations/NAME/      a generation, complete once its manifest is written
store/lock, store/writer     held by, and telling of, the one process that writes
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from vectorstore.chroma import drop_collection
from vectorstore.embedding import Embedder, ModelStamp, load_embedder
from vectorstore.errors import StoreBusyError, StoreError, store_command
from vectorstore.manifest import Manifest
from vectorstore.settings import Settings
from vectorstore.store import Generation


class Store:
    """The generations of one folder, and the model that made them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.store
        self._open: Generation | None = None
        self._opening = Lock()

    @property
    def embedder(self) -> Embedder:
        """The model that the settings name, loaded at the first use."""
        return load_embedder(self.settings.embedding_model)

    @property
    def corpus(self) -> Path:
        """The corpus that was chosen; else the one the store was made from; else the default.

        Raises:
            StoreError: none was chosen, and the store can't tell.
        """
        if self._chosen_corpus is not None:
            return self._chosen_corpus
        name, opened = self.current_name(), self._open
        if name is None:
            return self.settings.corpus
        if opened is not None and opened.folder.name == name:
            return Path(opened.manifest.corpus)
        return Path(Manifest.read(self.path_of(name)).corpus)

    @property
    def _chosen_corpus(self) -> Path | None:
        chosen = "corpus" in self.settings.model_fields_set
        return self.settings.corpus if chosen else None

    def command(self, action: str) -> str:
        """The command that does something to this store, with the options it needs."""
        return store_command(action, self.folder, self._chosen_corpus)

    def current_name(self) -> str | None:
        """The live generation's name, or None before the first build."""
        try:
            pointer = (self.folder / "current").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"the store {self.folder} can't be read: {error.strerror}") from None
        return pointer.strip() or None

    def generation(self) -> Generation:
        """The live generation; opened again when another one has been switched to.

        Raises:
            StoreError: there is none, it is damaged, or it was made with other settings.
        """
        name = self.current_name()
        if name is None:
            raise StoreError(f"there is no store in {self.folder}: run `{self.command('rebuild')}`")
        with self._opening:
            if self._open is None or self._open.folder.name != name:
                generation = Generation(self.path_of(name), self.settings.chroma_url)
                self._require_same_settings(generation.manifest)
                self._open = generation
            return self._open

    def path_of(self, name: str) -> Path:
        """The folder of the generation of that name."""
        return self.folder / "generations" / name

    def _require_same_settings(self, manifest: Manifest) -> None:
        here, chunk_size = self.embedder.stamp, self.settings.chunk_size
        rebuild = self.command("rebuild")
        if manifest.embedding != here:
            made, wanted = _told_apart(manifest.embedding, here)
            raise StoreError(
                f"the store in {self.folder} was made with the embedding model {made}, "
                f"not {wanted}: run `{rebuild}`, or set RAG_EMBEDDING_MODEL as it was"
            )
        if manifest.chunk_size != chunk_size:
            raise StoreError(
                f"the store in {self.folder} was made with RAG_CHUNK_SIZE={manifest.chunk_size}, "
                f"not {chunk_size}: run `{rebuild}`, or set RAG_CHUNK_SIZE as it was"
            )
        chosen = self._chosen_corpus
        if chosen is not None and Path(manifest.corpus) != chosen.resolve():
            raise StoreError(
                f"the store in {self.folder} was made from {manifest.corpus}, not from "
                f"{chosen}: run `{rebuild}`, or name another store"
            )

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the writer's lock; give the path of a new generation, to be filled and switched to.

        What is not switched to when the block ends is removed, and so is every generation but the
        live one and the one before it, which slower readers may still have open.

        Raises:
            StoreBusyError: another process is writing.
            StoreError: the folder can't be written to.
        """
        lock = FileLock(self.folder / "lock")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreBusyError(
                f"the store {self.folder} is being written by {self._writer()}: "
                "wait until it is done, then run this again"
            ) from None
        except OSError as error:
            raise StoreError(
                f"the store {self.folder} can't be written to: {error.strerror}; "
                "name another folder with --store or RAG_STORE"
            ) from None
        writer = self.folder / "writer"
        try:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            writer.write_text(json.dumps({"process": os.getpid(), "since": since}))
            before = self.current_name()
            self._clean({before})
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
            try:
                yield self.path_of(name)
            finally:
                self._clean({before, self.current_name()})
        finally:
            writer.unlink(missing_ok=True)
            lock.release()

    def switch_to(self, name: str) -> None:
        """Make a finished generation the live one, in one atomic step."""
        aside = self.folder / "current.new"
        with aside.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.folder / "current")

    def _writer(self) -> str:
        try:
            told = json.loads((self.folder / "writer").read_text(encoding="utf-8"))
            return f"process {told['process']} since {told['since']}"
        except (OSError, ValueError, KeyError):
            return "another process"

    def _clean(self, keep: set[str | None]) -> None:
        for folder in (self.folder / "generations").glob("*"):
            if folder.name not in keep:
                drop_collection(folder.name, self.settings.chroma_url)
                shutil.rmtree(folder, ignore_errors=True)


def _told_apart(made: ModelStamp, wanted: ModelStamp) -> tuple[str, str]:
    """What to call two models: by name, or by revision where they share the name."""
    if made.name != wanted.name:
        return made.name, wanted.name
    return f"{made.name} {made.revision}", f"its revision {wanted.revision}"
