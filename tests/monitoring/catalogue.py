"""Every metric of both processes, read off the code that makes them."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry

import privet
from privet.admission.app import Webhook
from privet.cluster.resources import NAMESPACES
from privet.controllers.controller import Controller
from privet.controllers.metrics import Sight
from privet.keys.signing import RingSettings
from privet.settings import ControllerSettings, WebhookSettings
from tests.fakes.cluster import FakeCluster

_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


@dataclass(frozen=True, order=True)
class Described:
    """One metric as Prometheus knows it."""

    name: str
    kind: str
    labels: tuple[str, ...]
    text: str
    processes: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The name as it is written in a query; a histogram's parts go by its name."""
        return self.name + ("_total" if self.kind == "counter" else "")

    @property
    def series(self) -> tuple[str, ...]:
        """The names of its series."""
        return tuple(self.name + suffix for suffix in _SUFFIXES[self.kind])


def catalogue() -> list[Described]:
    """Describe every metric, by name."""
    return sorted([*_of_modules(), *asyncio.run(_of_webhook()), *asyncio.run(_of_controller())])


def _of_modules() -> Iterator[Described]:
    """Describe what modules declare for the whole process."""
    for module in pkgutil.walk_packages(privet.__path__, "privet."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for collector in _collectors(REGISTRY):
        yield _described(collector, _processes(collector))


def _processes(collector: object) -> tuple[str, ...]:
    homes = {
        name.split(".")[1]
        for name, module in sys.modules.items()
        if name.startswith("privet.") and any(value is collector for value in vars(module).values())
    }
    if "cluster" in homes:
        return ("controller", "webhook")
    return ("controller",) if "controllers" in homes else ("webhook",)


async def _of_webhook() -> list[Described]:
    webhook = Webhook(FakeCluster(), WebhookSettings())
    return [_described(each, ("webhook",)) for each in _collectors(webhook.metrics.registry)]


async def _of_controller() -> list[Described]:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, {"metadata": {"name": "kube-system"}})
    day = timedelta(days=1)
    ring = RingSettings(every=30 * day, root_every=365 * day, propagation=timedelta(hours=1))
    controller = Controller(cluster, ControllerSettings(), ring, "urn:privet:test")
    await controller.load()
    sight = Sight(lambda: True, lambda: controller, lambda: datetime.now(UTC))
    return [
        Described(metric.name, metric.type, _labels(metric), metric.documentation, ("controller",))
        for metric in sight.collect()
    ]


def _labels(family: object) -> tuple[str, ...]:
    return tuple(getattr(family, "_labelnames", ()))


def _collectors(registry: CollectorRegistry) -> list[Any]:
    return [each for each in registry._collector_to_names if getattr(each, "_name", "").startswith("privet_")]


def _described(collector: Any, processes: tuple[str, ...]) -> Described:  # noqa: ANN401 - three classes without a common one
    return Described(
        collector._name, collector._type, tuple(collector._labelnames), collector._documentation, processes
    )


_INTRODUCTION = """# Metrics

Both processes serve `/metrics`: the controller over HTTP on port 8081, the webhook over HTTPS on the port of
its reviews. Labels are closed sets of words: never the name of an object, never contents. The process's own
metrics (`process_…`, `python_…`) come with them. What to watch for stands in
[`alerts.yaml`](../charts/privet/monitoring/alerts.yaml), what to do then in [runbooks](runbooks.md), and
[`dashboard.json`](../charts/privet/monitoring/dashboard.json) shows it all in Grafana.

| metric | kind | labels | of | meaning |
| --- | --- | --- | --- | --- |
"""


def metrics_page() -> str:
    """Write the page of all metrics."""
    parts = [_INTRODUCTION]
    for each in catalogue():
        labels = ", ".join(f"`{label}`" for label in each.labels)
        row = (f"`{each.shown}`", each.kind, labels, ", ".join(each.processes), each.text)
        parts.append(f"| {' | '.join(row)} |\n")
    return "".join(parts)
