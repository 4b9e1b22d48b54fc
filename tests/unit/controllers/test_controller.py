"""The controller put together: what the watches tell is acted on, and what they do not is found."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from privet.cluster import KEYS, PODS, EventKind, Resource, WatchEvent
from privet.controllers.controller import Controller, Pace, Surroundings
from privet.controllers.queue import Clocks
from privet.settings import ControllerSettings
from privet.tracing import Trace, untraced
from tests.unit.controllers.desk import NOON, RING, SHOP, Desk, a_desk
from tests.unit.controllers.test_pods import a_pod


class Room:
    """A controller on a desk's cluster, and its watches: they tell what the test has them tell."""

    def __init__(self, desk: Desk, trace: Trace | None = None, **settings: float) -> None:
        self.desk = desk
        self.restarts = 0
        self.monotonic = 100.0
        self.now = NOON
        given = ControllerSettings.model_validate({"resync_seconds": 0.2, **settings})
        clocks = Clocks(self._wall, lambda: self.monotonic)
        around = Surroundings(clocks, Pace(second_look=0.01, grace=0.01), trace or untraced)
        self.controller = Controller(desk.cluster, given, RING, "urn:privet:test", around)

    def _wall(self) -> datetime:
        return self.now

    def restart(self) -> None:
        self.restarts += 1

    def tell(self, resource: Resource, name: str, kind: EventKind = EventKind.MODIFIED) -> None:
        obj = self.desk.cluster.peek(resource.at(name, SHOP))
        assert obj is not None
        self.controller.sinks()[resource](WatchEvent(kind, obj))

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 - what is waited for is told by nobody
                await asyncio.sleep(0.005)


@asynccontextmanager
async def a_room() -> AsyncIterator[Room]:
    room = Room(a_desk())
    await room.controller.load()
    task = asyncio.create_task(room.controller.run(room.restart))
    try:
        await room.until(room.controller.idle)
        yield room
    finally:
        task.cancel()


async def test_what_is_there_at_the_start_is_reconciled() -> None:
    async with a_room() as room:
        assert room.desk.ready() == ("True", "Current")


async def test_what_a_watch_tells_is_acted_on() -> None:
    async with a_room() as room:
        room.desk.key(state="Suspended")
        room.tell(KEYS, "billing")

        await room.until(lambda: room.desk.files() == {})


async def test_what_no_watch_tells_is_found_and_the_watches_are_started_again() -> None:
    async with a_room() as room:
        room.desk.key(state="Suspended")

        await room.until(lambda: room.desk.files() == {})
        await room.until(lambda: room.restarts > 0)


async def test_what_was_deleted_before_a_watch_listed_is_no_fault_of_its() -> None:
    async with a_room() as room:
        await room.desk.cluster.delete(KEYS.at("billing", SHOP))
        room.controller.watch_listed()

        await room.until(lambda: room.controller._world.keys.get("billing", SHOP) is None)

        assert room.restarts == 0


async def test_while_all_is_well_nothing_is_stale() -> None:
    async with a_room() as room:
        room.tell(KEYS, "billing")
        for resource in room.controller._echoes:
            room.controller._echoes[resource].saw(10**6)
        room.monotonic += 100

        assert room.controller.stale(180) == ""


async def test_a_write_that_does_not_come_back_makes_the_watches_stale() -> None:
    async with a_room() as room:
        room.monotonic += 181

        assert room.controller.stale(180) == "the watches do not tell of our own writes"


async def test_listing_nothing_for_long_is_stale() -> None:
    async with a_room() as room:
        for echo in room.controller._echoes.values():
            echo.saw(10**6)
        room.controller._listed_at -= 200

        assert room.controller.stale(180) == "nothing could be listed for too long"


async def test_pods_are_followed_from_the_start_and_counted() -> None:
    desk = a_desk()
    desk.cluster.seed(PODS, a_pod())
    room = Room(desk, count_seconds=0.01)
    await room.controller.load()
    task = asyncio.create_task(room.controller.run(room.restart))

    def counted() -> bool:
        room.now, room.monotonic = room.now + timedelta(seconds=1), room.monotonic + 1
        status = desk.stored().status
        return status is not None and [entry.count for entry in status.pods] == [1]

    await room.until(counted)
    task.cancel()
