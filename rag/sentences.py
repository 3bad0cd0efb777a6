"""Passages in, sentences out: the units that can be quoted, each with what matching needs of it."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from rag.replies import Told, asks, in_full, told
from vectorstore.articles import Section, SectionKind
from vectorstore.embedding import Embedder, Vectors
from vectorstore.store import Generation
from vectorstore.vietnamese import Span, fold, sentences, syllable_spans, syllables, with_pairs

LONGEST_QUOTE = 400  # characters
_BESIDE = ("byline", "teaser")  # sections that are no part of what an article tells


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence (or a clause of a very long one): `article.text[start:end] == text`.

    A short reply to a question of the article counts as one with the sentence behind it.
    """

    article_id: str
    section: SectionKind
    start: int  # code points into the article's NFC text
    end: int
    text: str
    places: tuple[Span, ...]  # of its syllables, from the sentence's start
    syllables: tuple[str, ...]  # unified, in order
    folded_terms: tuple[str, ...]  # the same without accents
    replies_to: str  # the question in the article that it answers, "" if none
    folded: frozenset[str]  # unaccented syllables and pairs, those of that question, too
    accented: frozenset[str]  # accented syllables and pairs, likewise
    vector: Vectors  # (dimension,), of unit length, of both
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
        replies_to: str = "",
    ) -> "Sentence":
        """The sentence `text` that begins at `start` in its article; without `among` alone."""
        accented = syllables(text)
        folded = [fold(term) for term in accented]
        asked = syllables(replies_to)
        return cls(
            article_id=article_id,
            section=section,
            start=start,
            end=start + len(text),
            text=text,
            places=tuple(syllable_spans(text)),
            syllables=tuple(accented),
            folded_terms=tuple(folded),
            replies_to=replies_to,
            folded=frozenset(with_pairs(folded) + with_pairs([fold(term) for term in asked])),
            accented=frozenset(with_pairs(accented) + with_pairs(asked)),
            vector=vector,
            among=among or (text,),
            number=number,
        )

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return asks(self.text)

    @property
    def in_full(self) -> str:
        """The sentence after the question that it answers."""
        return in_full(self.text, self.replies_to)


class _Part(NamedTuple):
    """The sentences of a section."""

    told: list[Told]
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

    def before(self, sentence: Sentence) -> Sentence | None:
        """The one before it in its line, unless that is a question."""
        inside = self.section_at(sentence.article_id, sentence.start)
        at = bisect_left(inside, sentence.start, key=lambda other: other.start)
        if not at or inside[at - 1].asks:
            return None
        parting = slice(inside[at - 1].end, sentence.start)
        is_of_line = "\n" not in self._generation.article(sentence.article_id).text[parting]
        return inside[at - 1] if is_of_line else None

    def list_around(self, sentence: Sentence) -> Sentence | None:
        """The list of which it is an item."""
        inside = self.section_at(sentence.article_id, sentence.start)
        around = (s for s in inside if s.start < sentence.start and sentence.end <= s.end)
        return next(around, None)

    def joined(self, first: Sentence, last: Sentence) -> Sentence:
        """All from one to a later one of its section, as one that means what the last does."""
        text = self._generation.article(first.article_id).text[first.start : last.end]
        return Sentence.of(
            text,
            last.vector,
            first.article_id,
            first.section,
            first.start,
            first.among,
            first.number,
            first.replies_to,
        )

    def of_kind(self, article_id: str, kind: SectionKind) -> list[Sentence]:
        """The sentences of all sections of one kind, in order."""
        sections = self._generation.article(article_id).sections
        return [
            s for part in sections if part.kind == kind for s in self.of_section(article_id, part)
        ]

    def _read(self, article_id: str, section: Section) -> tuple[Sentence, ...]:
        own, among, first = self._parts(article_id)[section]
        texts = among[first : first + len(own)]
        full = [in_full(text, asked) for text, (_, asked) in zip(texts, own, strict=True)]
        vectors = self._embedder.embed_documents(full)
        return tuple(
            Sentence.of(text, vector, article_id, section.kind, span[0], among, number, asked)
            for number, (text, vector, (span, asked)) in enumerate(
                zip(texts, vectors, own, strict=True), first
            )
        )

    def _split(self, article_id: str) -> dict[Section, _Part]:
        article = self._generation.article(article_id)
        main = [section for section in article.sections if section.kind not in _BESIDE]
        apart = [[section] for section in article.sections if section.kind in _BESIDE]
        parts: dict[Section, _Part] = {}
        for together in (main, *apart):
            spans = chain.from_iterable(
                sentences(article.text, section.start, section.end, LONGEST_QUOTE)
                for section in together
            )
            found = told(article.text, [*spans], LONGEST_QUOTE)
            among = tuple(article.text[slice(*span)] for span, _ in found)
            starts = [span[0] for span, _ in found]
            for section in together:
                first, end = (bisect_left(starts, at) for at in (section.start, section.end))
                parts[section] = _Part(found[first:end], among, first)
        return parts
