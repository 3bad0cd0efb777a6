"""The article table in, the lines of a table of contents out: searched, sorted, cut by SQL."""

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from vectorstore.vietnamese import fold, normalise

Order: TypeAlias = Literal["id", "title", "source", "date", "length", "parts", "chunks"]
ORDERS: tuple[Order, ...] = get_args(Order)

_LENGTH = "length(text)"
_PARTS = "json_array_length(sections)"
_CHUNKS = "(SELECT count(*) FROM chunks WHERE article_id = articles.id)"
_COLUMNS = f"id, title, source, date, {_LENGTH}, {_PARTS}, {_CHUNKS}"
_MATCHES = "WHERE instr(folded(title || ' ' || ifnull(source, '') || ' ' || id), ?)"
_KEYS: dict[Order, str] = {
    "id": "id",
    "title": "folded(title)",
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


def prepare(table: sqlite3.Connection) -> None:
    """Teach a connection to compare without accents; needed once, before `list_articles`."""
    table.create_function("folded", 1, _folded, deterministic=True)


def list_articles(
    table: sqlite3.Connection,
    text: str = "",
    order: Order = "id",
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[ListedArticle], int]:
    """Some of the articles whose title, source or id contains `text`, and how many do.

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
    rows = table.execute(
        f"SELECT n, {_COLUMNS} FROM ({ranked}) JOIN articles ON id = listed "
        f"ORDER BY key IS NULL, key {direction}, id",
        [*values, limit, offset],
    ).fetchall()
    if rows or not offset:
        return [ListedArticle(*row[1:]) for row in rows], rows[0][0] if rows else 0
    counted = table.execute(f"SELECT count(*) FROM articles {matches}", values)
    return [], counted.fetchone()[0]


@lru_cache(maxsize=1 << 18)
def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)
