"""How long an answer takes on the page: from Enter to the first quote, in a real browser.

The page must be running: python benchmarks/page_latency.py http://127.0.0.1:7860
"""

import json
import os
import shutil
from pathlib import Path

import click
import numpy as np
from playwright.sync_api import sync_playwright

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "seeds.jsonl"
_PER_CONVERSATION = 10
# Milliseconds from the key to the first step of the answer and to its quote or refusal, as drawn.
_MEASURE = """question => new Promise(done => {
  const box = document.querySelector("#box textarea");
  const count = name => document.querySelectorAll("#talk " + name).length;
  const [asked, answers] = [count(".asked"), count(".answer")];
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  set.call(box, question);
  box.dispatchEvent(new InputEvent("input", {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => {
    const began = performance.now();
    let seen = null;
    const look = () => {
      if (seen === null && count(".asked") > asked) seen = performance.now() - began;
      if (count(".answer") > answers) done([seen, performance.now() - began]);
      else requestAnimationFrame(look);
    };
    const key = {key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true};
    box.dispatchEvent(new KeyboardEvent("keydown", key));
    box.dispatchEvent(new KeyboardEvent("keypress", key));
    look();
  }, 50));
})"""


@click.command()
@click.argument("url")
@click.option("--questions", default=100, show_default=True, help="Counted, after five not.")
def main(url: str, questions: int) -> None:
    """Print p50 and p95 of the time to the first step and to the first quote."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    asked = [entry["question"] for entry in map(json.loads, lines) if not entry.get("history")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_context(locale="vi-VN").new_page()
        page.goto(url)
        page.locator("#tries button").first.wait_for()
        times = []
        for number, question in enumerate(asked[: questions + 5]):
            if number % _PER_CONVERSATION == 0 and number:
                page.locator("#past .new").click()
                page.locator("#talk .asked").first.wait_for(state="detached")
            times.append(page.evaluate(_MEASURE, question))
            page.wait_for_timeout(250)
    steps, quotes = np.array(times[5:]).T
    for name, measured in (("first step", steps), ("answer", quotes)):
        p50, p95 = np.percentile(measured, [50, 95])
        click.echo(
            f"Enter to {name}, {len(measured)} questions: p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


if __name__ == "__main__":
    main()
