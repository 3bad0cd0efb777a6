from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from outcomes import outcome, quote

from rag.evaluation import Outcome, measures, report
from rag.question_files import Asked
from rag.reports import charts
from rag.reports.calibration import calibration
from rag.reports.page import page

HOSTILE = "</script></style><script>window.hacked = 1</script><img src=x onerror=hacked()>&\"'"

OUTCOMES = [
    outcome(
        Asked("1", "Ai gặt?", "a", ("An",), "who"),
        [quote(1, "a", "An gặt.", "An", "lead")],
        milliseconds=2,
        confidence=0.8,
    ),
    outcome(
        Asked("2", "Ai cấy?", "a", ("Bình",), "who"),
        [quote(1, "a", "An gặt.", "An"), quote(2, "a", "Bình cấy.")],
        milliseconds=20,
        confidence=0.6,
    ),
    outcome(Asked("3", "Ở đâu?", "a", ("đồng",), "where"), [], milliseconds=3, confidence=0.1),
    outcome(Asked("4", "Bao giờ?", None, (), "none"), [], milliseconds=4, confidence=0.2),
    outcome(
        Asked("5", "Mấy giờ?", None, (), "none"), [quote(1, "a", "Đêm.")], confidence=0.3
    ),
]  # fmt: skip


class _Read(HTMLParser):
    """The tags of a page, and the text that stands outside of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.text = ""
        self._hidden = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data


def hostile(got: Outcome) -> Outcome:
    asked = replace(
        got.asked,
        id=HOSTILE,
        question=HOSTILE,
        article=HOSTILE,
        answers=("no such words" + HOSTILE,),
        history=(HOSTILE,),
    )
    quotes = [
        quote(q.number, HOSTILE, f"{HOSTILE}{q.text}", HOSTILE, q.section, title=HOSTILE)
        for q in got.answer.quotes
    ]
    answer = replace(got.answer, quotes=quotes, understood=HOSTILE)
    return replace(got, asked=asked, kind=got.kind + HOSTILE, answer=answer)


def test_bars_show_the_measures_of_the_answerable_by_kind() -> None:
    first, three = charts.quotes_by_kind(OUTCOMES).data
    by_kind = report(OUTCOMES)["by_kind"]
    assert list(first.y) == list(three.y) == ["where · 1", "who · 2"]
    assert list(first.x) == [by_kind[kind]["quote@1"] for kind in ("where", "who")] == [0, 0.5]
    assert list(three.x) == [by_kind[kind]["quote@3"] for kind in ("where", "who")] == [0, 1]


def test_bars_by_section_are_of_the_first_quote_in_the_order_of_an_article() -> None:
    first, three = charts.quotes_by_section(OUTCOMES).data
    assert list(first.y) == ["lead · 1", "body · 1"]
    assert (list(first.x), list(three.x)) == ([1, 0], [1, 1])


def test_refusals_show_the_measures_of_every_kind() -> None:
    rightly, wrongly = charts.refusals_by_kind(OUTCOMES).data
    by_kind = report(OUTCOMES)["by_kind"]
    assert list(rightly.y) == ["none · 2", "where · 1", "who · 2"]
    assert list(rightly.x) == [m["refused_unanswerable"] for m in by_kind.values()]
    assert list(wrongly.x) == [m["refused_answerable"] for m in by_kind.values()]


def test_the_reliability_diagram_shows_the_bins() -> None:
    found = calibration([0.8, 0.6, 0.1, 0.2, 0.3], [True, False, False, False, False])
    _, line, bars = charts.reliability(found).data
    assert list(line.x) == list(bars.x) == [b.said for b in found.bins]
    assert list(line.y) == [b.right for b in found.bins]
    assert list(bars.y) == list(line.customdata) == [b.n for b in found.bins]


def test_latency_shows_every_question_and_the_percentiles() -> None:
    figure = charts.latency(OUTCOMES)
    assert 10 ** np.array(figure.data[0].x) == pytest.approx([2, 20, 3, 4, 1])
    measured = measures(OUTCOMES)
    marked = [10**line.x0 for line in figure.layout.shapes]
    assert marked == pytest.approx([measured["latency_p50_ms"], measured["latency_p95_ms"]])


def test_the_page_holds_measures_calibration_and_failures() -> None:
    read = _Read(page(OUTCOMES, "q.jsonl"))
    words = " ".join(read.text.split())
    error = calibration(
        [o.answer.confidence for o in OUTCOMES], [o.quoted(3) for o in OUTCOMES]
    )  # fmt: skip
    assert "q.jsonl · 5 questions" in words
    assert f"Expected calibration error {error.ece:.4f}, Brier score {error.brier:.4f}" in words
    assert "What went wrong: 3 of 5" in words
    assert words.index("Ai cấy?") > words.index("Ở đâu?") > words.index("Mấy giờ?")
    assert "Ai gặt?" not in words
    assert read.tags["figure"] == 5
    assert read.tags["tr"] == 1 + len(report(OUTCOMES)["by_kind"])


def test_hostile_text_adds_no_tag_and_is_shown_as_it_is() -> None:
    tame = [
        replace(
            hostile(got),
            kind=got.kind,
            asked=replace(
                got.asked, article="a", answers=("no such words",), history=("Ai?",)
            ),
            answer=replace(
                got.answer,
                understood="Ai?",
                quotes=[quote(q.number, "a", "x" + q.text, "x") for q in got.answer.quotes],
            ),
        )
        for got in OUTCOMES
    ]  # fmt: skip
    attacked = _Read(page([hostile(got) for got in OUTCOMES], HOSTILE))
    assert attacked.tags == _Read(page(tame, "q.jsonl")).tags
    assert attacked.addresses == []
    # Name of the file twice (title, head); question, history, understood, … of each failure.
    assert attacked.text.count(HOSTILE) > 7 * len(OUTCOMES)


def test_no_questions_make_a_page_all_the_same() -> None:
    assert "What went wrong: 0 of 0" in page([], "empty.jsonl")
