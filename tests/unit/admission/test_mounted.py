import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from privet.admission.certificates import Authority, new_leaf
from privet.admission.mounted import MountedCertificates, trusts
from privet.cluster import MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS
from tests.fakes.cluster import FakeCluster
from tests.unit.admission.builders import HOUR, NOON, a_configuration, an_authority


def pem(authority: Authority) -> bytes:
    return authority.certificate.public_bytes(Encoding.PEM)


def a_cluster(bundle: bytes) -> FakeCluster:
    cluster = FakeCluster()
    for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS):
        cluster.seed(resource, a_configuration(bundle))
    return cluster


def publish(cluster: FakeCluster, authority: Authority) -> None:
    for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS):
        cluster.seed(resource, a_configuration(pem(authority)))


def mount(folder: Path, authority: Authority, lifetime: timedelta = HOUR) -> None:
    """Put a pair there as a Secret of type kubernetes.io/tls has it."""
    leaf = new_leaf(authority, ["privet-webhook"], NOON, lifetime)
    certificate = leaf.certificate.public_bytes(Encoding.PEM)
    (folder / "tls.crt").write_bytes(certificate)
    (folder / "tls.key").write_bytes(leaf.pem.replace(certificate, b""))


def mounted(cluster: FakeCluster, folder: Path) -> MountedCertificates:
    def noon() -> datetime:
        return NOON

    return MountedCertificates(cluster, "privet", folder, interval=0.01, clock=noon)


@contextlib.asynccontextmanager
async def running(keeper: MountedCertificates) -> AsyncIterator[None]:
    task = asyncio.create_task(keeper.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(keeper: MountedCertificates, *, trusted: bool) -> None:
    async with asyncio.timeout(5):
        while keeper.trusted is not trusted:
            keeper.look()
            await asyncio.sleep(0.001)


async def test_it_is_trusted_when_both_configurations_trust_who_issued_it(tmp_path: Path) -> None:
    authority = an_authority()
    mount(tmp_path, authority)
    cluster = a_cluster(b"")
    keeper = mounted(cluster, tmp_path)

    async with running(keeper):
        for _ in range(5):
            keeper.look()
            await asyncio.sleep(0.001)
        assert not keeper.trusted

        publish(cluster, authority)
        await until(keeper, trusted=True)

    assert keeper.seconds_left() == HOUR.total_seconds()
    # Certificates are backdated for clocks that are behind.
    assert HOUR.total_seconds() <= keeper.lifetime() <= 1.2 * HOUR.total_seconds()


async def test_nothing_is_written(tmp_path: Path) -> None:
    authority = an_authority()
    mount(tmp_path, authority)
    cluster = a_cluster(pem(authority))
    keeper = mounted(cluster, tmp_path)
    before = cluster.writes.copy()

    async with running(keeper):
        await until(keeper, trusted=True)
    await keeper.withdraw()

    assert cluster.writes == before


async def test_a_renewed_certificate_is_served_and_a_half_exchanged_pair_is_not(tmp_path: Path) -> None:
    first, second = an_authority("one"), an_authority("two")
    mount(tmp_path, first)
    keeper = mounted(a_cluster(pem(first)), tmp_path)

    async with running(keeper):
        await until(keeper, trusted=True)
        left = keeper.seconds_left()
        key = (tmp_path / "tls.key").read_bytes()
        mount(tmp_path, second)
        (tmp_path / "tls.key").write_bytes(key)
        keeper.look()
        await asyncio.sleep(0.05)

        assert keeper.seconds_left() == left

        mount(tmp_path, second, lifetime=2 * HOUR)
        keeper.look()
        await asyncio.sleep(0.05)
        assert keeper.seconds_left() == 2 * left


async def test_without_a_certificate_it_waits(tmp_path: Path) -> None:
    keeper = mounted(a_cluster(pem(an_authority())), tmp_path)

    async with running(keeper):
        await asyncio.sleep(0.02)

    assert not keeper.trusted
    assert keeper.seconds_left() == keeper.lifetime() == 0


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param("its own CA", True, id="its CA"),
        pytest.param("a stranger", False, id="another CA"),
        pytest.param("the leaf", True, id="the certificate itself"),
        pytest.param("nothing", False, id="nothing"),
    ],
)
def test_trusts(published: str, expected: bool) -> None:
    authority, stranger = an_authority(), an_authority("stranger")
    leaf = new_leaf(authority, ["privet-webhook"], NOON, HOUR).certificate
    bundles = {
        "its own CA": pem(authority),
        "a stranger": pem(stranger),
        "the leaf": leaf.public_bytes(Encoding.PEM),
        "nothing": b"",
    }

    assert trusts(a_configuration(bundles[published]), (leaf,)) is expected


def test_a_configuration_with_one_entry_that_trusts_nobody_does_not() -> None:
    authority = an_authority()
    leaf = new_leaf(authority, ["privet-webhook"], NOON, HOUR).certificate
    configuration = a_configuration(pem(authority))
    entry = configuration["webhooks"][0]
    bare = {**entry, "clientConfig": {"caBundle": base64.b64encode(b"").decode()}}

    assert not trusts({"webhooks": [entry, bare]}, (leaf,))
    assert not trusts({"webhooks": []}, (leaf,))
