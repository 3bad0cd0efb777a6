"""So many questions at once, so many waiting, one more is sent away."""

import anyio
import pytest
from chats import run_async

from webchat.api.places import BusyError, Places


async def hold(places, done, begun, *, task_status=anyio.TASK_STATUS_IGNORED):
    task_status.started()
    async with places.place():
        begun.append(1)
        await done.wait()


def test_the_waiting_come_in_when_a_place_is_free_and_one_more_is_refused():
    async def played():
        places, done, begun = Places(2, 3), anyio.Event(), []
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(hold, places, done, begun)
            await anyio.wait_all_tasks_blocked()
            assert len(begun) == 2
            with pytest.raises(BusyError):
                async with places.place():
                    pass
            done.set()
        assert len(begun) == 5
        async with places.place():
            pass

    run_async(played)


def test_a_place_is_free_again_after_an_error():
    async def played():
        places = Places(1, 0)
        for _ in range(2):
            with pytest.raises(ValueError, match="broken"):
                async with places.place():
                    raise ValueError("broken")

    run_async(played)
