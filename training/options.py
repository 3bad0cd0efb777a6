"""What the training commands take alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

EXISTING = click.Path(path_type=Path, exists=True)
Command = Callable[..., Any]
OWN_PARAGRAPH = click.option(
    "--own-paragraph",
    "own",
    multiple=True,
    type=EXISTING,
    help="A file whose questions are asked of their own paragraph only.",
)


def question_sets(out: Path) -> Callable[[Command], Command]:
    """FILES to train on, --measure for others to measure on, --out for the weights."""

    def decorate(command: Command) -> Command:
        command = click.option(
            "--out", default=out, type=click.Path(path_type=Path), show_default=True
        )(command)
        command = click.option("--measure", multiple=True, type=EXISTING)(command)
        return click.argument("files", nargs=-1, required=True, type=EXISTING)(command)

    return decorate
