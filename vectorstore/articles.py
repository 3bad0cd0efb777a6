"""One article's text comes in; its parts, its facts and exact offsets into it go out."""

import hashlib
from dataclasses import dataclass

from vectorstore.corpus import MAX_ARTICLE_BYTES, ArticleFile, parse_record, read_bytes, scan_corpus
from vectorstore.decoding import decode
from vectorstore.errors import ArticleError
from vectorstore.page import Facts, Section, SectionKind, date_number, parse_page
from vectorstore.records import Record, record_of
from vectorstore.vietnamese import normalise

__all__ = [
    "MAX_ARTICLE_BYTES",
    "Article",
    "ArticleFile",
    "Section",
    "SectionKind",
    "content_hash",
    "parse_article",
    "read_article",
    "scan_corpus",
]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its whole text and where its parts stand in it."""

    id: str  # the path inside the corpus without extension; in a .jsonl file the line's "id"
    text: str  # everything the file says, NFC; every offset counts its code points
    title: str  # verbatim; "" where there is none
    sections: tuple[Section, ...]  # in reading order, never overlapping
    source: str | None
    url: str | None
    author: str | None
    date: str | None  # in the article's own words: "27/11"
    date_number: int | None  # YYYYMMDD, where day, month and year are all said
    content_hash: str  # SHA-256 of the text, hexadecimal


def parse_article(article_id: str, text: str) -> Article:
    """The article that a page's text holds; any text gives one, if need be without sections."""
    text = normalise(text.removeprefix("\ufeff"))
    return _article(article_id, text, *parse_page(text))


def read_article(file: ArticleFile, max_bytes: int = MAX_ARTICLE_BYTES) -> Article:
    """Read one article that `scan_corpus` listed.

    Raises ArticleError with the file's name, the reason and the way out; the articles beside it
    can still be read. A file larger than `max_bytes` is refused before it is read.
    """
    data = read_bytes(file, max_bytes)
    if file.line is None:
        article = parse_article(file.id, decode(data, file.name))
    else:
        article = _from_line(file, data)
    if not article.sections:
        raise ArticleError(f"{file.name}: holds no text; delete it or fill it")
    return article


def content_hash(text: str) -> str:
    """SHA-256 of a text's UTF-8 form, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _from_line(file: ArticleFile, line: bytes) -> Article:
    try:
        fields = parse_record(line)
        record = record_of(fields)
    except ArticleError as fault:
        raise ArticleError(f"{file.name}: {fault}") from None
    if normalise(str(fields["id"])) != file.id:
        raise ArticleError(f"{file.name}: changed while the corpus was read; run it again")
    title, sections, facts = parse_page(record.text, record.given)
    return _article(file.id, record.text, title, sections, _told(record, facts))


def _told(record: Record, found: Facts) -> Facts:
    """What the line says in its own fields; the rest as its text says it."""
    number = date_number(record.date) if record.date else found.date_number
    return Facts(
        source=record.source or found.source,
        url=record.url or found.url,
        author=record.author or found.author,
        date=record.date or found.date,
        date_number=number,
    )


def _article(
    article_id: str, text: str, title: str, sections: tuple[Section, ...], facts: Facts
) -> Article:
    return Article(
        id=article_id,
        text=text,
        title=title,
        sections=sections,
        source=facts.source,
        url=facts.url,
        author=facts.author,
        date=facts.date,
        date_number=facts.date_number,
        content_hash=content_hash(text),
    )
