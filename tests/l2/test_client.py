"""Client, reflector and Lease on a real API server that goes away, compacts its past, and comes back."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from privet.cluster import (
    CONFIG_MAPS,
    NAMESPACES,
    Connection,
    HttpCluster,
    LeaseKeeper,
    LeaseTerms,
    Object,
    Reflector,
    Selection,
    Store,
    connect,
)
from privet.cluster.connection import in_cluster
from privet.errors import ForbiddenError, SettingsError, UnavailableError
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces


@pytest.fixture
def connection(control_plane: Cluster) -> Connection:
    return connect(str(control_plane.kubeconfig))


@asynccontextmanager
async def following(cluster: HttpCluster, namespace: str) -> AsyncIterator[tuple[Store[str], Reflector[str]]]:
    store: Store[str] = Store(CONFIG_MAPS, lambda obj: str(obj.get("data", {}).get("x", "")))
    reflector = Reflector(cluster, store, Selection(namespace))
    task = asyncio.create_task(reflector.run())
    try:
        async with asyncio.timeout(20):
            await reflector.wait_synced()
        yield store, reflector
    finally:
        task.cancel()


async def until(holds: Callable[[], bool], seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is told by nobody
            await asyncio.sleep(0.05)


def config_map(namespace: str, name: str, x: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace},
        "data": {"x": x},
    }


async def test_a_store_follows(connection: Connection, namespace: str) -> None:
    async with HttpCluster(connection) as cluster, following(cluster, namespace) as (store, _):
        await cluster.create(CONFIG_MAPS, config_map(namespace, "a", "1"))
        await until(lambda: store.get("a", namespace) == "1")
        await cluster.apply(CONFIG_MAPS, config_map(namespace, "a", "2"), manager="test")
        await until(lambda: store.get("a", namespace) == "2")
        await cluster.delete(CONFIG_MAPS.at("a", namespace))
        await until(lambda: store.get("a", namespace) is None)


async def test_a_store_follows_over_a_restart_of_the_api_server(
    connection: Connection, namespace: str, control_plane: Cluster
) -> None:
    async with HttpCluster(connection) as cluster, following(cluster, namespace) as (store, reflector):
        await cluster.create(CONFIG_MAPS, config_map(namespace, "kept", "1"))
        await cluster.create(CONFIG_MAPS, config_map(namespace, "gone", "1"))
        await until(lambda: store.get("gone", namespace) == "1")

        # The loop waits meanwhile, as it would for a slow disk: what it held open is broken afterwards.
        control_plane.restart_apiserver()
        # By another's hand, and before the reflector is back as often as not.
        control_plane.client.delete(f"/api/v1/namespaces/{namespace}/configmaps/gone")

        await until(lambda: store.get("gone", namespace) is None)
        assert store.get("kept", namespace) == "1"
        await cluster.create(CONFIG_MAPS, config_map(namespace, "new", "1"))
        await until(lambda: store.get("new", namespace) == "1")
        assert reflector.age() < 30


async def test_a_store_follows_over_a_compaction(
    connection: Connection, namespace: str, control_plane: Cluster
) -> None:
    """What was watched from is forgotten while the API server is away: 410, a listing, and the diff."""
    async with HttpCluster(connection) as cluster, following(cluster, namespace) as (store, reflector):
        await cluster.create(CONFIG_MAPS, config_map(namespace, "gone", "1"))
        await until(lambda: store.get("gone", namespace) == "1")
        reflector._version = "1"

        control_plane.restart_apiserver()

        await until(lambda: reflector._version not in {None, "1"})
        await cluster.delete(CONFIG_MAPS.at("gone", namespace))
        await until(lambda: store.get("gone", namespace) is None)


async def test_a_long_listing_comes_in_pages(connection: Connection, namespace: str) -> None:
    async with HttpCluster(connection) as cluster:
        await asyncio.gather(
            *(cluster.create(CONFIG_MAPS, config_map(namespace, f"m-{n}", str(n))) for n in range(620))
        )
        listing = await cluster.list(CONFIG_MAPS, Selection(namespace))

    mine = [item for item in listing.items if item["metadata"]["name"].startswith("m-")]
    assert len(mine) == 620


async def test_a_large_object_passes_the_watch(connection: Connection, namespace: str) -> None:
    big = "x" * 900_000
    async with HttpCluster(connection) as cluster, following(cluster, namespace) as (store, _):
        await cluster.create(CONFIG_MAPS, config_map(namespace, "big", big))
        await until(lambda: store.get("big", namespace) == big)


async def test_nobody_answering_is_said_without_delay(connection: Connection) -> None:
    nowhere = Connection("https://127.0.0.1:1", connection.ca_file)
    async with HttpCluster(nowhere) as cluster:
        with pytest.raises(UnavailableError):
            await cluster.get(NAMESPACES.at("default"))


async def test_another_authority_is_not_trusted(connection: Connection, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "ca.pem"
    subject = ("-subj", "/CN=other", "-days", "1")
    new = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject)
    await asyncio.to_thread(
        subprocess.run, (*new, "-keyout", str(key), "-out", str(certificate)), check=True, capture_output=True
    )
    async with HttpCluster(Connection(connection.server, str(certificate))) as cluster:
        with pytest.raises(UnavailableError):
            await cluster.get(NAMESPACES.at("default"))


async def test_a_renewed_token_is_read_again(control_plane: Cluster, namespace: str, tmp_path: Path) -> None:
    """The token that we have is refused; the file holds a better one by now."""
    readable = ("--verb=list", "--resource=configmaps", f"--namespace={namespace}")
    control_plane.kubectl("create", "role", "reader", *readable)
    control_plane.kubectl(
        "create",
        "rolebinding",
        "reader",
        "--role=reader",
        f"--serviceaccount={namespace}:default",
        f"--namespace={namespace}",
    )
    (tmp_path / "ca.crt").write_text(control_plane.ca_file.read_text())
    (tmp_path / "token").write_text("stale")
    host, port = control_plane.api_url.removeprefix("https://").split(":")
    async with HttpCluster(in_cluster(host, port, tmp_path)) as cluster:
        with pytest.raises(ForbiddenError):
            await cluster.list(CONFIG_MAPS, Selection(namespace))
        (tmp_path / "token").write_text(control_plane.service_account_token(namespace, "default", ()))
        listing = await cluster.list(CONFIG_MAPS, Selection(namespace))

    assert listing.resource_version


def test_an_account_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="automountServiceAccountToken"):
        in_cluster("127.0.0.1", "443", tmp_path)


class Keepers:
    """Some that want one Lease, and what each lost."""

    def __init__(self, connection: Connection, namespace: str) -> None:
        self._connection = connection
        self._namespace = namespace
        self.lost: list[str] = []

    def start(self, identity: str) -> LeaseKeeper:
        terms = LeaseTerms(
            namespace=self._namespace, name="lease", identity=identity, duration=3, renew=2, retry=0.4
        )
        keeper = LeaseKeeper(self._connection, terms, lost=lambda why: self.lost.append(f"{identity}: {why}"))
        keeper.start()
        return keeper


async def test_one_leads_and_the_next_follows_when_it_lets_go(connection: Connection, namespace: str) -> None:
    keepers = Keepers(connection, namespace)
    one = keepers.start("one")
    await until(one.held)
    two = keepers.start("two")
    await until(lambda: two.standing_by)
    await asyncio.sleep(4)
    assert (one.held(), two.held()) == (True, False)

    await asyncio.to_thread(one.stop)

    await until(two.held, 2)
    await asyncio.to_thread(two.stop)
    assert keepers.lost == []


async def test_without_an_api_server_it_is_lost_in_time(
    connection: Connection, namespaces: Namespaces, control_plane: Cluster
) -> None:
    keepers = Keepers(connection, namespaces())
    one = keepers.start("one")
    await until(one.held)

    control_plane.restart_apiserver()

    await until(lambda: keepers.lost == ["one: no renewal in time"])
    assert not one.held()
    two = keepers.start("two")
    await until(two.held)
    await asyncio.to_thread(two.stop)


async def test_a_stolen_lease_is_lost(connection: Connection, namespace: str, control_plane: Cluster) -> None:
    keepers = Keepers(connection, namespace)
    one = keepers.start("one")
    await until(one.held)

    control_plane.kubectl(
        "patch",
        "lease",
        "lease",
        f"--namespace={namespace}",
        "--type=merge",
        '--patch={"spec":{"holderIdentity":"thief"}}',
    )

    await until(lambda: len(keepers.lost) == 1, 4)
    assert not one.held()
