"""A process in a pod that checks its token five times a second sees every rotation and no failure."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from privet.cli.demo import manifests
from tests.cluster import images
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces

ROTATIONS = 3
SECONDS = 330
"""Three rotations of a minute each, the kubelet's refresh, and a busy machine."""

Json = dict[str, Any]


class WatchingPod:
    """The demo's pod in a namespace of its own."""

    def __init__(self, cluster: Cluster, namespace: str) -> None:
        self.cluster = cluster
        self.namespace = namespace

    def create(self) -> None:
        resources = [
            manifests.service_account("billing"),
            manifests.team_policy("Read"),
            manifests.key(),
        ]
        self._apply(*resources)
        self.cluster.wait_for("provisioningkey", "billing", "condition=Ready", 60, namespace=self.namespace)
        self._apply(manifests.billing_pod(images.BASE))

    def lines(self) -> list[Json]:
        text = self.cluster.kubectl("logs", "billing", "-n", self.namespace, check=False)
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def seen(self, what: str) -> list[Json]:
        return [line for line in self.lines() if line["saw"] == what]

    def status(self) -> Json:
        text = self.cluster.kubectl("get", "pkey", "billing", "-n", self.namespace, "-o", "json")
        status: Json = json.loads(text)["status"]
        return status

    def _apply(self, *objects: Json) -> None:
        for obj in objects:
            placed = {**obj, "metadata": {**obj["metadata"], "namespace": self.namespace}}
            self.cluster.kubectl("apply", "--server-side", "-f", "-", input=json.dumps(placed))


@pytest.fixture
def watching_pod(node_cluster: Cluster, node_namespaces: Namespaces) -> Iterator[WatchingPod]:
    namespace = node_namespaces(labels={"privet.dev/governed": "true"})
    policy = manifests.baseline()
    policy["metadata"]["name"] = namespace
    policy["spec"]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] = namespace
    node_cluster.kubectl("apply", "--server-side", "-f", "-", input=json.dumps(policy))
    pod = WatchingPod(node_cluster, namespace)
    pod.create()
    yield pod
    node_cluster.kubectl("delete", "cppol", namespace)


@pytest.mark.timeout(SECONDS + 90)
@pytest.mark.usefixtures("privet")
def test_every_rotation_is_seen_and_no_check_fails(watching_pod: WatchingPod) -> None:
    def rotated() -> bool:
        return len(watching_pod.seen("rotation")) >= ROTATIONS

    watching_pod.cluster.wait(rotated, f"{ROTATIONS} rotations", SECONDS)

    lines = watching_pod.lines()
    rotations = [line for line in lines if line["saw"] == "rotation"]
    tally = [line for line in lines if line["saw"] == "tally"][-1]
    assert not [line for line in lines if line["saw"] in ("failure", "gone")]
    assert tally["failures"] == 0
    assert tally["checks"] > 5 * 60 * (ROTATIONS - 1) * 0.8
    assert all(line["valid"] and line["before"]["valid"] for line in rotations)
    assert all(line["before"]["left"] > 200 for line in rotations), "the old key ends too soon"
    ids = [line["id"] for line in rotations]
    assert len(set(ids)) == len(ids)
    status = watching_pod.status()
    known = {status["current"]["id"], *(one["id"] for one in status["draining"])}
    assert set(ids) <= known | {ids[0]}, "the pod saw a key that the status does not know"
    held = {one["keyId"]: one for one in status["pods"]}
    assert held[status["current"]["id"]]["count"] == 1
    assert ids[-1] in held, "the pod has a key that it cannot have by the count of pods"
