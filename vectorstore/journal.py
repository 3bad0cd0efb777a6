"""What was changed in a corpus, newest last, as a file of the store keeps it to undo it.

store/changes.json             the journal
store/removed/CHANGE/PATH…     what was taken out of the corpus, each file under its own path
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from vectorstore.errors import StoreError

_FILE = "changes.json"
_MOST = 200  # changes that can be undone one after the other


@dataclass(frozen=True, slots=True)
class MovedFile:
    """One article's file, in the corpus or aside."""

    article_id: str
    title: str
    path: str  # inside the corpus


@dataclass(frozen=True, slots=True)
class Change:
    """Files that went into a corpus or out of it together."""

    kind: Literal["added", "removed"]
    name: str  # of the folder under store/removed/ that holds, or would hold, its files
    at: str  # ISO 8601, UTC
    corpus: str
    files: tuple[MovedFile, ...]


def read_changes(store: Path) -> list[Change]:
    """The changes that can be undone, oldest first.

    Raises:
        StoreError: the journal can't be read.
    """
    try:
        entries = json.loads((store / _FILE).read_text(encoding="utf-8"))
        return [
            Change(**{**entry, "files": tuple(MovedFile(**file) for file in entry["files"])})
            for entry in entries
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"{store / _FILE} is damaged ({type(error).__name__}): remove it; the corpus itself "
            "is whole, but what it told of can't be undone any more"
        ) from None


def write_changes(store: Path, changes: list[Change]) -> None:
    """Replace the journal in one atomic step."""
    write_whole(store / _FILE, json.dumps([asdict(c) for c in changes[-_MOST:]], indent=1).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is never seen half written, and survives the power going."""
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
