"""The page in, a running server out: the API and MCP beside it, who may come in and how often."""

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Route

from vectorstore.generations import Store
from webchat.api.health import health_routes
from webchat.api.places import Places
from webchat.api.rest import api_routes, tell_in_json
from webchat.corpus.desk import CorpusDesk
from webchat.corpus.owner import Owner
from webchat.limits import AT_ONCE, MCP_PATH, MOST_WAITING
from webchat.page import build_page, head, script, stylesheet
from webchat.server.asking import Counting
from webchat.server.auth import BasicAuth
from webchat.server.guard import MOST_BYTES, BodyLimit, Guard
from webchat.server.languages import Languages
from webchat.server.rate_limits import RateLimits, read_rate_limit
from webchat.users import Users
from webchat.words import ADDRESSES, EN, GRADIO_KEYS, VI, Words

_FAVICON = Path(__file__).parent.parent / "favicon.svg"
_SHUTDOWN = 2  # seconds that open connections get when the server stops


def build_server(
    store: Store, *, mcp_host: str | None = None, users: Users | None = None
) -> FastAPI:
    """The web application that serves the pages and the API, and asks no outside host.

    With `mcp_host`, the address that the server listens on, there is MCP at /mcp; with `users`
    nobody else comes in.
    """
    places = Places(AT_ONCE, MOST_WAITING)
    owner, desk = Owner(store.settings.admin_password), CorpusDesk(store)
    tools = _tools(store, places, mcp_host) if mcp_host is not None else None
    web = FastAPI(
        title=VI.name,
        description="Question answering over Vietnamese news: every answer is quoted.",
        version=_version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan_of(tools),
    )
    web.include_router(api_routes(store, places))
    web.include_router(health_routes(store))
    web.include_router(owner.router())
    if tools:
        web.router.routes.append(Route(MCP_PATH, tools))
    tell_in_json(web)
    # The one at the root last: it takes every path that is left.
    pages = {
        ADDRESSES[words.language].rstrip("/"): build_page(store, owner, desk, words)
        for words in (EN, VI)
    }
    # The middleware that is added last is the first that a request meets.
    web.add_middleware(Languages)
    limits = read_rate_limit(store.settings.rate_limit)
    if limits:
        web.add_middleware(RateLimits, limits=limits, counting=Counting(pages))
    if users:
        web.add_middleware(BasicAuth, users=users)
    web.add_middleware(BodyLimit, owner=owner, most_uploaded=store.settings.max_article_bytes)
    web.add_middleware(Guard)
    for address, words in zip(pages, (EN, VI), strict=True):
        _mount(web, pages[address], address, words)
    return web


def _tools(store: Store, places: Places, host: str) -> Starlette:
    from webchat.api.mcp_tools import mcp_application  # takes seconds to import

    return mcp_application(store, places, host, MOST_BYTES)


def _lifespan_of(
    tools: Starlette | None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if tools:
                await stack.enter_async_context(tools.router.lifespan_context(tools))
            yield

    return lifespan


def _mount(web: FastAPI, page: gr.Blocks, address: str, words: Words) -> None:
    page.api_open = False  # or a question could go past the queue
    gr.mount_gradio_app(
        web,
        page,
        path=address or "/",
        theme=_theme(),
        css=stylesheet(),
        js=script(words),
        head=head(),
        i18n=gr.I18n(en=GRADIO_KEYS) if words is VI else None,
        favicon_path=str(_FAVICON) if words is VI else None,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
    )


def serve(web: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; `ready` is called once the first page can be opened.

    X-Forwarded-For says who a client is only where FORWARDED_ALLOW_IPS names the proxy.
    """
    config = uvicorn.Config(
        web,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", ""),
        timeout_graceful_shutdown=_SHUTDOWN,
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


def _version() -> str:
    try:
        return version("hoi-bao")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def _theme() -> gr.themes.Base:
    letters = ["system-ui", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_lg,
        font=letters,
        font_mono=["ui-monospace", "Noto Sans Mono", "monospace"],
    )
