"""What the commands of both packages share: options, exit codes, errors as one line, JSON."""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from vectorstore.errors import HoiBaoError

EXIT_LEFT_OUT = 3  # done, but some articles were left out

_log = logging.getLogger(__name__)


class _OneLineErrors(click.Command):
    """A command whose every failure is one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        logging.basicConfig(format="%(message)s", stream=sys.stderr)
        for package in ("vectorstore", "rag", "webchat"):
            logging.getLogger(package).setLevel(logging.INFO)
        try:
            return super().invoke(ctx)
        except HoiBaoError as error:
            raise click.ClickException(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # click ends quietly where the reader has stopped listening
            raise
        except Exception as error:  # the outermost door: a user gets a sentence, never a traceback
            _log.debug("unexpected", exc_info=True)
            told = f"this should not have happened: {type(error).__name__}: {error}"
            raise click.ClickException(told.replace("\n", " ")) from error


class Door(_OneLineErrors):
    """The door of a program that is one command."""


class Doors(_OneLineErrors, click.Group):
    """The door of a program with several commands."""


def store_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options --corpus and --store, which win over RAG_CORPUS and RAG_STORE."""
    folder = click.Path(path_type=Path)
    command = click.option("--store", type=folder, help="Folder of the store.")(command)
    return click.option("--corpus", type=folder, help="Folder or file of articles.")(command)


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def print_json(value: dict[str, Any] | list[Any]) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
