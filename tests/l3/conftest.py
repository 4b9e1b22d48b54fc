"""One installation of Privet's kinds and rights for all L3 tests."""

from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster
from tests.l3.controller_ground import govern, install
from tests.leaks import leaks


@pytest.fixture(scope="session")
def installed(managed_control_plane: Cluster) -> Iterator[Cluster]:
    """The cluster with the kinds, the rights, and a policy that governs; searched for leaks at the end."""
    install(managed_control_plane)
    govern(managed_control_plane, "baseline")
    yield managed_control_plane
    found = leaks(managed_control_plane)
    assert not found, found
