"""Which requests ask a question: the page's, Gradio's API, the plain one, MCP's tool calls."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import gradio as gr
from starlette.types import Message, Receive, Scope

from webchat.limits import ASKING, MCP_PATH

_QUIET = frozenset({"article", "articles"})  # functions of that queue that only look up
_PLAIN = frozenset({"/api/ask", "/api/search"})
_QUEUE = re.compile(
    r"(?P<page>.*)/gradio_api/(?:queue/join|(?:run|api|call|call/v2)/(?P<name>[^/]*))"
)


class Counting:
    """Counts the questions in a request; reads its body only where it must.

    `pages` are the pages by the address below which each is served, "" for the root.
    """

    def __init__(self, pages: Mapping[str, gr.Blocks]) -> None:
        self._pages = {address: _Functions(page) for address, page in pages.items()}

    def may_ask(self, scope: Scope) -> bool:
        """Whether a request goes where questions are asked."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return False
        path = _path(scope)
        return path in _PLAIN or path == MCP_PATH or _QUEUE.fullmatch(path) is not None

    async def questions(self, scope: Scope, receive: Receive) -> tuple[int, Receive]:
        """How many questions are in such a request, and how to read its body again."""
        path = _path(scope)
        if path in _PLAIN:
            return 1, receive
        messages = await _messages(receive)
        body = b"".join(message.get("body", b"") for message in messages)

        async def again() -> Message:
            return messages.pop(0) if messages else await receive()

        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return 1, again
        if path == MCP_PATH:
            return _tool_calls(said), again
        found = _QUEUE.fullmatch(path)
        functions = self._pages.get(found["page"]) if found else None
        if found is None or functions is None:
            return 1, again
        return functions.questions(found["name"], said, scope["query_string"]), again


class _Functions:
    """The functions of a page by number and by name, told apart by whether they ask."""

    def __init__(self, page: gr.Blocks) -> None:
        self._quiet: set[object] = set()
        self._opening: set[object] = set()
        for number, function in page.fns.items():
            called = {number, str(function.api_name)}
            if function.concurrency_id != ASKING or function.api_name in _QUIET:
                self._quiet |= called
            elif {event for _, event in function.targets} == {"load"}:
                self._opening |= called

    def questions(self, name: str | None, said: Any, query: bytes) -> int:
        """How many questions a call asks: 1 unless the function is known to ask none.

        Which of a name and a number Gradio goes by depends on the route: whichever asks counts.
        """
        number = said.get("fn_index") if isinstance(said, dict) else None
        called = [one for one in (name, number) if one is not None]
        return max((self._questions(one, query) for one in called), default=1)

    def _questions(self, called: object, query: bytes) -> int:
        if type(called) not in (int, str):
            return 1
        if called in self._opening:  # it asks what stands in the page's address
            return len(parse_qs(query.decode("latin-1"), keep_blank_values=True).get("q", []))
        return int(called not in self._quiet)


def _path(scope: Scope) -> str:
    return re.sub("/+", "/", str(scope["path"])).rstrip("/")


def _tool_calls(said: Any) -> int:
    calls = said if isinstance(said, list) else [said]
    return sum(isinstance(call, dict) and call.get("method") == "tools/call" for call in calls)


async def _messages(receive: Receive) -> list[Message]:
    """The whole body as it came; it has been bounded before."""
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body"):
        messages.append(await receive())
    return messages
