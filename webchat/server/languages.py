"""A browser's language in, the page in that language out: Vietnamese unless it prefers English."""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from webchat.words import ADDRESSES, BOTH, VI, Language

COOKIE = "language"


class Languages:
    """Sends who opens the first page to the one of the language chosen, else of the browser's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/":
            language = _wanted(Headers(scope=scope))
            if language != VI.language:
                query = scope["query_string"].decode("latin-1")
                address = ADDRESSES[language] + (f"?{query}" if query else "")
                await RedirectResponse(address, 307)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _wanted(headers: Headers) -> Language:
    chosen = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    preferred = headers.get("accept-language", "").split(",")  # the best first, as browsers do
    named = [chosen, *(one.strip()[:2].lower() for one in preferred)]
    return next((words.language for name in named if (words := BOTH.get(name))), VI.language)
