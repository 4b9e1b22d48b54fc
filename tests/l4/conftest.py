"""Privet on a cluster whose node runs pods."""

from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster, Shape
from tests.cluster.fixtures import shared_cluster
from tests.leaks import leaks
from tests.privet_processes import ClusterGround, Privet


@pytest.fixture(scope="package")
def node_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A cluster with a node that runs pods."""
    yield from shared_cluster(request, Shape.NODE)


@pytest.fixture(scope="package")
def privet(node_cluster: Cluster) -> Iterator[Privet]:
    """Give Privet's controller and webhook, ready; at the end nothing that they saw may be found anywhere."""
    running = Privet(ClusterGround(node_cluster))
    running.install()
    running.start()
    yield running
    found = leaks(node_cluster)
    assert not found, found
