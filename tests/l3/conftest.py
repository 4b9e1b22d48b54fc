"""One installation of Privet's kinds and rights for all L3 tests, and a controller for those of one file."""

from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster, Shape
from tests.cluster.fixtures import shared_cluster
from tests.cluster.namespaces import Namespaces
from tests.l3.controller_ground import GOVERNED, ControllerProcess, Shop, govern, install, running
from tests.leaks import leaks


@pytest.fixture(scope="package")
def managed_control_plane(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A control plane with controller manager, scheduler and audit log."""
    yield from shared_cluster(request, Shape.MANAGED)


@pytest.fixture(scope="package")
def installed(managed_control_plane: Cluster) -> Iterator[Cluster]:
    """The cluster with the kinds, the rights, and a policy that governs; searched for leaks at the end."""
    install(managed_control_plane)
    govern(managed_control_plane, "baseline")
    yield managed_control_plane
    found = leaks(managed_control_plane)
    assert not found, found


@pytest.fixture(scope="module")
def controller(installed: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControllerProcess]:
    # The restart of an API server takes longer than a Lease would last.
    lease = {"PRIVET_LEASE_SECONDS": "60", "PRIVET_RENEW_SECONDS": "45"}
    settings = {"PRIVET_HEAL_SECONDS": "3", **lease}
    process = ControllerProcess(installed, tmp_path_factory.mktemp("controller"), settings=settings)
    with running(process):
        yield process


@pytest.fixture
def shop(controller: ControllerProcess, managed_namespaces: Namespaces) -> Shop:
    return Shop(controller.cluster, managed_namespaces("shop", GOVERNED))
