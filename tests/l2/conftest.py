"""A control plane that knows the resources and nothing else of Privet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from privet.api.crd import KINDS, crd_files
from privet.api.meta import API_VERSION, VERSION
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.launch import start_cluster
from tests.resources.api import Api

_OPENAPI = f"apis/{API_VERSION}"
_SCHEMAS = {f"dev.privet.{VERSION}.{kind.name}" for kind in KINDS}


@pytest.fixture(scope="session")
def api(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """An API server of its own with the CRDs, so that no webhook of another test has a say."""
    options = Options(shape=Shape.API, kubernetes=request.config.getoption("--kubernetes"))
    with start_cluster(options) as cluster:
        install(cluster, tmp_path_factory.mktemp("crds"))
        yield Api(cluster)


def install(cluster: Cluster, folder: Path) -> None:
    """Apply the CRDs, and return when they are served and all that kubectl asks for is published."""
    for name, text in crd_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    cluster.kubectl("apply", "--server-side", f"--filename={folder}")
    cluster.kubectl("wait", "--for=condition=Established", "--timeout=20s", f"--filename={folder}")
    cluster.wait(lambda: _described(cluster), "what kubectl explain shows is published", 60)
    # What kubectl knows a kind by is published a moment later.
    short_names = "cppol,ppol,pkey,quar"
    cluster.wait(
        lambda: cluster.run_kubectl("get", short_names, "-A").returncode == 0, "short names are known"
    )


def _described(cluster: Cluster) -> bool:
    if _OPENAPI not in cluster.client.get("/openapi/v3")["paths"]:
        return False
    described = cluster.client.get(f"/openapi/v3/{_OPENAPI}")["components"]["schemas"]
    return set(described) >= _SCHEMAS
