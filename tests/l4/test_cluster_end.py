"""The harness itself: clusters with nodes stand side by side, and nothing of them is left."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.cluster import runs
from tests.cluster.cluster import Cluster, Shape
from tests.cluster.images import BASE
from tests.cluster.owner import Owner
from tests.cluster.traces import traces
from tests.cluster.waiting import wait_until

GONE_SECONDS = 20.0
SHARED = ("/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/panic", "/proc/sys/kernel/panic_on_oops")


def test_a_killed_owner_leaves_nothing_of_its_node(node_cluster: Cluster) -> None:
    before = [Path(name).read_text(encoding="utf-8") for name in SHARED]
    owner = Owner(Shape.NODE)
    assert owner.run.network is not None
    assert node_cluster.run.network is not None
    assert owner.run.network.node_address != node_cluster.run.network.node_address
    kubeconfig = Path(owner.run.folder, "kubeconfig")
    run_pod = ("run", "web", f"--image={BASE}", "--image-pull-policy=Never", "--", "sleep", "3600")
    node_cluster.kubectl(*run_pod, kubeconfig=kubeconfig)
    wait = ("wait", "pod/web", "--for=condition=Ready", "--timeout=60s")
    node_cluster.kubectl(*wait, kubeconfig=kubeconfig)
    assert traces(owner.run) != []

    owner.kill()

    wait_until(lambda: traces(owner.run) == [], "nothing is left", GONE_SECONDS)
    assert [Path(name).read_text(encoding="utf-8") for name in SHARED] == before
    assert node_cluster.answers()


def test_the_next_start_sweeps_a_node_whose_supervisor_was_killed(node_cluster: Cluster) -> None:
    owner = Owner(Shape.NODE)
    supervisor = owner.run.supervisor()
    assert supervisor is not None
    os.kill(supervisor.pid, signal.SIGKILL)
    owner.kill()
    wait_until(owner.run.abandoned, "the run is abandoned", GONE_SECONDS)

    runs.sweep()

    wait_until(lambda: traces(owner.run) == [], "nothing is left", GONE_SECONDS)
    assert node_cluster.answers()
