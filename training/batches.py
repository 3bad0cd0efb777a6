"""Training batches: queries made from the news, each with the passage it should find."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.corpus import Ids, TokenCorpus
from training.start import Weights
from training.topics import topical_order
from vectorstore.vietnamese import fold

QUESTION_WORDS = (
    "ai",
    "là ai",
    "người nào",
    "khi nào",
    "năm nào",
    "vào ngày nào",
    "ở đâu",
    "nơi nào",
    "bao nhiêu",
    "mấy",
    "là gì",
    "gì",
    "điều gì",
    "như thế nào",
    "tại sao",
    "vì sao",
    "nào",
    "tên là gì",
    "bao lâu",
    "thế nào",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How queries are made; every number but the counts is a probability."""

    whole_article: float = 0.4  # share of pairs that go from title or lead to any paragraph
    cloze: float = 0.6  # of the others: a part of a line that stays in the passage
    folded: float = 0.33  # queries that lose their accents
    thinned: float = 0.5  # queries that lose words
    lost_words: float = 0.2  # of a thinned query
    siblings: int = 4  # paragraphs of one article in a batch, at most
    shortest_cloze: int = 4  # tokens
    longest_cloze: int = 14  # tokens
    longest_gap: int = 3  # tokens that a question word takes the place of


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids of queries and passages; query i should find passage i."""

    queries: list[Ids]
    passages: list[Ids]


class Batches:
    """Draws batches from a corpus; the same seed gives the same batches.

    `vectors` are those of the articles: similar ones come into the same batch, where each is a
    wrong answer that is hard to tell from the right one.
    """

    def __init__(
        self,
        corpus: TokenCorpus,
        vectors: Weights,
        tokenizer: Tokenizer,
        recipe: Recipe,
        seed: int,
    ) -> None:
        self._corpus = corpus
        self._vectors = vectors
        self._recipe = recipe
        self._rng = np.random.default_rng(seed)
        self._order = np.empty(0, dtype=np.int64)
        self._question_words = [
            (_ids(tokenizer, word), _ids(tokenizer, fold(word))) for word in QUESTION_WORDS
        ]

    def draw(self, size: int) -> Batch:
        """A batch of `size` pairs. Title and lead come from articles with no other pair in it."""
        queries: list[Ids] = []
        passages: list[Ids] = []
        while len(queries) < size:
            article = self._next_article()
            if len(queries) < size * self._recipe.whole_article:
                pairs = [self._from_article(article)]
            else:
                pairs = self._from_lines(article)[: size - len(queries)]
            for query, passage in pairs:
                if len(query) and len(passage):
                    queries.append(query)
                    passages.append(passage)
        return Batch(queries, passages)

    def _next_article(self) -> int:
        if not len(self._order):
            self._order = topical_order(self._vectors, self._rng)
        article, self._order = int(self._order[-1]), self._order[:-1]
        return article

    def _from_article(self, article: int) -> tuple[Ids, Ids]:
        """Title or lead, and any paragraph."""
        corpus, rng = self._corpus, self._rng
        line = int(corpus.titles[article]) + int(rng.integers(2))
        row = int(rng.integers(*corpus.paragraphs_from[article : article + 2]))
        return self._thinned(self._line(line)), corpus.paragraph(row)

    def _from_lines(self, article: int) -> list[tuple[Ids, Ids]]:
        """A line out of each of some paragraphs, and that paragraph without the line.

        Or, as a question does: a part of the line with a question word in it, and the whole
        paragraph.
        """
        corpus, rng, recipe = self._corpus, self._rng, self._recipe
        rows = np.arange(*corpus.paragraphs_from[article : article + 2])
        if len(rows) > recipe.siblings:
            rows = rng.choice(rows, recipe.siblings, replace=False)
        pairs: list[tuple[Ids, Ids]] = []
        for row in rows.tolist():
            first, last = corpus.ranges[row]
            line = int(rng.integers(first, last))
            if last - first == 1 or rng.random() < recipe.cloze:
                pairs.append((self._cloze(line), corpus.paragraph(row)))
            else:
                pairs.append((self._thinned(self._line(line)), corpus.paragraph(row, without=line)))
        return pairs

    def _cloze(self, line: int) -> Ids:
        rng, recipe = self._rng, self._recipe
        bare = int(rng.random() < recipe.folded)
        lines = self._corpus.folded if bare else self._corpus.written
        ids = lines.span(line, line + 1)
        length = int(rng.integers(recipe.shortest_cloze, recipe.longest_cloze + 1))
        start = int(rng.integers(max(1, len(ids) - length + 1)))
        ids = ids[start : start + length]
        gap = int(rng.integers(1, recipe.longest_gap + 1))
        at = int(rng.integers(max(1, len(ids) - gap + 1)))
        word = self._question_words[int(rng.integers(len(QUESTION_WORDS)))][bare]
        return self._thinned(np.concatenate([ids[:at], word, ids[at + gap :]]))

    def _line(self, line: int) -> Ids:
        folded = self._rng.random() < self._recipe.folded
        return (self._corpus.folded if folded else self._corpus.written).span(line, line + 1)

    def _thinned(self, ids: Ids) -> Ids:
        if self._rng.random() >= self._recipe.thinned:
            return ids
        kept: Ids = ids[self._rng.random(len(ids)) >= self._recipe.lost_words]
        return kept


def _ids(tokenizer: Tokenizer, text: str) -> Ids:
    return np.array(tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.uint16)


def flat(rows: list[Ids]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows end to end and where each starts, as an embedding bag takes them."""
    lengths = np.fromiter(map(len, rows), dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    return np.concatenate(rows).astype(np.int64), starts
