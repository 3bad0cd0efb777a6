"""The functions as tools of the Model Context Protocol, over streamable HTTP."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from anyio import to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from webchat.api.functions import Functions
from webchat.api.places import Places
from webchat.api.refusals import refused
from webchat.limits import MCP_PATH
from webchat.port import is_loopback

_INSTRUCTIONS = (
    "Answers questions in Vietnamese about a collection of news articles. Every answer is quoted "
    "word for word, with the place in the article where it stands."
)


def mcp_application(store: Store, places: Places, host: str, most_bytes: int) -> Starlette:
    """An application that serves the four tools at /mcp; its lifespan has to be run.

    `host` is what the server listens on; bodies hold at most `most_bytes`.
    """
    server = MCPServer("hoi-bao", title="Hỏi Báo", instructions=_INSTRUCTIONS, log_level="WARNING")
    functions = Functions(store, "mcp")
    for function in (functions.ask, functions.search, functions.article, functions.articles):
        server.add_tool(
            _in_a_place(places, function),
            annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )
    application = server.streamable_http_app(
        streamable_http_path=MCP_PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=most_bytes,
        transport_security=_security(host),
    )
    application.add_middleware(_OnlyPost)
    return application


class _OnlyPost:
    """Middleware that refuses to open a stream on which nothing would ever come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] != "POST":
            await refused(405, "send messages by POST")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _in_a_place(places: Places, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    async def called(**arguments: Any) -> Any:
        try:
            async with places.place():
                return await to_thread.run_sync(partial(function, **arguments))
        except HoiBaoError as error:
            raise ToolError(str(error)) from None

    return called


def _security(host: str) -> TransportSecuritySettings:
    """Who listens on this machine alone is asked under its own names only.

    Otherwise a web page elsewhere could let its name point here and read the answers. A server
    that others may reach has names that it does not know.
    """
    if not is_loopback(host):
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    named = f"[{host}]" if ":" in host else host
    names = {named, "127.0.0.1", "localhost", "[::1]"}
    hosts = [form for name in sorted(names) for form in (name, f"{name}:*")]
    return TransportSecuritySettings(
        allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
    )
