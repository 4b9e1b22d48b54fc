"""The examples against the resource definitions of Argo CD and Flux, strictly: no field but theirs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster, Options
from tests.cluster.errors import BuildError
from tests.cluster.launch import start_cluster
from tests.cluster.locations import REPOSITORY
from tests.documents import read_documents
from tests.l2 import gitops_definitions
from tests.l2.gitops_definitions import FLUX_RELEASES, Object, argo_cd, flux
from tests.l2.gitops_ground import EXAMPLES

NOT_OBJECTS = {"kustomization.yaml"}
"""What tools read, and no API server: see `test_the_policies_are_what_kustomize_makes_of_them`."""


@contextmanager
def serving(definitions: list[Object]) -> Iterator[Cluster]:
    """Have a cluster of its own with the resources and these definitions.

    To remove them from one that is shared would mean to wait for the API server's finalizer, with no bound.
    """
    with start_cluster(Options()) as cluster:
        text = json.dumps({"apiVersion": "v1", "kind": "List", "items": definitions})
        cluster.kubectl("apply", "--server-side", "--filename=-", input=text)
        cluster.kubectl("apply", "--server-side", f"--filename={REPOSITORY / 'crds'}")
        # kubectl fails where there are no conditions yet.
        waiting = ("wait", "crds", "--all", "--for=condition=Established", "--timeout=10s")
        cluster.wait(lambda: cluster.run_kubectl(*waiting).returncode == 0, "the kinds are served", 60)
        for name in ("argocd", "flux-system", "shop"):
            cluster.kubectl("create", "namespace", name)
        yield cluster


@pytest.fixture(scope="module")
def argo_cd_cluster() -> Iterator[Cluster]:
    with serving(argo_cd()) as cluster:
        yield cluster


def documents(folder: str) -> list[Object]:
    """Read the objects of the examples in one folder."""
    files = sorted(path for path in (EXAMPLES / folder).glob("*.yaml") if path.name not in NOT_OBJECTS)
    return [one for path in files for one in read_documents(path.read_text(encoding="utf-8"))]


def dry_run(cluster: Cluster, obj: Object) -> subprocess.CompletedProcess[str]:
    """Have the API server judge an object as if it were created, and refuse fields that it does not know."""
    return cluster.kubectl.run(
        *("create", "--dry-run=server", "--validate=strict", "--filename=-"), input=json.dumps(obj)
    )


def refused(cluster: Cluster, objects: Iterable[Object]) -> list[str]:
    answers = [(obj, dry_run(cluster, obj)) for obj in objects]
    return [
        f"{obj['kind']}/{obj['metadata']['name']}: {answer.stderr.strip()}"
        for obj, answer in answers
        if answer.returncode != 0
    ]


def written(obj: Object) -> str:
    return json.dumps(obj, sort_keys=True)


def with_a_typo(obj: Object) -> Object:
    return {**obj, "spec": {**obj["spec"], "intervall": "1h"}}


def test_the_examples_for_argo_cd_are_what_it_takes(argo_cd_cluster: Cluster) -> None:
    examples = documents("argocd")
    applications = [one for one in examples if one["kind"] == "Application"]
    assert len(applications) == 2

    assert refused(argo_cd_cluster, examples) == []
    assert len(refused(argo_cd_cluster, map(with_a_typo, applications))) == len(applications)


@pytest.mark.parametrize("release", FLUX_RELEASES)
def test_the_examples_for_flux_are_what_it_takes(release: str) -> None:
    examples = documents("flux")
    assert {one["kind"] for one in examples} == {"OCIRepository", "HelmRelease", "Kustomization"}

    with serving(flux(release)) as cluster:
        assert refused(cluster, examples) == []
        assert len(refused(cluster, map(with_a_typo, examples))) == len(examples)


def test_the_policies_are_what_kustomize_makes_of_them(argo_cd_cluster: Cluster) -> None:
    made = argo_cd_cluster.kubectl("kustomize", str(EXAMPLES / "policies"))
    found = read_documents(made)
    assert sorted(map(written, found)) == sorted(map(written, documents("policies")))

    # The namespace is there already.
    assert refused(argo_cd_cluster, (one for one in found if one["kind"] != "Namespace")) == []


def test_every_file_of_the_examples_is_judged() -> None:
    judged = {path.parent.name for path in EXAMPLES.rglob("*.yaml")}

    assert judged == {"argocd", "flux", "policies"}


def test_a_module_that_is_another_than_pinned_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("go.mod", "go.sum"):
        text = (gitops_definitions.FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(" h1:jB", " h1:AB"), encoding="utf-8")
    monkeypatch.setattr(gitops_definitions, "FOLDER", tmp_path)

    with pytest.raises(BuildError, match=r"not what gitops/go\.sum says|cannot be downloaded"):
        flux(FLUX_RELEASES[-1])
