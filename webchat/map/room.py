"""The room of the map: the passages of all articles in a plane, with the last question among them.

It is drawn when its tab is opened, and anew when another question was asked since.
"""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import gradio as gr
from gradio.components.plot import PlotData

from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from webchat.chat.answer import escape
from webchat.chat.scope import ANYWHERE, Scope
from webchat.chat.turns import from_json
from webchat.limits import ASKING, AT_ONCE
from webchat.map.figure import COLOURS, SYMBOLS, colours, map_figure
from webchat.map.points import MapPoints, Point, map_points
from webchat.panels import panel
from webchat.words import Words

Drawn: TypeAlias = tuple[str, PlotData, str]  # above, map, below

# Where a passage stands that was touched.
_PICKED = Path(__file__).with_name("room.html")
_log = logging.getLogger(__name__)


def map_room(store: Store, words: Words, tab: gr.Tab, kept: gr.HTML) -> None:
    """Furnish the open `tab` with the map; the value of `kept` is the conversation."""
    above = gr.HTML(elem_id="map-above")
    plot = gr.Plot(elem_id="map", show_label=False, container=False, buttons=[])
    panel(_PICKED, words, elem_id="map-picked")
    below = gr.HTML(elem_id="map-below")
    shows = gr.State([])
    tab.select(
        _drawing(store, words),
        inputs=[kept, shows],
        outputs=[above, plot, below, shows],
        api_visibility="private",
        show_progress="hidden",
        concurrency_limit=AT_ONCE,
        concurrency_id=ASKING,  # it asks the last question again
    )


def _drawing(store: Store, words: Words) -> Callable[[object, list[str]], Any]:
    def drawing(kept: object, shows: list[str]) -> Any:
        try:
            turns = from_json(kept)
            asked = [turn.question for turn in turns]
            scope = turns[-1].scope if turns else ANYWHERE
            now = [store.generation().folder.name, *asked, repr(scope)]
            return gr.skip() if now == shows else (*_drawn(store, words, asked, scope), now)
        except HoiBaoError as error:
            _log.error("the map could not be drawn: %s", error)
            return _paragraph("trouble", words.map_missing), None, "", []

    return drawing


def _drawn(store: Store, words: Words, asked: list[str], scope: Scope) -> Drawn:
    shown = map_points(store, asked, scope)
    figure = json.dumps(map_figure(shown, words), ensure_ascii=False)
    return _above(shown, words), PlotData(type="plotly", plot=figure), _below(shown, words)


def _above(shown: MapPoints, words: Words) -> str:
    about = _paragraph("about", words.map_about)
    if len(shown.points) < shown.chunks:
        told = words.map_sampled.format(shown=len(shown.points), chunks=shown.chunks)
        about += _paragraph("about", told)
    if shown.question is None:
        return about + _paragraph("hint", words.map_ask_first.format(tab=words.chat_tab))
    label, asked = escape(words.map_question), escape(shown.question.asked)
    return f'{about}<p class="asked-here"><span>★ {label}</span> {asked}</p>'


def _below(shown: MapPoints, words: Words) -> str:
    return _found(shown, words) + _key(shown, words)


def _found(shown: MapPoints, words: Words) -> str:
    """The passages found, as a list to open them from without the map."""
    if shown.question is None:
        return ""
    if not shown.found:
        return _paragraph("hint", words.map_none)
    colour_of = colours(shown.articles)
    items = "".join(
        _item(p, n, colour_of[p.article_id], words) for n, p in enumerate(shown.found, 1)
    )
    return f"<h3>{escape(words.map_found)}</h3><ol>{items}</ol>"


def _item(point: Point, number: int, colour: str, words: Words) -> str:
    label = words.section(point.section)
    return (
        f'<li><a href="{point.link}"><span class="n" style="background:{colour}">{number}</span>'
        f'<span class="said">{escape(point.text)}</span>'
        f'<span class="place">{escape(point.title)} · {escape(label)}</span></a></li>'
    )


def _key(shown: MapPoints, words: Words) -> str:
    """What the colours and the shapes mean."""
    present = {point.section for point in shown.points}
    shapes = "".join(
        f"<li><span>{sign}</span> {escape(words.section(kind))}</li>"
        for kind, (_, sign) in SYMBOLS.items()
        if kind in present
    )
    key = f'<ul class="shapes">{shapes}</ul>'
    colour_of = colours(shown.articles)
    if len(colour_of) > len(COLOURS):
        return key + _paragraph("about", words.map_many.format(articles=len(colour_of)))
    titles = {point.article_id: point.title for point in shown.points}
    articles = "".join(
        f'<li><span style="background:{colour}"></span>{escape(titles[article])}</li>'
        for article, colour in colour_of.items()
    )
    return f'{key}<ul class="articles">{articles}</ul>'


def _paragraph(kind: str, sentence: str) -> str:
    return f'<p class="{kind}">{escape(sentence)}</p>'
