"""An open store in, the page out: the rooms behind their tabs, and the article beside them."""

import json
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api as api_endpoint

from vectorstore.errors import StoreError
from vectorstore.generations import Store
from webchat.api.gradio_api import Api
from webchat.chat.room import chat_room
from webchat.corpus.desk import CorpusDesk
from webchat.corpus.owner import Owner
from webchat.corpus.room import corpus_room
from webchat.limits import ASKING, AT_ONCE, MOST_WAITING
from webchat.map.room import map_room
from webchat.reader.panel import reader_panel
from webchat.words import ADDRESSES, BOTH, FIXED_WORDS, VI, Words

_HERE = Path(__file__).parent
_PRINTED = _HERE / "print.css"
# The corpus room says so to the whole page; the head counts the articles.
_CORPUS_CHANGED = "document.addEventListener('hoibao:corpus', () => trigger('submit'))"


def build_page(store: Store, owner: Owner, desk: CorpusDesk, words: Words = VI) -> gr.Blocks:
    """The page in one language over a store, ready to be served (see `webchat.server.app`).

    The pages in all languages share one `desk`, and so the work that is going on.

    The functions for programs hang on the Vietnamese page, which is served at the root.
    """
    page = gr.Blocks(title=words.name, analytics_enabled=False, fill_width=True)
    with page:
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="desk"):
                top = gr.HTML(_top(store, words), elem_id="head", js_on_load=_CORPUS_CHANGED)
                with gr.Tabs(elem_id="rooms"):
                    with gr.Tab(words.chat_tab, elem_id="chat"):
                        chat = chat_room(store, words)
                    with gr.Tab(words.corpus_tab):
                        corpus_room(store, owner, desk, words)
                    with gr.Tab(words.map_tab) as map_tab:
                        map_room(store, words, map_tab, chat.kept)
            reader_panel(store, words)
        opening: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        for anew in (page.load, top.submit):
            anew(lambda: _top_now(store, words), outputs=[top], queue=False, **opening)
        page.load(
            chat.reopen, outputs=chat.reopened,
            concurrency_limit=AT_ONCE, concurrency_id=ASKING, **opening,
        )  # fmt: skip
        if words is VI:
            _expose(Api(store))
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE)
    return page


def stylesheet() -> str:
    """The CSS of the page and its rooms."""
    files = sorted(_HERE.rglob("*.css"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file != _PRINTED)


def head() -> str:
    """What stands in the page's head beside Gradio's own."""
    return f"<style>{_PRINTED.read_text(encoding='utf-8')}</style>"


def script(words: Words) -> str:
    """The JavaScript that runs once when the page is there."""
    source = (_HERE / "page.js").read_text(encoding="utf-8")
    fixed = FIXED_WORDS if words is VI else {}
    return f"() => ({source})({json.dumps(words.language)}, {json.dumps(fixed)})"


def _top(store: Store, words: Words) -> str:
    articles = len(store.generation().manifest.articles)
    told = words.welcome.format(articles=articles)
    other = next(language for language in BOTH if language != words.language)
    return (
        f"<h1>{escape(words.name)}</h1><p>{escape(told)}</p>"
        f'<a class="language" href="{ADDRESSES[other]}" lang="{other}" hreflang="{other}">'
        f"{escape(words.other_language)}</a>"
    )


def _top_now(store: Store, words: Words) -> Any:
    try:
        return _top(store, words)
    except StoreError:  # what stood there stays; asking tells of the trouble
        return gr.skip()


def _expose(api: Api) -> None:
    for function in (api.ask, api.search, api.article, api.articles):
        api_endpoint(
            function,
            api_name=function.__name__,
            concurrency_limit=AT_ONCE,
            concurrency_id=ASKING,
        )
