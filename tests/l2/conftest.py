"""A control plane that knows the resources and nothing else of Privet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from privet.api.crd import KINDS
from privet.api.meta import API_VERSION, VERSION
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.fixtures import shared_cluster
from tests.cluster.launch import start_cluster
from tests.definitions import define
from tests.resources.api import Api

_OPENAPI = f"apis/{API_VERSION}"
_SCHEMAS = {f"dev.privet.{VERSION}.{kind.name}" for kind in KINDS}


@pytest.fixture(scope="package")
def control_plane(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A real etcd and API server, which end with the tests of this level."""
    yield from shared_cluster(request, Shape.API)


@pytest.fixture(scope="package")
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """An API server of its own with the CRDs, so that no webhook of another test has a say."""
    options = Options(shape=Shape.API, kubernetes=request.config.getoption("--kubernetes"))
    with start_cluster(options) as cluster:
        install(cluster)
        yield Api(cluster)


def install(cluster: Cluster) -> None:
    """Apply the CRDs, and return when they are served and all that kubectl asks for is published."""
    define(cluster.kubectl)
    cluster.wait(lambda: _described(cluster), "what kubectl explain shows is published", 60)


def _described(cluster: Cluster) -> bool:
    if _OPENAPI not in cluster.client.get("/openapi/v3")["paths"]:
        return False
    described = cluster.client.get(f"/openapi/v3/{_OPENAPI}")["components"]["schemas"]
    return set(described) >= _SCHEMAS
