"""What every response carries, and which requests are turned away before anything is read."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webchat.api.refusals import refused
from webchat.corpus.owner import Owner
from webchat.words import ADDRESSES

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
_UNUSED = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
_HEADERS = {
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
# Gradio's routes for files, proxies and its own tools: this page has no use for them, and some
# would fetch an address that a visitor names.
_CLOSED = (
    "file", "upload", "proxy", "stream", "custom_component", "process_recording", "deep_link",
    "monitoring", "profiling", "run-history", "runs", "dev", "vibe", "undo-vibe", "pwa_icon",
)  # fmt: skip
# Bytes that a request may have. The page sends its whole conversation with each question, some
# kilobytes a turn.
MOST_BYTES = 2_000_000


_UPLOADING = "/component_server"  # where functions of the page are called, with articles too


class Guard:
    """Middleware: the security headers and the closed routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if _is_closed(scope["path"]):
            await refused(404, "not found")(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


class BodyLimit:
    """Middleware: no request is longer than its sender may make it.

    The owner may send articles of up to `most_uploaded` bytes, which JSON holds as base64.
    """

    def __init__(self, app: ASGIApp, owner: Owner, most_uploaded: int) -> None:
        self._owner = owner
        longest = MOST_BYTES + 2 * most_uploaded
        self._limited = {
            most: RequestBodyLimitMiddleware(app, max_body_size=most)
            for most in (MOST_BYTES, longest)
        }
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        most = self._longest if self._may_upload(scope) else MOST_BYTES
        if scope["type"] == "http" and _is_longer(scope, most):
            told = f"a request may have {most} bytes at most"
            await refused(413, told)(scope, receive, send)
        else:
            await self._limited[most](scope, receive, send)

    def _may_upload(self, scope: Scope) -> bool:
        if scope["type"] != "http" or not scope["path"].rstrip("/").endswith(_UPLOADING):
            return False
        return self._owner.is_owner(HTTPConnection(scope))


def _is_closed(path: str) -> bool:
    local = re.sub("/+", "/", path).removeprefix(ADDRESSES["en"].rstrip("/")).lstrip("/")
    return local.removeprefix("gradio_api/").startswith(_CLOSED)


def _is_longer(scope: Scope, most: int) -> bool:
    declared = Headers(scope=scope).get("content-length", "0")
    return not declared.isdecimal() or int(declared) > most
