"""One key over its ordinary life: written down, made, confirmed, replaced on time."""

from privet.api.v1alpha1 import ConditionStatus, Slot
from privet.keys import records
from privet.keys.ring import SigningRing
from privet.keys.rotation import decide
from privet.keys.signing import RingSettings
from privet.keys.steps import Rotate, Wait
from tests.unit.keys.builders import (
    DAY,
    HOUR,
    MINUTE,
    NEXT,
    NOON,
    PHASE,
    SECOND,
    a_key,
    a_root,
    changed,
    condition,
    facts,
    granted,
    names,
    settle,
    settle_ring,
    settled,
)


def test_the_first_key_is_written_down_made_and_confirmed() -> None:
    known, steps = settle(facts(), NOON)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert known.status.current is not None
    assert known.status.current.slot is Slot.ACTIVE
    assert known.status.current.expires_at == NOON + HOUR
    assert known.status.planned is not None
    assert known.status.planned.issued_at == known.status.next_rotation_time == NEXT
    assert condition(known, "Ready") == ("True", "Current")
    assert condition(known, "Reconciling") is None


def test_a_key_at_rest_is_left_alone() -> None:
    known = settled()

    step = decide(known, NOON + 10 * MINUTE)

    assert isinstance(step, Wait)
    assert step.until == NEXT
    assert step.secret is not None
    assert step.secret.issued == known.status.current


def test_on_time_it_takes_one_secret_and_one_status() -> None:
    before = settled()

    known, steps = settle(before, NEXT)

    assert names(steps) == ["Rotate", "Wait"]
    assert isinstance(steps[0], Rotate)
    assert steps[0].because.reason == "Scheduled"
    assert before.status.planned is not None
    assert steps[0].secret.issued == records.activated(before.status.planned)
    assert [record.slot for record in known.status.draining] == [Slot.DRAINING]


def test_not_one_second_early() -> None:
    assert isinstance(decide(settled(), NEXT - SECOND), Wait)


def test_a_crash_between_secret_and_status_repeats_the_same_step() -> None:
    known = settled()

    assert decide(known, NEXT) == decide(known, NEXT)
    later = decide(known, NEXT + 5 * SECOND)
    first = decide(known, NEXT)
    assert isinstance(first, Rotate)
    assert isinstance(later, Rotate)
    assert first.secret == later.secret


def test_a_plan_that_is_late_is_planned_anew_and_kept_on_record() -> None:
    before = settled()

    known, steps = settle(before, NEXT + 20 * MINUTE)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert before.status.planned is not None
    assert before.status.planned.id in {record.id for record in known.status.draining}
    assert known.status.current is not None
    assert known.status.current.sequence > before.status.planned.sequence


def test_a_schedule_with_long_gaps_says_that_expiry_won() -> None:
    known, _ = settle(facts(a_key(spec={"rotation": {"schedule": "0 3 * * *"}})), NOON)

    assert condition(known, "Ready") == ("True", "RotatedBeforeSchedule")
    assert known.status.next_rotation_time == NOON + 48 * MINUTE


def test_what_was_cut_is_said() -> None:
    known, _ = settle(facts(entitlement=granted(cut="the ceiling cut EmailAddress for Billing: Write")), NOON)

    assert known.status.conditions[0].message == (
        "the key is current; the ceiling cut EmailAddress for Billing: Write"
    )


def test_a_condition_keeps_its_time_while_its_status_stays() -> None:
    known, _ = settle(settled(), NEXT)

    assert known.status.conditions[0].status is ConditionStatus.TRUE
    assert known.status.conditions[0].last_transition_time == NOON


def test_what_others_wrote_into_the_status_stays() -> None:
    known = settled()
    foreign = known.status.conditions[0].model_copy(update={"type": "Quarantined"})
    status = known.status.model_copy(update={"conditions": (*known.status.conditions, foreign)})

    after, _ = settle(facts(a_key(status), ring=known.ring), NEXT)

    assert "Quarantined" in {each.type for each in after.status.conditions}


def test_the_phase_is_drawn_once_and_again_only_for_another_interval() -> None:
    known = settled()
    assert known.status.phase_offset == PHASE.total_seconds()
    kept, _ = settle(changed(known, lifetime="90m", rotation={"every": "30m"}), NOON + MINUTE)
    drawn, _ = settle(changed(known, lifetime="6m", rotation={"every": "1m"}), NOON + MINUTE)

    assert kept.status.phase_offset == known.status.phase_offset
    assert drawn.status.phase_offset is not None
    assert drawn.status.phase_offset < 6


def test_a_stored_phase_is_believed() -> None:
    status = settled().status.model_copy(update={"phase_offset": 7})

    known, _ = settle(facts(a_key(status)), NOON + MINUTE)

    assert known.status.next_rotation_time == NOON + 30 * MINUTE - 7 * SECOND


def test_another_signing_key_is_used_from_the_next_rotation_on() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), NOON - 30 * DAY - MINUTE)
    known, _ = settle(facts(ring=settle_ring(root, ring, NOON - HOUR)[1]), NOON - SECOND)
    _, turned, taken = settle_ring(root, known.ring, NOON, RingSettings())
    assert "SigningKeyActive" in taken

    at_rest = facts(known.key, ring=turned)
    after, steps = settle(at_rest, NEXT)

    assert isinstance(decide(at_rest, NOON + MINUTE), Wait)
    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert after.status.current is not None
    assert turned.active is not None
    assert after.status.current.signing_key_id == turned.active.id
