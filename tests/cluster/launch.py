"""Brings a cluster up, step by step, and takes it down again when a step fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cluster import build, components, debian, images, network, node, runs
from tests.cluster.cluster import Cluster, Options, Shape, end
from tests.cluster.components import Layout, Ports
from tests.cluster.errors import ClusterError, NotReadyError, tail
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until

SUPERVISOR_SECONDS = 30.0


def start_cluster(options: Options | None = None) -> Cluster:
    """Build what is missing, start a cluster, and return it when it is ready for use."""
    options = options or Options()
    if options.shape is Shape.NODE:
        debian.require(debian.NODE_PACKAGES)
        images.base_archives()
    programs = build.build(options.programs(), options.kubernetes)
    runs.sweep()
    return _start(_new_run(options), options, programs)


def _new_run(options: Options) -> runs.Run:
    name = runs.new_name()
    version = build.full_version(options.kubernetes)
    if options.shape is not Shape.NODE:
        return runs.create(options.shape, version, None, name)
    with network.claimed(name) as link:
        return runs.create(options.shape, version, link, name)


def _start(run: runs.Run, options: Options, programs: dict[str, Path]) -> Cluster:
    supervisor = _spawn_supervisor(run)
    try:
        return _start_supervised(run, options, programs, supervisor)
    except BaseException:
        # It may not have written down its name yet, so it is told directly.
        supervisor.terminate()
        supervisor.wait(timeout=SUPERVISOR_SECONDS)
        end(run)
        raise


def _start_supervised(
    run: runs.Run, options: Options, programs: dict[str, Path], supervisor: subprocess.Popen[bytes]
) -> Cluster:
    run.programs.mkdir()
    (run.folder / "state").mkdir(exist_ok=True)
    for name, path in programs.items():
        (run.programs / name).symlink_to(path)
    own_network = run.network is not None
    address = run.network.node_address if run.network else components.LOOPBACK
    layout = components.new_layout(run.folder, address, Ports.usual() if own_network else Ports.free())
    cluster = Cluster(run, layout, options, supervisor)
    wait_until(lambda: _supervisor_ready(run, supervisor), "the supervisor is ready", SUPERVISOR_SECONDS)
    try:
        _start_components(cluster, layout)
    except NotReadyError as error:
        # The logs go with the run, so what they say goes with the error.
        raise NotReadyError(f"{error}\n{cluster.log_tails()}") from error
    return cluster


def _start_components(cluster: Cluster, layout: Layout) -> None:
    shape, programs = cluster.options.shape, cluster.bin_dir
    cluster.launch(components.etcd(layout, programs / "etcd"))
    cluster.launch(
        components.kube_apiserver(
            layout,
            programs / "kube-apiserver",
            audit_log=cluster.audit_log,
            extra=cluster.options.apiserver_flags,
        )
    )
    if shape is Shape.NODE:
        node.begin(cluster)
    cluster.wait_ready()
    if shape is not Shape.API:
        for make in (components.kube_controller_manager, components.kube_scheduler):
            cluster.launch(make(layout, programs / make.__name__.replace("_", "-")))
    if shape is Shape.NODE:
        node.join(cluster, layout)
    _wait_usable(cluster)


def _wait_usable(cluster: Cluster) -> None:
    namespace = "/api/v1/namespaces/default"
    cluster.wait(lambda: cluster.answers(namespace), "the default namespace")
    if cluster.options.shape is not Shape.API:
        account = f"{namespace}/serviceaccounts/default"
        cluster.wait(lambda: cluster.answers(account), "the controller manager works")
    if cluster.options.shape is Shape.NODE:
        node.wait_ready(cluster)


def _spawn_supervisor(run: runs.Run) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with (run.logs / "supervisor.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.cluster.supervisor", str(run.folder)],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _supervisor_ready(run: runs.Run, supervisor: subprocess.Popen[bytes]) -> bool:
    if supervisor.poll() is not None:
        raise ClusterError(f"the supervisor ended:\n{tail(run.logs / 'supervisor.log')}")
    return run.runner() is not None
