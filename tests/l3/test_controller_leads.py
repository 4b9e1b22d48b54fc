"""One controller leads; a standby takes over; one that was suspended ends itself before it writes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from privet.cluster.lease import EXIT_LOST
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l3.controller_ground import GOVERNED, SYSTEM, ControllerProcess, Shop, eventually, running

QUICK = {"PRIVET_LEASE_SECONDS": "4", "PRIVET_RENEW_SECONDS": "2.5", "PRIVET_RETRY_SECONDS": "0.5"}


@pytest.fixture
def shop(installed: Cluster, managed_namespaces: Namespaces) -> Shop:
    shop = Shop(installed, managed_namespaces("shop", GOVERNED))
    shop.policy()
    return shop


@pytest.fixture
def pair(installed: Cluster, tmp_path: Path) -> Iterator[tuple[ControllerProcess, ControllerProcess]]:
    one = ControllerProcess(installed, tmp_path, "controller-1", QUICK)
    two = ControllerProcess(installed, tmp_path, "controller-2", QUICK)
    with running(one):
        two.start()
        try:
            eventually(lambda: "standby" in two.probe("/readyz"), "the other stands by")
            yield one, two
        finally:
            if two.process is not None and two.process.poll() is None:
                two.stop()


def holder(cluster: Cluster) -> str:
    lease = cluster.client.get(f"/apis/coordination.k8s.io/v1/namespaces/{SYSTEM}/leases/privet-controller")
    name: str = lease["spec"]["holderIdentity"]
    return name


Pair = tuple[ControllerProcess, ControllerProcess]


def test_a_standby_takes_over_from_one_that_crashed(shop: Shop, pair: Pair) -> None:
    one, two = pair
    one.kill()

    two.wait_leading()

    assert holder(shop.cluster) == "controller-2"
    shop.key()
    shop.wait_ready()


def test_a_standby_takes_over_at_once_from_one_that_stopped(shop: Shop, pair: Pair) -> None:
    one, two = pair
    assert one.stop() == 0

    eventually(lambda: holder(shop.cluster) == "controller-2", "the Lease was let go", 3)

    two.wait_leading()


def test_one_that_was_suspended_ends_itself_and_writes_nothing_more(shop: Shop, pair: Pair) -> None:
    one, two = pair
    shop.key()
    before = shop.wait_ready()
    os.kill(one.pid, signal.SIGSTOP)
    two.wait_leading()
    shop.edit("provisioningkeys", "billing", {"audiences": ["mail"]})
    eventually(lambda: shop.status()["current"]["sequence"] > before["current"]["sequence"], "it is replaced")
    after = shop.get_key()["metadata"]["resourceVersion"]

    os.kill(one.pid, signal.SIGCONT)

    assert one.process is not None
    assert one.process.wait(15) == EXIT_LOST
    assert shop.get_key()["metadata"]["resourceVersion"] == after
