"""How often one client may ask, and how often it may fail to log in: a moving window in memory."""

import time
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from vectorstore.errors import SettingsError
from webchat.api.refusals import refused

if TYPE_CHECKING:  # it takes seconds to import
    from webchat.server.asking import Counting

TOO_OFTEN = "Too many questions in a short time. Please wait a moment and ask again."
_OFF = "off"


def read_rate_limit(written: str) -> list[RateLimitItem]:
    """The limits of the setting RAG_RATE_LIMIT; none if it is `off`.

    Raises:
        SettingsError: it is not of the form NUMBER/PERIOD.
    """
    if written.strip().lower() == _OFF:
        return []
    try:
        limits = parse_many(written)
    except ValueError:
        limits = []
    if not limits or any(limit.amount < 1 or limit.get_expiry() < 1 for limit in limits):
        raise SettingsError(
            f"RAG_RATE_LIMIT={written!r} can't be used: write a number and a period as in "
            f"120/minute or 5/second, or {_OFF}"
        )
    return limits


class Allowance:
    """What each client has left of some limits."""

    def __init__(self, limits: list[RateLimitItem]) -> None:
        self._limits = limits
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait_for(self, client: str, times: int = 1) -> float:
        """Seconds until that client may come so many times again; 0 if it may now.

        More times than a limit ever allows count as all that it allows.
        """
        full = [
            limit
            for limit in self._limits
            if not self._limiter.test(limit, client, cost=min(times, limit.amount))
        ]
        resets = [self._limiter.get_window_stats(limit, client).reset_time for limit in full]
        return max((max(reset - time.time(), 1.0) for reset in resets), default=0.0)

    def take(self, client: str, times: int = 1) -> None:
        """Count that the client came."""
        for limit in self._limits:
            self._limiter.hit(limit, client, cost=min(times, limit.amount))


class RateLimits:
    """Middleware that answers 429 to a client that has asked too often."""

    def __init__(self, app: ASGIApp, limits: list[RateLimitItem], counting: "Counting") -> None:
        self._app = app
        self._allowance = Allowance(limits)
        self._counting = counting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or don't."""
        if not self._counting.may_ask(scope):
            await self._app(scope, receive, send)
            return
        questions, receive = await self._counting.questions(scope, receive)
        if questions:
            client = client_of(scope)
            wait = self._allowance.wait_for(client, questions)
            if wait:
                await refused(429, TOO_OFTEN, wait)(scope, receive, send)
                return
            self._allowance.take(client, questions)
        await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Who asks: the address, of IPv6 the half that names a network, since one has all of it."""
    host = str((scope.get("client") or ("unknown",))[0])
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))
