"""The pods that hold keys: which are followed, what is kept of them, and when a count is written."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from privet.cluster import KEYS, NAMESPACES, PODS, Name, Object
from privet.controllers import pods
from privet.controllers.pods import PodFollower, read_pod
from tests.unit.controllers.desk import GOVERNED, HEAL, NOON, SHOP, Desk, a_desk

Part = dict[str, Any]
MINUTE = timedelta(minutes=1)
NAME = Name(SHOP, "billing")


def a_pod(name: str = "web", namespace: str = SHOP, key: str = "billing", **changes: Part) -> Object:
    spec = {
        "serviceAccountName": "billing",
        "volumes": [{"name": "key", "secret": {"secretName": f"privet-key-{key}"}}],
        "containers": [{"name": "app", "volumeMounts": [{"name": "key", "mountPath": "/key"}]}],
    }
    status = {"phase": "Running", "startTime": "2026-07-01T12:00:00Z"}
    metadata = {"name": name, "namespace": namespace, "labels": {"app": "billing"}}
    whole: dict[str, Part] = {"metadata": metadata, "spec": spec, "status": status}
    return {part: {**value, **changes.get(part, {})} for part, value in whole.items()}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"spec": {"volumes": None}}, id="no volume"),
        pytest.param({"spec": {"containers": [{"name": "app"}]}}, id="a volume that nobody mounts"),
        pytest.param({"spec": {"volumes": [{"name": "key", "secret": {"secretName": "a"}}]}}, id="no key"),
        pytest.param({"status": {"startTime": None}}, id="not taken up yet"),
        pytest.param({"status": {"startTime": "10000-01-01T00:00:00Z"}}, id="after all time"),
    ],
)
def test_a_pod_without_a_key_is_nothing(change: dict[str, Any]) -> None:
    assert read_pod(a_pod(**change)) is None


def test_of_a_pod_only_what_counts_is_kept() -> None:
    pod = read_pod(a_pod())

    assert pod == pods.Pod("billing", {"app": "billing"}, datetime(2026, 7, 1, 12, tzinfo=UTC), ("billing",))


class Watch:
    """A desk, and a follower of its pods."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.marked: list[Name] = []
        self.follower = PodFollower(desk.cluster, desk.world, self.marked.append, pause=0.005)

    def put(self, pod: Object) -> None:
        self.desk.cluster.seed(PODS, pod)

    def starts(self, name: str = "billing") -> list[datetime] | None:
        return self.follower.starts(self.desk.stored(name))

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 - what is waited for is told by nobody
                await asyncio.sleep(0.002)


@asynccontextmanager
async def a_watch(*there: Object) -> AsyncIterator[Watch]:
    watch = Watch(a_desk())
    for pod in there:
        watch.put(pod)
    await watch.desk.load()
    task = asyncio.create_task(watch.follower.run())
    try:
        await watch.until(lambda: watch.starts() is not None)
        yield watch
    finally:
        task.cancel()


async def test_pods_that_are_there_are_counted() -> None:
    async with a_watch(a_pod("a"), a_pod("b"), a_pod("c", key="other")) as watch:
        assert watch.starts() == [NOON, NOON]
        assert NAME in watch.marked


async def test_pods_that_come_and_go_are_counted() -> None:
    async with a_watch() as watch:
        watch.put(a_pod())
        await watch.until(lambda: watch.starts() == [NOON])
        watch.marked.clear()

        await watch.desk.cluster.delete(PODS.at("web", SHOP))
        await watch.until(lambda: watch.starts() == [])

        assert watch.marked == [NAME]


async def test_a_pod_that_ended_no_longer_counts() -> None:
    async with a_watch(a_pod(status={"phase": "Succeeded"})) as watch:
        assert watch.starts() == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"spec": {"serviceAccountName": "other"}}, id="another account"),
        pytest.param({"metadata": {"labels": None}}, id="other labels"),
    ],
)
async def test_whoever_is_not_the_subject_does_not_count(change: dict[str, Any]) -> None:
    subject = {"serviceAccountName": "billing", "podSelector": {"matchLabels": {"app": "billing"}}}
    async with a_watch(a_pod(**change)) as watch:
        watch.desk.key(subject=subject)

        assert watch.starts() == []


async def test_a_change_that_does_not_count_marks_nothing() -> None:
    async with a_watch(a_pod()) as watch:
        watch.marked.clear()
        watch.put(a_pod(status={"message": "said something"}))
        watch.put(a_pod("next"))
        await watch.until(lambda: watch.starts() == [NOON, NOON])

        assert watch.marked == [NAME]


async def test_who_claims_pods_is_asked_again_when_there_are_none() -> None:
    desk = a_desk()
    await desk.load()
    desk.pod_starts = [NOON]
    await desk.reconcile()
    watch = Watch(desk)
    task = asyncio.create_task(watch.follower.run())

    await watch.until(lambda: watch.marked == [NAME])
    task.cancel()


async def test_only_governed_namespaces_with_keys_are_followed() -> None:
    async with a_watch() as watch:
        assert set(watch.follower._scopes) == {SHOP}

        watch.desk.namespace(SHOP, team="shop")
        await watch.desk.catch_up()
        watch.follower.look()
        await watch.until(lambda: not watch.follower._scopes)

        assert watch.starts() is None


async def test_too_many_namespaces_are_followed_by_one_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pods, "MAX_WATCHES", 1)
    async with a_watch(a_pod()) as watch:
        watch.desk.namespace("second", **GOVERNED)
        key = watch.desk.cluster.peek(KEYS.at("billing", SHOP))
        assert key is not None
        watch.desk.cluster.seed(
            KEYS, {"metadata": {"name": "billing", "namespace": "second"}, "spec": key["spec"]}
        )
        await watch.desk.catch_up()
        watch.follower.look()
        await watch.until(lambda: set(watch.follower._scopes) == {""})

        await watch.until(lambda: watch.starts() == [NOON])


async def counted(starts: list[datetime] | None) -> Desk:
    desk = a_desk()
    desk.pod_starts = starts
    await desk.load()
    await desk.reconcile()
    return desk


def held(desk: Desk) -> list[int]:
    status = desk.stored().status
    assert status is not None
    return [entry.count for entry in status.pods]


async def test_a_first_key_is_written_with_its_pods() -> None:
    desk = await counted([NOON - MINUTE])
    status = desk.stored().status
    assert status is not None
    assert status.current is not None

    assert [(entry.key_id, entry.held_from) for entry in status.pods] == [
        (status.current.id, NOON + 5 * MINUTE)
    ]


async def test_a_pod_that_comes_is_written_half_a_minute_later() -> None:
    desk = await counted([])
    desk.cluster.writes.clear()
    desk.pod_starts = [NOON]

    assert await desk.reconcile() == NOON + timedelta(seconds=30)
    assert desk.cluster.writes.total() == 0
    desk.now += timedelta(seconds=30)
    await desk.reconcile()

    assert held(desk) == [1]
    assert desk.cluster.writes.total() == 1


async def test_a_crowd_of_pods_is_one_write() -> None:
    desk = await counted([])
    desk.cluster.writes.clear()
    for second in range(30):
        desk.pod_starts = [NOON] * (second + 1)
        await desk.reconcile()
        desk.now += timedelta(seconds=1)
    await desk.reconcile()

    assert held(desk) == [30]
    assert desk.cluster.writes.total() == 1


async def test_a_pod_that_comes_and_goes_in_between_is_no_write() -> None:
    desk = await counted([])
    desk.cluster.writes.clear()
    for starts in ([NOON], []):
        desk.pod_starts = starts
        await desk.reconcile()
        desk.now += timedelta(seconds=20)
    await desk.reconcile()

    assert desk.cluster.writes.total() == 0


async def test_a_rotation_with_pods_is_three_writes_and_nothing_follows() -> None:
    desk = await counted([NOON - MINUTE, NOON - MINUTE])
    desk.now += 31 * MINUTE
    desk.cluster.writes.clear()

    await desk.reconcile()
    for _ in range(4):
        desk.now += 5 * MINUTE
        await desk.reconcile()

    assert held(desk) == [2, 2]
    assert desk.cluster.writes.total() == 3


async def test_what_is_not_known_is_not_written() -> None:
    desk = await counted([NOON])
    desk.pod_starts = None
    desk.cluster.writes.clear()

    await desk.restart()
    desk.now += HEAL
    await desk.reconcile()

    assert held(desk) == [1]
    assert desk.cluster.writes.total() == 0


async def test_a_suspended_key_says_until_when_it_may_be_held() -> None:
    desk = await counted([NOON - MINUTE])
    desk.key(state="Suspended")
    await desk.catch_up()
    await desk.reconcile()
    status = desk.stored().status
    assert status is not None

    assert [(entry.count, entry.held_until) for entry in status.pods] == [(1, NOON + 5 * MINUTE)]


async def test_namespaces_that_go_are_not_followed() -> None:
    async with a_watch() as watch:
        watch.desk.cluster.seed(
            NAMESPACES,
            {"metadata": {"name": SHOP, "labels": GOVERNED, "deletionTimestamp": "2026-07-01T12:00:00Z"}},
        )
        await watch.desk.catch_up()
        watch.follower.look()

        await watch.until(lambda: not watch.follower._scopes)
