"""python -m vectorstore rebuild | sync | status | verify"""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from vectorstore import build
from vectorstore.command_line import EXIT_LEFT_OUT, Doors, json_option, print_json, store_options
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.verify import problems_of


@click.group(cls=Doors)
def main() -> None:
    """Make and check the store: articles, chunks and vectors."""


@main.command()
@store_options
@json_option
def rebuild(corpus: Path | None, store: Path | None, as_json: bool) -> None:
    """Build the store anew from the corpus; the old one serves until the new one is whole."""
    opened = Store(load_settings(corpus=corpus, store=store))
    began = time.perf_counter()
    build.rebuild(opened)
    _report_build(opened, time.perf_counter() - began, as_json)


@main.command()
@store_options
@json_option
def sync(corpus: Path | None, store: Path | None, as_json: bool) -> None:
    """Rebuild only if the corpus or the settings have changed."""
    opened = Store(load_settings(corpus=corpus, store=store))
    began = time.perf_counter()
    build.sync(opened)
    _report_build(opened, time.perf_counter() - began, as_json)


@main.command()
@store_options
@json_option
def status(corpus: Path | None, store: Path | None, as_json: bool) -> None:
    """Say what the store holds, what made it and when."""
    opened = Store(load_settings(corpus=corpus, store=store))
    _print(_status(opened), as_json)


@main.command()
@store_options
@json_option
def verify(corpus: Path | None, store: Path | None, as_json: bool) -> None:
    """Check every article, chunk and count of the store; exit code 1 if anything is wrong."""
    opened = Store(load_settings(corpus=corpus, store=store))
    problems = problems_of(opened.generation(), opened.embedder, every=True)
    if as_json:
        print_json({"ok": not problems, "problems": problems})
    else:
        click.echo("the store is whole" if not problems else "\n".join(problems))
    if problems:
        raise click.ClickException(
            f"{len(problems)} problem(s) in {opened.folder}: run `{opened.command('rebuild')}`"
        )


def _report_build(opened: Store, seconds: float, as_json: bool) -> None:
    status = _status(opened)
    _print(status | {"seconds": round(seconds, 3)}, as_json)
    if status["left_out"]:
        sys.exit(EXIT_LEFT_OUT)


def _status(opened: Store) -> dict[str, Any]:
    generation = opened.generation()
    manifest = generation.manifest
    return {
        "store": str(opened.folder),
        "generation": manifest.generation,
        "built_at": manifest.built_at,
        "corpus": manifest.corpus,
        "articles": len(manifest.articles),
        "sections": manifest.sections,
        "chunks": manifest.chunks,
        "embedding_model": manifest.embedding.name,
        "embedding_revision": manifest.embedding.revision,
        "dimension": manifest.embedding.dimension,
        "chunk_size": manifest.chunk_size,
        "size_bytes": sum(f.stat().st_size for f in generation.folder.rglob("*") if f.is_file()),
        "left_out": [asdict(entry) for entry in manifest.left_out],
    }


def _print(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        if name != "left_out":
            click.echo(f"{name.replace('_', ' '):<20}{value}")
    for entry in facts["left_out"]:
        click.echo(f"left out            {entry['file']}: {entry['reason']}")


if __name__ == "__main__":
    main(prog_name="python -m vectorstore")
