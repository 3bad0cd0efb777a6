"""Where a question looks for its answer: the inputs of the page in, articles and sections out."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import gradio as gr

from vectorstore.articles import SectionKind
from vectorstore.generations import Store
from vectorstore.store import Generation
from webchat.panels import panel
from webchat.words import Words

_DAYS = Path(__file__).with_name("days.html")
_MOST_CHOICES = 500  # articles that can be chosen from a list
_OWN_TEXT = tuple(kind for kind in get_args(SectionKind) if kind != "teaser")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question looks for its answer."""

    articles: tuple[str, ...] = ()  # ids; none: all
    own_text: bool = False  # without the related news of a page
    since: str = ""  # the first day, YYYY-MM-DD; "": any
    until: str = ""  # the last day


ANYWHERE = Scope()


def scope_inputs(store: Store, words: Words) -> list[gr.components.Component]:
    """The inputs that `scope_of` reads, laid out inside the open Blocks."""
    listed = choices(store)
    with gr.Accordion(words.scope_label, open=False, elem_id="scope"):
        articles = gr.Dropdown(
            choices=listed, multiselect=True, label=words.scope_choice, visible=bool(listed)
        )
        own_text = gr.Checkbox(label=words.own_text)
        dated = store.generation().date_range() is not None
        days = panel(_DAYS, words, elem_id="days", value={}, visible=dated)
    return [articles, own_text, days]


def scope_of(articles: Any, own_text: Any, days: Any) -> Scope:
    """The scope that the inputs say; what they can't mean is no limit."""
    days = days if isinstance(days, dict) else {}
    since, until = _day(days.get("since")), _day(days.get("until"))
    return Scope(tuple(articles or ()), bool(own_text), since, until)


def _day(text: Any) -> str:
    """The day as YYYY-MM-DD, or "" where none is said."""
    try:
        return date.fromisoformat(str(text or "")[:10]).isoformat()
    except ValueError:
        return ""


def limits_of(
    generation: Generation, scope: Scope
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """The articles and the sections that a scope leaves; None: all."""
    known = generation.manifest.articles
    articles = tuple(i for i in scope.articles if i in known) if scope.articles else None
    if scope.since or scope.until:
        since, until = (
            int(day.replace("-", "")) if day else None for day in (scope.since, scope.until)
        )
        dated = generation.dated(since, until)
        articles = tuple(i for i in dated if articles is None or i in articles)
    return articles, _OWN_TEXT if scope.own_text else None


def choices(store: Store) -> list[tuple[str, str]]:
    """The articles to choose from, as title and id; none where they are too many for a list."""
    return _choices_of(store.generation())


@lru_cache(maxsize=2)  # every page that is opened lists them
def _choices_of(generation: Generation) -> list[tuple[str, str]]:
    if len(generation.manifest.articles) > _MOST_CHOICES:
        return []
    return [(article.title or article.id, article.id) for article in generation.articles()]
