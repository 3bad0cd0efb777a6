"""What somebody wants to add comes in; the article that it would be goes out, or why it can't."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from vectorstore.articles import Article, parse_article
from vectorstore.corpus import MAX_ARTICLE_BYTES, size_problem
from vectorstore.decoding import decode
from vectorstore.errors import (
    ArticleFormError,
    DuplicateError,
    EmptyArticleError,
    LargeArticleError,
)
from vectorstore.store import Generation
from vectorstore.vietnamese import fold

_PASTED = "the pasted text"
_LONGEST_NAME = 120  # characters of a file's name in a message
_LONGEST_SLUG = 60
_SHORTEST_SLUG = 5  # "con", "aux" and "com1" are no names for a file on Windows
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is not in the corpus yet, read as the article that it would be."""

    name: str  # of the file that it came in, for messages alone and never a path; "" if pasted
    article: Article  # its id is not given yet: ""


def draft_of(name: str, data: bytes, max_bytes: int = MAX_ARTICLE_BYTES) -> Draft:
    """Read the bytes of a .txt file, or of a pasted text, whose name is "".

    Raises:
        ArticleFormError: the name is that of another kind of file.
        LargeArticleError: more than `max_bytes`.
        EmptyArticleError: nothing in it can be asked after.
        ArticleError: it is no text.
    """
    name = _plain(name)
    called = name or _PASTED
    if PurePosixPath(name).suffix.lower() not in ("", ".txt"):
        raise ArticleFormError(f"{called}: only .txt files can be added; save its text as one")
    if len(data) > max_bytes:
        raise LargeArticleError(f"{called}: {size_problem(len(data), max_bytes)}")
    if not data.strip():
        raise EmptyArticleError(f"{called}: holds no text")
    article = parse_article("", decode(data, called))
    size = len(article.text.encode("utf-8", "replace"))  # as it will be written
    if size > max_bytes:
        raise LargeArticleError(f"{called}: {size_problem(size, max_bytes)}")
    if all(section.kind == "teaser" for section in article.sections):
        raise EmptyArticleError(f"{called}: holds no article; give the text of the page itself")
    return Draft(name, article)


def require_new(generation: Generation, drafts: Iterable[Draft]) -> None:
    """Raise DuplicateError where a draft's words are those of an article, or of another draft."""
    seen: dict[str, str] = {}
    for draft in drafts:
        called, words = draft.name or _PASTED, _words(draft.article)
        if words in seen:
            raise DuplicateError(f"{called}: the same text as {seen[words]}; add one of them")
        seen[words] = called
        for article in generation.with_title(draft.article.title):
            if _words(article) == words:
                raise DuplicateError(
                    f"{called}: the corpus holds the same text already, as {article.id}"
                )


def slug(title: str) -> str:
    """A name for the file of an article: "Cầu mới thông xe" → "cau-moi-thong-xe"."""
    said = _NOT_IN_A_SLUG.sub("-", fold(title)).strip("-")[:_LONGEST_SLUG].strip("-")
    return said if len(said) >= _SHORTEST_SLUG else f"bai-{said}".strip("-")


def _words(article: Article) -> str:
    """The text without regard to line breaks and other space."""
    return " ".join(article.text.split())


def _plain(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable())[-_LONGEST_NAME:].strip()
