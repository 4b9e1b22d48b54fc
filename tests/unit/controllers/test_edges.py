"""The parts around: the fence of the Lease, the echo of our writes, kopf's settings."""

import asyncio
import itertools
import subprocess
import sys
from collections.abc import Iterable

import pytest

from privet.cluster import CONFIG_MAPS, Object, WatchEvent
from privet.controllers.app import patiently
from privet.controllers.echo import Echo
from privet.controllers.edge import _handler, operator_settings
from privet.controllers.fenced import FencedCluster
from privet.errors import SigningRootError, UnavailableError
from tests.fakes.cluster import FakeCluster

OBJECT: Object = {"metadata": {"name": "a", "namespace": "shop", "resourceVersion": "1"}}


async def test_without_the_lease_nothing_is_written_and_everything_read() -> None:
    fake = FakeCluster()
    fake.seed(CONFIG_MAPS, OBJECT)
    cluster = FencedCluster(fake, lambda: False)
    ref = CONFIG_MAPS.at("a", "shop")

    for write in (
        cluster.create(CONFIG_MAPS, OBJECT),
        cluster.apply(CONFIG_MAPS, OBJECT, manager="x"),
        cluster.replace(CONFIG_MAPS, OBJECT),
        cluster.patch(ref, []),
        cluster.delete(ref),
    ):
        with pytest.raises(UnavailableError, match="LeaseNotHeld"):
            await write

    assert (await cluster.get(ref))["metadata"]["name"] == "a"
    assert fake.peek(ref) is not None


async def test_with_the_lease_writes_pass() -> None:
    fake = FakeCluster()
    cluster = FencedCluster(fake, lambda: True)

    await cluster.apply(CONFIG_MAPS, OBJECT, manager="x")

    assert fake.writes.total() == 1


@pytest.mark.parametrize(("kind", "anew"), [(None, True), ("ADDED", False), ("DELETED", False)])
async def test_a_watch_that_lists_is_told_of(kind: str | None, anew: bool) -> None:
    told, listed = list[WatchEvent](), list[bool]()
    seen = _handler(asyncio.get_running_loop(), CONFIG_MAPS, told.append, lambda: listed.append(True))

    await seen({"type": kind, "object": OBJECT})
    await asyncio.sleep(0)

    assert [event.object["metadata"]["name"] for event in told] == ["a"]
    assert listed == [True] * anew


class TestEcho:
    """Every write of ours has to come back through the watch."""

    def test_a_write_that_came_back_is_heard(self) -> None:
        echo = Echo(lambda: 100.0)
        echo.wrote(5)
        echo.saw(5)

        assert echo.silent_for() == 0

    def test_a_later_event_is_as_good(self) -> None:
        echo = Echo(lambda: 100.0)
        echo.wrote(5)
        echo.saw(9)

        assert echo.silent_for() == 0

    def test_the_echo_may_come_before_the_answer(self) -> None:
        echo = Echo(lambda: 100.0)
        echo.saw(5)
        echo.wrote(5)

        assert echo.silent_for() == 0

    def test_silence_is_counted_from_the_first_write_that_is_missing(self) -> None:
        now = itertools.count(0, 10)
        echo = Echo(lambda: float(next(now)))
        echo.wrote(5)
        echo.wrote(7)
        echo.saw(4)

        assert echo.silent_for() == 10


def test_kopf_may_neither_write_nor_give_up() -> None:
    settings = operator_settings()

    assert settings.peering.standalone
    assert settings.scanning.disabled
    assert not settings.posting.enabled
    backoffs = settings.networking.error_backoffs
    assert isinstance(backoffs, Iterable)
    waits = list(itertools.islice(backoffs, 40))
    assert max(waits) <= 60
    assert waits[30] >= 30
    assert len(set(waits)) > 20


def test_kopf_is_loaded_without_other_clients() -> None:
    code = "import sys, privet.controllers.edge; sys.exit('kubernetes' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_the_start_waits_for_an_api_server_that_does_not_answer() -> None:
    answers = [UnavailableError("list x", code=503), UnavailableError("list x", code=503), None]

    async def step() -> str:
        if (error := answers.pop(0)) is not None:
            raise error
        return "begun"

    assert await patiently(step) == "begun"
    assert answers == []


async def test_a_start_that_cannot_succeed_fails() -> None:
    async def step() -> None:
        raise SigningRootError("restore it")

    with pytest.raises(SigningRootError):
        await patiently(step)
