"""What a query names: metrics, and the labels that it asks of them or groups by."""

import re
from collections.abc import Iterator, Mapping

_NAME = re.compile(r"\b(privet_\w+|up|process_\w+)\b(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_GROUPED = re.compile(r"\bby\s*\(([^)]*)\)")
OF_THE_TARGET = {"job", "instance", "pod", "namespace", "le"}
"""What Prometheus itself or the shape of a histogram adds."""


def strange(query: str, labels_of: Mapping[str, set[str]]) -> Iterator[str]:
    """Name what a query asks for and nothing has."""
    known: set[str] = set(OF_THE_TARGET)
    for metric, matchers in _NAME.findall(query):
        if metric.startswith("privet_") and metric not in labels_of:
            yield metric
        known |= labels_of.get(metric, set())
        asked = set(_LABEL.findall(re.sub(r'"[^"]*"', "", matchers)))
        yield from sorted(asked - labels_of.get(metric, set()) - OF_THE_TARGET)
    for group in _GROUPED.findall(query):
        yield from sorted({label.strip() for label in group.split(",")} - known)
