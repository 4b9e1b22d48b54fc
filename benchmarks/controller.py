"""The controller with a thousand keys on a real API server: start, restart, memory, writes of a rotation."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.launch import start_cluster
from tests.l3 import audit
from tests.l3.controller_ground import GOVERNED, ControllerProcess, Shop, govern, install, running

Row = tuple[str, str, str]

KEYS = 1000
NAMESPACES = 20
PODS_A_KEY = 2
QUICK_KEYS = 100
"""Keys that rotate every minute, for the writes of a rotation."""
SETTINGS = {"PRIVET_HEAL_SECONDS": "86400"}
"""Healing writes nothing, but it asks, and requests are what is counted here."""
LONG_SECONDS = 300.0
SUBJECT = {"serviceAccountName": "default"}


def bench() -> list[Row]:
    """Run it on a control plane of its own."""
    with start_cluster(Options(shape=Shape.MANAGED)) as cluster, tempfile.TemporaryDirectory() as folder:
        install(cluster)
        govern(cluster, "baseline")
        process = ControllerProcess(cluster, Path(folder), settings=SETTINGS)
        return measure(cluster, process)


def measure(cluster: Cluster, process: ControllerProcess) -> list[Row]:
    """Take all figures, one after the other."""
    with running(process):
        process.wait_idle()
        time.sleep(3)
        empty = resident(process)
    shops = [Shop(cluster, make_namespace(cluster, f"bench-{number}")) for number in range(NAMESPACES)]
    for number in range(KEYS):
        shops[number % NAMESPACES].key(f"key-{number}", subject=SUBJECT)
    for shop in shops:
        shop.policy()
    first = timed(process, lambda: all_ready(cluster, KEYS))
    rows = [
        ("memory of the controller, idle", mebibytes(empty), "110 MiB"),
        ("1,000 keys, start to all Ready", f"{first:.1f} s", "-"),
    ]
    time.sleep(3)
    rows.append(("memory with 1,000 keys, above idle", mebibytes(resident(process) - empty), "150 MiB"))
    rows.append(
        ("memory at its highest, above idle", mebibytes(resident(process, "VmHWM") - empty), "150 MiB")
    )
    rows += pods(cluster, process, shops)
    rows.append(("memory with their pods, above idle", mebibytes(resident(process) - empty), "150 MiB"))
    process.wait_idle()
    time.sleep(1)
    process.kill()
    since = audit.position(log_of(cluster))
    again = timed(process, process.wait_idle)
    rows.append(("1,000 keys, restart to idle", f"{again:.1f} s", "10 s"))
    time.sleep(15)
    rows.append(("writes after a restart", described(audit.writes(log_of(cluster), since)), "0"))
    rows.append(("memory after a restart, above idle", mebibytes(resident(process) - empty), "150 MiB"))
    rows += rotations(cluster, process)
    process.stop()
    return rows


def pods(cluster: Cluster, process: ControllerProcess, shops: list[Shop]) -> list[Row]:
    """Start pods of every key, and count what is written about them."""
    since, began = audit.position(log_of(cluster)), time.monotonic()
    for number in range(KEYS * PODS_A_KEY):
        start_pod(shops[number % NAMESPACES], number)
    took = time.monotonic() - began
    wait(lambda: counted(cluster) == KEYS * PODS_A_KEY, "every pod is counted")
    process.wait_idle()
    written = audit.writes(log_of(cluster), since)
    # One that comes while the others of its key are being written is another write.
    name = f"writes for {KEYS * PODS_A_KEY:,} pods started in {took:.0f} s"
    return [(name, described(written), f"{KEYS} to {KEYS * PODS_A_KEY}")]


def start_pod(shop: Shop, number: int) -> None:
    """Make a pod that holds a key, and say that it runs, as a kubelet would."""
    key = f"key-{number % KEYS}"
    path = f"/api/v1/namespaces/{shop.namespace}/pods"
    mount = {"name": "key", "mountPath": f"/var/run/secrets/privet.dev/{key}"}
    spec = {
        "schedulerName": "nobody",
        "volumes": [{"name": "key", "secret": {"secretName": f"privet-key-{key}"}}],
        "containers": [{"name": "app", "image": "none.invalid/app", "volumeMounts": [mount]}],
    }
    pod = shop.cluster.client.post(path, {"metadata": {"name": f"pod-{number}"}, "spec": spec})
    del pod["metadata"]["resourceVersion"]
    pod["status"] = {"phase": "Running", "startTime": pod["metadata"]["creationTimestamp"]}
    shop.cluster.client.request("PUT", f"{path}/pod-{number}/status", pod)


def counted(cluster: Cluster) -> int:
    """Add up how many pods have the key in use of each resource."""
    listed = cluster.client.get("/apis/privet.dev/v1alpha1/provisioningkeys")["items"]
    return sum(held[0]["count"] for item in listed if (held := item.get("status", {}).get("pods")))


def rotations(cluster: Cluster, process: ControllerProcess) -> list[Row]:
    """Count the writes of rotations on schedule, of keys that pods hold."""
    shop = Shop(cluster, make_namespace(cluster, "bench-quick"))
    shop.policy()
    rotation = {"every": "1m", "overlap": "5m"}
    for number in range(QUICK_KEYS):
        shop.key(f"key-{number}", lifetime="6m", rotation=rotation, subject=SUBJECT)
        start_pod(shop, number)
    wait(lambda: all_ready(cluster, KEYS + QUICK_KEYS), "the quick keys are ready")
    wait(lambda: counted(cluster) == KEYS * PODS_A_KEY + QUICK_KEYS, "their pods are counted")
    process.wait_idle()
    time.sleep(1)
    since, before = audit.position(log_of(cluster)), rotated(process)
    wait(lambda: rotated(process) - before >= QUICK_KEYS, "every quick key was rotated")
    process.wait_idle()
    time.sleep(1)
    writes = audit.writes(log_of(cluster), since)
    count = sum(write.resource == "secrets" for write in writes)
    return [("writes of one rotation (Secret, status, Event)", f"{len(writes) / count:.2f}", "3")]


def described(writes: list[audit.Request]) -> str:
    """Count writes, and say what they were when there are any."""
    kinds = sorted({f"{write.verb} {write.resource} {write.code}" for write in writes})
    return " ".join([str(len(writes)), *kinds])


def rotated(process: ControllerProcess) -> float:
    """Read how many rotations were made."""
    return process.metric("privet_key_steps_total", step="Rotate")


def timed(process: ControllerProcess, until: Callable[[], object]) -> float:
    """Start the process, and say how long it takes until something is so."""
    began = time.monotonic()
    process.start()
    process.wait_leading(LONG_SECONDS)
    wait(lambda: until() is not False, "it is done")
    return time.monotonic() - began


def wait(check: Callable[[], bool], what: str) -> None:
    """Wait for long."""
    deadline = time.monotonic() + LONG_SECONDS
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.25)


def all_ready(cluster: Cluster, count: int) -> bool:
    """Tell whether all keys are ready."""
    listed = cluster.client.get("/apis/privet.dev/v1alpha1/provisioningkeys")["items"]
    ready = sum(
        any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
        for item in listed
        if (conditions := item.get("status", {}).get("conditions"))
    )
    return ready >= count


def make_namespace(cluster: Cluster, name: str) -> str:
    """Make a governed namespace."""
    cluster.client.post("/api/v1/namespaces", {"metadata": {"name": name, "labels": GOVERNED}})
    return name


def log_of(cluster: Cluster) -> Path:
    """Give the audit log."""
    if cluster.audit_log is None:
        raise RuntimeError("the cluster keeps no audit log")
    return cluster.audit_log


def resident(process: ControllerProcess, which: str = "VmRSS") -> int:
    """Read the memory of the process, in KiB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which))


def mebibytes(kibibytes: int) -> str:
    """Write KiB as MiB."""
    return f"{kibibytes / 1024:.0f} MiB"
