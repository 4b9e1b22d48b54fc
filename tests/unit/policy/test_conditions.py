from datetime import UTC, datetime, timedelta

from privet.api.v1alpha1 import ClusterPIIPolicy, Condition, PIIPolicy
from privet.policy import cluster_policy_conditions, policy_conditions
from tests.unit.policy.builders import READ_EMAIL, a_cluster_policy, a_policy

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
FLOOR = a_cluster_policy()


def summary(conditions: tuple[Condition, ...]) -> list[tuple[str, str, str]]:
    return [(one.type, str(one.status), one.reason) for one in conditions]


def said(policy: PIIPolicy, *governing: ClusterPIIPolicy) -> tuple[Condition, ...]:
    return policy_conditions(policy, governing, NOON)


def test_a_policy_in_force_is_ready() -> None:
    assert summary(said(a_policy(grants=[READ_EMAIL]), FLOOR)) == [("Ready", "True", "InForce")]


def test_an_ungoverned_policy_waits() -> None:
    conditions = said(a_policy())

    assert summary(conditions) == [("Ready", "False", "NotGoverned"), ("Reconciling", "True", "NotGoverned")]
    assert "waits for a ClusterPIIPolicy" in conditions[0].message


def test_a_policy_above_its_ceiling_says_what_is_cut_and_what_to_do() -> None:
    (ready,) = said(a_policy(grants=[{**READ_EMAIL, "actions": ["Read", "Export"]}]), FLOOR)

    assert (str(ready.status), ready.reason) == ("True", "AboveCeiling")
    assert ready.message == (
        "cut: Export of EmailAddress for Billing: the ceiling does not allow it; "
        "ask for less, or have the ceiling raised"
    )


def test_many_cuts_are_counted() -> None:
    grants = [{"entity": "CreditCard", "purpose": f"P{number}", "actions": ["Read"]} for number in range(9)]
    (ready,) = said(a_policy(grants=grants), FLOOR)

    assert "and 4 more" in ready.message


def test_a_looser_rule_has_no_effect_and_says_so() -> None:
    (ready,) = said(a_policy(rules=[{"id": "EnvValue", "action": "Warn"}]), FLOOR)

    assert ready.reason == "LooserThanFloor"
    assert "EnvValue" in ready.message
    stricter = a_policy(rules=[{"id": "UnknownValue", "action": "Deny"}])
    assert summary(said(stricter, FLOOR)) == [("Ready", "True", "InForce")]


def test_a_selector_that_is_absent_selects_nothing_and_says_so() -> None:
    (ready,) = said(a_policy(workloadSelector=None), FLOOR)
    (floor,) = cluster_policy_conditions(a_cluster_policy(namespaceSelector=None), 0, NOON)

    assert ready.reason == floor.reason == "SelectsNothing"
    assert "{}" in ready.message
    assert "{}" in floor.message


def test_a_cluster_policy_counts_what_it_governs() -> None:
    (one,) = cluster_policy_conditions(FLOOR, 1, NOON)
    (none,) = cluster_policy_conditions(FLOOR, 0, NOON)

    assert one.message == "the policy governs 1 namespace"
    assert none.reason == "SelectsNothing"


def test_a_moment_of_change_is_kept_while_nothing_changes() -> None:
    before = said(a_policy(grants=[READ_EMAIL]), FLOOR)
    status = {"conditions": [one.model_dump(mode="json", by_alias=True) for one in before]}
    policy = PIIPolicy.from_object({**a_policy(grants=[READ_EMAIL]).to_object(), "status": status})
    later = NOON + timedelta(hours=1)

    assert policy_conditions(policy, [FLOOR], later) == before
    assert policy_conditions(policy, [], later)[0].last_transition_time == later
