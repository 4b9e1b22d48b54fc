"""One installation of Privet's kinds and rights for all L3 tests."""

import pytest

from tests.cluster.cluster import Cluster
from tests.l3.controller_ground import govern, install


@pytest.fixture(scope="session")
def installed(managed_control_plane: Cluster) -> Cluster:
    """The cluster with the kinds, the rights, and a policy that governs."""
    install(managed_control_plane)
    govern(managed_control_plane, "baseline")
    return managed_control_plane
