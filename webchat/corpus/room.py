"""A store in, the corpus room of the page out: its table for everybody, its changes for the owner.

The room is one element of constant HTML, filled by room.js with texts that come as data
and are only ever set as textContent. It calls the functions below by name.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeAlias

import gradio as gr
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from vectorstore.listing import Order
from webchat.citations import article_link
from webchat.corpus.desk import MOST_DRAFTS, CorpusDesk, Json, sentence
from webchat.corpus.owner import ADDRESS as OWNER_ADDRESS
from webchat.corpus.owner import Owner
from webchat.panels import panel
from webchat.words import ADDRESSES, VI, Words

PAGE = 50  # articles shown at once

_HERE = Path(__file__).parent
_MOST_REMOVED = 1_000  # articles that are removed at once
_ID = Annotated[str, Field(max_length=2_000)]

Function: TypeAlias = Callable[[object, gr.Request], Json]


class _Wanted(BaseModel):
    text: Annotated[str, Field(max_length=200)] = ""
    order: Order = "title"
    descending: bool = False
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0


class _Given(BaseModel):
    name: Annotated[str, Field(max_length=1_000)]
    data: str  # base64


_wanted, _given = TypeAdapter(_Wanted), TypeAdapter(_Given)
_keys = TypeAdapter(Annotated[list[_ID], Field(min_length=1, max_length=MOST_DRAFTS)])
_ids = TypeAdapter(Annotated[list[_ID], Field(min_length=1, max_length=_MOST_REMOVED)])


def corpus_room(store: Store, owner: Owner, desk: CorpusDesk, words: Words = VI) -> gr.HTML:
    """The room, inside a tab of the page; `owner` decides who may ask the `desk` for a change.

    It dispatches `hoibao:corpus` on the document when the articles have become others.
    """
    said = {name: getattr(words, name) for name in vars(Words) if name.startswith("corpus_")}
    said |= {name: getattr(words, name) for name in ("no_title", "original")}
    source = [(_HERE / name).read_text("utf-8") for name in ("room.js", "desk.js")]
    given = {
        "language": words.language,
        "page": PAGE,
        "mostDrafts": MOST_DRAFTS,
        "owner": "../" * (ADDRESSES[words.language].count("/") - 1) + OWNER_ADDRESS,
    }
    constants = f"const words = {json.dumps(said)};\nconst given = {json.dumps(given)};\n"
    return panel(
        _HERE / "room.html",
        words,
        elem_id="corpus",
        script=constants + "\n".join(source),
        functions=functions(store, owner, desk, words),
    )


def functions(store: Store, owner: Owner, desk: CorpusDesk, words: Words) -> list[Function]:
    """What the room calls; what can't be done is answered with an `error` sentence."""

    def for_owners(function: Callable[[object], Json]) -> Function:
        def guarded(asked: object, request: gr.Request) -> Json:
            if not owner.is_owner(request):
                return {"error": words.corpus_not_owner, "refused": True}
            return _told_plainly(function, asked, words)

        guarded.__name__ = function.__name__  # by which the page calls it
        return guarded

    def corpus_list(asked: object, request: gr.Request) -> Json:
        return _told_plainly(
            lambda value: _listed(store, _wanted.validate_python(value)), asked, words
        )

    def corpus_state(asked: object, request: gr.Request) -> Json:
        def state(_: object) -> Json:
            work = desk.work(words)  # first: beside finished work stands what came of it
            told: Json = {"account": desk.account(), "owner": False, "password": owner.has_password}
            if owner.is_owner(request):
                told |= {
                    "owner": True,
                    "entered": owner.has_entered(request),
                    "undo": desk.last_change(),
                    "work": work,
                }
            return told

        return _told_plainly(state, asked, words)

    @for_owners
    def corpus_draft(asked: object) -> Json:
        given = _given.validate_python(asked)
        return desk.draft(given.name, given.data, words)

    @for_owners
    def corpus_add(asked: object) -> Json:
        drafts = desk.drafts(_keys.validate_python(asked))
        if drafts is None:
            return {"error": words.corpus_stale_draft}
        desk.add(drafts)
        return {}

    @for_owners
    def corpus_remove(asked: object) -> Json:
        desk.remove(_ids.validate_python(asked))
        return {}

    @for_owners
    def corpus_undo(asked: object) -> Json:
        desk.undo()
        return {}

    @for_owners
    def corpus_rebuild(asked: object) -> Json:
        desk.rebuild()
        return {}

    changing = [corpus_draft, corpus_add, corpus_remove, corpus_undo, corpus_rebuild]
    return [corpus_list, corpus_state, *changing]


def _listed(store: Store, wanted: _Wanted) -> Json:
    rows, count = store.generation().list_articles(
        wanted.text, wanted.order, wanted.descending, PAGE, wanted.offset
    )
    return {"count": count, "articles": [asdict(r) | {"link": article_link(r.id)} for r in rows]}


def _told_plainly(function: Callable[[object], Json], asked: object, words: Words) -> Json:
    try:
        return function(asked)
    except HoiBaoError as error:
        return {"error": sentence(error, words)}
    except ValidationError:
        return {"error": words.corpus_trouble}
