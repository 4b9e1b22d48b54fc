"""In whatever order Git brings them, policies, keys and Privet end in the same state."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster.locations import REPOSITORY
from tests.l2.gitops_ground import Estate, estate
from tests.l3.controller_ground import eventually
from tests.monitoring.catalogue import catalogue

SERIES = {series for metric in catalogue() for series in metric.series}
MOST_TRIES = 3
GUIDE = REPOSITORY / "docs" / "gitops.md"


def start(one: Estate) -> None:
    """What happens when the Deployments of the chart are there."""
    one.webhooks.launch("one")
    one.webhooks.balancer.point_at(one.webhooks.replicas[0].port)
    one.controller().start()


def policies_first(one: Estate) -> None:
    definitions = [obj for obj in one.chart if obj["kind"] == "CustomResourceDefinition"]
    one.apply(definitions)
    one.apply(one.users)
    one.apply(one.chart)
    start(one)


def all_at_once(one: Estate) -> None:
    first = one.try_apply(one.everything)
    assert first.returncode != 0, "a new cluster does not know the kinds yet"
    start(one)
    one.apply(one.everything)


def privet_first(one: Estate) -> None:
    one.apply(one.chart)
    start(one)
    eventually(one.webhooks.replicas[0].ready, "the webhook is ready")
    # On a busy machine a watch may be seconds behind what was just applied: whoever applies tries again.
    assert one.apply(one.users) <= MOST_TRIES


@pytest.mark.parametrize("order", [policies_first, all_at_once, privet_first], ids=lambda one: one.__name__)
def test_order_does_not_matter(tmp_path: Path, order: Callable[[Estate], None]) -> None:
    with estate(tmp_path) as one:
        order(one)

        status = one.shop.wait_ready()

        assert [grant["actions"] for grant in status["current"]["grants"]] == [["Read"]]
        assert one.shop.condition("Ready", plural="piipolicies")["status"] == "True"
        assert one.shop.secret() is not None
        eventually(one.webhooks.replicas[0].ready, "the webhook is ready")
        assert one.apply(one.everything) == 1
        assert one.differs(one.users) == ""
        assert "(EnvValue)" in leak(one)
        told(one)


def leak(one: Estate) -> str:
    """Try what docs/gitops.md says to try, and give the answer."""
    # Here nothing makes the account that every namespace has.
    one.cluster.kubectl("create", "serviceaccount", "default", "--namespace=shop")
    command = next(line for line in GUIDE.read_text().splitlines() if line.startswith("kubectl run"))
    answer = one.cluster.run_kubectl(*command.split()[1:])
    assert answer.returncode != 0
    return answer.stderr


def told(one: Estate) -> None:
    """Look at what both processes tell Prometheus: the same, and by no name."""
    controller = one.controllers[0]
    assert controller.metric("privet_lease_held") == 1
    assert controller.metric("privet_keys", state="Ready") == 1
    assert controller.metric("privet_keys") == 1
    assert controller.metric("privet_policies", kind="ClusterPIIPolicy", state="Ready") == 1
    assert controller.metric("privet_key_steps_total", step="Rotate") >= 1
    assert 0 < controller.metric("privet_key_next_expiry_seconds") <= 3600
    assert controller.metric("privet_keys_overdue") == controller.metric("privet_keys_expired") == 0
    assert controller.metric("privet_reconciles_total", kind="ProvisioningKey", outcome="done") >= 1
    replica = one.webhooks.replicas[0].get("/metrics")[1]
    assert 'privet_admission_violations_total{action="Deny",rule="EnvValue"}' in replica
    assert "privet_admission_piipolicies 1.0" in replica
    for text in (replica, controller.probe("/metrics")):
        ours = [line for line in text.splitlines() if "privet_" in line]
        assert not [line for line in ours if "billing" in line or "shop" in line or "baseline" in line]
        assert {re.split(r"[{ ]", line)[0] for line in ours if line[0] != "#"} <= SERIES
