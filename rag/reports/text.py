"""Measures and failures in, what a terminal shows of them out."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from rag.evaluation import Measures, Report
from rag.reports.failures import Failure

_WIDEST = 110  # characters of a line of text; a narrower terminal narrows it
# What stands over a measure's column, so that a row fits into 120 characters.
_HEADINGS = {
    "n": "n",
    "ndcg@10": "nDCG",
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr@10": "MRR",
    "quote@1": "Q@1",
    "quote@3": "Q@3",
    "span_em": "EM",
    "span_f1": "F1",
    "refused_unanswerable": "ref-un",
    "refused_answerable": "ref-an",
    "verbatim": "verb",
    "latency_p50_ms": "p50 ms",
    "latency_p95_ms": "p95 ms",
}
_LEGEND = (
    "nDCG and MRR to depth 10, R recall, Q quote, EM and F1 of the short answer,\n"
    "ref-un and ref-an the refused of the unanswerable and of the answerable, verb verbatim"
)


def table(measured: Report) -> str:
    """A row for all questions and one for each kind, a column for each measure."""
    rows = {"overall": measured["overall"], **measured["by_kind"]}
    names = max(map(len, rows))
    head = " " * names + "".join(f"{heading:>7}" for heading in _HEADINGS.values())
    return "\n".join(
        [head, *(f"{name:<{names}}{_cells(row)}" for name, row in rows.items()), "", _LEGEND]
    )


def worst(found: Sequence[Failure], most: int, n: int) -> str:
    """The first `most` of the failures that `n` questions led to."""
    which = f"; the {most} worst" if len(found) > most else ""
    told = (_told(number, failure) for number, failure in enumerate(found[:most], 1))
    return "\n\n".join([f"Went wrong: {len(found)} of {n} questions{which}", *told])


def shown(measure: str, value: float | None) -> str:
    """A measure's value as people read it: a count, milliseconds, or a fraction."""
    if value is None:
        return "–"
    if measure == "n":
        return str(value)
    return f"{value:.1f}" if measure.endswith("_ms") else f"{value:.4f}"


def _cells(row: Measures) -> str:
    return "".join(f"{shown(measure, row[measure]):>7}" for measure in _HEADINGS)


def _told(number: int, failure: Failure) -> str:
    head = f"{number}. {click.style(failure.fault, bold=True)} · {failure.signs}"
    return "\n".join([head, *(_wrapped(name, text) for name, text in _lines(failure))])


def _lines(failure: Failure) -> Iterator[tuple[str, str]]:
    """What is told of a failure, each under its name; the short answer stands in brackets."""
    asked, quote = failure.outcome.asked, failure.quote
    if asked.history:
        yield "before", " → ".join(asked.history)
    yield "asked", asked.question
    if failure.outcome.answer.understood:
        yield "taken for", failure.outcome.answer.understood
    if quote:
        before, short, after = quote.parts
        yield "quoted", before + (f"[{short}]" if short else "") + after
        yield "", failure.place
    yield "right", failure.right
    if asked.article:
        yield "", asked.article


def _wrapped(name: str, text: str) -> str:
    return textwrap.fill(
        text,
        width=min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns),
        initial_indent=f"   {name:<11}",
        subsequent_indent=" " * 14,
        break_on_hyphens=False,
    )
