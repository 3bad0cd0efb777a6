"""A question set in SQuAD form in, its two halves out, to train on one and measure on the other.

Each half keeps every paragraph, so that nothing is easier to find than in the whole set, and the
questions of every other paragraph.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import click

from training.options import EXISTING


def halves(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The set with the questions of its first, third … paragraph, and with those of the others."""
    parts = deepcopy(data), deepcopy(data)
    for number, part in enumerate(parts):
        paragraphs = [one for group in part["data"] for one in group["paragraphs"]]
        for other in paragraphs[1 - number :: 2]:
            other["qas"] = []
    return parts


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def main(files: tuple[Path, ...], out: Path) -> None:
    """Write NAME-1.json and NAME-2.json into the folder OUT for each of FILES."""
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        parts = halves(json.loads(file.read_text(encoding="utf-8")))
        for number, part in enumerate(parts, 1):
            written = out / f"{file.stem}-{number}.json"
            written.write_text(json.dumps(part, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
