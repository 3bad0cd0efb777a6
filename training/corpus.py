"""The news as token ids: each line once as written and once without accents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.news import NewsArticle, paragraphs
from vectorstore.vietnamese import fold

Ids = NDArray[np.uint16]

_CHUNK = 2000  # articles tokenised at a time


@dataclass(frozen=True, slots=True)
class Lines:
    """Token ids of many lines in one row."""

    ids: Ids
    starts: NDArray[np.int64]  # (lines + 1,), line i is ids[starts[i]:starts[i + 1]]

    def span(self, first: int, last: int) -> Ids:
        """The ids of the lines `[first, last)`."""
        return self.ids[self.starts[first] : self.starts[last]]

    def counts(self, pieces: int) -> NDArray[np.float64]:
        """How often each of a vocabulary of so many pieces occurs."""
        return np.bincount(self.ids, minlength=pieces).astype(np.float64)


@dataclass(frozen=True, slots=True)
class TokenCorpus:
    """The tokenised articles. The title of article i is line `titles[i]`, its lead the next one."""

    written: Lines
    folded: Lines  # the same lines without accents
    titles: NDArray[np.int64]  # (articles,)
    ranges: NDArray[np.int64]  # (paragraphs, 2), lines [first, last)
    paragraphs_from: NDArray[np.int64]  # (articles + 1,), article i has rows [i] to [i + 1]

    def __len__(self) -> int:
        return len(self.titles)

    def paragraph(self, row: int, without: int = -1) -> Ids:
        """The ids of a paragraph, less those of one of its lines."""
        first, last = self.ranges[row]
        if not first <= without < last:
            return self.written.span(first, last)
        before, after = self.written.span(first, without), self.written.span(without + 1, last)
        return np.concatenate([before, after])


def tokenise(articles: Iterable[NewsArticle], tokenizer: Tokenizer) -> TokenCorpus:
    """The articles with at least one paragraph, as ids of this tokenizer."""
    written, folded = _Rows(), _Rows()
    titles: list[int] = []
    ranges: list[tuple[int, int]] = []
    paragraphs_from = [0]
    line = 0
    for chunk in _chunks(articles, _CHUNK):
        texts: list[str] = []
        for article in chunk:
            if not (spans := paragraphs(article.body)):
                continue
            titles.append(line)
            ranges += [(line + 2 + first, line + 2 + last) for first, last in spans]
            paragraphs_from.append(len(ranges))
            texts += [article.title, article.lead, *article.body]
            line += 2 + len(article.body)
        written.add(tokenizer, texts)
        folded.add(tokenizer, [fold(text) for text in texts])
    return TokenCorpus(
        written.lines(),
        folded.lines(),
        np.array(titles),
        np.array(ranges),
        np.array(paragraphs_from),
    )


class _Rows:
    """Collects the ids of lines in order."""

    def __init__(self) -> None:
        self._ids: list[Ids] = []
        self._lengths: list[int] = []

    def add(self, tokenizer: Tokenizer, texts: list[str]) -> None:
        rows = [e.ids for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        self._ids.append(np.fromiter((i for row in rows for i in row), dtype=np.uint16))
        self._lengths += map(len, rows)

    def lines(self) -> Lines:
        starts = np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)])
        return Lines(np.concatenate(self._ids), starts)


def _chunks(articles: Iterable[NewsArticle], size: int) -> Iterator[list[NewsArticle]]:
    chunk: list[NewsArticle] = []
    for article in articles:
        chunk.append(article)
        if len(chunk) == size:
            yield chunk
            chunk = []
    yield chunk
