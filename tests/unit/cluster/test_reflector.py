"""The reflector follows, whatever the server does, and never asks in a hot loop."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from privet.cluster import CONFIG_MAPS, EVERYTHING, Listing, Object, Resource, Selection, Store, WatchEvent
from privet.cluster.reflector import Reflector, Time
from privet.errors import ClusterError, ExpiredError, ForbiddenError, NotFoundError, UnavailableError
from tests.fakes.cluster import FakeCluster

ROUNDS = 300


def a_config_map(name: str) -> Object:
    return {"metadata": {"name": name, "namespace": "shop"}}


class Faulty(FakeCluster):
    """A cluster whose lists and watches fail as told."""

    def __init__(self) -> None:
        super().__init__()
        self.list_fails: ClusterError | None = None
        self.watch_fails: ClusterError | None = None
        self.ends_at_once = False
        self.lists = 0
        self.watches = 0

    async def list(self, resource: Resource, selection: Selection = EVERYTHING) -> Listing:
        self.lists += 1
        if self.list_fails:
            raise self.list_fails
        return await super().list(resource, selection)

    async def watch(
        self, resource: Resource, resource_version: str, selection: Selection = EVERYTHING
    ) -> AsyncIterator[WatchEvent]:
        self.watches += 1
        if self.watch_fails:
            raise self.watch_fails
        if self.ends_at_once:
            return
        async for event in super().watch(resource, resource_version, selection):
            yield event


class Following:
    """A reflector whose time passes only by its own waits."""

    def __init__(self) -> None:
        self.cluster = Faulty()
        self.store: Store[str] = Store(CONFIG_MAPS, lambda obj: str(obj["metadata"]["name"]))
        self.waits: list[float] = []
        self.now = 0.0
        self.reflector = Reflector(self.cluster, self.store, clock=Time(lambda: self.now, self._sleep))

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        if len(self.waits) > ROUNDS:
            await asyncio.Event().wait()
        await asyncio.sleep(0)

    async def until(self, holds: Callable[[], bool]) -> None:
        task = asyncio.create_task(self.reflector.run())
        try:
            async with asyncio.timeout(5):
                while not holds():
                    assert not task.done()
                    await asyncio.sleep(0)
        finally:
            task.cancel()

    def names(self) -> list[str]:
        return sorted(self.store)


async def test_it_lists_and_then_watches() -> None:
    following = Following()
    following.cluster.seed(CONFIG_MAPS, a_config_map("a"))
    await following.until(lambda: following.reflector.synced)
    following.cluster.seed(CONFIG_MAPS, a_config_map("b"))

    await following.until(lambda: following.names() == ["a", "b"])

    assert following.cluster.lists == 1


@pytest.mark.parametrize("where", ["in the stream", "as an answer"])
async def test_after_410_it_lists_and_sees_what_was_deleted(where: str) -> None:
    following = Following()
    following.cluster.seed(CONFIG_MAPS, a_config_map("a"))
    await following.until(lambda: following.reflector.synced)
    await following.cluster.delete(CONFIG_MAPS.at("a", "shop"))
    if where == "in the stream":
        following.cluster.forget_past()
    else:
        following.cluster.watch_fails = ExpiredError("watch", code=410)

    await following.until(lambda: following.names() == [])

    assert following.cluster.lists >= 2


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(UnavailableError("list", code=500), id="500"),
        pytest.param(UnavailableError("list", reason="ClientConnectorError"), id="no answer"),
        pytest.param(ForbiddenError("list", code=403), id="403"),
        pytest.param(NotFoundError("list", code=404), id="404"),
    ],
)
async def test_waits_grow_to_the_cap_while_listing_fails(error: ClusterError) -> None:
    following = Following()
    following.cluster.list_fails = error
    await following.until(lambda: len(following.waits) > 20)

    assert following.waits[0] <= 0.2
    assert max(following.waits) <= 30
    assert following.waits[15] >= 15
    assert not following.reflector.synced


async def test_it_recovers_when_the_server_does() -> None:
    following = Following()
    following.cluster.seed(CONFIG_MAPS, a_config_map("a"))
    following.cluster.list_fails = UnavailableError("list", code=503)
    await following.until(lambda: len(following.waits) > 3)
    following.cluster.list_fails = None

    await following.until(lambda: following.names() == ["a"])


async def test_a_wait_that_the_server_asks_for_is_kept() -> None:
    following = Following()
    following.cluster.list_fails = UnavailableError("list", code=429, retry_after=7)

    await following.until(lambda: len(following.waits) > 0)

    assert following.waits[0] == 7


async def test_a_server_that_ends_every_watch_is_not_stormed() -> None:
    following = Following()
    following.cluster.ends_at_once = True

    await following.until(lambda: following.cluster.watches >= 20)

    assert following.now >= 9
    assert following.cluster.lists == 1


async def test_a_server_that_always_says_410_is_asked_ever_less_often() -> None:
    following = Following()
    following.cluster.watch_fails = ExpiredError("watch", code=410)

    await following.until(lambda: following.cluster.lists >= 15)

    assert following.now >= 60


async def test_after_a_broken_stream_it_goes_on_from_where_it_was() -> None:
    following = Following()
    await following.until(lambda: following.reflector.synced)
    following.cluster.watch_fails = UnavailableError("watch", reason="ClientPayloadError")
    await following.until(lambda: len(following.waits) > 0)
    following.cluster.seed(CONFIG_MAPS, a_config_map("a"))
    following.cluster.watch_fails = None

    await following.until(lambda: following.names() == ["a"])

    assert following.cluster.lists == 1


async def test_the_last_good_state_stays_and_grows_old() -> None:
    following = Following()
    following.cluster.seed(CONFIG_MAPS, a_config_map("a"))
    await following.until(lambda: following.reflector.synced)
    following.cluster.list_fails = UnavailableError("list", code=503)
    following.cluster.watch_fails = UnavailableError("watch", code=503)

    await following.until(lambda: following.reflector.age() > 30)

    assert following.reflector.synced
    assert following.names() == ["a"]
