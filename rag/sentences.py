"""Passages in, sentences out: the units that can be quoted, each with what matching needs of it."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from vectorstore.articles import Section, SectionKind
from vectorstore.embedding import Embedder, Vectors
from vectorstore.store import Generation
from vectorstore.vietnamese import Span, fold, sentences, syllable_spans, syllables, with_pairs

LONGEST_QUOTE = 400  # characters
_BESIDE = ("byline", "teaser")  # sections that are no part of what an article tells


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
    among: tuple[str, ...]  # the texts of the sentences around it and its own, in order
    number: int  # its place among them

    @classmethod
    def of(
        cls,
        text: str,
        vector: Vectors,
        article_id: str,
        section: SectionKind,
        start: int,
        among: tuple[str, ...] = (),
        number: int = 0,
    ) -> "Sentence":
        """The sentence `text` that begins at `start` in its article; without `among` alone."""
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
            among=among or (text,),
            number=number,
        )


class _Part(NamedTuple):
    """The sentences of a section."""

    spans: list[Span]  # where they stand
    among: tuple[str, ...]  # the texts of those around them and their own, in order
    first: int  # the place of the first among these


class Sentences:
    """The sentences of one generation's articles, worked out when first needed and kept a while."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self.of_section = lru_cache(maxsize=4096)(self._read)
        self._parts = lru_cache(maxsize=512)(self._split)

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
        spans, among, first = self._parts(article_id)[section]
        texts = among[first : first + len(spans)]
        vectors = self._embedder.embed_documents([*texts])
        return tuple(
            Sentence.of(text, vector, article_id, section.kind, start, among, number)
            for number, (text, vector, (start, _)) in enumerate(
                zip(texts, vectors, spans, strict=True), first
            )
        )

    def _split(self, article_id: str) -> dict[Section, _Part]:
        article = self._generation.article(article_id)
        told = [section for section in article.sections if section.kind not in _BESIDE]
        apart = [[section] for section in article.sections if section.kind in _BESIDE]
        parts: dict[Section, _Part] = {}
        for together in (told, *apart):
            spans = [
                sentences(article.text, section.start, section.end, LONGEST_QUOTE)
                for section in together
            ]
            among = tuple(article.text[start:end] for start, end in chain(*spans))
            firsts = accumulate(map(len, spans), initial=0)
            for section, own, first in zip(together, spans, firsts, strict=False):
                parts[section] = _Part(own, among, first)
        return parts
