"""The functions that scripts call over the network: ask, search, article, as plain JSON values."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import gradio as gr
from pydantic import Field, TypeAdapter, ValidationError

import rag
from rag.answering import as_fields
from rag.retrieval import LONGEST_QUESTION
from vectorstore.errors import HoiBaoError, QuestionError
from vectorstore.generations import Store

MOST_PASSAGES = 50
MOST_EARLIER = 50

_text = TypeAdapter(str)
_count = TypeAdapter(Annotated[int, Field(ge=1, le=MOST_PASSAGES)])
_question = Annotated[str, Field(max_length=LONGEST_QUESTION)]
_earlier = TypeAdapter(Annotated[list[_question], Field(max_length=MOST_EARLIER)])


class Api:
    """The three functions over one store; what they can't do is a gr.Error with one sentence."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, question: str, history: list[str] = [], k: int = 8) -> dict[str, Any]:  # noqa: B006
        """Answer a question with verbatim quotes; `history` holds the earlier questions."""
        with _told_plainly():
            _require(_text, question, "question must be a text")
            _require(
                _earlier,
                history,
                f"history must be a list of at most {MOST_EARLIER} questions of at most "
                f"{LONGEST_QUESTION} characters",
            )
            _require_count(k)
            return as_fields(rag.ask(question, history, k, store=self._store))

    def search(self, question: str, k: int = 5) -> dict[str, Any]:
        """Find the `k` passages nearest to a question."""
        with _told_plainly():
            _require(_text, question, "question must be a text")
            _require_count(k)
            passages = rag.retrieve(question, k, store=self._store)
        return {"question": question, "passages": [asdict(passage) for passage in passages]}

    def article(self, article_id: str) -> dict[str, Any]:
        """The whole text of an article and where its parts stand in it."""
        with _told_plainly():
            _require(_text, article_id, "article_id must be a text")
            article = self._store.generation().article(article_id)
        return {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "author": article.author,
            "date": article.date,
            "text": article.text,
            "sections": [asdict(section) for section in article.sections],
        }


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except HoiBaoError as error:
        raise gr.Error(str(error), print_exception=False) from None


def _require_count(k: object) -> None:
    _require(_count, k, f"k must be a whole number from 1 to {MOST_PASSAGES}")


def _require(form: TypeAdapter[Any], value: object, demand: str) -> None:
    try:
        form.validate_python(value, strict=True)
    except ValidationError:
        raise QuestionError(f"{demand}, not {str(value)[:60]!r}") from None
