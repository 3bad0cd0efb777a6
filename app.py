"""The web chat: python app.py [--host HOST] [--port PORT] [--mcp] [--auth FILE] [--corpus DIR] …"""

from time import perf_counter

_BEGAN = perf_counter()  # the other imports take time as well

import logging
import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

import click

from vectorstore.build import open_store
from vectorstore.command_line import Door, store_options
from vectorstore.settings import load_settings
from webchat.port import address, listen

_log = logging.getLogger("webchat")


@click.command(cls=Door)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=7860, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@click.option("--mcp", is_flag=True, help="Serve the Model Context Protocol at /mcp as well.")
@click.option(
    "--auth",
    type=click.Path(path_type=Path),
    help="Let in only the users of this file; `python -m webchat.users FILE NAME` adds one.",
)
@store_options
def main(
    host: str, port: int, mcp: bool, auth: Path | None, corpus: Path | None, store: Path | None
) -> None:
    """Serve the chat over the articles; a missing store is built first."""
    settings = load_settings(corpus=corpus, store=store)
    with suppress(KeyboardInterrupt), listen(host, port) as listening:
        from webchat.server.rate_limits import read_rate_limit
        from webchat.users import Users

        read_rate_limit(settings.rate_limit)
        users = Users.read(auth) if auth else None
        opened = open_store(settings)
        stages = [_stage("store opened")]
        # Gradio takes seconds to import: what is wrong with anything else is said before.
        os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
        from webchat.chat.room import warm_up
        from webchat.server.app import build_server, serve

        web = build_server(opened, mcp_host=host if mcp else None, users=users)
        stages.append(_stage("page built"))

        def ready() -> None:
            _log.info(" · ".join([*stages, _stage("ready")]))
            click.echo(f"Hỏi Báo: {address(host, port)}")
            # No daemon: the interpreter would end native code in its midst, which crashes.
            Thread(target=warm_up, args=[opened]).start()

        serve(web, listening, ready)


def _stage(reached: str) -> str:
    return f"{reached} {perf_counter() - _BEGAN:.1f} s"


if __name__ == "__main__":
    main()
