"""The page in, a running server out: the port, the security headers, the closed doors."""

import socket
from collections.abc import Callable
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vectorstore.generations import Store
from webchat.languages import Languages
from webchat.page import build_page, script, stylesheet
from webchat.words import ADDRESSES, EN, GRADIO_KEYS, VI, Words

# Gradio's page needs inline scripts and styles, and `unsafe-eval` for the templates of gr.HTML.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
# Gradio's routes for files, proxies and its own tools: this page has no use for them, and some
# would fetch an address that a visitor names.
_CLOSED = (
    "file", "upload", "proxy", "stream", "custom_component", "process_recording", "deep_link",
    "monitoring", "profiling", "run-history", "runs", "dev", "vibe", "undo-vibe", "pwa_icon",
)  # fmt: skip
_SHUTDOWN = 2  # seconds that open connections get when the server stops


def build_server(store: Store) -> FastAPI:
    """The web application that serves the pages and the API, and asks no outside host."""
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    web.add_middleware(_Guard)
    web.add_middleware(Languages)
    for words in (EN, VI):  # the one at the root last: it takes every path that is left
        _mount(web, build_page(store, words), words)
    return web


def _mount(web: FastAPI, page: gr.Blocks, words: Words) -> None:
    gr.mount_gradio_app(
        web,
        page,
        path=ADDRESSES[words.language].rstrip("/") or "/",
        theme=_theme(),
        css=stylesheet(),
        js=script(words),
        i18n=gr.I18n(en=GRADIO_KEYS) if words is VI else None,
        favicon_path=str(Path(__file__).parent / "favicon.svg") if words is VI else None,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
    )


def serve(web: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; `ready` is called once the first page can be opened."""
    config = uvicorn.Config(
        web, log_level="warning", access_log=False, timeout_graceful_shutdown=_SHUTDOWN
    )
    _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()


class _Guard:
    """Puts the security headers on every response, and answers 404 for the closed routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["type"] == "http" and _is_closed(scope["path"]):
            await PlainTextResponse("not found", 404, _HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, send_guarded)


def _is_closed(path: str) -> bool:
    local = path.removeprefix(ADDRESSES["en"].rstrip("/")).lstrip("/")
    return local.removeprefix("gradio_api/").lstrip("/").startswith(_CLOSED)


def _theme() -> gr.themes.Base:
    letters = ["system-ui", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_lg,
        font=letters,
        font_mono=["ui-monospace", "Noto Sans Mono", "monospace"],
    )
