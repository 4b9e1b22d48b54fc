"""A cluster of its own for the webhook: its configurations would meet the objects of all other tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster, Shape
from tests.cluster.fixtures import shared_cluster
from tests.cluster.namespaces import Namespaces
from tests.l2.webhook.replicas import Webhooks, webhooks_on
from tests.l2.webhook.scene import Stage


@pytest.fixture(scope="package")
def webhook_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A control plane that writes an audit log."""
    yield from shared_cluster(request, Shape.API, audit=True)


@pytest.fixture(scope="package")
def webhooks(webhook_cluster: Cluster) -> Iterator[Webhooks]:
    """The webhook on that cluster, with one replica."""
    with webhooks_on(webhook_cluster) as installed:
        installed.start()
        yield installed


@pytest.fixture(scope="package")
def commons(webhooks: Webhooks) -> Stage:
    """Keeps scenes that many tests have in common."""
    return Stage(webhooks, Namespaces(webhooks.cluster))


@pytest.fixture
def stage(webhooks: Webhooks) -> Iterator[Stage]:
    """Makes governed namespaces on that cluster, and deletes their floors when the test is over."""
    namespaces = Namespaces(webhooks.cluster)
    yield Stage(webhooks, namespaces)
    floors = [f"floor-{name}" for name in namespaces.made]
    if floors:
        webhooks.cluster.kubectl("delete", "--ignore-not-found", "clusterpiipolicy", *floors)
    namespaces.delete_all()
