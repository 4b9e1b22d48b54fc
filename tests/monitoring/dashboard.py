"""The Grafana dashboard as code: three rows of panels, each with its queries, laid out on a grid."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, PANEL_WIDTH, PANEL_HEIGHT = 24, 8, 8
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True)
class Query:
    """One query and how its lines are called."""

    text: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """One picture: a course over time, or the number of now."""

    title: str
    meaning: str
    queries: Sequence[Query]
    unit: str = "short"
    kind: str = "timeseries"
    wrong_above: float | None = None
    """The number from which on it is red."""


@dataclass(frozen=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: Sequence[Panel]


def _rate(metric: str, by: str = "", where: str = "") -> str:
    grouped = f" by ({by})" if by else ""
    return f"sum{grouped} (rate({metric}{where}[$__rate_interval]))"


def _quantile(share: float, metric: str, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket[$__rate_interval])))"


ROWS = (
    Row(
        "Admission",
        (
            Panel(
                "Replicas",
                "Replicas of the webhook that answer.",
                [Query('sum(up{job="privet-webhook"})', "replicas")],
                kind="stat",
            ),
            Panel(
                "Reviews without a verdict",
                "Share of reviews that end without a verdict; in governed namespaces they are refused.",
                [
                    Query(
                        _rate(
                            "privet_admission_reviews_total",
                            where='{verdict=~"unevaluated|error|timeout|malformed"}',
                        )
                        + " / "
                        + _rate("privet_admission_reviews_total")
                    )
                ],
                unit="percentunit",
                kind="stat",
                wrong_above=0.01,
            ),
            Panel(
                "Certificates",
                "Time until the first certificate ends; a third of its life is left when it is renewed.",
                [Query("min(privet_admission_certificate_seconds)")],
                unit="s",
                kind="stat",
            ),
            Panel(
                "Reviews",
                "Reviews a second, by verdict.",
                [Query(_rate("privet_admission_reviews_total", "verdict"), "{{verdict}}")],
                unit="reqps",
            ),
            Panel(
                "Violations",
                "Violations a second, by rule and by what was done about them.",
                [Query(_rate("privet_admission_violations_total", "rule, action"), "{{rule}} ({{action}})")],
                unit="reqps",
            ),
            Panel(
                "Time of a review",
                "From the request's head to its answer.",
                [
                    Query(_quantile(share, "privet_admission_review_seconds"), f"p{share * 100:g}")
                    for share in (0.5, 0.95, 0.99)
                ],
                unit="s",
            ),
            Panel(
                "What is known",
                "Resources that reviews are judged by, as the replica that knows least has them.",
                [
                    Query(f"min(privet_admission_{kind})", kind)
                    for kind in (
                        "clusterpiipolicies",
                        "piipolicies",
                        "provisioningkeys",
                        "quarantines",
                        "namespaces",
                    )
                ]
                + [Query("max(privet_admission_unreadable)", "unreadable")],
            ),
            Panel(
                "Age of what is known",
                "Time since the API server last told anything of the kind that was heard of longest ago.",
                [Query("privet_admission_watch_age_seconds", "{{pod}}")],
                unit="s",
            ),
            Panel(
                "Watches that failed",
                "Listings and watches that failed, by kind and error.",
                [
                    Query(
                        _rate("privet_reflector_failures_total", "resource, error"), "{{resource}} {{error}}"
                    )
                ],
                unit="ops",
            ),
        ),
    ),
    Row(
        "Keys and policies",
        (
            Panel(
                "Late keys",
                "Keys past their rotation, past their end, and held back by the limit of issues.",
                [
                    Query(f"max(privet_keys_{word})", word.replace("_", " "))
                    for word in ("overdue", "expired", "held_back")
                ],
                kind="stat",
                wrong_above=1,
            ),
            Panel(
                "Next expiry",
                "Time until the first of all current keys expires; rotation comes well before.",
                [Query("min(privet_key_next_expiry_seconds)")],
                unit="s",
                kind="stat",
            ),
            Panel(
                "Policies",
                "Policies, by kind and state.",
                [Query("sum by (kind, state) (privet_policies) > 0", "{{kind}} {{state}}")],
                kind="stat",
            ),
            Panel("Keys", "Keys, by state.", [Query("sum by (state) (privet_keys)", "{{state}}")]),
            Panel(
                "Rotations",
                "Steps a minute: Rotate issues a key, Withdraw takes one away.",
                [Query("60 * " + _rate("privet_key_steps_total", "step"), "{{step}}")],
            ),
            Panel(
                "Due later",
                "Resources that the controller will look at by themselves.",
                [Query("max(privet_queue_scheduled)", "scheduled")],
            ),
        ),
    ),
    Row(
        "Controller",
        (
            Panel(
                "Leads",
                "Controllers that hold the Lease: one, always.",
                [Query("sum(privet_lease_held)", "leaders")],
                kind="stat",
            ),
            Panel(
                "Waiting",
                "Resources that wait for a worker.",
                [Query("max(privet_queue_depth)", "waiting")],
                kind="stat",
                wrong_above=50,
            ),
            Panel(
                "Watches",
                "Silent: a write of the controller has not come back. Listing: everything was compared.",
                [
                    Query("max(privet_watch_silent_seconds)", "silent for"),
                    Query("max(privet_listing_age_seconds)", "last listing"),
                ],
                unit="s",
                kind="stat",
            ),
            Panel(
                "Reconciliations",
                "Reconciliations a second, by kind and outcome.",
                [Query(_rate("privet_reconciles_total", "kind, outcome"), "{{kind}} {{outcome}}")],
                unit="ops",
            ),
            Panel(
                "Time of a reconciliation",
                "Most of it is the API server's.",
                [
                    Query(_quantile(share, "privet_reconcile_seconds"), f"p{share * 100:g}")
                    for share in (0.5, 0.99)
                ],
                unit="s",
            ),
            Panel(
                "Requests to the API server",
                "Requests a second of both processes, by verb and answer.",
                [Query(_rate("privet_cluster_requests_total", "verb, code"), "{{verb}} {{code}}")],
                unit="reqps",
            ),
            Panel(
                "Watch events",
                "What the watches tell, by kind.",
                [Query(_rate("privet_watch_events_total", "resource"), "{{resource}}")],
                unit="ops",
            ),
            Panel(
                "Watches begun anew",
                "Starts, and changes that only a listing showed.",
                [
                    Query("increase(privet_watch_starts_total[1h])", "starts"),
                    Query("increase(privet_watch_missed_total[1h])", "missed changes"),
                ],
            ),
            Panel(
                "Memory",
                "Resident memory of each process.",
                [Query('process_resident_memory_bytes{job=~"privet-webhook|privet-controller"}', "{{pod}}")],
                unit="bytes",
            ),
        ),
    ),
)


def queries() -> list[str]:
    """Give every query of the dashboard."""
    return [query.text for row in ROWS for panel in row.panels for query in panel.queries]


def dashboard_json() -> str:
    """Write the dashboard as Grafana imports it."""
    whole = {
        "title": "Privet",
        "uid": "privet",
        "tags": ["privet"],
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
        "panels": list(_panels()),
    }
    return json.dumps(whole, indent=1) + "\n"


def _panels() -> Iterator[dict[str, Any]]:
    number, y = 0, 0
    for row in ROWS:
        number += 1
        yield {
            "id": number,
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "panels": [],
            "gridPos": {"x": 0, "y": y, "w": WIDTH, "h": 1},
        }
        y += 1
        for place, panel in enumerate(row.panels):
            number += 1
            line, column = divmod(place, WIDTH // PANEL_WIDTH)
            position = {
                "x": column * PANEL_WIDTH,
                "y": y + line * PANEL_HEIGHT,
                "w": PANEL_WIDTH,
                "h": PANEL_HEIGHT,
            }
            yield {"id": number, "gridPos": position, **_body(panel)}
        y += -(-len(row.panels) // (WIDTH // PANEL_WIDTH)) * PANEL_HEIGHT


def _body(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.wrong_above is not None:
        steps.append({"color": "red", "value": panel.wrong_above})
    return {
        "type": panel.kind,
        "title": panel.title,
        "description": panel.meaning,
        "datasource": _SOURCE,
        "fieldConfig": {
            "defaults": {"unit": panel.unit, "thresholds": {"mode": "absolute", "steps": steps}},
            "overrides": [],
        },
        "targets": [
            {
                "refId": chr(ord("A") + place),
                "datasource": _SOURCE,
                "expr": query.text,
                "legendFormat": query.legend or "__auto",
            }
            for place, query in enumerate(panel.queries)
        ],
    }
