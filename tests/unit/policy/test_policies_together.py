"""Several policies: each judges by itself, the strictest wins, and none can loosen another."""

import pytest

from privet.api.v1alpha1 import ClusterPIIPolicy
from privet.policy import Allowed, Denied, PolicySet
from tests.unit.detection.values import CARD, EMAIL
from tests.unit.policy.builders import (
    NAMESPACE,
    READ_EMAIL,
    Json,
    a_cluster_policy,
    a_container,
    a_pod,
    a_policy,
    from_secret,
    judge,
    objections,
    policies,
    rules,
)

LEAKING = a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))


def outcome(among: PolicySet, pod: Json = LEAKING) -> str:
    verdict = judge(pod, among)
    if isinstance(verdict, Denied):
        return "Deny"
    assert isinstance(verdict, Allowed)
    return "Warn" if verdict.warnings else "Audit" if verdict.audits else "Off"


def floor(action: str, enforcement: str | None = None, name: str = "baseline") -> ClusterPIIPolicy:
    rule = {"id": "EnvValue", "action": action}
    return a_cluster_policy(name, rules=[rule], **({"enforcement": enforcement} if enforcement else {}))


@pytest.mark.parametrize(
    ("action", "enforcement", "expected"),
    [
        ("Deny", None, "Deny"), ("Deny", "Deny", "Deny"), ("Deny", "Warn", "Warn"),
        ("Deny", "Audit", "Audit"),
        ("Warn", "Deny", "Warn"), ("Warn", "Warn", "Warn"), ("Warn", "Audit", "Audit"),
        ("Audit", "Deny", "Audit"), ("Audit", "Warn", "Audit"),
        ("Off", "Deny", "Off"), ("Off", "Warn", "Off"), ("Off", "Audit", "Off"),
    ],
)  # fmt: skip
def test_enforcement_caps_what_a_rule_does(action: str, enforcement: str | None, expected: str) -> None:
    assert outcome(policies(floor(action, enforcement))) == expected


def test_a_rule_that_is_not_named_does_its_default() -> None:
    assert outcome(policies(a_cluster_policy())) == "Deny"
    assert outcome(policies(a_cluster_policy(enforcement="Audit"))) == "Audit"


@pytest.mark.parametrize("order", [("Deny", "Off"), ("Off", "Deny"), ("Warn", "Deny"), ("Audit", "Deny")])
def test_the_strictest_floor_wins(order: tuple[str, str]) -> None:
    assert outcome(policies(floor(order[0], name="a"), floor(order[1], name="b"))) == "Deny"


def test_the_policy_that_judged_most_strictly_is_named() -> None:
    verdict = judge(LEAKING, policies(floor("Warn", name="a"), floor("Deny", name="b")))

    assert isinstance(verdict, Denied)
    assert [one.policy for one in verdict.violations] == ["ClusterPIIPolicy/b"]


def test_the_cap_of_one_floor_is_not_that_of_another() -> None:
    assert outcome(policies(floor("Deny", "Audit", "a"), floor("Deny", "Deny", "b"))) == "Deny"


@pytest.mark.parametrize("below", ["Warn", "Audit", "Off"])
def test_a_team_can_tighten(below: str) -> None:
    team = a_policy(rules=[{"id": "EnvValue", "action": "Deny"}])
    verdict = judge(LEAKING, policies(floor(below), team))

    assert isinstance(verdict, Denied)
    assert verdict.violations[0].policy == "PIIPolicy/billing"


@pytest.mark.parametrize("below", ["Warn", "Audit", "Off"])
def test_a_team_cannot_loosen(below: str) -> None:
    assert outcome(policies(floor("Deny"), a_policy(rules=[{"id": "EnvValue", "action": below}]))) == "Deny"


def test_a_team_has_no_opinion_on_rules_it_does_not_name() -> None:
    team = a_policy(rules=[{"id": "ArgumentValue", "action": "Deny"}])

    assert outcome(policies(floor("Off"), team)) == "Off"


def test_a_team_that_does_not_select_the_workload_has_no_say() -> None:
    elsewhere = a_policy(
        "elsewhere",
        workloadSelector={"matchLabels": {"app": "other"}},
        rules=[{"id": "EnvValue", "action": "Deny"}],
    )

    assert outcome(policies(floor("Warn"), a_policy(), elsewhere)) == "Warn"


def test_what_one_floor_allows_another_may_not() -> None:
    allow = [{"entity": "EmailAddress", "pattern": r".*@shopmail\.io", "reason": "ours"}]
    lenient = a_cluster_policy("lenient", detection={"allow": allow})
    strict = a_cluster_policy("strict")

    assert outcome(policies(lenient)) == "Off"
    verdict = judge(LEAKING, policies(lenient, strict))
    assert isinstance(verdict, Denied)
    assert verdict.violations[0].policy == "ClusterPIIPolicy/strict"


def test_an_allowed_value_stays_allowed_for_a_team_that_tightens() -> None:
    allow = [{"entity": "EmailAddress", "pattern": r".*@shopmail\.io", "reason": "ours"}]
    lenient = a_cluster_policy(detection={"allow": allow})

    assert outcome(policies(lenient, a_policy(rules=[{"id": "EnvValue", "action": "Deny"}]))) == "Off"


def test_each_floor_looks_for_its_own_entities() -> None:
    cards = a_cluster_policy("cards", detection={"entities": ["CreditCard"]})
    card = a_pod(a_container(env=[{"name": "X", "value": CARD}]))

    assert outcome(policies(cards)) == "Off"
    assert outcome(policies(cards), card) == "Deny"
    assert outcome(policies(cards), a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")]))) == "Off"


def test_a_team_can_add_entities_recognizers_and_names() -> None:
    cards = a_cluster_policy(detection={"entities": ["CreditCard"]})
    employee = a_pod(a_container(env=[{"name": "X", "value": "E-123456"}]))
    more = a_policy(detection={"entities": ["EmailAddress"]})
    own = a_policy(detection={"recognizers": [{"entity": "EmployeeNumber", "pattern": "E-[0-9]{6}"}]})

    assert outcome(policies(cards, more)) == "Deny"
    assert outcome(policies(cards), employee) == "Off"
    assert outcome(policies(cards, own), employee) == "Deny"


def test_confidence_is_each_floors_own() -> None:
    card = a_pod(a_container(env=[{"name": "X", "value": CARD}]))
    sure = a_cluster_policy("sure", detection={"minConfidence": "High"})

    assert outcome(policies(sure), card) == "Off"
    assert outcome(policies(sure, a_cluster_policy("usual")), card) == "Deny"


def test_ceilings_intersect() -> None:
    pod = a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")]))
    team = a_policy(grants=[READ_EMAIL])
    none = a_cluster_policy("none", ceiling=[])

    assert rules(judge(pod, policies(a_cluster_policy(), team))) == []
    assert rules(judge(pod, policies(a_cluster_policy(), none, team))) == ["GrantMissing"]


def test_grants_of_two_teams_add_up_under_the_ceiling() -> None:
    read_card = {"entity": "CreditCard", "purpose": "Billing", "actions": ["Read"]}
    read_ssn = {"entity": "UsSsn", "purpose": "Billing", "actions": ["Read"]}
    floor_ = a_cluster_policy(ceiling=[READ_EMAIL, read_card])
    names = ("CUSTOMER_EMAIL", "CARD_NUMBER", "CUSTOMER_SSN")
    pod = a_pod(a_container(env=[from_secret(name) for name in names]))
    verdict = judge(
        pod, policies(floor_, a_policy("a", grants=[READ_EMAIL, read_ssn]), a_policy("b", grants=[read_card]))
    )

    assert isinstance(verdict, Denied)
    assert [one.entity for one in verdict.violations] == ["UsSsn"]


def test_an_ungoverned_namespace_is_left_alone() -> None:
    team = a_policy(rules=[{"id": "EnvValue", "action": "Deny"}])

    assert outcome(policies(floor("Deny"), team, labels={})) == "Off"


def test_a_floor_without_a_selector_governs_nothing_and_an_empty_one_everything() -> None:
    absent = a_cluster_policy(namespaceSelector=None)
    empty = a_cluster_policy(namespaceSelector={})

    assert policies(absent, labels={}).governs(NAMESPACE) == ()
    assert policies(empty, labels={}).governs(NAMESPACE) == ("baseline",)
    assert outcome(policies(absent)) == "Off"
    assert outcome(policies(empty, labels={})) == "Deny"


def test_a_place_is_spoken_of_once_by_whoever_is_strictest() -> None:
    low = a_cluster_policy("low", detection={"minConfidence": "Low"}, enforcement="Warn")
    high = a_cluster_policy("high", detection={"minConfidence": "High"})
    verdict = judge(a_pod(a_container(env=[{"name": "CARD_NUMBER", "value": CARD}])), policies(low, high))

    assert isinstance(verdict, Denied)
    assert [one.policy for one in verdict.violations] == ["ClusterPIIPolicy/high"]
    assert verdict.warnings == ()


def test_what_one_policy_takes_a_value_for_hides_it_from_no_other() -> None:
    pod = a_pod(a_container(env=[{"name": "X", "value": "nhs number 753-714-6594"}]))
    phones = a_cluster_policy("phones", detection={"entities": ["PhoneNumber"]})
    health = a_cluster_policy("health", detection={"entities": ["GbNhsNumber"]}, enforcement="Audit")

    assert outcome(policies(phones), pod) == "Deny"
    assert outcome(policies(phones, health), pod) == "Deny"
    both = a_cluster_policy("both", detection={"entities": ["PhoneNumber", "GbNhsNumber"]})
    assert objections(judge(pod, policies(both))) == [
        ("EnvValue", "containers[app].env[X].value", "GbNhsNumber")
    ]
