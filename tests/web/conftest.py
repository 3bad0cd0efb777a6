"""The real chat in a process of its own, and a real browser that looks at it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from chats import DESKTOP, ROOT, Chat, Trap, Visit, chat_over
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Playwright,
    expect,
    sync_playwright,
)

_PATIENCE = 30_000  # milliseconds that the page may take on a busy machine
expect.set_options(timeout=_PATIENCE)

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
# What the page asks for when it is opened has come, and the stream it came in has ended: Gradio
# loses what is asked in the very moment in which it ends one.
_OPENED = "performance.getEntriesByType('resource').some(r => r.name.includes('/queue/data'))"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    """Where every request of the server to the outside ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield Trap(listening)


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory, trap: Trap) -> Iterator[Chat]:
    """The chat over the five articles that come with the project."""
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), trap.url)
    lower = {name.lower(): value for name, value in proxies.items()}
    with chat_over(ROOT / "seeds", tmp_path_factory.mktemp("chat"), **proxies, **lower) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser: $CHROMIUM, one that is installed, or Playwright's own."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    kind: BrowserType = playwright.chromium
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _BROWSERS)), None)
    try:
        return kind.launch(executable_path=found, args=_FLAGS)
    except Error as error:
        reason = (
            f"no browser ({found or 'Playwright has none'}): install chromium, run `playwright "
            f"install chromium`, or name one in CHROMIUM; {str(error).splitlines()[0]}"
        )
    if named or os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


Visiting = Callable[..., Visit]
_Contexts = dict[str, list[BrowserContext]]  # by the options they were made with


@pytest.fixture(scope="session")
def contexts() -> _Contexts:
    """Browser contexts that wait for their next visit: each has the page's scripts by then."""
    return {}


@pytest.fixture
def visit(chromium: Browser, contexts: _Contexts) -> Iterator[Visiting]:
    """Open a server's page as somebody who was never there: `visit(chat, PHONE)`."""
    visits: list[tuple[str, Visit]] = []

    def visiting(
        chat: Chat, size: tuple[int, int] = DESKTOP, path: str = "", **options: Any
    ) -> Visit:
        phone = size[0] < 500
        wanted = {
            "viewport": {"width": size[0], "height": size[1]},
            "is_mobile": phone,
            "has_touch": phone,
            "locale": "vi-VN",
            **options,
        }
        key = repr(sorted(wanted.items()))
        free = contexts.setdefault(key, [])
        context = free.pop() if free else chromium.new_context(**wanted)
        context.set_default_timeout(_PATIENCE)
        made = Visit(context.new_page())
        visits.append((key, made))
        _watch(made, urlsplit(chat.url).netloc)
        made.page.goto(chat.url + path)
        made.page.locator("#box textarea").wait_for()
        made.page.wait_for_function("document.documentElement.lang.length === 2")
        made.page.wait_for_function(_OPENED)
        return made

    yield visiting
    for key, made in visits:
        context = made.page.context
        if made.page.is_closed():
            context.close()
            continue
        made.page.evaluate("localStorage.clear()")
        made.page.close()
        context.clear_cookies()
        contexts[key].append(context)


def _watch(visit: Visit, server: str) -> None:
    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != server:
            visit.outside.append(url)

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            visit.complaints.append(message.text)

    visit.page.on("request", lambda request: asked(request.url))
    visit.page.on("websocket", lambda opened: visit.outside.append(opened.url))
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
