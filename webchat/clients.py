"""Who a client is, and what each has left of some limits: a moving window in memory."""

import time
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope


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
