"""What Prometheus is told of keys and policies: counted by state, never named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client.metrics_core import Metric

from privet.cluster import Resource
from privet.cluster.resources import CLUSTER_POLICIES, KEYS, POLICIES
from privet.controllers.metrics import Sight, of_world
from privet.controllers.world import World
from privet.keys.rotation import ISSUE_LIMIT

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}

Held = tuple[Resource, dict[str, Any]]


def a_world(*objects: Held) -> World:
    world = World(lambda _resource, _changes: None)
    stores = {store.resource: store for store in world.stores}
    for number, (resource, obj) in enumerate(objects, start=1):
        obj["metadata"] |= {"resourceVersion": str(number), "uid": f"uid-{number}"}
        stores[resource].remember({"apiVersion": "privet.dev/v1alpha1", "kind": resource.kind, **obj})
    return world


def a_key(name: str = "billing", status: dict[str, Any] | None = None, **spec: object) -> Held:
    whole = {"policyRef": {"name": "billing"}, "subject": {"serviceAccountName": "billing"}, **spec}
    return KEYS, {
        "metadata": {"name": name, "namespace": "shop"},
        "spec": whole,
        **({"status": status} if status else {}),
    }


def a_policy(name: str, *conditions: dict[str, str]) -> Held:
    return POLICIES, {
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"workloadSelector": {}, "grants": [GRANT]},
        "status": {"conditions": list(conditions)},
    }


def a_condition(kind: str, status: str = "True", reason: str = "Fine") -> dict[str, str]:
    return {
        "type": kind,
        "status": status,
        "reason": reason,
        "message": "",
        "lastTransitionTime": stamp(NOON),
    }


def issued(expires: datetime, rotation: datetime, *conditions: dict[str, str]) -> dict[str, Any]:
    current = {
        "id": "key-1",
        "sequence": 1,
        "rootEpoch": 1,
        "signingKeyId": "s1",
        "issuedAt": stamp(NOON - 30 * MINUTE),
        "notBefore": stamp(NOON - 30 * MINUTE),
        "expiresAt": stamp(expires),
        "slot": "Active",
    }
    return {
        "conditions": list(conditions) or [a_condition("Ready")],
        "current": current,
        "nextRotationTime": stamp(rotation),
    }


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def samples(*metrics: Metric) -> dict[str, float]:
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.value
    }


def test_keys_are_counted_by_state() -> None:
    later = NOON + 30 * MINUTE
    world = a_world(
        a_key("a", issued(later, later)),
        a_key("b", issued(later, later)),
        a_key("c", {"conditions": [a_condition("Ready", "False"), a_condition("Stalled")]}),
        a_key("d", {"conditions": [a_condition("Ready", "False"), a_condition("Reconciling")]}),
        a_key("e"),
        a_key("f", issued(later, later), state="Suspended"),
        a_key("g", {"conditions": [a_condition("Ready", "False"), a_condition("Stalled")]}, state="Revoked"),
        a_key("h", lifetime="forever"),
    )

    found = samples(*of_world(world, NOON))

    assert {name: value for name, value in found.items() if name.startswith("privet_keys ")} == {
        "privet_keys Ready": 2,
        "privet_keys Stalled": 1,
        "privet_keys Waiting": 2,
        "privet_keys Suspended": 1,
        "privet_keys Revoked": 1,
        "privet_keys Unreadable": 1,
    }


def test_policies_are_counted_by_kind_and_state() -> None:
    floor = (
        CLUSTER_POLICIES,
        {"metadata": {"name": "baseline"}, "spec": {}, "status": {"conditions": [a_condition("Ready")]}},
    )
    world = a_world(floor, a_policy("a", a_condition("Ready")), a_policy("b", a_condition("Stalled")))

    found = samples(*of_world(world, NOON))

    assert found == {
        "privet_policies ClusterPIIPolicy Ready": 1,
        "privet_policies PIIPolicy Ready": 1,
        "privet_policies PIIPolicy Stalled": 1,
    }


@pytest.mark.parametrize(
    ("expires", "rotation", "wrong"),
    [
        pytest.param(NOON + 30 * MINUTE, NOON + MINUTE, set(), id="a healthy key"),
        pytest.param(NOON + 30 * MINUTE, NOON - MINUTE, set(), id="a minute late is busy"),
        pytest.param(
            NOON + 30 * MINUTE,
            NOON - MINUTE - timedelta(seconds=1),
            {"privet_keys_overdue"},
            id="later is overdue",
        ),
        pytest.param(NOON, NOON + MINUTE, {"privet_keys_expired"}, id="at its end a key has expired"),
    ],
)
def test_late_keys_are_counted(expires: datetime, rotation: datetime, wrong: set[str]) -> None:
    found = samples(*of_world(a_world(a_key(status=issued(expires, rotation))), NOON))

    assert {name for name in found if name in {"privet_keys_overdue", "privet_keys_expired"}} == wrong


def test_keys_that_the_limit_of_issues_stops_are_counted() -> None:
    later = NOON + 30 * MINUTE
    limited = a_condition("Reconciling", reason=ISSUE_LIMIT.reason)
    world = a_world(
        a_key("a", issued(later, later, a_condition("Ready"), limited)),
        a_key("b", issued(later, later, a_condition("Ready"), a_condition("Reconciling"))),
    )

    assert samples(*of_world(world, NOON))["privet_keys_held_back"] == 1


def test_the_first_expiry_counts_and_without_keys_there_is_none() -> None:
    key = a_key("a", issued(NOON + 9 * MINUTE, NOON + MINUTE))
    other = a_key("b", issued(NOON + 8 * MINUTE, NOON + MINUTE))

    assert samples(*of_world(a_world(key, other), NOON))["privet_key_next_expiry_seconds"] == 8 * 60
    assert "privet_key_next_expiry_seconds" not in samples(*of_world(a_world(), NOON))


def test_a_standby_tells_only_that_it_stands_by() -> None:
    standby = Sight(lambda: False, lambda: None, lambda: NOON)

    assert [(metric.name, metric.samples[0].value) for metric in standby.collect()] == [
        ("privet_lease_held", 0.0)
    ]


def test_no_name_of_an_object_is_told() -> None:
    world = a_world(a_key("jane-roe", issued(NOON, NOON)), a_policy("jane-roe"))

    assert "jane-roe" not in str([metric.samples for metric in of_world(world, NOON)])
