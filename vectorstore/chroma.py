"""A generation's vectors in Chroma: a database in the generation's own folder, or a server's.

Chroma reads .env when it is imported, so it is imported only when it is needed: by then the
settings have been read, and have told whoever asks what is wrong with that file.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from vectorstore.errors import StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings as ChromaSettings

_FOLDER = "chroma"


def chroma_error() -> type[Exception]:
    """What Chroma raises; behind `except` it is asked for only when something is raised."""
    from chromadb.errors import ChromaError

    return ChromaError


def new_client(folder: Path, url: str | None) -> "Client":
    """Of the server at `url`, or of the database in a generation's folder, made where it is not.

    Raises:
        StoreError: no server answers at that address.
    """
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)  # each client's own, since it writes into it
    if url is None:
        client = chromadb.PersistentClient(path=folder / _FOLDER, settings=quiet)
    else:
        client = _server(url, quiet)
    assert isinstance(client, Client)
    return client


def existing_client(folder: Path, url: str | None) -> "Client":
    """The same to read, which makes nothing.

    Raises:
        ValueError: the folder holds no database.
        StoreError: no server answers at that address.
    """
    if url is None and not (folder / _FOLDER / "chroma.sqlite3").is_file():
        raise ValueError("its Chroma database is missing")
    return new_client(folder, url)


def drop_collection(name: str, url: str | None) -> None:
    """Delete a generation's collection where it does not lie in the generation's own folder.

    Raises:
        StoreError: no server answers at that address.
    """
    if url is not None:
        unknown = suppress(chroma_error(), ValueError)
        with unknown, answering(url), new_client(Path(), url) as client:
            client.delete_collection(name)


@contextmanager
def answering(url: str | None) -> Iterator[None]:
    """Raise StoreError where a server that was there does not answer any more."""
    try:
        yield
    except httpx.HTTPError as error:
        raise _no_server(url, error) from None


def _server(url: str, settings: "ChromaSettings") -> "ClientAPI":
    import chromadb

    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        return chromadb.HttpClient(parts.hostname or "", port, secure, settings=settings)
    except (ValueError, chroma_error(), httpx.HTTPError) as error:
        raise _no_server(url, error) from None


def _no_server(url: str | None, error: Exception) -> StoreError:
    return StoreError(
        f"RAG_CHROMA_URL={url}: no Chroma server answers ({error}); start it, or name another"
    )
