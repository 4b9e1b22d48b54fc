"""Replicas over their lives: certificates that rotate under load, rolling updates, outages, and healing."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import pytest

from privet.admission import bundle
from tests.cluster.cluster import Cluster, Options
from tests.cluster.errors import RequirementError
from tests.cluster.launch import start_cluster
from tests.cluster.namespaces import Namespaces
from tests.l2.webhook.replicas import Webhooks, webhooks_on
from tests.l2.webhook.scene import EMAIL, GRANT, Scene, Stage, a_container, a_pod, a_template, env, workload

CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/privet"
SHORT = {"PRIVET_AUTHORITY_SECONDS": "8", "PRIVET_LEAF_SECONDS": "4", "PRIVET_PUBLICATION_SECONDS": "1"}
LOAD_SECONDS = 15.0
DIRTY = a_pod(a_container(env=[env("CONTACT", EMAIL)]))


@pytest.fixture(scope="module")
def alone(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A cluster whose webhook these tests stop, starve and restart."""
    options = Options(audit=True, kubernetes=request.config.getoption("--kubernetes"))
    try:
        cluster = start_cluster(options)
    except RequirementError as error:
        pytest.skip(f"no cluster: {error}")
    with cluster:
        yield cluster


@pytest.fixture
def webhooks(alone: Cluster) -> Iterator[Webhooks]:
    """The webhook without a replica yet."""
    with webhooks_on(alone) as installed:
        yield installed
        installed.unconfigure()


@pytest.fixture
def stage(webhooks: Webhooks) -> Stage:
    return Stage(webhooks, Namespaces(webhooks.cluster))


def authorities(cluster: Cluster) -> list[set[str]]:
    """The fingerprints of the CAs that each entry trusts."""
    entries = cluster.client.get(CONFIGURATION)["webhooks"]
    return [
        {bundle.fingerprint(one).hex() for one in bundle.parse(base64.b64decode(found))}
        for found in (entry["clientConfig"].get("caBundle", "") for entry in entries)
    ]


@dataclass
class Load:
    """Dry-run creates of a clean and of a dirty pod in turn, by several users at once."""

    scene: Scene
    users: int = 4
    answers: list[tuple[int, str]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(self.users)]
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._threads:
            one.join()

    def _run(self, number: int) -> None:
        client = self.scene.webhooks.cluster.client
        path = f"/api/v1/namespaces/{self.scene.namespace}/pods?dryRun=All"
        bodies = (a_pod(), DIRTY)
        while not self._over.is_set():
            status, body = client.raw("POST", path, bodies[number % 2])
            self.answers.append((status, "" if status == 201 else body.decode()))
            number += 1
        client.close()

    def check(self, least: int) -> None:
        """Every clean pod passed, every dirty one was denied by a rule, and nothing else happened."""
        strange = [
            (status, text)
            for status, text in self.answers
            if status != 201 and not (status == 403 and "(EnvValue)" in text)
        ]
        assert strange == []
        assert len(self.answers) >= least
        assert {status for status, _ in self.answers} == {201, 403}


def test_cas_rotate_under_load_without_a_failed_review(webhooks: Webhooks, stage: Stage) -> None:
    webhooks.start("one", SHORT)
    webhooks.start("two", SHORT)
    scene = stage.scene(policy={"grants": [GRANT]})
    seen: set[str] = set()

    with Load(scene) as load:
        until = time.monotonic() + LOAD_SECONDS
        while time.monotonic() < until:
            trusted = authorities(webhooks.cluster)
            assert all(len(one) <= 4 for one in trusted)
            seen |= trusted[0]
            time.sleep(0.2)

    load.check(least=200)
    # Two replicas, each of whose CAs lives eight seconds and is replaced after some five.
    assert len(seen) >= 6
    assert "CERTIFICATE" not in webhooks.logs()


def test_a_rolling_update_under_load_loses_nothing(webhooks: Webhooks, stage: Stage) -> None:
    old = [webhooks.start("one"), webhooks.start("two")]
    scene = stage.scene(policy={"grants": [GRANT]})

    with Load(scene) as load:
        for number, replica in enumerate(old):
            webhooks.start(f"new-{number}")
            assert webhooks.retire(replica) == 0
        time.sleep(1)

    load.check(least=50)
    assert all(len(one) == 2 for one in authorities(webhooks.cluster))


def test_a_bundle_that_an_installer_emptied_is_healed_at_once(webhooks: Webhooks, stage: Stage) -> None:
    webhooks.start("one")
    scene = stage.scene(policy={"grants": [GRANT]})
    before = authorities(webhooks.cluster)

    configuration = webhooks.cluster.client.get(CONFIGURATION)
    for entry in configuration["webhooks"]:
        entry["clientConfig"].pop("caBundle")
    webhooks.cluster.client.request("PUT", CONFIGURATION, configuration)

    webhooks.cluster.wait(lambda: authorities(webhooks.cluster) == before, "the bundle is healed", 5)
    webhooks.cluster.wait(lambda: "(EnvValue)" in scene.create(DIRTY).stderr, "reviews work again", 5)


def test_a_replica_that_starts_anew_takes_out_what_its_earlier_run_left(webhooks: Webhooks) -> None:
    first = webhooks.start("one")
    (left,) = authorities(webhooks.cluster)[0]
    first.kill()
    webhooks.replicas.remove(first)

    webhooks.start("one")

    assert all(len(one) == 1 and left not in one for one in authorities(webhooks.cluster))


def test_while_nobody_answers_governed_namespaces_are_closed_and_the_rest_is_open(
    webhooks: Webhooks, stage: Stage
) -> None:
    replica = webhooks.start("one")
    scene = stage.scene(policy={"grants": [GRANT]})
    cluster = webhooks.cluster
    elsewhere = Scene(webhooks, stage.namespaces())
    system = Scene(webhooks, "kube-system")
    dirty = workload("Deployment", a_template(DIRTY["spec"]["containers"][0]))
    replica.kill()

    assert "failed calling webhook" in scene.create(a_pod()).stderr
    assert "failed calling webhook" in relabel(cluster, scene.namespace).stderr
    for other in (elsewhere, system):
        other.must(other.create(dirty))
    lease = {
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {"name": "lease"},
    }
    scene.must(scene.create(lease))
    scene.must(scene.run("delete", "piipolicy", "billing"))
    cluster.kubectl("create", "namespace", "born-in-an-outage")
    cluster.kubectl("label", "namespace", "born-in-an-outage", "privet.dev/governed=true")
    webhooks.replicas.clear()

    # The cold start needs nobody: a replica comes up, and everything is as before.
    webhooks.start("two")
    cluster.wait(lambda: "(EnvValue)" in scene.create(DIRTY).stderr, "reviews work again", 5)


def relabel(cluster: Cluster, namespace: str) -> subprocess.CompletedProcess[str]:
    return cluster.run_kubectl("label", "namespace", namespace, "privet.dev/governed-")


def test_without_its_configurations_a_replica_waits_and_is_not_ready(webhooks: Webhooks) -> None:
    webhooks.unconfigure()
    replica = webhooks.launch("one")
    webhooks.cluster.wait(lambda: replica.get("/livez")[0] == 200, "it lives")

    time.sleep(2)
    assert replica.get("/readyz") == (503, "not ready: certificate, reviews\n")

    webhooks.configure()
    webhooks.cluster.wait(replica.ready, "it is ready", 10)


def test_an_api_server_that_restarts_finds_the_same_answers(webhooks: Webhooks, stage: Stage) -> None:
    replica = webhooks.start("one")
    scene = stage.scene(policy={"grants": [GRANT]})

    webhooks.cluster.restart_apiserver()

    assert "(EnvValue)" in scene.create(DIRTY).stderr
    scene.must(scene.create(a_pod()))
    assert replica.ready()


def test_a_namespace_is_not_judged_before_all_is_known(webhooks: Webhooks, stage: Stage) -> None:
    """A replica that cannot follow the policies is never ready, and never answers "allowed"."""
    seeing = webhooks.start("one")
    scene = stage.scene(policy={"grants": [GRANT]})
    role = webhooks.cluster.client.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/privet-webhook")
    kept = json.loads(json.dumps(role))
    for rule in role["rules"]:
        rule["resources"] = [one for one in rule["resources"] if one != "piipolicies"]
    path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/privet-webhook"
    webhooks.cluster.client.request("PUT", path, role)
    try:
        blind = webhooks.launch("blind")
        webhooks.cluster.wait(
            lambda: "piipolicies.privet.dev" in blind.get("/readyz")[1], "it says what it waits for", 15
        )
        # As if it got reviews all the same: kept connections go with the other one.
        webhooks.balancer.point_at(blind.port)
        seeing.kill()
        webhooks.cluster.wait(
            lambda: "unable to handle" in scene.create(a_pod(), "--dry-run=server").stderr, "it refuses", 10
        )
    finally:
        kept["metadata"].pop("resourceVersion")
        webhooks.cluster.client.request("PUT", path, kept)
