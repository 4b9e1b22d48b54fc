"""Admission under load: real reviews, the real process over TLS, one core for it and one for the load."""

import contextlib
import os
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks._api import dry_run_creates
from benchmarks._load import Result, Target, closed, median, open_loop, requests_of
from benchmarks._reviews import GRANT, Reviews, captured
from tests.cluster.cluster import Options
from tests.cluster.launch import start_cluster
from tests.cluster.namespaces import Namespaces
from tests.l2.webhook.replicas import Replica, Webhooks, webhooks_on
from tests.l2.webhook.scene import Scene, own_kind, post_floor

Row = tuple[str, str, str]

ROUNDS = 9
CLOSED_SECONDS = 1.5
OPEN_SECONDS = 10.0
OPEN_RATE = 1000.0
MANY = 200
PATH = "/validate/governed?timeout=5s"
TICKS = os.sysconf("SC_CLK_TCK")


def bench() -> list[Row]:
    """Measure reviews a second with one policy and with 200, latency at 1,000/s, and dry-run creates."""
    cores = sorted(os.sched_getaffinity(0))
    server_core, load_core = cores[0], cores[-1]
    with start_cluster(Options()) as cluster, webhooks_on(cluster) as webhooks:
        webhooks.unconfigure()
        reviews = {count: _prepared(webhooks, count) for count in (2, MANY)}
        creates_without = dry_run_creates(cluster, reviews[MANY][0])
        webhooks.configure()
        replica = webhooks.start("benchmark")
        idle = _memory(replica)
        os.sched_setaffinity(replica.process.pid, {server_core})
        # Straight to the process, as a Service would after its first packet.
        webhooks.configure(replica.port)
        Scene(webhooks, "").settle()
        creates_with = dry_run_creates(cluster, reviews[MANY][0])
        with _connected(replica, load_core) as target:
            rates = _rates(replica, target, {count: found for count, (_, found) in reviews.items()})
            paced = _paced(target, reviews[MANY][1])
        memory = _memory(replica)
    one, many = rates[2], rates[MANY]
    return [
        (
            f"reviews of {len(reviews[2][1].bodies[1]) / 1000:.1f} KB, 1 cluster policy and 1 policy",
            one.text(),
            "",
        ),
        (f"the same with {MANY} policies that all match", many.text(), "≥ 4,000/s"),
        ("rate with 200 policies to rate with one", f"{many.rate / one.rate:.2f}", "≥ 0.67"),
        (
            f"latency at {OPEN_RATE:,.0f}/s, 200 policies",
            f"p50 {paced.quantile(0.5):.1f} ms, p99 {paced.quantile(0.99):.1f} ms",
            "p99 ≤ 8 ms",
        ),
        ("dry-run creates through the API server, without the webhook", creates_without, ""),
        ("the same with the webhook, 200 policies", creates_with, ""),
        ("memory of the webhook, when it is ready", f"{idle:.0f} MiB", "≤ 80 MiB"),
        ("the same after the load", f"{memory:.0f} MiB", ""),
    ]


class Rate:
    """What one core does, measured and by the CPU that it took."""

    def __init__(self, results: Sequence[Result], cpu: float) -> None:
        self._results = results
        middle = median(results)
        self.rate = middle.rate
        self.cpu_us = 1e6 * cpu / sum(len(one.latencies) for one in results)
        self.denied = middle.denied / len(middle.latencies)
        self.failures = sum(one.failures for one in results)
        seconds = sum(one.seconds for one in results)
        self.busy = cpu / seconds
        self.load_busy = sum(one.cpu for one in results) / seconds

    def text(self) -> str:
        """Say it in a line."""
        spread = [one.rate for one in self._results]
        return (
            f"{self.rate:,.0f}/s (runs {min(spread):,.0f} to {max(spread):,.0f}),"
            f" {self.cpu_us:.0f} µs CPU each, {self.denied:.0%} denied, {self.failures} failed;"
            f" the webhook's core {self.busy:.0%} busy, the load's {self.load_busy:.0%}"
        )


def _prepared(webhooks: Webhooks, count: int) -> tuple[str, Reviews]:
    """Make a governed namespace with so many policies that all match, and capture reviews of it."""
    cluster = webhooks.cluster
    namespace = Namespaces(cluster)(labels={"privet.dev/governed": "true"})
    scene = Scene(webhooks, namespace)
    selector = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
    half = count // 2
    for number in range(half):
        post_floor(webhooks, f"{namespace}-{number}", _floor(selector, number))
    for number in range(count - half):
        scene.post(own_kind("PIIPolicy", f"team-{number}", _team(number)))
    return namespace, captured(cluster, namespace)


def _floor(selector: dict[str, Any], number: int) -> dict[str, Any]:
    """Give a cluster policy that differs from the others in what it allows and finds."""
    detection = {
        "recognizers": [
            {"entity": f"Employee{number}", "pattern": f"E{number}-[0-9]{{6}}", "context": ["employee"]}
        ],
        "allow": [
            {"entity": "EmailAddress", "pattern": f"orders{number}@shop\\.io", "reason": "a shared mailbox"}
        ],
    }
    return {"namespaceSelector": selector, "ceiling": [GRANT], "detection": detection}


def _team(number: int) -> dict[str, Any]:
    return {
        "workloadSelector": {"matchLabels": {"app": "shop"}},
        "grants": [GRANT],
        "environment": [{"name": f"CUST_REF_{number}", "entity": "EmailAddress"}],
        "rules": [{"id": "UnknownValue", "action": "Deny"}],
    }


@contextlib.contextmanager
def _connected(replica: Replica, core: int) -> Iterator[Target]:
    # The API server verifies; this load is about the cost of answers.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    allowed = os.sched_getaffinity(0)
    try:
        yield Target(port=replica.port, context=context, core=core)
    finally:
        os.sched_setaffinity(0, allowed)


def _rates(replica: Replica, target: Target, reviews: dict[int, Reviews]) -> dict[int, Rate]:
    """Alternate between the sets, so that what else the machine does meets both alike."""
    requests = {count: requests_of(found.bodies, PATH, found.headers) for count, found in reviews.items()}
    results: dict[int, list[Result]] = {count: [] for count in reviews}
    cpu = dict.fromkeys(reviews, 0.0)
    for sent in requests.values():
        closed(target, sent, 1.0)
    for _ in range(ROUNDS):
        for count, sent in requests.items():
            before = _cpu_seconds(replica)
            results[count].append(closed(target, sent, CLOSED_SECONDS))
            cpu[count] += _cpu_seconds(replica) - before
    return {count: Rate(found, cpu[count]) for count, found in results.items()}


def _paced(target: Target, reviews: Reviews) -> Result:
    requests = requests_of(reviews.bodies, PATH, reviews.headers)
    runs = [open_loop(target, requests, OPEN_SECONDS, OPEN_RATE) for _ in range(3)]
    return sorted(runs, key=lambda run: run.quantile(0.99))[1]


def _cpu_seconds(replica: Replica) -> float:
    fields = Path(f"/proc/{replica.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(replica: Replica) -> float:
    status = Path(f"/proc/{replica.process.pid}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
