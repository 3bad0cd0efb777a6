"""Outcomes in, one HTML page out: measures, charts and failures, to be opened from a disk."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from rag.answering import Quote
from rag.evaluation import Measures, Outcome, report
from rag.quoting import MOST_QUOTES
from rag.reports import charts
from rag.reports.calibration import Calibration, calibration
from rag.reports.failures import Failure, failures
from rag.reports.text import shown
from vectorstore.errors import SettingsError

_STYLE = Path(__file__).with_suffix(".css")
# The page asks nothing of the network, whatever stands in the articles or in the charts' library.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def require_writable(file: Path) -> None:
    """Find out that a report can't be written before anything is asked.

    Raises:
        SettingsError: it can't; the message says why.
    """
    try:
        new = not file.exists()
        file.open("ab").close()
        if new:
            file.unlink()
    except OSError as error:
        raise _unwritable(file, error) from None


def write_page(file: Path, outcomes: Sequence[Outcome], asked: str) -> None:
    """Write the page; `asked` says which questions were asked, and how.

    Raises:
        SettingsError: the file can't be written.
    """
    try:
        file.write_text(page(outcomes, asked), encoding="utf-8")
    except OSError as error:
        raise _unwritable(file, error) from None


def page(outcomes: Sequence[Outcome], asked: str) -> str:
    """The page, complete in itself."""
    measured = report(outcomes)
    certainty = calibration(
        [o.answer.confidence for o in outcomes], [o.quoted(MOST_QUOTES) for o in outcomes]
    )
    title = f"Answers measured: {escape(asked)}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{title}</title>
<style>{_STYLE.read_text(encoding="utf-8")}</style>
<script>{get_plotlyjs()}</script>
</head>
<body>
<h1>Answers measured</h1>
<p class="quiet">{escape(asked)} · {len(outcomes)} questions · {date.today().isoformat()}</p>
{_tiles(measured["overall"], certainty)}
<h2>By kind of question</h2>
{_table(measured["by_kind"])}
<h2>Charts</h2>
{_charts(outcomes, certainty)}
{_failures(failures(outcomes), len(outcomes))}
</body>
</html>
"""


def _tiles(overall: Measures, certainty: Calibration) -> str:
    values = overall | {"ece": certainty.ece, "brier": certainty.brier}
    tiles = (f"<div><dt>{m}</dt><dd>{shown(m, value)}</dd></div>" for m, value in values.items())
    return f'<dl class="tiles">{"".join(tiles)}</dl>'


def _table(by_kind: Mapping[str, Measures]) -> str:
    names = next(iter(by_kind.values()), {})
    # A long name may break where it is joined, so that the table keeps its width.
    head = "".join(f"<th>{name.replace('_', '_<wbr>')}</th>" for name in names)
    rows = "".join(
        f"<tr><th>{escape(kind)}</th>"
        + "".join(f"<td>{shown(name, value)}</td>" for name, value in measured.items())
        + "</tr>"
        for kind, measured in by_kind.items()
    )
    head = f"<thead><tr><th>kind</th>{head}</tr></thead>"
    return f'<div class="wide"><table>{head}<tbody>{rows}</tbody></table></div>'


def _charts(outcomes: Sequence[Outcome], certainty: Calibration) -> str:
    drawn = [
        _chart(
            "reliability",
            charts.reliability(certainty),
            "Can the confidence be trusted?",
            "On the dotted line, what is said to be 70 % sure is right 7 times in 10; above it, "
            "more often. One right quote is enough; a refused question counts as not right. "
            f"Expected calibration error {shown('ece', certainty.ece)}, "
            f"Brier score {shown('brier', certainty.brier)}.",
        ),
        _chart(
            "quotes-by-section",
            charts.quotes_by_section(outcomes),
            "Where do the right quotes stand?",
            "Answerable questions that were answered, by the part of the article quoted first: "
            "how often that quote, or one of the first three, holds the answer.",
        ),
        _chart(
            "quotes-by-kind",
            charts.quotes_by_kind(outcomes),
            "Which questions get the right quote?",
            "Answerable questions, refused ones included; beside each kind their number.",
        ),
        _chart(
            "refusals-by-kind",
            charts.refusals_by_kind(outcomes),
            "Which questions are refused?",
            "Of the answerable ones none should be; of the others, all.",
        ),
        _chart(
            "latency",
            charts.latency(outcomes),
            "How long does an answer take?",
            "From the question to its quotes, in one process, the first question included.",
        ),
    ]
    return f'<div class="charts">{"".join(drawn)}</div>'


def _chart(name: str, figure: go.Figure, heading: str, caption: str) -> str:
    drawn = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=name,
        config={"displayModeBar": False, "responsive": True},
    )
    said = f"<strong>{escape(heading)}</strong>{escape(caption)}"
    return f"<figure><figcaption>{said}</figcaption>{drawn}</figure>"


def _failures(found: Sequence[Failure], n: int) -> str:
    counts = Counter(failure.fault for failure in found).most_common()
    tally = "".join(f"<li>{count} × {escape(fault)}</li>" for fault, count in counts)
    items = "".join(_failure(number, failure) for number, failure in enumerate(found, 1))
    return f"""<h2>What went wrong: {len(found)} of {n}</h2>
<ul class="tally quiet">{tally}</ul>
<ol class="failures">{items}</ol>"""


def _failure(number: int, failure: Failure) -> str:
    asked, answer = failure.outcome.asked, failure.outcome.answer
    lines = {
        "asked before": " → ".join(map(escape, asked.history)),
        "taken for": escape(answer.understood or ""),
        "quoted first": _quoted(failure.quote) + _place(failure.place) if failure.quote else "",
        "right": escape(failure.right) + _place(asked.article or ""),
    }
    told = (f'<dt>{name}</dt><dd lang="vi">{line}</dd>' for name, line in lines.items() if line)
    return (
        f'<li><h3 lang="vi">{number}. {escape(asked.question)}</h3>'
        f'<p class="why"><strong>{escape(failure.fault)}</strong> · {escape(failure.signs)}</p>'
        f"<dl>{''.join(told)}</dl></li>"
    )


def _quoted(quote: Quote) -> str:
    before, short, after = map(escape, quote.parts)
    return before + (f"<mark>{short}</mark>" if short else "") + after


def _place(text: str) -> str:
    return f'<span class="place">{escape(text)}</span>' if text else ""


def _unwritable(file: Path, error: OSError) -> SettingsError:
    return SettingsError(f"--report {file} can't be written: {error.strerror or error}")
