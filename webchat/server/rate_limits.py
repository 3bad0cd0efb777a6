"""How often one client may ask: the setting in, a middleware that sends away who asks too often."""

from typing import TYPE_CHECKING

from limits import RateLimitItem, parse_many
from starlette.types import ASGIApp, Receive, Scope, Send

from vectorstore.errors import SettingsError
from webchat.api.refusals import refused
from webchat.clients import Allowance, client_of

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
