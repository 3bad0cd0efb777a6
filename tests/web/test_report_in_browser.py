"""The page of `rag eval --report`, opened from a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rag.answering import Answer, Quote
from rag.evaluation import Outcome
from rag.question_files import Asked
from rag.reports.page import write_page

HOSTILE = '</script><script>window.hacked = 1</script><img src="http://x.test/" onerror="hacked=1">'
SHOWN = """name => {
  const chart = document.getElementById(name)
  return {
    bars: chart.data.map(series => series.x),
    labels: [...chart.querySelectorAll('.yaxislayer-above text')].map(text => text.textContent),
    colour: getComputedStyle(chart.querySelector('text')).fill,
    shares: [...document.querySelectorAll('figure')].map(figure =>
      figure.querySelector('svg').getBoundingClientRect().width / figure.clientWidth
    ),
  }
}"""


def outcome(kind: str, right: bool) -> Outcome:
    answers = ("An",) if right else ("Bình",)
    text = f"An {HOSTILE}"
    quoted = Quote(1, HOSTILE, HOSTILE, None, None, "body", 0, len(text), text, 0, 2, 1.0)
    asked = Asked(HOSTILE, HOSTILE, HOSTILE, answers, kind, (HOSTILE,))
    answer = Answer(HOSTILE, True, "An", 0.7, [quoted], understood=HOSTILE)
    return Outcome(asked, kind, answer, [HOSTILE], 5.0, [True])


@pytest.mark.parametrize(("scheme", "ink"), [("light", 60), ("dark", 200)])
def test_the_report_draws_its_charts_and_asks_nothing_of_the_network(
    chromium: Browser, tmp_path: Path, scheme: str, ink: int
) -> None:
    file = tmp_path / "report.html"
    write_page(file, [outcome(HOSTILE, True), outcome("b", True), outcome("b", False)], HOSTILE)
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.locator("#latency .bars .point").first.wait_for()
    drawn = page.evaluate(SHOWN, "quotes-by-kind")
    assert drawn["bars"] == [[1, 0.5], [1, 0.5]]
    assert {label.strip() for label in drawn["labels"]} == {f"{HOSTILE} · 1", "b · 2"}
    assert len(drawn["shares"]) == 5
    assert all(0.8 < share <= 1 for share in drawn["shares"])
    channels = [int(part) for part in drawn["colour"].removeprefix("rgb(")[:-1].split(",")]
    assert all(channel < ink if scheme == "light" else channel > ink for channel in channels)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert asked == [file.as_uri()]
    assert complaints == []
    context.close()
