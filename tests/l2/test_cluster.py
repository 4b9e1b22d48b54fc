"""The harness itself: a control plane is real, quick, alone, and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cluster import build, runs
from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.errors import BuildError, ClusterError
from tests.cluster.launch import start_cluster
from tests.cluster.locations import REPOSITORY
from tests.cluster.namespaces import Namespaces
from tests.cluster.owner import Owner
from tests.cluster.traces import traces
from tests.cluster.waiting import wait_until

START_SECONDS = 20.0
"""About 2.5 s alone; the rest is for a machine that runs other tests at the same time."""

GONE_SECONDS = 15.0


def test_the_api_server_is_a_real_one(control_plane: Cluster) -> None:
    version = control_plane.client.get("/version")

    assert version["gitVersion"] == f"v{control_plane.run.kubernetes}"


def test_a_user_is_who_its_certificate_says(control_plane: Cluster) -> None:
    kubeconfig = control_plane.kubeconfig_for("jane", ["team-a"])

    answer = control_plane.kubectl("auth", "whoami", "-ojson", kubeconfig=kubeconfig)

    assert '"jane"' in answer
    assert '"team-a"' in answer


def test_a_service_account_is_who_its_token_says(control_plane: Cluster, namespace: str) -> None:
    kubeconfig = control_plane.kubeconfig_for_service_account(namespace, "default")

    answer = control_plane.kubectl("auth", "whoami", "-ojson", kubeconfig=kubeconfig)

    assert f"system:serviceaccount:{namespace}:default" in answer


def test_an_error_says_what_the_api_server_said(control_plane: Cluster) -> None:
    with pytest.raises(ApiError, match=r"404.*not found"):
        control_plane.client.get("/api/v1/namespaces/nowhere")


def test_pods_can_be_created_in_a_fresh_namespace(control_plane: Cluster, namespaces: Namespaces) -> None:
    namespace = namespaces(labels={"privet.dev/governed": "true"})

    control_plane.kubectl("run", "web", "--image=privet.test/base:1", f"--namespace={namespace}")

    assert "web" in control_plane.kubectl("get", "pods", f"--namespace={namespace}")


def test_one_starts_in_seconds_beside_another(control_plane: Cluster) -> None:
    started = time.monotonic()

    with start_cluster() as other:
        assert time.monotonic() - started < START_SECONDS
        assert other.api_url != control_plane.api_url
        assert not other.answers("/api/v1/namespaces/only-here")
        other.client.post("/api/v1/namespaces", {"metadata": {"name": "only-here"}})
        assert not control_plane.answers("/api/v1/namespaces/only-here")

    assert traces(other.run) == []


def test_the_api_server_keeps_its_data_over_a_restart() -> None:
    with start_cluster(Options(audit=True)) as cluster:
        cluster.client.post("/api/v1/namespaces", {"metadata": {"name": "kept"}})

        cluster.kill("kube-apiserver")
        assert "kube-apiserver" not in cluster.running()
        cluster.start("kube-apiserver")
        cluster.wait_ready()

        assert cluster.answers("/api/v1/namespaces/kept")
        assert cluster.audit_log is not None
        assert '"name":"kept"' in cluster.audit_log.read_text(encoding="utf-8")


def test_a_killed_owner_leaves_nothing() -> None:
    owner = Owner(Shape.API)
    assert traces(owner.run) != []

    owner.kill()

    wait_until(lambda: traces(owner.run) == [], "nothing is left", GONE_SECONDS)


def test_the_next_start_sweeps_what_a_killed_supervisor_left(control_plane: Cluster) -> None:
    owner = Owner(Shape.API)
    supervisor = owner.run.supervisor()
    assert supervisor is not None
    os.kill(supervisor.pid, signal.SIGKILL)
    owner.kill()
    wait_until(owner.run.abandoned, "the run is abandoned", GONE_SECONDS)

    with start_cluster():
        assert traces(owner.run) == []

    assert control_plane.answers()


def test_a_run_with_a_living_owner_is_not_swept(control_plane: Cluster) -> None:
    runs.sweep()

    assert control_plane.run_dir.exists()
    assert control_plane.answers()


def test_a_start_that_fails_says_why_and_leaves_nothing() -> None:
    before = {run.name for run in runs.all_runs()}

    with pytest.raises(BuildError, match=r"no Kubernetes 1\.2"):
        start_cluster(Options(kubernetes="1.2"))
    with pytest.raises(ClusterError, match="unknown flag: --no-such-flag"):
        start_cluster(Options(apiserver_flags=("--no-such-flag",)))

    mine = [run for run in runs.all_runs() if run.owner and run.owner.pid == os.getpid()]
    assert {run.name for run in mine} <= before


def test_a_second_build_does_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    first = build.build(build.CONTROL_PLANE)
    written = {path: path.stat().st_mtime_ns for path in first.values()}
    capfd.readouterr()

    second = build.build(build.CONTROL_PLANE)

    assert second == first
    assert {path: path.stat().st_mtime_ns for path in second.values()} == written
    assert capfd.readouterr().err == ""


def test_the_cache_knows_a_program_by_what_goes_into_it() -> None:
    programs = [build.component("kube-apiserver", version) for version in ("1.37", "1.36")]

    assert programs[0].key() == build.component("kube-apiserver", "1.37.2").key()
    assert programs[0].key() != programs[1].key()


def test_one_can_be_left_running_and_ended_later() -> None:
    up = command("up", "--no-node")
    folder = up.stdout.partition("KUBECONFIG=")[2].partition("/kubeconfig")[0]
    run = next(run for run in runs.all_runs() if str(run.folder) == folder)
    assert run.owner is None
    kubectl = [str(run.programs / "kubectl"), f"--kubeconfig={folder}/kubeconfig", "get", "namespaces"]
    assert "kube-system" in subprocess.run(kubectl, capture_output=True, text=True, check=True).stdout

    assert run.name in command("list").stdout
    command("down", run.name)

    assert traces(run) == []


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.cluster", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
