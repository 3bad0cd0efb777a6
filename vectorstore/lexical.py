"""Chunks in, BM25 scores out: a tantivy index over accented and over folded syllables and pairs.

Folded terms find what was typed without accents; accented terms tell "đường" from "dương" when
accents were typed.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Literal

import tantivy

from vectorstore.chunks import Chunk
from vectorstore.errors import StoreError, to_rebuild
from vectorstore.vietnamese import fold, has_accents, normalise, syllables, with_pairs

TermField = Literal["folded", "accented"]

# How much a match counts in each field, measured on the development question sets.
_BOOSTS = {"folded": 1.0, "accented": 1.0, "context": 0.3}
_ALSO_BOOST = 0.4  # of a word that may be said for one of the question's
_LONGEST_TERM = 64  # characters; anything longer is no word
_WRITER_MEMORY = 64_000_000  # bytes


class LexicalIndex:
    """One generation's index, opened to read."""

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
        except ValueError as error:
            raise StoreError(
                f"the lexical index in {folder} can't be opened ({error}): "
                f"{to_rebuild(folder.parent)}"
            ) from None
        self._index.register_tokenizer("terms", _analyzer())
        self._searcher = self._index.searcher()
        self.rarity = lru_cache(maxsize=65_536)(self._rarity)

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self,
        question: str,
        limit: int,
        articles: Collection[str] | None = None,
        sections: Collection[str] | None = None,
        also: Collection[str] = (),
    ) -> list[tuple[int, float]]:
        """The best chunks as (chunk id, BM25 score), best first, of those articles and sections.

        `also` holds accented terms (syllables, or pairs joined by "_") that count a little.
        """
        schema = self._index.schema
        weights = [
            (field, term, _BOOSTS[field] * count)
            for field, terms in _question_terms(question).items()
            for term, count in Counter(terms).items()
        ]
        weights += [("accented", term, _ALSO_BOOST) for term in also]
        matches = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(schema, field, term, index_option="freq"), weight
                ),
            )
            for field, term, weight in weights
        ]
        if not matches or limit < 1:
            return []
        parts = [(tantivy.Occur.Must, tantivy.Query.boolean_query(matches))]
        for field, wanted in (("article", articles), ("section", sections)):
            if wanted is not None:
                allowed = tantivy.Query.term_set_query(schema, field, list(wanted))
                parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)))
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), limit, count=False).hits
        ids = self._searcher.fast_field_values("chunk", [address for _, address in hits])
        return [
            (int(i), float(score)) for i, (score, _) in zip(ids, hits, strict=True) if i is not None
        ]

    def frequency(self, term: str, field: TermField = "folded") -> int:
        """The number of chunks that hold a syllable, or a pair of them joined by "_"."""
        return self._searcher.doc_freq(field, term)

    def _rarity(self, term: str) -> float:
        """The inverse document frequency of a folded term over chunks, as in BM25: ≥ 0, in nats."""
        frequency = self.frequency(term)
        return log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))


class LexicalWriter:
    """A new index, written in batches and committed at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        for field in _BOOSTS:
            builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
        for field in ("article", "section"):
            builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("chunk", fast=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        index.register_tokenizer("terms", _analyzer())
        self._writer = index.writer(_WRITER_MEMORY, num_threads=1)

    def add(self, chunks: Iterable[tuple[int, Chunk]]) -> None:
        """Index chunks under the given ids."""
        for chunk_id, chunk in chunks:
            text = syllables(chunk.text)
            document = tantivy.Document()
            document.add_text("accented", _joined(text))
            document.add_text("folded", _joined([fold(term) for term in text]))
            document.add_text("context", _joined([fold(t) for t in syllables(chunk.context)]))
            document.add_text("article", chunk.article_id)
            document.add_text("section", chunk.section)
            document.add_unsigned("chunk", chunk_id)
            self._writer.add_document(document)

    def commit(self) -> None:
        """Make everything added durable; nothing can be added afterwards."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def _question_terms(question: str) -> dict[str, list[str]]:
    accented = syllables(normalise(question))
    folded = with_pairs([fold(term) for term in accented])
    terms = {"folded": folded, "context": folded}
    if has_accents(normalise(question)):
        terms["accented"] = with_pairs(accented)
    return terms


def _joined(terms: list[str]) -> str:
    return " ".join(with_pairs([term for term in terms if len(term) <= _LONGEST_TERM]))


def _analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
