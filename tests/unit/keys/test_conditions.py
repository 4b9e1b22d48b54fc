from privet.api.v1alpha1 import Condition, ConditionStatus
from privet.keys.conditions import Because, Outlook, conditions
from tests.unit.keys.builders import HOUR, NOON

FINE = Because("Current", "the key is current")
WAITS = Because("PolicyMissing", "apply the policy")


def a_condition(kind: str, status: ConditionStatus = ConditionStatus.TRUE) -> Condition:
    return Condition(type=kind, status=status, last_transition_time=NOON, reason="R", message="m")


def test_ready_is_always_said_and_the_others_only_while_true() -> None:
    calm = conditions(Outlook(ready=True, because=FINE), [], 1, NOON)
    waiting = conditions(Outlook(ready=False, because=WAITS, reconciling=WAITS), [], 1, NOON)

    assert [(each.type, each.status.value) for each in calm] == [("Ready", "True")]
    assert [(each.type, each.status.value) for each in waiting] == [
        ("Ready", "False"),
        ("Reconciling", "True"),
    ]


def test_a_condition_that_is_no_longer_true_goes() -> None:
    before = [a_condition("Ready", ConditionStatus.FALSE), a_condition("Stalled")]

    after = conditions(Outlook(ready=True, because=FINE), before, 2, NOON + HOUR)

    assert [each.type for each in after] == ["Ready"]


def test_the_time_is_that_of_the_last_change_of_status() -> None:
    before = [a_condition("Ready")]

    kept = conditions(Outlook(ready=True, because=FINE), before, 2, NOON + HOUR)
    changed = conditions(Outlook(ready=False, because=WAITS), before, 2, NOON + HOUR)

    assert (kept[0].last_transition_time, kept[0].reason, kept[0].observed_generation) == (NOON, "Current", 2)
    assert changed[0].last_transition_time == NOON + HOUR


def test_conditions_of_others_stay_as_they_are() -> None:
    foreign = a_condition("Quarantined")

    assert conditions(Outlook(ready=True, because=FINE), [foreign], 2, NOON)[1] == foreign
