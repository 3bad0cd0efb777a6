"""Who may change the corpus: whoever sits at the machine, and whoever gives the owner's password.

What changes anything asks `Owner.is_owner` on the server; what the page shows is no protection.
"""

import hmac
import ipaddress
import secrets
import time
from typing import Annotated
from urllib.parse import urlsplit

import gradio as gr
from fastapi import APIRouter, HTTPException, Request, Response
from limits import parse
from pydantic import BaseModel, Field, SecretStr
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from webchat.api.refusals import refused
from webchat.clients import Allowance, client_of

COOKIE = "hoi-bao-owner"
ADDRESS = "owner"  # from the root of the site

_ATTEMPTS = parse("6/minute")  # passwords that one client may try
_LASTS = 12 * 3600  # seconds from the password to the next time it is asked for
_MOST_ENTERED = 1_000
# Each of these says that the request came through another machine's hands.
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


class _Given(BaseModel):
    password: Annotated[str, Field(max_length=1_000)]


class Owner:
    """The owner of one server's corpus; who has given the password is known until it stops."""

    def __init__(self, password: SecretStr | None) -> None:
        self._password = password.get_secret_value().encode() if password else None
        self._entered: dict[str, float] = {}  # token → when it ends, on the monotonic clock
        self._attempts = Allowance([_ATTEMPTS])

    @property
    def has_password(self) -> bool:
        """Whether there is a password to give."""
        return self._password is not None

    def is_owner(self, request: HTTPConnection | gr.Request) -> bool:
        """Whether who sent this may change the corpus; never for another site's page."""
        connection = request.request if isinstance(request, gr.Request) else request
        if connection is None or not _is_of_this_page(connection.headers):
            return False
        return self._has_entered(connection) or _is_at_the_machine(connection)

    def has_entered(self, request: HTTPConnection | gr.Request) -> bool:
        """Whether it is the owner by the password, and can leave again."""
        connection = request.request if isinstance(request, gr.Request) else request
        return connection is not None and self._has_entered(connection)

    def router(self) -> APIRouter:
        """POST /owner {"password"} enters and sets a cookie for this session; DELETE leaves."""
        router = APIRouter()

        # A coroutine that waits for nothing: no other attempt comes between the look and the count.
        @router.post(f"/{ADDRESS}", status_code=204)
        async def enter(given: _Given, request: Request) -> Response:
            if not _is_of_this_page(request.headers):
                raise HTTPException(403, "the password is given on the page itself")
            client = client_of(request.scope)
            if wait := self._attempts.wait_for(client):
                return refused(429, "too many attempts; wait a minute", wait)
            self._attempts.take(client)
            if self._password is None:
                raise HTTPException(
                    403, "no password is set; set RAG_ADMIN_PASSWORD and start anew"
                )
            if not hmac.compare_digest(given.password.encode("utf-8", "replace"), self._password):
                raise HTTPException(403, "that is not the password")
            response = Response(status_code=204)
            response.set_cookie(
                COOKIE,
                self._new_token(),
                secure=_is_secure(request),
                httponly=True,
                samesite="strict",
            )
            return response

        @router.delete(f"/{ADDRESS}", status_code=204)
        def leave(request: Request) -> Response:
            self._entered.pop(request.cookies.get(COOKIE, ""), None)
            response = Response(status_code=204)
            response.delete_cookie(
                COOKIE, secure=_is_secure(request), httponly=True, samesite="strict"
            )
            return response

        return router

    def _has_entered(self, connection: HTTPConnection) -> bool:
        return self._entered.get(connection.cookies.get(COOKIE, ""), 0) > time.monotonic()

    def _new_token(self) -> str:
        now = time.monotonic()
        lasting = [(token, end) for token, end in self._entered.items() if end > now]
        token = secrets.token_urlsafe(32)
        self._entered = {**dict(lasting[-_MOST_ENTERED:]), token: now + _LASTS}
        return token


def _is_of_this_page(headers: Headers) -> bool:
    """Whether a page of this server, or no page at all, sent the request."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _is_at_the_machine(connection: HTTPConnection) -> bool:
    """Whether it comes from this machine and was meant for it by name.

    A name that is not the machine's own is a page that had its own name point here; HTTP/1.0 is
    how a proxy asks that says nothing of whom it asks for.
    """
    headers, client = connection.headers, connection.client
    return (
        client is not None
        and _is_loopback(client.host)
        and connection.scope.get("http_version") != "1.0"
        and not any(name in headers for name in _FORWARDED)
        and _is_loopback(_host_of(headers))
    )


def _host_of(headers: Headers) -> str:
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _is_secure(request: Request) -> bool:
    told = request.headers.get("x-forwarded-proto", request.url.scheme)
    return told.split(",")[0].strip() == "https"
