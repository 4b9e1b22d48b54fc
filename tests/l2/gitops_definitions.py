"""The resource definitions of Argo CD and Flux, out of Go modules that are pinned by their checksums.

They are not kept here: `go mod download` fetches a module once, `gitops/go.sum` says what it must be, and the
definitions are read from its archive. Nothing of it is built or run.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.cluster.build import go_version
from tests.cluster.errors import BuildError

Object = dict[str, Any]

FOLDER = Path(__file__).parent / "gitops"
ARGO_CD = "github.com/argoproj/argo-cd/v3"
FLUX_OPERATOR = "github.com/controlplaneio-fluxcd/flux-operator"
"""It carries what each release of Flux installs: the controllers' own modules are not all to be had."""

FLUX_RELEASES = ("v2.6.4", "v2.7.5", "v2.8.8", "v2.9.5")
"""From the first release that has all that the examples use to the newest; of each, its last patch."""

_FLUX_CONTROLLERS = ("source-controller", "kustomize-controller", "helm-controller")
_SECONDS = 240


def argo_cd() -> list[Object]:
    """Give the definitions that Argo CD installs."""
    names = ("application", "appproject")
    return list(_definitions(ARGO_CD, (f"manifests/crds/{name}-crd.yaml" for name in names)))


def flux(release: str) -> list[Object]:
    """Give the definitions that a release of Flux installs for sources, Kustomizations and HelmReleases."""
    return list(
        _definitions(FLUX_OPERATOR, (f"config/data/flux/{release}/{name}.yaml" for name in _FLUX_CONTROLLERS))
    )


def _definitions(module: str, paths: Iterator[str]) -> Iterator[Object]:
    version = _pinned("go.mod", module)
    with zipfile.ZipFile(_archive(module, version)) as archive:
        for path in paths:
            text = archive.read(f"{module}@{version}/{path}").decode()
            for document in yaml.load_all(text, yaml.CSafeLoader):
                if document and document["kind"] == "CustomResourceDefinition":
                    yield document


def _archive(module: str, version: str) -> Path:
    """Download a module, or find it in the cache, and compare its checksum with the one that is committed."""
    go_version()
    command = ("go", "mod", "download", "-json", f"{module}@{version}")
    # The toolchain that is there will do, also for a module that asks for a later one: nothing is compiled.
    # That is then noted as an error beside the archive, which was downloaded all the same.
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}
    answer = subprocess.run(
        command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    found = json.loads(answer.stdout or "{}")
    if "Zip" not in found:
        raise BuildError(f"{module} cannot be downloaded: {found.get('Error') or answer.stderr.strip()}")
    if found["Sum"] != _pinned("go.sum", f"{module} {version}"):
        raise BuildError(f"{module} {version} is not what gitops/go.sum says")
    return Path(found["Zip"])


def _pinned(file: str, what: str) -> str:
    """Give what follows a module in go.mod (its version) or go.sum (the checksum of its archive)."""
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        before, _, value = line.strip().rpartition(" ")
        if before == what:
            return value
    raise BuildError(f"gitops/{file} does not name {what}")
