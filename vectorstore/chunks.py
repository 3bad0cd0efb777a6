"""Sections in, chunks out: passages short enough to match as a whole, each with exact offsets."""

from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from vectorstore.articles import Article, Section, SectionKind
from vectorstore.vietnamese import syllables

# Where a section is cut, best first: between paragraphs, lines, sentences, clauses, words.
_SEPARATORS = ["\n\n", "\n", ". ", "! ", "? ", "… ", "; ", ", ", " ", ""]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage inside one section of one article: `article.text[start:end] == text`."""

    article_id: str
    section: SectionKind
    start: int  # code points into the article's NFC text
    end: int
    text: str
    context: str  # what travels along for matching, never quoted: the article's title

    @property
    def matching_text(self) -> str:
        """The text that is embedded: the chunk with its context before it."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def chunk_article(article: Article, size: int) -> list[Chunk]:
    """The chunks of an article in reading order, none longer than `size` characters.

    A section that another section of the same kind begins with or equals (a caption or a headline
    printed twice) gives one chunk only.
    """
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        length_function=len,
    )
    chunks: list[Chunk] = []
    for section in _without_copies(article):
        # Another article's news stands on its own: this article's title would mislead there.
        context = "" if section.kind in ("title", "teaser") else article.title
        at = section.start
        for piece in splitter.split_text(article.text[section.start : section.end]):
            # Without overlap only white space lies between two pieces, so the first place
            # from here on is the very place the piece was taken from.
            at = article.text.index(piece, at, section.end)
            chunks.append(Chunk(article.id, section.kind, at, at + len(piece), piece, context))
            at += len(piece)
    return chunks


def _without_copies(article: Article) -> list[Section]:
    kept: list[Section] = []
    seen: set[tuple[SectionKind, tuple[str, ...]]] = set()
    for section, following in zip(article.sections, [*article.sections[1:], None], strict=False):
        words = tuple(syllables(article.text[section.start : section.end]))
        if not words or (section.kind, words) in seen:
            continue
        if following is not None and following.kind == section.kind:
            next_words = syllables(article.text[following.start : following.end])
            if tuple(next_words[: len(words)]) == words:
                continue
        seen.add((section.kind, words))
        kept.append(section)
    return kept
