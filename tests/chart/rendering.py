"""The chart rendered, and ways to look at what came out."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.chart.derived import CHART
from tests.chart.release import HelmName, template
from tests.documents import read_documents

Object = dict[str, Any]
PROBE = "probe.privet.dev"
CI = sorted((CHART / "ci").glob("*-values.yaml"))
NAMES = [path.name.removesuffix("-values.yaml") for path in CI]


@cache
def rendered(helm: HelmName, *arguments: str, namespace: str = "privet-system") -> tuple[Object, ...]:
    """Render the chart with some values, once."""
    text = template(helm, *arguments, namespace=namespace)
    return tuple(read_documents(text))


def with_values(name: str) -> str:
    return f"--values={CHART / 'ci' / name}-values.yaml"


def find(objects: tuple[Object, ...], kind: str, name: str) -> Object:
    found = [one for one in objects if (one["kind"], one["metadata"]["name"]) == (kind, name)]
    assert len(found) == 1, (kind, name, len(found))
    return found[0]


def kinds(objects: tuple[Object, ...]) -> set[str]:
    return {one["kind"] for one in objects}


def pods(objects: tuple[Object, ...]) -> list[Object]:
    """Give the spec of every pod that would run, hooks and tests included."""
    return [
        one["spec"] if one["kind"] == "Pod" else one["spec"]["template"]["spec"]
        for one in objects
        if one["kind"] in ("Pod", "Deployment", "Job", "DaemonSet", "StatefulSet")
    ]
