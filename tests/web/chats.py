"""What the tests of the page work with: a server in its own process, a visit to its page."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

import anyio
import pytest
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parent.parent.parent
DESKTOP, PHONE = (1280, 800), (390, 844)
T = TypeVar("T")
_STARTING = 120  # seconds that a server may take on a busy machine


# Resolves when nothing under an element has changed for a quarter of a second.
_SETTLED = """element => new Promise(settled => {
  let waiting = setTimeout(settled, 250);
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(settled, 250);
  }).observe(element, {childList: true, subtree: true, characterData: true});
})"""


@dataclass
class Visit:
    """One page in the browser, and what it did."""

    page: Page
    outside: list[str] = field(default_factory=list)  # addresses asked for beyond the server
    complaints: list[str] = field(default_factory=list)  # errors on the console, uncaught ones too

    def ask(self, question: str) -> Locator:
        """Type a question, press Enter, and give its answer once it stands there."""
        answers = self.page.locator("#talk .answer")
        before = answers.count()
        self.page.fill("#box textarea", question)
        self.page.press("#box textarea", "Enter")
        answers.nth(before).wait_for()
        self.page.locator("#talk").evaluate(_SETTLED)  # a click on what is drawn anew is lost
        return answers.nth(before)

    def open(self, citation: Locator) -> Locator:
        """Click a citation and give the mark in the article once it stands there."""
        citation.click()
        self.page.locator("#room.reading .article .part").first.wait_for()
        reader = self.page.locator("#reader")
        reader.evaluate("e => Promise.all(e.getAnimations().map(slide => slide.finished))")
        return reader.locator("mark.here")


@dataclass
class Chat:
    """A running server."""

    url: str
    process: subprocess.Popen[bytes]
    account: Path  # what it wrote to standard output and error


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """This process's environment without the settings of whoever runs the tests.

    All tests ask from one address, so there is no limit unless one is given.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAG_")}
    ours = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "RAG_RATE_LIMIT": "off"}
    return {**kept, **ours, **more}


def run_async(function: Callable[[], Awaitable[T]]) -> T:
    """Run a coroutine function to its end, in a thread: the browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, function).result()


def run_app(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run app.py to its end, in a folder without a .env file."""
    return run_python(str(ROOT / "app.py"), *arguments, **more)


def run_python(
    *arguments: str, folder: Path = Path(__file__).parent, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run Python with those arguments to its end, in a folder without a .env file."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment(**more), timeout=_STARTING, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


@contextmanager
def chat_over(
    corpus: Path, folder: Path, *, flags: Sequence[str] = (), **more: str
) -> Iterator[Chat]:
    """The chat over a corpus, with its store and its account in `folder`."""
    port = free_port()
    account = folder / "account.txt"
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port)]
    command += ["--corpus", str(corpus), "--store", str(folder / "store"), *flags]
    with account.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=folder, stdout=written, stderr=subprocess.STDOUT, env=environment(**more)
        )
    try:
        chat = Chat(f"http://127.0.0.1:{port}", process, account)
        _wait_until_ready(chat)
        yield chat
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(chat: Chat) -> None:
    end = time.monotonic() + _STARTING
    while time.monotonic() < end and chat.process.poll() is None:
        if chat.url in chat.account.read_text(encoding="utf-8"):
            with suppress(HTTPError):  # 401 where --auth is given
                urlopen(chat.url, timeout=20).close()
            return
        time.sleep(0.2)
    pytest.fail(f"the chat did not start:\n{chat.account.read_text(encoding='utf-8')}")


@dataclass
class Trap:
    """A proxy that serves nobody and counts who came."""

    listening: socket.socket

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def visitors(self) -> int:
        """How many came since this was last asked."""
        count = 0
        while True:
            try:
                self.listening.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1
