"""Passages in, sentences out: the units that can be quoted, each with what matching needs of it."""

from dataclasses import dataclass
from functools import lru_cache

from vectorstore.articles import Section, SectionKind
from vectorstore.embedding import Embedder, Vectors
from vectorstore.store import Generation
from vectorstore.vietnamese import Span, fold, sentences, syllable_spans, syllables, with_pairs

LONGEST_QUOTE = 400  # characters


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence (or a clause of a very long one): `article.text[start:end] == text`."""

    article_id: str
    section: SectionKind
    start: int  # code points into the article's NFC text
    end: int
    text: str
    places: tuple[Span, ...]  # of its syllables, from the sentence's start
    syllables: tuple[str, ...]  # unified, in order
    folded_terms: tuple[str, ...]  # the same without accents
    folded: frozenset[str]  # unaccented syllables and pairs
    accented: frozenset[str]  # accented syllables and pairs
    vector: Vectors  # (dimension,), of unit length

    @classmethod
    def of(
        cls, text: str, vector: Vectors, article_id: str, section: SectionKind, start: int
    ) -> "Sentence":
        """The sentence `text` that begins at `start` in its article."""
        accented = syllables(text)
        folded = [fold(term) for term in accented]
        return cls(
            article_id=article_id,
            section=section,
            start=start,
            end=start + len(text),
            text=text,
            places=tuple(syllable_spans(text)),
            syllables=tuple(accented),
            folded_terms=tuple(folded),
            folded=frozenset(with_pairs(folded)),
            accented=frozenset(with_pairs(accented)),
            vector=vector,
        )


class Sentences:
    """The sentences of one generation's articles, worked out when first needed and kept a while."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self.of_section = lru_cache(maxsize=4096)(self._read)

    def section_at(self, article_id: str, position: int) -> tuple[Sentence, ...]:
        """The sentences of the section in which `position` (code points) stands, in order."""
        article = self._generation.article(article_id)
        section = next(s for s in article.sections if s.start <= position < s.end)
        return self.of_section(article_id, section)

    def of_kind(self, article_id: str, kind: SectionKind) -> list[Sentence]:
        """The sentences of all sections of one kind, in order."""
        sections = self._generation.article(article_id).sections
        return [
            s for part in sections if part.kind == kind for s in self.of_section(article_id, part)
        ]

    def _read(self, article_id: str, section: Section) -> tuple[Sentence, ...]:
        article = self._generation.article(article_id)
        spans = sentences(article.text, section.start, section.end, LONGEST_QUOTE)
        vectors = self._embedder.embed_documents([article.text[a:b] for a, b in spans])
        return tuple(
            Sentence.of(article.text[start:end], vector, article_id, section.kind, start)
            for (start, end), vector in zip(spans, vectors, strict=True)
        )
