"""The demo's choice of clusters: one that is there already, and kind as far as it goes without an engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml

from tests.chart.image import IMAGE
from tests.cluster.cluster import Cluster
from tests.cluster.errors import ClusterError, RequirementError
from tests.cluster.namespaces import Namespaces
from tests.demo.providers import IMAGE_VARIABLE, ExistingProvider, KindProvider, provider

# Stand-ins that write down how they were called.
KIND = """#!/bin/sh
echo "kind $*" >> {folder}/calls
"""
DOCKER = """#!/bin/sh
echo "docker $*" >> {folder}/calls
"""
RUNNING = "mirror.example/privet:0.1.0"


def test_an_existing_cluster_is_used_and_left_as_it_is(control_plane: Cluster) -> None:
    environment = {"KUBECONFIG": str(control_plane.kubeconfig), IMAGE_VARIABLE: "mirror.example/privet:2"}
    existing = ExistingProvider(environment)

    target = existing.open()
    namespaces = target.kubectl("get", "namespaces")
    existing.close()

    assert "kube-system" in namespaces
    assert (target.image, target.preloaded) == ("mirror.example/privet:2", False)
    assert control_plane.answers()


def test_without_an_image_an_existing_cluster_is_told_what_it_needs(control_plane: Cluster) -> None:
    existing = ExistingProvider({"KUBECONFIG": str(control_plane.kubeconfig)})

    with pytest.raises(RequirementError, match=f"PROVIDER=existing {IMAGE_VARIABLE}=REGISTRY/privet:TAG"):
        existing.open()


def test_a_privet_that_runs_already_is_the_one_that_the_story_is_about(
    control_plane: Cluster, namespaces: Namespaces
) -> None:
    namespace = namespaces()
    labels = {"app.kubernetes.io/name": "privet", "app.kubernetes.io/component": "webhook"}
    template = {
        "metadata": {"labels": labels},
        "spec": {"containers": [{"name": "webhook", "image": RUNNING}]},
    }
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "privet-webhook", "namespace": namespace, "labels": labels},
        "spec": {"selector": {"matchLabels": labels}, "template": template},
    }
    control_plane.kubectl("apply", "--server-side", "--filename=-", input=yaml.safe_dump(deployment))

    target = ExistingProvider({"KUBECONFIG": str(control_plane.kubeconfig)}).open()

    control_plane.kubectl("delete", "deployment", "privet-webhook", f"--namespace={namespace}")
    assert (target.installed_in, target.image) == (namespace, RUNNING)


def test_no_kubeconfig_is_said_so(tmp_path: Path) -> None:
    existing = ExistingProvider({"KUBECONFIG": str(tmp_path / "none")})

    with pytest.raises(RequirementError, match="there is no kubeconfig"):
        existing.open()


def test_kind_makes_a_cluster_loads_the_image_and_takes_it_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(tmp_path, kind=KIND, docker=DOCKER)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    kind = KindProvider(kubernetes="1.37", name="privet-test")

    target = kind.open()
    kind.close()

    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    archive = target.kubeconfig.with_name("privet.tar")
    assert (target.image, target.preloaded) == (IMAGE, True)
    assert calls[0].startswith(f"docker build --tag={IMAGE} --file=")
    assert calls[1] == f"docker save --output={archive} {IMAGE}"
    assert calls[2].startswith("kind create cluster --name privet-test --kubeconfig ")
    assert "kindest/node:v1.37.2" in calls[2]
    assert calls[3] == f"kind load image-archive {archive} --name privet-test"
    assert calls[-1] == "kind delete cluster --name privet-test"
    assert not target.kubeconfig.parent.exists()


def test_a_kind_cluster_that_is_kept_is_not_taken_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(tmp_path, kind=KIND, docker=DOCKER)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kind = KindProvider(name="privet-test")
    kind.open()

    kind.keep()
    kind.close()

    assert "delete" not in (tmp_path / "calls").read_text(encoding="utf-8")


def test_without_an_engine_kind_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(RequirementError, match="docker, nerdctl or podman"):
        KindProvider().open()


def test_an_unknown_provider_is_refused() -> None:
    with pytest.raises(ClusterError, match="there are local, kind, existing"):
        provider("cloud")


def install(folder: Path, **programs: str) -> None:
    for name, script in programs.items():
        program = folder / name
        program.write_text(script.format(folder=folder), encoding="utf-8")
        program.chmod(0o755)
