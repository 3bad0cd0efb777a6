"""An open store in, the page out: question box, conversation, and the article beside it."""

import json
import logging
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import TypeAlias

import gradio as gr
from gradio.events import api as api_endpoint

from rag import ask
from rag.retrieval import LONGEST_QUESTION
from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from webchat.answer import answer_html, asked_in, question_html, trouble_html
from webchat.api import Api
from webchat.examples import MOST, examples
from webchat.reader import Opened, open_citation
from webchat.words import FIXED_WORDS, VI, Words

AT_ONCE = 4  # questions that are read at the same time; the others wait
MOST_WAITING = 64  # questions that may wait; one more is told to come back

_HERE = Path(__file__).parent
_ASKING = "asking"  # the queue that the page and the API share
_EARLIER = 10  # questions of a conversation that the next one may refer to
_READER_WORDS = ("reader", "close", "opening", "original", "related", "unreachable")

_log = logging.getLogger(__name__)

Message: TypeAlias = dict[str, object]
Answering: TypeAlias = Callable[[str, list[Message]], Iterator[tuple[str, list[Message]]]]


def build_page(store: Store, words: Words = VI) -> gr.Blocks:
    """The page and the API over a store, ready to be served (see `webchat.server`)."""
    page = gr.Blocks(title=words.name, analytics_enabled=False, fill_width=True)
    with page:
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="desk"):
                with gr.Row(elem_id="head"):
                    head = gr.HTML(_head(store, words), elem_id="name")
                    clear = gr.Button(words.new_conversation, elem_id="clear", size="sm")
                talk = _conversation(words)
                with gr.Row(elem_id="tries"):
                    tries = _buttons(store)
                box = _question_box(words)
            _reader(store, words)
        _answer_questions(_answering(store, words), box, tries, talk)
        clear.click(lambda: ("", []), outputs=[box, talk], api_visibility="private", queue=False)
        page.load(
            lambda: [_head(store, words), *_buttons(store)],
            outputs=[head, *tries],
            api_visibility="private",
            queue=False,
            show_progress="hidden",
        )
        _expose(Api(store))
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE)
    return page


def stylesheet() -> str:
    """The page's CSS."""
    return (_HERE / "page.css").read_text(encoding="utf-8")


def script() -> str:
    """The JavaScript that runs once when the page is there."""
    source = (_HERE / "page.js").read_text(encoding="utf-8")
    return f"() => ({source})({json.dumps(FIXED_WORDS)})"


def _head(store: Store, words: Words) -> str:
    articles = len(store.generation().manifest.articles)
    told = words.welcome.format(articles=articles)
    return f"<h1>{escape(words.name)}</h1><p>{escape(told)}</p>"


def _conversation(words: Words) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="talk",
        label=words.conversation,
        show_label=False,
        container=False,
        autoscroll=False,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        layout="bubble",
        height=None,
        placeholder=words.placeholder,
    )


def _question_box(words: Words) -> gr.Textbox:
    return gr.Textbox(
        elem_id="box",
        label=words.question_label,
        placeholder=words.question_placeholder,
        show_label=False,
        container=False,
        autofocus=True,
        max_lines=4,
        max_length=LONGEST_QUESTION,
        submit_btn=words.ask,
        html_attributes=gr.InputHTMLAttributes(autocorrect="off", spellcheck=False),
    )


def _reader(store: Store, words: Words) -> gr.HTML:
    def opened(link: str) -> Opened:
        return open_citation(store, link, words)

    said = {name: escape(getattr(words, name)) for name in _READER_WORDS}
    template = (_HERE / "reader.html").read_text(encoding="utf-8")
    return gr.HTML(
        elem_id="reader",
        html_template=Template(template).substitute(said),
        js_on_load=(_HERE / "reader.js").read_text(encoding="utf-8"),
        server_functions=[opened],
        apply_default_css=False,
    )


def _buttons(store: Store) -> list[gr.Button]:
    shown = [gr.Button(question, visible=True, size="sm") for question in examples(store)]
    return shown + [gr.Button("", visible=False, size="sm") for _ in range(len(shown), MOST)]


def _answering(store: Store, words: Words) -> Answering:
    def answering(question: str, messages: list[Message]) -> Iterator[tuple[str, list[Message]]]:
        if not question.strip():
            yield "", messages
            return
        earlier = asked_in(messages)[-_EARLIER:]
        messages = [*messages, {"role": "user", "content": question_html(question)}]
        yield "", messages
        reply = _reply(store, question, earlier, words)
        yield "", [*messages, {"role": "assistant", "content": reply}]

    return answering


def _reply(store: Store, question: str, earlier: list[str], words: Words) -> str:
    if len(question) > LONGEST_QUESTION:
        told = words.too_long.format(n=len(question), most=LONGEST_QUESTION)
        return trouble_html(told)
    try:
        return answer_html(ask(question, earlier, store=store), words)
    except HoiBaoError as error:
        _log.error("a question could not be answered: %s", error)
        return trouble_html(words.store_trouble)
    except Exception:  # the outermost door: whoever asked gets a sentence, the log the cause
        _log.exception("a question could not be answered")
        return trouble_html(words.trouble)


def _answer_questions(
    answering: Answering, box: gr.Textbox, tries: list[gr.Button], talk: gr.Chatbot
) -> None:
    starts = [(box.submit, box), *((button.click, button) for button in tries)]
    for start, source in starts:
        start(
            answering,
            inputs=[source, talk],
            outputs=[box, talk],
            concurrency_limit=AT_ONCE,
            concurrency_id=_ASKING,
            show_progress="hidden",
            api_visibility="private",
        )


def _expose(api: Api) -> None:
    for function in (api.ask, api.search, api.article):
        api_endpoint(
            function,
            api_name=function.__name__,
            concurrency_limit=AT_ONCE,
            concurrency_id=_ASKING,
        )
