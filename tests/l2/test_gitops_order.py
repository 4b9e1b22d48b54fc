"""In whatever order Git brings them, policies, keys and Privet end in the same state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.l2.gitops_ground import Estate, estate
from tests.l3.controller_ground import eventually


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
    assert one.apply(one.users) == 1


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
