"""A replica is ready when the API server has had a dry run reviewed by it, and by no other."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster, Options
from tests.cluster.errors import RequirementError
from tests.cluster.launch import start_cluster
from tests.l2.webhook.replicas import HOST, Webhooks, webhooks_on

NOT_REACHED = (503, "not ready: reviews\n")
SHORT = {"PRIVET_AUTHORITY_SECONDS": "8", "PRIVET_LEAF_SECONDS": "4", "PRIVET_PUBLICATION_SECONDS": "1"}
A_WHILE = 3.0


@pytest.fixture(scope="module")
def alone(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A cluster on which reviews are led astray."""
    try:
        cluster = start_cluster(Options(audit=True, kubernetes=request.config.getoption("--kubernetes")))
    except RequirementError as error:
        pytest.skip(f"no cluster: {error}")
    with cluster:
        yield cluster


@pytest.fixture
def webhooks(alone: Cluster) -> Iterator[Webhooks]:
    with webhooks_on(alone) as installed:
        yield installed
        installed.unconfigure()


def test_a_replica_that_the_api_server_does_not_reach_is_not_ready(webhooks: Webhooks) -> None:
    with socket.create_server((HOST, 0)) as nobody:
        replica = webhooks.launch()
        webhooks.probes.point_at(nobody.getsockname()[1])
        webhooks.cluster.wait(lambda: replica.get("/readyz") == NOT_REACHED, "all else is there", 20)
        time.sleep(A_WHILE)
        assert replica.get("/readyz") == NOT_REACHED
    webhooks.probes.point_at(replica.port)

    webhooks.cluster.wait(replica.ready, "it is ready as soon as it is reached", 20)


def test_what_another_replica_was_asked_proves_nothing(webhooks: Webhooks) -> None:
    first = webhooks.start("one")
    second = webhooks.launch("two")
    webhooks.probes.point_at(first.port)
    webhooks.cluster.wait(lambda: second.get("/readyz") == NOT_REACHED, "all else is there", 20)
    time.sleep(A_WHILE)

    assert second.get("/readyz") == NOT_REACHED
    assert first.ready()

    webhooks.probes.point_at(first.port, second.port)
    webhooks.cluster.wait(second.ready, "it is asked in its turn", 20)


def test_replicas_that_start_together_are_all_reached(webhooks: Webhooks) -> None:
    replicas = [webhooks.launch(f"together-{number}") for number in range(3)]

    for one in replicas:
        webhooks.cluster.wait(one.ready, f"{one.name} is ready", 30)


def test_a_bundle_that_does_not_verify_its_certificate_keeps_a_replica_from_being_ready(
    webhooks: Webhooks,
) -> None:
    """The bundle has the CA, but the certificate is for another name: only a real connection tells."""
    replica = webhooks.launch(settings={"PRIVET_SERVER_NAMES": '["elsewhere.privet-system.svc"]'})
    webhooks.cluster.wait(lambda: replica.get("/readyz") == NOT_REACHED, "all else is there", 20)
    time.sleep(A_WHILE)

    assert replica.get("/readyz") == NOT_REACHED


def test_once_ready_it_stays_ready_while_certificates_are_renewed(webhooks: Webhooks) -> None:
    replica = webhooks.start(settings=SHORT)
    asked = questions(webhooks)
    until = time.monotonic() + 10

    while time.monotonic() < until:
        assert replica.ready()
        time.sleep(0.1)

    assert questions(webhooks) == asked


def test_nobody_elses_changes_are_reviewed_as_a_question(webhooks: Webhooks) -> None:
    replica = webhooks.start()
    reviews = reviewed(replica.get("/metrics")[1])
    kubectl, place = webhooks.cluster.kubectl, "--namespace=privet-system"

    assert questions(webhooks) > 0
    kubectl("label", "configmap", "privet-webhook-probe", place, "team=platform")
    kubectl("create", "configmap", "plain", place, "--dry-run=server")
    assert reviewed(replica.get("/metrics")[1]) == reviews
    kubectl("label", "configmap", "privet-webhook-probe", place, "team-", "--dry-run=server")
    assert reviewed(replica.get("/metrics")[1]) != reviews


def questions(webhooks: Webhooks) -> int:
    """How often replicas have asked so far, as the API server wrote it down."""
    assert webhooks.cluster.audit_log is not None
    lines = webhooks.cluster.audit_log.read_text().splitlines()
    account = '"username":"system:serviceaccount:privet-system:privet-webhook"'
    asked = [line for line in lines if account in line and "/configmaps/privet-webhook-probe" in line]
    assert all("dryRun=All" in line for line in asked)
    return len(asked)


def reviewed(metrics: str) -> str:
    """The lines that count what came by the path of the questions."""
    return "\n".join(line for line in metrics.splitlines() if '"/probe"' in line)
