"""Outcomes in, the charts of their measures out, as plotly figures."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import get_args

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rag.evaluation import Measures, Outcome, grouped, measures
from rag.reports.calibration import Calibration
from vectorstore.articles import SectionKind

# Told apart by eye on white and on black, by the colour-blind too.
_BLUE, _AMBER, _GREY = "#3b8ea5", "#d98e04", "#8a8f98"
_ROW = 46  # pixels of a row of bars
_SHORTEST = 0.01  # milliseconds; none at all has no logarithm
# The figure beside a bar is legible whatever the size of the bar.
_BESIDE = {
    "textposition": "outside",
    "textangle": 0,
    "constraintext": "none",
    "cliponaxis": False,
}
# No background of their own: the page's style sheet colours paper, text and lines.
_LAYOUT = {
    "template": "none",
    "margin": {"l": 60, "r": 24, "t": 44, "b": 48},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": "system-ui, sans-serif", "size": 13},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    "bargap": 0.3,
}
_AXIS = {"automargin": True, "zeroline": False, "title_font_size": 13}


def reliability(found: Calibration) -> go.Figure:
    """How often the first quote was right, over how sure it was said to be; below, how many."""
    figure = make_subplots(rows=2, shared_xaxes=True, row_heights=[0.75, 0.25])
    said = [b.said for b in found.bins]
    counts = [b.n for b in found.bins]
    ideal = {"x": [0, 1], "y": [0, 1], "mode": "lines", "line": {"color": _GREY, "dash": "dot"}}
    figure.add_trace(go.Scatter(**ideal, name="as said", hoverinfo="skip"), 1, 1)
    figure.add_trace(
        go.Scatter(
            x=said,
            y=[b.right for b in found.bins],
            customdata=counts,
            mode="lines+markers",
            marker={"color": _BLUE, "size": 11},
            name="first quote right",
            hovertemplate="said %{x:.2f}, right %{y:.2f}, %{customdata} questions<extra></extra>",
        ),
        1,
        1,
    )
    bars = {"text": counts, "width": 0.03, "marker_color": _GREY, "showlegend": False, **_BESIDE}
    figure.add_trace(go.Bar(x=said, y=counts, hoverinfo="skip", **bars), 2, 1)
    figure.update_xaxes(range=[0, 1.02], dtick=0.2)
    figure.update_xaxes(title_text="confidence said", row=2)
    figure.update_yaxes(range=[0, 1.05], dtick=0.2, title_text="share right", row=1)
    figure.update_yaxes(showticklabels=False, showgrid=False, title_text="questions", row=2)
    return _laid_out(figure, 460)


def quotes_by_kind(outcomes: Sequence[Outcome]) -> go.Figure:
    """quote@1 and quote@3 of every kind of question with an answer in the articles."""
    return _quotes(_answerable(outcomes), lambda o: o.kind)


def quotes_by_section(outcomes: Sequence[Outcome]) -> go.Figure:
    """quote@1 and quote@3 by the part of the article in which the first quote stands."""
    answered = [o for o in _answerable(outcomes) if o.answer.quotes]
    return _quotes(answered, lambda o: o.answer.quotes[0].section, get_args(SectionKind))


def refusals_by_kind(outcomes: Sequence[Outcome]) -> go.Figure:
    """The shares refused of the questions that the articles answer, and of those they don't."""
    return _bars(
        {kind: measures(group) for kind, group in grouped(outcomes, lambda o: o.kind).items()},
        {
            "refused_unanswerable": ("not answerable, rightly refused", _BLUE),
            "refused_answerable": ("answerable, wrongly refused", _AMBER),
        },
    )


def latency(outcomes: Sequence[Outcome]) -> go.Figure:
    """How many questions took how long, with the median and the 95th percentile.

    x is the decimal logarithm of milliseconds: one slow question doesn't push all the others into
    one bar.
    """
    times = np.log10(np.maximum([o.milliseconds for o in outcomes], _SHORTEST))
    figure = go.Figure(go.Histogram(x=times, nbinsx=50, marker_color=_BLUE, hoverinfo="y"))
    measured = measures(outcomes)
    for name in ("p50", "p95"):
        at = measured[f"latency_{name}_ms"]
        if at is not None:
            label = {"annotation_text": f"{name} {at:.1f}", "annotation_position": "top"}
            line = {"color": _AMBER, "dash": "dot"}
            figure.add_vline(x=np.log10(max(at, _SHORTEST)), line=line, **label)
    ticks = [n * 10**power for power in range(-2, 6) for n in (1, 2, 5)]
    figure.update_xaxes(title_text="milliseconds", tickvals=np.log10(ticks), ticktext=ticks)
    figure.update_yaxes(title_text="questions")
    return _laid_out(figure, 320).update_layout(bargap=0.05)


def _answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [o for o in outcomes if o.asked.answers]


def _quotes(
    outcomes: Sequence[Outcome], of: Callable[[Outcome], str], order: Sequence[str] | None = None
) -> go.Figure:
    groups = grouped(outcomes, of)
    return _bars(
        {name: measures(groups[name]) for name in order or groups if name in groups},
        {
            "quote@1": ("quote@1", _BLUE),
            "quote@3": ("quote@3", _AMBER),
        },
    )


def _bars(rows: Mapping[str, Measures], series: Mapping[str, tuple[str, str]]) -> go.Figure:
    """Horizontal bars: a row for each group, a bar for each measure; none where that is None."""
    # plotly reads labels as a kind of HTML, and a question file may name its kinds as it likes.
    labels = [f"{escape(name, quote=False)} · {measured['n']}" for name, measured in rows.items()]
    figure = go.Figure()
    for measure, (name, colour) in series.items():
        figure.add_bar(
            x=[measured[measure] for measured in rows.values()],
            y=labels,
            name=name,
            orientation="h",
            marker_color=colour,
            texttemplate="%{x:.2f}",
            **_BESIDE,
            hovertemplate=f"%{{y}}: {name} %{{x:.3f}}<extra></extra>",
        )
    figure.update_xaxes(range=[0, 1.08], dtick=0.2)
    figure.update_yaxes(autorange="reversed", showgrid=False, ticksuffix=" ")
    return _laid_out(figure, 110 + _ROW * len(rows))


def _laid_out(figure: go.Figure, height: int) -> go.Figure:
    """With the look that all charts share; `height` in pixels."""
    return figure.update_layout(_LAYOUT, height=height).update_xaxes(_AXIS).update_yaxes(_AXIS)
