"""Places for questions: so many are read at once, so many may wait, one more is sent away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from vectorstore.errors import HoiBaoError


class BusyError(HoiBaoError):
    """Too many questions are waiting already."""


class Places:
    """The places at one door; to be used inside the server's event loop."""

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self._free = anyio.CapacityLimiter(at_once)
        self._most_waiting = most_waiting

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Raises:
            BusyError: nobody more may wait.
        """
        waiting = self._free.statistics().tasks_waiting
        if self._free.available_tokens == 0 and waiting >= self._most_waiting:
            raise BusyError("too many questions are waiting: try again in a few seconds")
        async with self._free:
            yield
