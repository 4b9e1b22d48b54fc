"""The clusters as pytest fixtures: shared by many tests, with namespaces for each.

Those that more runs on than an API server belong to the folder of their level and end with its last test:
the tests that follow need the processor more.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest

from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.errors import RequirementError
from tests.cluster.launch import start_cluster
from tests.cluster.namespaces import Namespaces

_running = pytest.StashKey[list[tuple[str, Cluster]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the person choose the Kubernetes version that the clusters run."""
    parser.addoption(
        "--kubernetes", default=Options().kubernetes, help="Kubernetes version of the test clusters"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep a list of the clusters of this session, for the reports of failed tests."""
    config.stash[_running] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the component logs of the clusters that a failed test used."""
    report = yield
    if report.failed:
        for fixture, cluster in item.config.stash[_running]:
            if fixture in getattr(item, "fixturenames", ()):
                report.sections.append((f"cluster {cluster.name}", cluster.log_tails()))
    return report


def shared_cluster(
    request: pytest.FixtureRequest, shape: Shape, *, audit: bool | None = None
) -> Iterator[Cluster]:
    """Run a cluster as long as a fixture of any scope lives, and show its logs when a test of it fails."""
    options = Options(shape=shape, kubernetes=request.config.getoption("--kubernetes"), audit=audit)
    try:
        cluster = start_cluster(options)
    except RequirementError as error:
        pytest.skip(f"no cluster of shape {shape}: {error}")
    running = str(request.fixturename), cluster
    request.config.stash[_running].append(running)
    with cluster:
        yield cluster
    request.config.stash[_running].remove(running)


@pytest.fixture(scope="session")
def control_plane(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A real etcd and API server on the loopback interface (L2)."""
    yield from shared_cluster(request, Shape.API)


@pytest.fixture
def namespaces(control_plane: Cluster) -> Iterator[Namespaces]:
    """Makes namespaces in the control plane: `namespaces(labels={…})` returns a name."""
    yield from _namespaces(control_plane)


@pytest.fixture
def managed_namespaces(managed_control_plane: Cluster) -> Iterator[Namespaces]:
    """Makes namespaces in the managed control plane."""
    yield from _namespaces(managed_control_plane)


@pytest.fixture
def node_namespaces(node_cluster: Cluster) -> Iterator[Namespaces]:
    """Makes namespaces in the cluster with a node."""
    yield from _namespaces(node_cluster)


@pytest.fixture
def namespace(namespaces: Namespaces) -> str:
    """One fresh namespace in the control plane."""
    return namespaces()


def _namespaces(cluster: Cluster) -> Iterator[Namespaces]:
    factory = Namespaces(cluster)
    yield factory
    factory.delete_all()
