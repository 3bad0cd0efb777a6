"""A citation's link in, the article for the panel out, cut where this and other quotes stand."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

import gradio as gr

from vectorstore.articles import Article, Section
from vectorstore.errors import StoreError, UnknownArticleError
from vectorstore.generations import Store
from vectorstore.vietnamese import without_half_characters
from webchat.citations import (
    ARTICLE_PREFIX,
    Citation,
    checksum,
    parse_article_link,
    parse_link,
)
from webchat.panels import panel
from webchat.words import Words

Opened: TypeAlias = dict[str, Any]
Role: TypeAlias = Literal["", "here", "answer", "other"]

_Mark: TypeAlias = tuple[int, int, Role]  # from, to (code points into the article), and for what

_HTML = Path(__file__).with_name("panel.html")
_MOST_OTHERS = 20


def reader_panel(store: Store, words: Words) -> gr.HTML:
    """The panel in which an article opens."""

    def opened(asked: dict[str, Any]) -> Opened:
        return open_citation(store, asked.get("link"), words, asked.get("others") or ())

    return panel(_HTML, words, elem_id="reader", functions=[opened])


def open_citation(
    store: Store, link: object, words: Words, others: Sequence[object] = ()
) -> Opened:
    """What the panel shows for a link: the article's facts and parts, or an `error` sentence.

    A part is {kind, pieces}, its pieces [text, role], whose texts joined are exactly the part's.
    A piece is of the quote that the link cites ("here", its short answer "answer"), of one of the
    `others` that the same answer cites ("other"), or of none (""). `cited` says where the quote
    stands, to be copied with it; `note` says why nothing is marked.
    """
    try:
        citation, article = _linked(store, link)
    except ValueError:
        return {"error": words.bad_citation}
    except UnknownArticleError:
        return {"error": words.gone}
    except StoreError:
        return {"error": words.store_trouble}
    stands = citation is not None and _stands(citation, article)
    marks = _marks(citation, others, article) if citation is not None and stands else []
    parts = [_part(article, section, marks) for section in article.sections]
    title = article.title or words.no_title
    if not any(section.kind == "title" for section in article.sections):
        parts.insert(0, {"kind": "title", "pieces": [(without_half_characters(title), "")]})
    return {
        "title": without_half_characters(title),
        "facts": without_half_characters(
            " · ".join(filter(None, (article.source, article.author, article.date)))
        ),
        "cited": without_half_characters(
            ", ".join(filter(None, (article.title, article.source, article.date)))
        ),
        "url": web_address(article.url),
        "note": words.changed if citation is not None and not stands else None,
        "parts": parts,
    }


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web that can be linked to; None for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _linked(store: Store, link: object) -> tuple[Citation | None, Article]:
    if isinstance(link, str) and link.startswith(ARTICLE_PREFIX):
        return None, store.generation().article(parse_article_link(link))
    citation = parse_link(link)
    return citation, store.generation().article(citation.article_id)


def _stands(citation: Citation, article: Article) -> bool:
    cited = article.text[citation.start : citation.end]
    return cited != "" and checksum(cited) == citation.check


def _marks(citation: Citation, others: Sequence[object], article: Article) -> list[_Mark]:
    """What is marked in the article; where two overlap, the later one is seen."""
    beside = [other for other in _parsed(others) if other.article_id == article.id]
    marks: list[_Mark] = [(o.start, o.end, "other") for o in beside if _stands(o, article)]
    marks.append((citation.start, citation.end, "here"))
    start, end = citation.answer_start, citation.answer_end
    if start is not None and end is not None and citation.start <= start <= end <= citation.end:
        marks.append((start, end, "answer"))
    return marks


def _parsed(links: Sequence[object]) -> Iterator[Citation]:
    for link in links[:_MOST_OTHERS]:
        with suppress(ValueError):
            yield parse_link(link)


def _part(article: Article, section: Section, marks: Sequence[_Mark]) -> dict[str, Any]:
    inside = [mark for mark in marks if section.start <= mark[0] < mark[1] <= section.end]
    cuts = {section.start, section.end, *(cut for mark in inside for cut in mark[:2])}
    pieces = [
        (without_half_characters(article.text[start:end]), _role(start, end, inside))
        for start, end in pairwise(sorted(cuts))
    ]
    return {"kind": section.kind, "pieces": pieces}


def _role(start: int, end: int, marks: Sequence[_Mark]) -> Role:
    covering = [role for first, last, role in marks if first <= start and end <= last]
    return covering[-1] if covering else ""
