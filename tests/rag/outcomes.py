"""Outcomes made by hand, for what is measured and shown of them."""

from rag.answering import Answer, Quote
from rag.evaluation import Outcome
from rag.question_files import Asked
from vectorstore.articles import SectionKind


def quote(
    number: int,
    article: str,
    text: str,
    answer: str | None = None,
    section: SectionKind = "body",
    title: str = "",
) -> Quote:
    """A quote that is its whole article."""
    at = text.index(answer) if answer else None
    return Quote(
        number=number,
        article_id=article,
        title=title,
        source=None,
        url=None,
        section=section,
        start=0,
        end=len(text),
        text=text,
        answer_start=at,
        answer_end=at + len(answer) if at is not None and answer else None,
        score=1.0,
    )


def outcome(
    asked: Asked,
    quotes: list[Quote],
    text: str = "…",
    articles: list[str] | None = None,
    milliseconds: float = 1.0,
    confidence: float = 0.9,
) -> Outcome:
    """What a question got: answered if anything is quoted, all of it verbatim."""
    answer = Answer(asked.question, bool(quotes), text, confidence, quotes)
    verbatim = [True] * len(quotes)
    return Outcome(asked, asked.kind or "x", answer, articles or [], milliseconds, verbatim)
