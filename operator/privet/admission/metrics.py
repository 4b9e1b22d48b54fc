"""What a replica tells Prometheus; labels are closed sets of words, never names out of an object."""

from collections.abc import Callable, Iterable

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

LATENCY_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""From the ordinary review to the API server's patience: the highest bucket tells a time-out."""


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        # When a series was born is a second series that nobody asks for.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library gives it no types
        self.registry = CollectorRegistry()
        self._reviews = Counter(
            "privet_admission_reviews",
            "Reviews answered, by path and verdict.",
            ("path", "verdict"),
            registry=self.registry,
        )
        self._violations = Counter(
            "privet_admission_violations",
            "Violations found, by rule and by what was done about them.",
            ("rule", "action"),
            registry=self.registry,
        )
        self._latency = Histogram(
            "privet_admission_review_seconds",
            "Time from the request's head to its answer.",
            ("path",),
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )
        # Children are looked up once per label set, not once per review.
        self._review_children: dict[tuple[str, str], Counter] = {}
        self._latency_children: dict[str, Histogram] = {}

    def review(self, path: str, verdict: str, seconds: float) -> None:
        """Count one answer."""
        key = (path, verdict)
        counter = self._review_children.get(key)
        if counter is None:
            counter = self._review_children[key] = self._reviews.labels(path, verdict)
        counter.inc()
        histogram = self._latency_children.get(path)
        if histogram is None:
            histogram = self._latency_children[path] = self._latency.labels(path)
        histogram.observe(seconds)

    def violations(self, rules: Iterable[str], action: str) -> None:
        """Count what was found in one review."""
        for rule in rules:
            self._violations.labels(rule, action).inc()

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Show a value that is read when Prometheus asks."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def render(self) -> bytes:
        """Write these and the process's own in Prometheus' text format."""
        return generate_latest(self.registry) + generate_latest(REGISTRY)
