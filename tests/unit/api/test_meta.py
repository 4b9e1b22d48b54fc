from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from privet.api.v1alpha1 import (
    Condition,
    ConditionStatus,
    LabelSelector,
    PIIPolicy,
    PIIPolicySpec,
    ProvisioningKey,
    RuleSetting,
    selects,
)
from privet.errors import InvalidResourceError
from tests.resources.cases import key, policy

LABELS = {"app": "billing", "tier": "back"}


@pytest.mark.parametrize(
    ("selector", "selected"),
    [
        pytest.param({}, True, id="empty selects everything"),
        pytest.param({"matchLabels": {"app": "billing"}}, True, id="label"),
        pytest.param({"matchLabels": {"app": "web"}}, False, id="another value"),
        pytest.param({"matchLabels": {"team": "a"}}, False, id="missing label"),
        pytest.param({"matchLabels": {"app": "billing", "tier": "front"}}, False, id="all must match"),
        pytest.param({"matchExpressions": [["app", "In", ["web", "billing"]]]}, True, id="In"),
        pytest.param({"matchExpressions": [["team", "In", ["a"]]]}, False, id="In of a missing label"),
        pytest.param({"matchExpressions": [["app", "NotIn", ["billing"]]]}, False, id="NotIn"),
        pytest.param({"matchExpressions": [["team", "NotIn", ["a"]]]}, True, id="NotIn of a missing label"),
        pytest.param({"matchExpressions": [["app", "Exists", []]]}, True, id="Exists"),
        pytest.param({"matchExpressions": [["app", "DoesNotExist", []]]}, False, id="DoesNotExist"),
    ],
)
def test_a_selector_selects_as_in_kubernetes(selector: dict[str, object], selected: bool) -> None:
    written = dict(selector)
    if expressions := selector.get("matchExpressions"):
        assert isinstance(expressions, list)
        written["matchExpressions"] = [
            {"key": name, "operator": operator, "values": values} for name, operator, values in expressions
        ]

    assert selects(LabelSelector.model_validate(written), LABELS) is selected


def test_an_absent_selector_selects_nothing() -> None:
    assert not selects(None, LABELS)
    assert not selects(None, {})


def test_every_problem_is_listed_with_its_field() -> None:
    bad = policy(grants=[{"entity": "email", "purpose": "Billing"}], rules=[{"id": "X", "action": "Deny"}])

    with pytest.raises(InvalidResourceError) as refused:
        PIIPolicy.from_object(bad)

    assert [problem.field for problem in refused.value.problems] == [
        "spec.grants[0].actions",
        "spec.grants[0].entity",
        "spec.rules[0].id",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        policy(grants=[{"entity": "jane.roe@shopmail.io", "purpose": "Billing", "actions": ["Read"]}]),
        policy(rules=[{"id": "jane.roe@shopmail.io", "action": "Deny"}]),
        policy(workloadSelector={"matchLabels": {"app": "jane.roe@shopmail.io"}}),
        policy(grants="jane.roe@shopmail.io"),
        policy(detection={"recognizers": [{"entity": "A", "pattern": "(jane.roe@shopmail.io"}]}),
    ],
)
def test_a_refusal_does_not_repeat_the_value(bad: dict[str, object]) -> None:
    with pytest.raises(InvalidResourceError) as refused:
        PIIPolicy.from_object(bad)

    assert "jane" not in f"{refused.value!r} {refused.value} {refused.value.__cause__!r}"


def test_a_resource_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidResourceError, match="kind: must be 'PIIPolicy'"):
        PIIPolicy.from_object(key())


def test_an_unknown_name_is_shown_in_part_only() -> None:
    with pytest.raises(InvalidResourceError) as refused:
        PIIPolicy.from_object(policy() | {"spec": {"x" * 10_000: 1}})

    assert max(len(problem.field) for problem in refused.value.problems) <= 256


def test_what_a_later_version_adds_to_a_status_is_passed_over() -> None:
    written = policy() | {"status": {"observedGeneration": 2, "later": {"x": 1}}}

    status = PIIPolicy.from_object(written).status

    assert status is not None
    assert status.observed_generation == 2


def test_what_was_not_set_is_not_written() -> None:
    resource = PIIPolicy.from_object(policy())

    assert resource.to_object() == policy()


def test_a_resource_made_here_is_written_with_kind_and_version() -> None:
    spec = PIIPolicySpec(rules=(RuleSetting.model_validate({"id": "EnvValue", "action": "Warn"}),))

    written = PIIPolicy(spec=spec).to_object()

    assert written["apiVersion"] == "privet.dev/v1alpha1"
    assert written["kind"] == "PIIPolicy"
    assert written["spec"] == {"rules": [{"id": "EnvValue", "action": "Warn"}]}


def test_models_do_not_change() -> None:
    resource = PIIPolicy.from_object(policy())

    with pytest.raises(ValidationError):
        resource.spec = PIIPolicySpec()  # type: ignore[misc] # that it cannot be done is the point


def test_times_are_whole_seconds_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    condition = Condition(
        type="Ready",
        status=ConditionStatus.TRUE,
        last_transition_time=datetime(2026, 1, 31, 13, 0, 0, 999_999, tzinfo=berlin),
        reason="Current",
        message="",
    )

    assert condition.last_transition_time == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert condition.model_dump(mode="json", by_alias=True)["lastTransitionTime"] == "2026-01-31T12:00:00Z"


def test_a_key_without_a_name_yet_is_judged_by_the_rest() -> None:
    generated = key() | {"metadata": {"generateName": "billing-"}}

    assert ProvisioningKey.from_object(generated).metadata.name == ""


def test_depth_and_number_of_problems_are_bounded() -> None:
    deep: dict[str, object] = {}
    for _ in range(5_000):
        deep = {"below": deep}
    many = {f"unknown{number}": None for number in range(5_000)}

    with pytest.raises(InvalidResourceError):
        PIIPolicy.from_object(policy() | {"spec": deep})
    with pytest.raises(InvalidResourceError) as refused:
        PIIPolicy.from_object(policy() | {"spec": many})
    assert len(refused.value.problems) <= 100
