"""Articles of the training news, and the paragraphs that serve as the passages to be found."""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vectorstore.vietnamese import normalise

MIN_PARAGRAPH = 400  # characters
MAX_PARAGRAPH = 900  # characters, for lines that are not longer by themselves


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """One article, all of it NFC."""

    id: str
    title: str
    lead: str  # "" when the article has none
    body: tuple[str, ...]  # lines in order, most of them one sentence


def news_files(folder: Path) -> list[Path]:
    """The `*.jsonl.xz` files of a folder, in order.

    Raises FileNotFoundError when there are none.
    """
    files = sorted(folder.glob("*.jsonl.xz"))
    if not files:
        raise FileNotFoundError(f"no *.jsonl.xz file in {folder}; give the news folder by --news")
    return files


def read_articles(file: Path) -> Iterator[NewsArticle]:
    """The articles of one file: a JSON object a line with `title`, `lead` and `body`."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield NewsArticle(
                id=record["id"],
                title=normalise(record["title"] or "").strip(),
                lead=normalise(record["lead"] or "").strip(),
                body=tuple(text for part in record["body"] if (text := normalise(part).strip())),
            )


def paragraphs(lines: tuple[str, ...]) -> list[tuple[int, int]]:
    """Consecutive lines joined to paragraphs, as ranges `[first, last)` into `lines`.

    A paragraph is closed as soon as it holds `MIN_PARAGRAPH` characters, and before a line that
    would take it past `MAX_PARAGRAPH`; what is left over at the end is a paragraph too.
    """
    ranges: list[tuple[int, int]] = []
    first, length = 0, 0
    for at, line in enumerate(lines):
        if at > first and length + len(line) > MAX_PARAGRAPH:
            ranges.append((first, at))
            first, length = at, 0
        length += len(line) + 1
        if length >= MIN_PARAGRAPH:
            ranges.append((first, at + 1))
            first, length = at + 1, 0
    if first < len(lines):
        ranges.append((first, len(lines)))
    return ranges
