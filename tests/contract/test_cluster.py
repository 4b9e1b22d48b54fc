"""One suite over the fake and the real API server, so that the fake cannot drift."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypedDict

import pytest

from privet.cluster import (
    CONFIG_MAPS,
    PODS,
    Cluster,
    Connection,
    EventKind,
    HttpCluster,
    Object,
    Ref,
    Resource,
    Selection,
    WatchEvent,
    connect,
)
from privet.errors import AlreadyExistsError, ConflictError, ExpiredError, NotFoundError, RejectedError
from tests.fakes.cluster import FakeCluster

MANAGER = "privet-contract"


@dataclass(frozen=True)
class Ground:
    """A cluster to test on, and a namespace in it."""

    cluster: Cluster
    namespace: str

    def ref(self, name: str) -> Ref:
        return CONFIG_MAPS.at(name, self.namespace)

    def config_map(self, name: str, /, **data: str) -> Object:
        return {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": self.namespace},
            "data": data,
        }

    async def apply(self, obj: Object, manager: str = MANAGER, *, force: bool = True) -> Object:
        return await self.cluster.apply(CONFIG_MAPS, obj, manager=manager, force=force)


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.l2)])
async def ground(request: pytest.FixtureRequest) -> AsyncIterator[Ground]:
    if request.param == "fake":
        yield Ground(FakeCluster(), "shop")
        return
    # Asked for here and not as an argument: the fake's tests need no cluster.
    control_plane = request.getfixturevalue("control_plane")
    namespace = request.getfixturevalue("namespaces")()
    connection: Connection = connect(str(control_plane.kubeconfig))
    async with HttpCluster(connection) as cluster:
        yield Ground(cluster, namespace)


async def test_what_was_created_is_read_back(ground: Ground) -> None:
    created = await ground.cluster.create(CONFIG_MAPS, ground.config_map("a", x="1"))

    read = await ground.cluster.get(ground.ref("a"))

    assert read["data"] == {"x": "1"}
    assert read["metadata"]["uid"] == created["metadata"]["uid"]
    assert int(read["metadata"]["resourceVersion"]) == int(created["metadata"]["resourceVersion"])


async def test_reading_what_is_not_there_is_not_found(ground: Ground) -> None:
    with pytest.raises(NotFoundError):
        await ground.cluster.get(ground.ref("nothing"))


async def test_a_name_is_created_once(ground: Ground) -> None:
    await ground.cluster.create(CONFIG_MAPS, ground.config_map("a"))

    with pytest.raises(AlreadyExistsError):
        await ground.cluster.create(CONFIG_MAPS, ground.config_map("a"))


async def test_a_dry_run_creates_nothing(ground: Ground) -> None:
    await ground.cluster.create(CONFIG_MAPS, ground.config_map("a"), dry_run=True)

    with pytest.raises(NotFoundError):
        await ground.cluster.get(ground.ref("a"))


async def test_a_patch_by_dry_run_shows_what_it_would_change_and_changes_nothing(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))
    change = [{"op": "add", "path": "/data", "value": {"y": "2"}}]

    shown = await ground.cluster.patch(ground.ref("a"), change, dry_run=True)

    assert shown["data"] == {"y": "2"}
    assert (await ground.cluster.get(ground.ref("a")))["data"] == {"x": "1"}


async def test_applying_creates_what_is_missing(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))

    assert (await ground.cluster.get(ground.ref("a")))["data"] == {"x": "1"}


async def test_applying_the_same_again_writes_nothing(ground: Ground) -> None:
    first = await ground.apply(ground.config_map("a", x="1"))

    again = await ground.apply(ground.config_map("a", x="1"))

    assert again["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]


async def test_applying_heals_what_another_changed(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))
    await ground.cluster.patch(ground.ref("a"), [{"op": "replace", "path": "/data/x", "value": "2"}])

    healed = await ground.apply(ground.config_map("a", x="1"))

    assert healed["data"] == {"x": "1"}


async def test_applying_less_takes_away_what_was_ours(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1", y="2"))

    less = await ground.apply(ground.config_map("a", x="1"))

    assert less["data"] == {"x": "1"}


async def test_applying_leaves_what_belongs_to_another(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"), manager="somebody")

    both = await ground.apply(ground.config_map("a", y="2"))

    assert both["data"] == {"x": "1", "y": "2"}


async def test_what_another_says_too_stays_until_it_is_taken_over(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))
    await ground.apply(ground.config_map("a", x="1"), manager="somebody")

    emptied = await ground.apply({**ground.config_map("a"), "data": {}})
    assert emptied["data"] == {"x": "1"}

    await ground.apply(ground.config_map("a", x=""))
    emptied = await ground.apply({**ground.config_map("a"), "data": {}})
    assert not emptied.get("data")


async def test_without_force_another_owner_is_a_conflict(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"), manager="somebody")

    with pytest.raises(ConflictError):
        await ground.apply(ground.config_map("a", x="2"), force=False)


async def test_a_version_that_is_no_longer_the_newest_is_a_fence(ground: Ground) -> None:
    old = await ground.apply(ground.config_map("a", x="1"))
    await ground.apply(ground.config_map("a", x="2"))
    fenced = ground.config_map("a", x="3")
    fenced["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]

    with pytest.raises(ConflictError):
        await ground.apply(fenced)

    assert (await ground.cluster.get(ground.ref("a")))["data"] == {"x": "2"}


async def test_a_version_is_no_fence_where_nothing_is_but_a_uid_is(ground: Ground) -> None:
    old = await ground.apply(ground.config_map("a", x="1"))
    await ground.cluster.delete(ground.ref("a"))
    fenced = ground.config_map("a", x="2")
    fenced["metadata"]["uid"] = old["metadata"]["uid"]

    with pytest.raises(ConflictError):
        await ground.apply(fenced)

    del fenced["metadata"]["uid"]
    fenced["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]
    assert (await ground.apply(fenced))["data"] == {"x": "2"}


async def test_another_incarnation_is_not_written_to(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))
    fenced = ground.config_map("a", x="2")
    fenced["metadata"]["uid"] = "00000000-0000-0000-0000-000000000000"

    with pytest.raises(ConflictError):
        await ground.apply(fenced)


async def test_the_newest_version_passes_the_fence(ground: Ground) -> None:
    old = await ground.apply(ground.config_map("a", x="1"))
    fenced = ground.config_map("a", x="2")
    fenced["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]

    assert (await ground.apply(fenced))["data"] == {"x": "2"}


async def test_replacing_with_an_old_version_is_a_conflict(ground: Ground) -> None:
    old = await ground.cluster.create(CONFIG_MAPS, ground.config_map("a", x="1"))
    await ground.cluster.replace(CONFIG_MAPS, {**old, "data": {"x": "2"}})

    with pytest.raises(ConflictError):
        await ground.cluster.replace(CONFIG_MAPS, {**old, "data": {"x": "3"}})


async def test_a_patch_whose_test_fails_is_rejected(ground: Ground) -> None:
    await ground.apply(ground.config_map("a", x="1"))
    operations = [
        {"op": "test", "path": "/data/x", "value": "other"},
        {"op": "replace", "path": "/data/x", "value": "2"},
    ]

    with pytest.raises(RejectedError):
        await ground.cluster.patch(ground.ref("a"), operations)


async def test_status_is_applied_apart_from_the_rest(ground: Ground) -> None:
    pod: Object = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "a", "namespace": ground.namespace},
        "spec": {"containers": [{"name": "app", "image": "app:1"}]},
    }
    await ground.cluster.create(PODS, pod)
    status = {**pod, "status": {"message": "hello"}}
    del status["spec"]

    applied = await ground.cluster.apply(PODS, status, manager=MANAGER, subresource="status")

    assert applied["status"]["message"] == "hello"
    assert applied["spec"]["containers"][0]["image"] == "app:1"


async def test_the_status_of_nothing_is_not_found(ground: Ground) -> None:
    status: Object = {"apiVersion": "v1", "kind": "Pod", "status": {"message": "hello"}}
    status["metadata"] = {"name": "a", "namespace": ground.namespace}

    with pytest.raises(NotFoundError):
        await ground.cluster.apply(PODS, status, manager=MANAGER, subresource="status")


async def test_deleting_another_incarnation_is_a_conflict(ground: Ground) -> None:
    await ground.apply(ground.config_map("a"))

    with pytest.raises(ConflictError):
        await ground.cluster.delete(ground.ref("a"), uid="00000000-0000-0000-0000-000000000000")


async def test_what_was_deleted_is_gone(ground: Ground) -> None:
    obj = await ground.apply(ground.config_map("a"))

    await ground.cluster.delete(ground.ref("a"), uid=obj["metadata"]["uid"])

    with pytest.raises(NotFoundError):
        await ground.cluster.get(ground.ref("a"))


async def test_a_listing_keeps_to_its_namespace_and_labels(ground: Ground) -> None:
    for name, colour in (("a", "red"), ("b", "blue")):
        obj = ground.config_map(name)
        obj["metadata"]["labels"] = {"colour": colour}
        await ground.cluster.create(CONFIG_MAPS, obj)

    listing = await ground.cluster.list(CONFIG_MAPS, Selection(ground.namespace, labels="colour=red"))

    assert [item["metadata"]["name"] for item in listing.items] == ["a"]
    assert listing.items[0]["kind"] == "ConfigMap"


async def test_metadata_alone_holds_no_data(ground: Ground) -> None:
    await ground.cluster.create(CONFIG_MAPS, ground.config_map("a", x="1"))

    listing = await ground.cluster.list(CONFIG_MAPS.metadata_only(), Selection(ground.namespace))

    (found,) = (item for item in listing.items if item["metadata"]["name"] == "a")
    assert set(found) == {"apiVersion", "kind", "metadata"}


class Named(TypedDict, total=False):
    name: str
    resourceVersion: str


class Shape(TypedDict, total=False):
    metadata: Named
    immutable: bool


async def test_of_a_shape_nothing_else_is_taken_in(ground: Ground) -> None:
    shaped, selection = CONFIG_MAPS.only(Shape), Selection(ground.namespace)
    before = await ground.cluster.list(shaped, selection)
    await ground.cluster.create(CONFIG_MAPS, {**ground.config_map("a", x="1"), "immutable": True})

    listing = await ground.cluster.list(shaped, selection)
    async with asyncio.timeout(20), aclosing(_events(ground, shaped, before.resource_version)) as events:
        (told,) = [event async for event in _first(events)]

    (found,) = (item for item in listing.items if item["metadata"]["name"] == "a")
    for obj in (found, told):
        assert set(obj) == {"apiVersion", "kind", "metadata", "immutable"}
        assert set(obj["metadata"]) == {"name", "resourceVersion"}


async def test_a_listing_keeps_to_fields_that_differ(ground: Ground) -> None:
    for name in ("a", "b"):
        await ground.cluster.create(CONFIG_MAPS, ground.config_map(name))

    selection = Selection(ground.namespace, fields="metadata.name!=a,metadata.name!=kube-root-ca.crt")
    listing = await ground.cluster.list(CONFIG_MAPS, selection)

    assert [item["metadata"]["name"] for item in listing.items] == ["b"]


async def test_a_watch_tells_what_happened_since_the_listing(ground: Ground) -> None:
    selection = Selection(ground.namespace)
    listing = await ground.cluster.list(CONFIG_MAPS, selection)
    await ground.apply(ground.config_map("a", x="1"))
    await ground.apply(ground.config_map("a", x="2"))
    await ground.cluster.delete(ground.ref("a"))

    seen = []
    async with aclosing(_watch(ground, listing.resource_version, selection)) as events:
        async for event in events:
            if event[0] is not EventKind.BOOKMARK and event[1]["metadata"]["name"] == "a":
                seen.append(event)
            if seen and seen[-1][0] is EventKind.DELETED:
                break

    assert [kind for kind, _ in seen] == [EventKind.ADDED, EventKind.MODIFIED, EventKind.DELETED]
    versions = [int(obj["metadata"]["resourceVersion"]) for _, obj in seen]
    assert versions == sorted(set(versions))
    assert versions[0] > int(listing.resource_version)


async def test_a_watch_from_long_ago_has_expired(ground: Ground, request: pytest.FixtureRequest) -> None:
    await ground.apply(ground.config_map("a"))
    if isinstance(ground.cluster, FakeCluster):
        ground.cluster.forget_past()
    else:
        # A new process knows nothing of the past.
        request.getfixturevalue("control_plane").restart_apiserver()

    with pytest.raises(ExpiredError):
        await _drain(ground.cluster.watch(CONFIG_MAPS, "1", Selection(ground.namespace)))


async def _drain(events: AsyncIterator[WatchEvent]) -> None:
    async with asyncio.timeout(20):
        async for _ in events:
            pass


async def _events(ground: Ground, resource: Resource, version: str) -> AsyncGenerator[Object, None]:
    async for event in ground.cluster.watch(resource, version, Selection(ground.namespace)):
        if event.kind is not EventKind.BOOKMARK and event.object["metadata"]["name"] == "a":
            yield event.object


async def _first(objects: AsyncIterator[Object]) -> AsyncIterator[Object]:
    async for obj in objects:
        yield obj
        return


async def _watch(
    ground: Ground, version: str, selection: Selection
) -> AsyncGenerator[tuple[EventKind, Object], None]:
    async with asyncio.timeout(20):
        async for event in ground.cluster.watch(CONFIG_MAPS, version, selection):
            yield event.kind, event.object
