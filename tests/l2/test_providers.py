"""The demo's choice of clusters: one that is there already, and kind as far as it goes without an engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster import images
from tests.cluster.cluster import Cluster
from tests.cluster.errors import ClusterError, RequirementError
from tests.cluster.providers import HOST_ADDRESS, ExistingProvider, KindProvider, provider

# Stand-ins that write down how they were called, and answer as the real programs do.
KIND = """#!/bin/sh
echo "kind $*" >> {folder}/calls
"""
DOCKER = """#!/bin/sh
echo "docker $*" >> {folder}/calls
echo '[{{"IPAM": {{"Config": [{{"Gateway": "fc00::1"}}, {{"Gateway": "172.18.0.1"}}]}}}}]'
"""


def test_an_existing_cluster_is_used_and_left_as_it_is(control_plane: Cluster) -> None:
    environment = {"KUBECONFIG": str(control_plane.kubeconfig), HOST_ADDRESS: "127.0.0.1"}
    existing = ExistingProvider(environment)

    target = existing.open()
    namespaces = target.kubectl("get", "namespaces")
    existing.close()

    assert "kube-system" in namespaces
    assert target.host_address == "127.0.0.1"
    assert control_plane.answers()


def test_an_existing_cluster_must_be_told_where_this_machine_is(control_plane: Cluster) -> None:
    existing = ExistingProvider({"KUBECONFIG": str(control_plane.kubeconfig)})

    with pytest.raises(RequirementError, match=HOST_ADDRESS):
        existing.open()


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
    assert target.host_address == "172.18.0.1"
    assert calls[0].startswith("kind create cluster --name privet-test --kubeconfig ")
    assert "kindest/node:v1.37.2" in calls[0]
    assert calls[1] == f"kind load image-archive {images.base_archive()} --name privet-test"
    assert calls[-1] == "kind delete cluster --name privet-test"
    assert not target.kubeconfig.parent.exists()


def test_a_kind_cluster_that_is_kept_is_not_taken_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(tmp_path, kind=KIND, docker=DOCKER)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
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
