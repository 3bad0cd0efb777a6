"""One question of a conversation and what was answered, as the browser keeps and returns it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from rag import Answer, Quote
from rag.retrieval import LONGEST_QUESTION
from vectorstore.errors import HoiBaoError
from vectorstore.store import Generation
from webchat.chat.scope import Scope

MOST_TURNS = 50  # of one conversation; older ones are dropped
NEAREST = 3  # passages that are kept where there is no answer


class TurnsError(HoiBaoError):
    """What came back from a browser is no conversation."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, its answer, and what its sources need to be cited in full."""

    answer: Answer
    at: str  # ISO 8601, UTC
    dates: dict[str, str] = field(default_factory=dict)  # article id → date in its own words
    scope: Scope = field(default_factory=Scope)
    said_of_it: str | None = None  # what the reader said of the answer: "like" or a reason

    @property
    def question(self) -> str:
        """The question as it was asked."""
        return self.answer.question


_turns = TypeAdapter(Annotated[list[Turn], Field(max_length=MOST_TURNS)])


def turn_of(answer: Answer, generation: Generation, scope: Scope) -> Turn:
    """What is kept of an answer: its quotes, or where it has none the nearest passages."""
    passages = [] if answer.answered else answer.passages[:NEAREST]
    cited = [q.article_id for q in answer.quotes] + [p.article_id for p in passages]
    dates = {article_id: generation.article(article_id).date for article_id in cited}
    return Turn(
        answer=replace(answer, passages=passages),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        dates={article_id: date for article_id, date in dates.items() if date},
        scope=scope,
    )


def stands(quote: Quote, generation: Generation) -> bool:
    """Whether what came back from a browser as a quote is one, word for word.

    Raises:
        UnknownArticleError: its article is gone.
    """
    article = generation.article(quote.article_id)
    text = article.text[quote.start : quote.end]
    said = (quote.title, quote.source, quote.url, quote.text)
    return quote.start >= 0 and said == (article.title, article.source, article.url, text)


def as_json(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The turns in plain fields, the latest `MOST_TURNS`."""
    return [asdict(turn) for turn in turns[-MOST_TURNS:]]


def from_json(kept: object) -> list[Turn]:
    """The turns that `as_json` wrote, as they come back from a browser.

    Raises:
        TurnsError: they are none.
    """
    try:
        turns = _turns.validate_python(kept or [])
    except ValidationError as error:
        first = error.errors()[0]
        raise TurnsError(f"not a conversation: {first['loc']}: {first['msg']}") from None
    if any(len(turn.question) > LONGEST_QUESTION for turn in turns):
        raise TurnsError(f"not a conversation: a question has over {LONGEST_QUESTION} characters")
    return turns
