"""The metrics are an interface: dashboards and alerts of others are built on them."""

import pytest
import yaml

from tests.cluster.locations import REPOSITORY
from tests.monitoring.catalogue import Described, catalogue
from tests.monitoring.dashboard import queries
from tests.monitoring.promql import strange

PINNED = """
privet_admission_certificate_lifetime_seconds
privet_admission_certificate_seconds
privet_admission_clusterpiipolicies
privet_admission_namespaces
privet_admission_piipolicies
privet_admission_provisioningkeys
privet_admission_quarantines
privet_admission_review_seconds path
privet_admission_reviews_total path verdict
privet_admission_unreadable
privet_admission_violations_total rule action
privet_admission_watch_age_seconds
privet_cluster_requests_total verb resource code
privet_key_next_expiry_seconds
privet_key_steps_total step
privet_keys state
privet_keys_expired
privet_keys_held_back
privet_keys_overdue
privet_lease_held
privet_listing_age_seconds
privet_policies kind state
privet_queue_depth
privet_queue_scheduled
privet_reconcile_seconds
privet_reconciles_total kind outcome
privet_reflector_failures_total resource error
privet_reflector_last_contact_seconds resource
privet_reflector_lists_total resource
privet_watch_events_total resource
privet_watch_missed_total
privet_watch_silent_seconds
privet_watch_starts_total
"""
"""Each metric with its labels. A label is a closed set of words; a new one is a decision, not a detail."""

ALERTS = yaml.safe_load((REPOSITORY / "charts" / "privet" / "monitoring" / "alerts.yaml").read_text())
EXPRESSIONS = {rule["alert"]: rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]}
KNOWN = catalogue()


def test_metrics_and_labels_are_the_ones_that_others_build_on() -> None:
    lines = [" ".join((each.shown, *each.labels)) for each in KNOWN]

    assert lines == PINNED.split("\n")[1:-1]


@pytest.mark.parametrize("metric", KNOWN, ids=lambda metric: str(metric.name))
def test_a_metric_is_named_as_prometheus_asks(metric: Described) -> None:
    assert metric.name.startswith("privet_")
    assert metric.text[0].isupper()
    assert metric.text.endswith((".", ")."))
    if metric.kind == "histogram":
        assert metric.name.endswith("_seconds")


@pytest.mark.parametrize("label", ["name", "namespace", "user", "uid", "key", "policy", "entity"])
def test_no_label_says_whose(label: str) -> None:
    assert not [each.name for each in KNOWN if label in each.labels]


@pytest.mark.parametrize("query", queries())
def test_every_query_of_the_dashboard_names_what_exists(query: str) -> None:
    assert not list(strange(query, labels_of()))


@pytest.mark.parametrize("alert", EXPRESSIONS)
def test_every_alert_names_what_exists(alert: str) -> None:
    assert not list(strange(EXPRESSIONS[alert], labels_of()))


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("privet_keys_lost", ["privet_keys_lost"]),
        ('privet_keys{kind="x"}', ["kind"]),
        ("sum by (state, user) (privet_keys)", ["user"]),
        ('sum by (state) (privet_keys{state=~"Ready|x=y"})', []),
    ],
)
def test_what_does_not_exist_is_found(query: str, wrong: list[str]) -> None:
    assert list(strange(query, labels_of())) == wrong


def labels_of() -> dict[str, set[str]]:
    return {series: set(each.labels) for each in KNOWN for series in each.series}
