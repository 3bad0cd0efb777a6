"""HTTP Basic over everything but the health check: who is not in the file of users gets a 401."""

import base64
import binascii
import hashlib
import hmac
import secrets

import anyio
from anyio import to_thread
from limits import RateLimitItemPerMinute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from webchat.api.health import HEALTH
from webchat.api.refusals import refused
from webchat.clients import Allowance, client_of
from webchat.users import LONGEST, Users

_FAILURES = RateLimitItemPerMinute(10)  # wrong passwords that one client may give
_ASK_FOR_IT = 'Basic realm="Hoi Bao", charset="UTF-8"'


class BasicAuth:
    """Middleware that lets known users in; bcrypt is slow, so who was let in is remembered."""

    def __init__(self, app: ASGIApp, users: Users) -> None:
        self._app = app
        self._users = users
        self._failures = Allowance([_FAILURES])
        self._key = secrets.token_bytes(32)
        self._let_in: set[bytes] = set()  # keyed hashes of names and passwords, never the words
        self._checking = anyio.Lock()  # one at a time, so that guessing takes one core at most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or don't."""
        if scope["type"] != "http" or scope["path"] == HEALTH:
            await self._app(scope, receive, send)
            return
        given = _credentials(Headers(scope=scope).get("authorization", ""))
        if given is None:
            await _unknown("log in with a name and a password")(scope, receive, send)
        elif self._remembered(given):
            await self._app(scope, receive, send)
        else:
            await self._check(given, scope, receive, send)

    async def _check(
        self, given: tuple[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        client = client_of(scope)
        async with self._checking:
            known = self._remembered(given)  # others with the same words may have come first
            wait = 0.0 if known else self._failures.wait_for(client)
            if not known and not wait:
                known = await to_thread.run_sync(self._users.knows, *given)
                if known:
                    self._let_in.add(self._mark(given))
                else:
                    self._failures.take(client)
        if known:
            await self._app(scope, receive, send)
        elif wait:
            told = "too many wrong passwords: wait a minute"
            await refused(429, told, wait)(scope, receive, send)
        else:
            await _unknown("this name and password are not known here")(scope, receive, send)

    def _remembered(self, given: tuple[str, str]) -> bool:
        return self._mark(given) in self._let_in

    def _mark(self, given: tuple[str, str]) -> bytes:
        name, password = (part.encode("utf-8", "surrogatepass") for part in given)
        return hmac.digest(self._key, name + b"\0" + password[:LONGEST], hashlib.sha256)


def _unknown(sentence: str) -> ASGIApp:
    response = refused(401, sentence)
    response.headers["www-authenticate"] = _ASK_FOR_IT
    return response


def _credentials(header: str) -> tuple[str, str] | None:
    scheme, _, words = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(words.strip()).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None
