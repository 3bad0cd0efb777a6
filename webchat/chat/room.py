"""An open store in, the chat out: question box, conversation, suggestions, where to look."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import gradio as gr

from rag.answering import Found, answer_steps
from rag.feedback import keep, record
from rag.retrieval import LONGEST_QUESTION
from rag.second_reader import load_second_reader
from rag.suggesting.suggestions import suggestions
from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from webchat.api.metrics import asking
from webchat.chat.answer import (
    LIKE,
    answer_html,
    found_html,
    question_html,
    trouble_html,
    waiting_html,
)
from webchat.chat.conversations import conversations_panel
from webchat.chat.scope import Scope, choices, limits_of, scope_inputs, scope_of
from webchat.chat.turns import (
    MOST_TURNS,
    Turn,
    TurnsError,
    as_json,
    from_json,
    stands,
    turn_of,
)
from webchat.limits import ASKING, AT_ONCE
from webchat.words import Words

_EARLIER = 10  # questions of a conversation that the next one may refer to
_SUGGESTED = 4

_log = logging.getLogger(__name__)

Message: TypeAlias = dict[str, str]
Shown: TypeAlias = tuple[Any, ...]  # what an event gives to its outputs


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """The parts of the chat that the page refers to."""

    kept: gr.HTML  # its value: the conversation, as `webchat.chat.turns` reads it
    reopen: Callable[[gr.Request], Shown]  # what `reopened` shows when the page is opened
    reopened: list[gr.components.Component]


def chat_room(store: Store, words: Words) -> ChatRoom:
    """Lay the chat out inside the open Blocks, with everything that happens in it."""
    kept = conversations_panel(words)
    talk = _conversation(words)
    with gr.Row(elem_id="tries"):
        tries = [gr.Button("", visible=False, size="sm") for _ in range(_SUGGESTED)]
    scope = scope_inputs(store, words)
    box = _question_box(words)

    chat = _Chat(store, words)
    shown = [box, talk, kept]
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    counted = private | {"concurrency_limit": AT_ONCE, "concurrency_id": ASKING}
    # Asked while an answer comes: it is next.
    queue = counted | {"trigger_mode": "always_last"}
    suggesting = private | {"concurrency_limit": AT_ONCE, "concurrency_id": "suggesting"}
    asked = [box.submit(chat.answer, [box, kept, *scope], shown, **queue)]
    asked += [button.click(chat.answer, [button, kept, *scope], shown, **queue) for button in tries]
    asked += [kept.submit(chat.answer_link, [kept, *scope], shown, **queue)]
    for event in asked:
        event.then(chat.suggest, [kept], tries, **suggesting)
    kept.select(chat.show, [kept], [*shown, *tries], **suggesting)
    kept.like(chat.judge, [kept], [talk, kept], **counted)
    return ChatRoom(kept, chat.reopen, [talk, kept, *tries, scope[0]])


def warm_up(store: Store) -> None:
    """Make the first suggestions, so that all is loaded before the first visitor asks."""
    load_second_reader()
    with suppress(HoiBaoError):  # whoever asks next is told
        suggestions(store, None, _SUGGESTED)


class _Chat:
    """What happens in the chat of one page."""

    def __init__(self, store: Store, words: Words) -> None:
        self._store = store
        self._words = words
        self._judging = store.settings.feedback is not None

    def answer(self, question: str, kept: object, *scope: Any) -> Iterator[Shown]:
        """Show the question, what was found, and the answer."""
        if not question.strip():
            yield "", gr.skip(), gr.skip()
            return
        turns = _turns_of(kept)[1 - MOST_TURNS :]
        before = [*self._messages(turns), _message("user", question_html(question))]
        box: Any = ""  # emptied at once, and then left to who types the next question
        for step in self._steps(question, turns, scope_of(*scope)):
            if isinstance(step, Turn):
                yield box, [*before, self._reply(len(turns), step)], as_json([*turns, step])
            else:
                yield box, [*before, _message("assistant", step)], gr.skip()
            box = gr.skip()

    def answer_link(
        self, kept: object, articles: Any, own_text: Any, days: Any, event: gr.EventData
    ) -> Iterator[Shown]:
        """Answer what a link of the page asks: a question completed, or one that failed."""
        question = getattr(event, "question", None)
        if isinstance(question, str):
            yield from self.answer(question, kept, articles, own_text, days)
        else:
            yield gr.skip(), gr.skip(), gr.skip()

    def show(self, kept: object) -> Shown:
        """Show a conversation that the browser kept, or none."""
        try:
            turns = from_json(kept)
        except TurnsError as error:
            _log.info("a page sent %s", error)
            gr.Warning(self._words.bad_conversation)
            turns = []
        return "", self._messages(turns), as_json(turns), *self._suggestions(turns)

    def suggest(self, kept: object) -> list[gr.Button]:
        """Questions to go on with: about the article that answered last."""
        return self._suggestions(_turns_of(kept))

    def judge(self, kept: object, event: gr.EventData) -> Shown:
        """Keep what a reader says of an answer."""
        number, reason = getattr(event, "turn", None), getattr(event, "reason", None)
        file = self._store.settings.feedback
        try:
            turns = from_json(kept)
            if file is None or not isinstance(number, int) or reason not in self._words.judgements:
                return gr.skip(), gr.skip()
            turn = turns[number]
            history = [earlier.question for earlier in turns[:number]]
            liked = reason == LIKE
            generation = self._store.generation()
            if not all(stands(quote, generation) for quote in turn.answer.quotes):
                raise TurnsError("a quote of it does not stand in its article")
            keep(file, record(turn.answer, history, liked, None if liked else reason, generation))
        except (HoiBaoError, IndexError) as error:
            _log.error("what a reader said of an answer was not kept: %s", error)
            gr.Warning(self._words.not_kept)
            return gr.skip(), gr.skip()
        turns[number] = replace(turn, said_of_it=reason)
        return self._messages(turns), as_json(turns)

    def reopen(self, request: gr.Request) -> Shown:
        """Answer the questions that stand in the page's address, one after the other."""
        query = request.query_params
        questions = query.getlist("q")[-MOST_TURNS:] if hasattr(query, "getlist") else []
        scope = scope_of(
            query.getlist("article") if questions else [],
            query.get("own") == "1",
            {name: query.get(name) for name in ("since", "until")},
        )
        turns: list[Turn] = []
        for question in questions:
            for step in self._steps(question, turns, scope):
                if isinstance(step, Turn):
                    turns.append(step)
        # Whoever has asked something before this was done keeps it.
        shown = (self._messages(turns), as_json(turns)) if turns else (gr.skip(), gr.skip())
        return *shown, *self._suggestions(turns), self._choices()

    def _choices(self) -> Any:
        try:
            return gr.Dropdown(choices=choices(self._store))
        except HoiBaoError:  # the store is in trouble: asking will say so
            return gr.skip()

    def _steps(self, question: str, turns: Sequence[Turn], scope: Scope) -> Iterator[str | Turn]:
        """The messages of what happens, in HTML, and at last the turn; or the trouble."""
        if len(question) > LONGEST_QUESTION:
            told = self._words.too_long.format(n=len(question), most=LONGEST_QUESTION)
            yield trouble_html(told)
            return
        yield waiting_html(self._words.searching)
        history = [turn.question for turn in turns[-_EARLIER:]]
        try:
            generation = self._store.generation()
            articles, sections = limits_of(generation, scope)
            with asking("page") as answered:
                for step in answer_steps(
                    question, history, articles=articles, sections=sections, store=self._store
                ):
                    if isinstance(step, Found):
                        yield found_html(step.passages, self._words)
                    else:
                        answered(step)
                        yield turn_of(step, generation, scope)
        except HoiBaoError as error:
            _log.error("a question could not be answered: %s", error)
            yield trouble_html(self._words.store_trouble, question, self._words.again)
        except Exception:  # the outermost door: whoever asked gets a sentence, the log the cause
            _log.exception("a question could not be answered")
            yield trouble_html(self._words.trouble, question, self._words.again)

    def _messages(self, turns: Sequence[Turn]) -> list[Message]:
        return [
            message
            for number, turn in enumerate(turns)
            for message in (
                _message("user", question_html(turn.question)),
                self._reply(number, turn),
            )
        ]

    def _reply(self, number: int, turn: Turn) -> Message:
        judging = number if self._judging else None
        return _message("assistant", answer_html(turn, self._words, judging))

    def _suggestions(self, turns: Sequence[Turn]) -> list[gr.Button]:
        asked = [turn.question for turn in turns]
        quotes = turns[-1].answer.quotes if turns else []
        about = quotes[0].article_id if quotes else None
        try:
            found = suggestions(self._store, about, _SUGGESTED, asked) if about else ()
            if len(found) < _SUGGESTED:
                others = suggestions(self._store, None, _SUGGESTED, [*asked, *found])
                found = (*found, *others)[:_SUGGESTED]
        except HoiBaoError:
            found = ()  # the article is gone, or the store in trouble: asking will say so
        return [
            gr.Button(found[i], visible=True) if i < len(found) else gr.Button(visible=False)
            for i in range(_SUGGESTED)
        ]


def _turns_of(kept: object) -> list[Turn]:
    """The conversation that a page sent; none if it is not one."""
    try:
        return from_json(kept)
    except TurnsError as error:
        _log.info("a page sent %s", error)
        return []


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


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
