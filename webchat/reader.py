"""A citation's link in, the article for the panel out, cut where the citation stands."""

import re
from itertools import pairwise
from typing import TypeAlias
from urllib.parse import urlsplit

from vectorstore.articles import Article, Section
from vectorstore.errors import StoreError, UnknownArticleError
from vectorstore.generations import Store
from webchat.citations import Citation, checksum, parse_link
from webchat.words import Words

Opened: TypeAlias = dict[str, str | list[dict[str, str]] | None]

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def open_citation(store: Store, link: object, words: Words) -> Opened:
    """What the panel shows for a link: the article's facts and parts, or an `error` sentence.

    A part is {kind, before} or, where the citation stands, {kind, before, quote, answer, rest,
    after}, whose texts joined are exactly the article's; `note` says why nothing is marked.
    """
    try:
        citation = parse_link(link)
        article = store.generation().article(citation.article_id)
    except ValueError:
        return {"error": words.bad_citation}
    except UnknownArticleError:
        return {"error": words.gone}
    except StoreError:
        return {"error": words.store_trouble}
    cited = article.text[citation.start : citation.end]
    stands = cited != "" and checksum(cited) == citation.check
    parts = [_part(article, section, citation if stands else None) for section in article.sections]
    if not any(section.kind == "title" for section in article.sections):
        parts.insert(0, {"kind": "title", "before": _shown(article.title or words.no_title)})
    return {
        "title": _shown(article.title or words.no_title),
        "facts": _shown(" · ".join(f for f in (article.source, article.author, article.date) if f)),
        "url": web_address(article.url),
        "note": None if stands else words.changed,
        "parts": parts,
    }


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web that can be linked to; None for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _part(article: Article, section: Section, citation: Citation | None) -> dict[str, str]:
    cuts = [section.start, section.end]
    names = ["before"]
    if citation and section.start <= citation.start < citation.end <= section.end:
        start, end = citation.start, citation.end
        inner = (citation.answer_start or start, citation.answer_end or start)
        if not start <= inner[0] <= inner[1] <= end:
            inner = (start, start)
        cuts = [section.start, start, *inner, end, section.end]
        names = ["before", "quote", "answer", "rest", "after"]
    texts = (article.text[a:b] for a, b in pairwise(cuts))
    return {"kind": section.kind, **dict(zip(names, map(_shown, texts), strict=True))}


def _shown(text: str) -> str:
    """The text as JSON can carry it: of the same length, nothing else changed."""
    return _LONE_SURROGATES.sub("\ufffd", text)
