"""How long an answer takes in a process that has read the articles before, as a server has."""

from dataclasses import replace
from pathlib import Path

import click

from rag.evaluation import evaluate, measures
from rag.question_files import read_questions
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
    first, counted = read_questions(before), read_questions(file)
    both = replace(
        counted,
        questions=[*first.questions, *counted.questions],
        paragraphs={**first.paragraphs, **counted.paragraphs},
    )
    found = measures(evaluate(both, load_settings())[len(first.questions) :])
    click.echo(
        f"warm ask, {found['n']} questions: p50 {found['latency_p50_ms']:.1f} ms, "
        f"p95 {found['latency_p95_ms']:.1f} ms"
    )


if __name__ == "__main__":
    main()
