"""What every response carries, and which requests are turned away before anything is read."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webchat.refusals import refused
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


class Guard:
    """Middleware: the security headers, the closed routes, the longest body."""

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
        elif _is_too_long(scope):
            told = f"a request may have {MOST_BYTES} bytes at most"
            await refused(413, told)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


def _is_closed(path: str) -> bool:
    local = re.sub("/+", "/", path).removeprefix(ADDRESSES["en"].rstrip("/")).lstrip("/")
    return local.removeprefix("gradio_api/").startswith(_CLOSED)


def _is_too_long(scope: Scope) -> bool:
    declared = Headers(scope=scope).get("content-length", "0")
    return not declared.isdecimal() or int(declared) > MOST_BYTES
