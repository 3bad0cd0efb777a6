"""The panel of conversations: the browser keeps them, the server keeps none.

The panel's value is the conversation on the page, a list of turns (`webchat.chat.turns`): whoever
asks gives it back, so that the server can tell what a follow-up refers to. conversations.js puts
each new value into the browser's storage and lists what lies there.
"""

from html import escape
from pathlib import Path

import gradio as gr

from rag import Quote
from webchat.chat.turns import Turn, TurnsError, from_json
from webchat.panels import panel
from webchat.words import Words

_HTML = Path(__file__).with_name("conversations.html")


def conversations_panel(words: Words) -> gr.HTML:
    """The buttons above a conversation and the list of those that the browser keeps."""

    def markdown(kept: object) -> str:
        return conversation_markdown(kept, words)

    return panel(_HTML, words, elem_id="past", value=[], functions=[markdown])


def conversation_markdown(kept: object, words: Words) -> str:
    """A conversation as Markdown: every question, and every quote with its full citation."""
    try:
        turns = from_json(kept)
    except TurnsError:
        return words.bad_conversation
    return "\n".join(f"{part}\n" for turn in turns for part in _markdown_of(turn, words))


def _markdown_of(turn: Turn, words: Words) -> list[str]:
    answer = turn.answer
    parts = [f"## {_plain(answer.question)}"]
    if not answer.answered:
        return [*parts, _plain(words.reply(answer.text))]
    if answer.quotes and answer.quotes[0].answer_start is not None:
        parts.append(f"**{_plain(answer.text)}**")
    for quote in answer.quotes:
        cited = citation_line(quote, turn.dates.get(quote.article_id), words)
        lines = "\\\n> ".join(map(_plain, filter(str.strip, quote.text.split("\n"))))
        parts.append(f"> “{lines}”\n>\n> — {_plain(cited)}")
    return parts


def citation_line(quote: Quote, date: str | None, words: Words) -> str:
    """Title, source, date, part of the article and address of a quote, in one line."""
    facts = (quote.title, quote.source, date, words.section(quote.section), quote.url)
    return ", ".join(fact for fact in facts if fact)


def _plain(text: str) -> str:
    """The text on one line, with every sign escaped that Markdown would act upon."""
    line = escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{c}" if c in "\\`*_{}[]#+-!|~" else c for c in line)
