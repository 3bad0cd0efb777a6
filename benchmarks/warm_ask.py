"""How long an answer takes in a process that has read the articles before, as a server has."""

import time
from pathlib import Path

import click
import numpy as np

from rag import ask
from rag.question_files import QuestionSet, read_questions
from vectorstore.build import open_store
from vectorstore.generations import Store
from vectorstore.settings import load_settings

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions"


@click.command()
@click.argument("file", default=QUESTIONS / "seeds.jsonl", type=click.Path(path_type=Path))
@click.option(
    "--before",
    default=QUESTIONS / "seeds-apart.jsonl",
    type=click.Path(path_type=Path),
    help="Questions that are asked first, and not counted.",
)
def main(file: Path, before: Path) -> None:
    """Ask every question of FILE once, and print the milliseconds: median and 95th percentile."""
    store = open_store(load_settings())
    _milliseconds(read_questions(before), store)
    measured = _milliseconds(read_questions(file), store)
    p50, p95 = np.percentile(measured, [50, 95])
    click.echo(f"warm ask, {len(measured)} questions: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _milliseconds(questions: QuestionSet, store: Store) -> list[float]:
    found = []
    for asked in questions.questions:
        began = time.perf_counter()
        ask(asked.question, asked.history, store=store)
        found.append(1000 * (time.perf_counter() - began))
    return found


if __name__ == "__main__":
    main()
