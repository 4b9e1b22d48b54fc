"""How many pods hold which key, as a real API server tells of pods; the test plays the kubelet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l3 import audit
from tests.l3.controller_ground import GOVERNED, ControllerProcess, Shop, eventually, running, settle

COUNT_SECONDS = 2.0


@pytest.fixture(scope="module")
def counting(installed: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControllerProcess]:
    settings = {"PRIVET_COUNT_SECONDS": str(COUNT_SECONDS), "PRIVET_HEAL_SECONDS": "600"}
    process = ControllerProcess(installed, tmp_path_factory.mktemp("counting"), settings=settings)
    with running(process):
        yield process


@pytest.fixture
def market(counting: ControllerProcess, managed_namespaces: Namespaces) -> Shop:
    shop = Shop(counting.cluster, managed_namespaces("shop", GOVERNED))
    shop.cluster.kubectl("create", "serviceaccount", "billing", f"--namespace={shop.namespace}")
    shop.policy()
    shop.key()
    shop.wait_ready()
    # What is told about the key comes after its status.
    counting.wait_idle()
    return shop


def start_pod(shop: Shop, name: str, started: datetime, account: str = "billing") -> None:
    """Create a pod that mounts the key, and have it started, as a kubelet tells."""
    path = f"/api/v1/namespaces/{shop.namespace}/pods"
    volume = {"name": "key", "secret": {"secretName": "privet-key-billing"}}
    mount = {"name": "key", "mountPath": "/var/run/secrets/privet.dev/billing"}
    app = {"name": "app", "image": "none.invalid/app", "volumeMounts": [mount]}
    spec = {"serviceAccountName": account, "volumes": [volume], "containers": [app]}
    shop.cluster.client.post(path, {"metadata": {"name": name}, "spec": spec})
    set_status(shop, name, {"phase": "Running", "startTime": f"{started:%Y-%m-%dT%H:%M:%SZ}"})


def set_status(shop: Shop, name: str, status: dict[str, Any]) -> None:
    patch = json.dumps({"status": status})
    place = ("--subresource=status", f"--namespace={shop.namespace}", "--type=merge", f"--patch={patch}")
    shop.cluster.kubectl("patch", "pod", name, *place)


def counts(shop: Shop) -> list[int]:
    return [entry["count"] for entry in shop.status().get("pods", ())]


def log_of(process: ControllerProcess) -> Path:
    assert process.cluster.audit_log is not None
    return process.cluster.audit_log


def test_pods_are_counted_by_the_key_that_they_hold(market: Shop, counting: ControllerProcess) -> None:
    current = market.status()["current"]
    written = datetime.fromisoformat(current["deliveredAt"])
    since = audit.position(log_of(counting))

    start_pod(market, "before", written - timedelta(minutes=1))
    start_pod(market, "after", written + timedelta(minutes=1))
    start_pod(market, "stranger", written, account="default")
    eventually(lambda: counts(market) == [2], "two pods hold the key")

    (entry,) = market.status()["pods"]
    assert entry["keyId"] == current["id"]
    assert datetime.fromisoformat(entry["heldFrom"]) == written + timedelta(minutes=5)
    wide = ("--output=wide", f"--namespace={market.namespace}")
    table = market.cluster.kubectl("get", "pkey", "billing", *wide)
    header, row = (line.split() for line in table.splitlines())
    assert row[header.index("PODS")] == "2"
    told = [each for each in audit.writes(log_of(counting), since) if each.namespace == market.namespace]
    # One write, or two where the pods came on both sides of its moment.
    assert {each.resource for each in told} == {"provisioningkeys/status"}
    assert len(told) <= 2


def test_pods_that_go_or_end_no_longer_count(market: Shop) -> None:
    for name in ("a", "b", "c"):
        start_pod(market, name, datetime.now(UTC))
    eventually(lambda: counts(market) == [3], "three pods hold the key")

    set_status(market, "a", {"phase": "Succeeded"})
    market.cluster.kubectl(
        "delete", "pod", "b", f"--namespace={market.namespace}", "--grace-period=0", "--force"
    )

    eventually(lambda: counts(market) == [1], "one pod holds the key")


def test_a_rotation_says_until_when_the_old_key_may_be_held(market: Shop) -> None:
    start_pod(market, "web", datetime.now(UTC))
    eventually(lambda: counts(market) == [1], "one pod holds the key")
    before = market.status()["current"]["id"]
    settle(1.1)

    market.edit("provisioningkeys", "billing", {"audiences": ["somebody-else"]})
    eventually(lambda: market.status()["current"]["id"] != before, "another key is issued")
    eventually(lambda: counts(market) == [1, 1], "both keys are counted")

    status = market.status()
    new, old = status["pods"]
    assert (new["keyId"], old["keyId"]) == (status["current"]["id"], before)
    assert new["heldFrom"] == old["heldUntil"]


def test_after_a_restart_the_same_pods_are_no_reason_to_write(
    market: Shop, counting: ControllerProcess
) -> None:
    start_pod(market, "web", datetime.now(UTC))
    eventually(lambda: counts(market) == [1], "one pod holds the key")
    settle(COUNT_SECONDS)
    counting.kill()
    since = audit.position(log_of(counting))

    counting.start()
    counting.wait_leading()
    settle(3 * COUNT_SECONDS)

    # The policies of the whole cluster count namespaces, and those of other tests go meanwhile.
    written = [each for each in audit.writes(log_of(counting), since) if each.namespace == market.namespace]
    assert written == []
    assert counts(market) == [1]


def test_pods_that_went_while_nobody_watched_are_missed(market: Shop, counting: ControllerProcess) -> None:
    start_pod(market, "web", datetime.now(UTC))
    eventually(lambda: counts(market) == [1], "one pod holds the key")
    counting.kill()
    market.cluster.kubectl(
        "delete", "pod", "web", f"--namespace={market.namespace}", "--grace-period=0", "--force"
    )

    counting.start()
    counting.wait_leading()

    eventually(lambda: counts(market) == [], "no pod holds the key")


def test_only_pods_where_there_are_keys_are_asked_for(market: Shop, counting: ControllerProcess) -> None:
    def asked() -> set[tuple[str, str]]:
        log = audit.requests(log_of(counting))
        return {(each.verb, each.namespace) for each in log if each.resource == "pods"}

    eventually(lambda: ("list", market.namespace) in asked(), "the pods of the namespace are listed")

    assert {verb for verb, _ in asked()} <= {"list", "watch"}
    assert "" not in {namespace for _, namespace in asked()}
