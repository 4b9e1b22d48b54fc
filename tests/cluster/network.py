"""Connects a cluster's own network namespace with this machine, and with nothing else."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster import runs
from tests.cluster.errors import ClusterError
from tests.cluster.locations import locked, runs_root

SUBNETS = tuple(f"10.213.{index}" for index in range(256))
"""One /30 in each: enough for every cluster that fits on a machine."""

DEAD_END = "uplink"
NAMESPACE_SECONDS = 10.0


@contextmanager
def claimed(name: str) -> Iterator[runs.Network]:
    """Yield a subnet that no run and no interface uses; the caller records it in the block."""
    with locked(runs_root() / "network.lock"):
        used = {run.network.host_address for run in runs.all_runs() if run.network}
        used |= _own_addresses()
        prefixes = {address.rpartition(".")[0] for address in used}
        free = next((subnet for subnet in SUBNETS if subnet not in prefixes), None)
        if free is None:
            raise ClusterError("no subnet below 10.213.0.0/16 is free: end some clusters")
        yield runs.Network(link=f"pv-{name}", host_address=f"{free}.1", node_address=f"{free}.2")


def connect(network: runs.Network, pid: int) -> None:
    """Link the network namespace of a process with this machine."""
    _wait_for_own_namespace(pid)
    inside = ["nsenter", f"--net=/proc/{pid}/ns/net"]
    address = f"{network.node_address}/{network.prefix}"
    _batch(
        [],
        f"link add {network.link} type veth peer name eth0 netns {pid}",
        f"address add {network.host_address}/{network.prefix} dev {network.link}",
        f"link set {network.link} up",
    )
    _batch(
        inside,
        "link set lo up",
        f"address add {address} dev eth0",
        "link set eth0 up",
        # Service addresses need a route before they can be translated. It ends here: what
        # is meant for the outside must not leave the machine, whatever the machine forwards.
        f"link add {DEAD_END} type bridge",
        f"link set {DEAD_END} up",
        f"route add default dev {DEAD_END} src {network.node_address}",
    )
    subprocess.run(
        [*inside, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"],
        check=True,
        capture_output=True,
    )


def _batch(prefix: list[str], *lines: str) -> None:
    answer = subprocess.run(
        [*prefix, "ip", "-batch", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise ClusterError(f"the cluster's network cannot be set up: {answer.stderr.strip()}")


def _wait_for_own_namespace(pid: int) -> None:
    deadline = time.monotonic() + NAMESPACE_SECONDS
    own = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == own:
        if time.monotonic() > deadline:
            raise ClusterError("the cluster's process did not get a network namespace")
        time.sleep(0.005)


def _own_addresses() -> set[str]:
    answer = subprocess.run(["ip", "-json", "-4", "address"], check=True, capture_output=True)
    links = json.loads(answer.stdout)
    return {entry["local"] for link in links for entry in link.get("addr_info", [])}
