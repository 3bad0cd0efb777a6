"""The article table in, the lines of a table of contents out: searched, sorted, cut by SQL."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, TypeAlias, get_args

from vectorstore.vietnamese import fold, normalise

Order: TypeAlias = Literal["id", "title", "source", "date", "length", "parts", "chunks"]
ORDERS: tuple[Order, ...] = get_args(Order)

_LENGTH = "length(text)"
_PARTS = "json_array_length(sections)"
_CHUNKS = "(SELECT count(*) FROM chunks WHERE article_id = articles.id)"
_COLUMNS = f"id, title, source, date, {_LENGTH}, {_PARTS}, {_CHUNKS}"
_TOLD = "title || ' ' || ifnull(source, '') || ' ' || ifnull(author, '') || ' ' || id"
_MATCHES = f"WHERE instr(folded({_TOLD}), ?)"
_KEYS: dict[Order, str] = {
    "id": "id",
    "title": "folded(nullif(title, ''))",
    "source": "folded(source)",
    "date": "date_number",
    "length": _LENGTH,
    "parts": _PARTS,
    "chunks": _CHUNKS,
}


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One line: what an article is and how much of it there is."""

    id: str
    title: str  # "" where it has none
    source: str | None
    date: str | None  # in the article's own words
    length: int  # characters
    parts: int
    chunks: int


class Listing:
    """The lines of one articles table, searched and sorted; safe to use from several threads.

    The connection must be its own. SQLite calls `_folded` back, which needs the interpreter's lock
    while the connection is taken; a thread that waits for the connection with that lock held, as
    Python's sqlite3 does, would wait for ever. So nobody else has it, and one asks at a time.
    """

    def __init__(self, table: sqlite3.Connection) -> None:
        self._table = table
        self._asking = Lock()
        table.create_function("folded", 1, _folded, deterministic=True)

    def articles(
        self,
        text: str = "",
        order: Order = "id",
        descending: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[list[ListedArticle], int]:
        """Some of the articles whose title, source, author or id contains `text`, and how many do.

        Accents and case don't count; articles without the value that is sorted by come last.
        """
        wanted = fold(normalise(text.strip()))
        matches, values = (_MATCHES, [wanted]) if wanted else ("", [])
        key, direction = _KEYS[order], "DESC" if descending else "ASC"
        # Only the lines that are shown are read whole: of 100 000 articles the texts take seconds.
        ranked = (
            f"SELECT id AS listed, {key} AS key, count(*) OVER () AS n FROM articles {matches} "
            f"ORDER BY key IS NULL, key {direction}, id LIMIT ? OFFSET ?"
        )
        rows = self._rows(
            f"SELECT n, {_COLUMNS} FROM ({ranked}) JOIN articles ON id = listed "
            f"ORDER BY key IS NULL, key {direction}, id",
            [*values, limit, offset],
        )
        if rows or not offset:
            return [ListedArticle(*row[1:]) for row in rows], rows[0][0] if rows else 0
        return [], self._rows(f"SELECT count(*) FROM articles {matches}", values)[0][0]

    def _rows(self, query: str, values: Sequence[str | int]) -> list[Any]:
        with self._asking:
            return self._table.execute(query, values).fetchall()


@lru_cache(maxsize=1 << 18)
def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)
