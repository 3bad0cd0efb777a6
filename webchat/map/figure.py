"""The points of the map in, a plotly figure out, as the plain fields that plotly.js reads.

Nothing of an article reaches plotly but as hover text, which it reads as a kind of HTML.
"""

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any, TypeAlias

from vectorstore.articles import SectionKind
from webchat.map.points import MapPoints, Point
from webchat.words import Words

Figure: TypeAlias = dict[str, Any]  # data, layout and config

# On white and on black each has a contrast of 3 or more, and neighbours differ to the colour-blind.
COLOURS = (
    "#2d7fbf", "#d0660a", "#14906c", "#bb4f9a", "#86861c",
    "#7b6bd6", "#c2483a", "#3d93a8", "#9a7422", "#757b85",
)  # fmt: skip
SYMBOLS: dict[SectionKind, tuple[str, str]] = {  # plotly's name, the like character
    "title": ("diamond", "◆"),
    "lead": ("triangle-up", "▲"),
    "body": ("circle", "●"),
    "caption": ("square", "■"),
    "byline": ("cross", "✚"),
    "teaser": ("circle-open", "○"),
}
_LINE, _STAR = "#8a8f98", "#e0a100"
_WIDTH = 46  # characters of a line of hover text
_FEW = 300  # points up to which they are drawn large


def colours(articles: Sequence[str]) -> dict[str, str]:
    """The colour of each article; used again where there are more articles than colours."""
    return {article: COLOURS[i % len(COLOURS)] for i, article in enumerate(articles)}


def map_figure(shown: MapPoints, words: Words) -> Figure:
    """The figure: a trace for each colour, then the question, then each passage that it found.

    A point's `customdata` is the link that opens its passage.
    """
    colour_of = colours(shown.articles)
    traces = [
        _passages(
            [p for p in shown.points if colour_of[p.article_id] == colour],
            colour,
            len(shown.points),
            shown.question is not None,
        )
        for colour in dict.fromkeys(colour_of.values())
    ]
    if shown.question is not None:
        traces += _asked(shown, colour_of, words)
    return {"data": traces, "layout": _LAYOUT, "config": _config(words)}


def hover_text(title: str, text: str) -> str:
    """A title and a text in lines for plotly, every character meaning just itself."""
    heading = (f"<b>{line}</b>" for line in _lines(title))
    return "<br>".join([*heading, *_lines(text)])


def _lines(text: str) -> list[str]:
    writable = text.encode("utf-8", "replace").decode("utf-8")
    lines = wrap(writable, _WIDTH, break_on_hyphens=False)
    return [escape(line, quote=False) for line in lines]  # plotly does not know &quot;


def _passages(points: Sequence[Point], colour: str, of: int, faint: bool) -> Figure:
    return _trace(points) | {
        "mode": "markers",
        "marker": {
            "color": colour,
            "symbol": [SYMBOLS[p.section][0] for p in points],
            "size": 11 if of <= _FEW else 6,
            "opacity": 0.65 if faint else 0.9,
            "line": {"width": 1.5 if of <= _FEW else 1, "color": colour},
        },
    }


def _asked(shown: MapPoints, colour_of: dict[str, str], words: Words) -> list[Figure]:
    question, found = shown.question, shown.found
    assert question is not None
    lines = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for p in found for x in (question.x, p.x, None)],
        "y": [y for p in found for y in (question.y, p.y, None)],
        "line": {"color": _LINE, "width": 1.2, "dash": "dot"},
        "hoverinfo": "skip",
    }
    star = {
        "type": "scatter",
        "mode": "markers",
        "x": [question.x],
        "y": [question.y],
        "hovertext": [hover_text(words.map_question, question.asked)],
        "hoverinfo": "text",
        "marker": {
            "symbol": "star",
            "size": 24,
            "color": _STAR,
            "opacity": 1,
            "line": {"width": 1.5, "color": "#4a3500"},
        },
    }
    # A trace each, the best last: where two overlap, the better one covers the other's number.
    numbered = [
        _numbered(number, point, colour_of[point.article_id])
        for number, point in enumerate(found, 1)
    ]
    return [lines, star, *numbered[::-1]]


def _numbered(number: int, point: Point, colour: str) -> Figure:
    return _trace([point]) | {
        "mode": "markers+text",
        "text": [str(number)],
        "textfont": {"size": 12, "color": "#fff", "weight": 700},
        "marker": {
            "color": colour,
            "size": 21,
            "opacity": 1,
            "line": {"width": 2, "color": _LINE},
        },
    }


def _trace(points: Sequence[Point]) -> Figure:
    return {
        "type": "scatter",
        "x": [p.x for p in points],
        "y": [p.y for p in points],
        "hovertext": [hover_text(p.title, p.text) for p in points],
        "hoverinfo": "text",
        "customdata": [p.link for p in points],
    }


# Directions and distances on the map have no unit, so there are no axes. The page's style sheet
# colours text and hover labels, light or dark.
_AXIS = {"visible": False, "showgrid": False, "zeroline": False}
_LAYOUT: Figure = {
    "template": {},
    "autosize": True,
    "showlegend": False,
    "dragmode": "pan",
    "hovermode": "closest",
    "hoverdistance": 24,
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": "system-ui, Noto Sans, sans-serif", "size": 13},
    "hoverlabel": {"align": "left", "font": {"family": "system-ui, Noto Sans, sans-serif"}},
    "modebar": {"bgcolor": "rgba(0,0,0,0)", "orientation": "h"},
    "xaxis": _AXIS,
    "yaxis": _AXIS,
}


def _config(words: Words) -> Figure:
    said = {
        "Zoom in": words.map_nearer,
        "Zoom out": words.map_farther,
        "Reset axes": words.map_whole,
    }
    return {
        "scrollZoom": True,
        "doubleClick": "reset",
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d"]],
        "showTips": False,
        "showAxisDragHandles": False,
        "locale": words.language,
        "locales": {words.language: {"dictionary": said, "format": {}}},
    }
