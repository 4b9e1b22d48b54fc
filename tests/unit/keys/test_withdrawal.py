"""What takes a key away, and what is not known well enough to take anything away."""

from datetime import UTC, datetime

import pytest

from privet.api.v1alpha1 import Slot
from privet.keys import records
from privet.keys.facts import NothingGranted, Undetermined
from privet.keys.ring import SigningRing
from privet.keys.rotation import RECHECK, decide
from privet.keys.steps import Plan, Record, Wait, Withdraw
from tests.unit.keys.builders import (
    DAY,
    HOUR,
    MINUTE,
    NEXT,
    NOON,
    SECOND,
    a_key,
    a_ring,
    a_root,
    changed,
    condition,
    facts,
    names,
    settle,
    settled,
    stored,
    with_grants,
)


@pytest.mark.parametrize(
    ("state", "revoked"), [pytest.param("Suspended", None), pytest.param("Revoked", ("True", "Revoked"))]
)
def test_a_withdrawn_key_is_emptied_at_once(state: str, revoked: tuple[str, str] | None) -> None:
    known, steps = settle(changed(settled(), state=state), NOON + MINUTE)

    assert names(steps) == ["Withdraw", "Wait"]
    assert isinstance(steps[0], Withdraw)
    assert steps[0].secret.issued is None
    assert (known.status.current, known.status.planned, known.status.next_rotation_time) == (None, None, None)
    assert condition(known, "Ready") == ("False", state)
    assert condition(known, "Revoked") == revoked
    assert isinstance(steps[1], Wait)
    assert steps[1].secret == steps[0].secret


def test_what_was_withdrawn_and_resumed_goes_on_with_a_later_sequence() -> None:
    before = settled()
    assert before.status.planned is not None
    suspended, _ = settle(changed(before, state="Suspended"), NOON + SECOND)
    known, steps = settle(changed(suspended, 3), NOON + 2 * SECOND)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert known.status.current is not None
    assert known.status.current.sequence > before.status.planned.sequence


def test_the_highest_sequence_stays_on_record_for_good() -> None:
    suspended, _ = settle(changed(settled(), state="Suspended"), NOON + MINUTE)
    before = records.newest_sequence(suspended.status)

    known, steps = settle(suspended, NOON + 90 * DAY)

    assert names(steps) == ["Record", "Wait"]
    assert [record.slot for record in known.status.draining] == [Slot.RETIRED]
    assert records.newest_sequence(known.status) == before


def test_a_key_that_waits_for_its_policy_makes_no_secret() -> None:
    nothing = NothingGranted(reason="PolicyMissing", message="apply PIIPolicy billing", waiting=True)

    known, steps = settle(facts(entitlement=nothing), NOON)

    assert names(steps) == ["Record", "Wait"]
    assert isinstance(steps[1], Wait)
    assert steps[1].secret is None
    assert condition(known, "Ready") == ("False", "PolicyMissing")
    assert condition(known, "Reconciling") == ("True", "PolicyMissing")
    assert condition(known, "Stalled") is None


def test_when_nothing_is_left_the_content_goes_and_the_condition_says_what_it_waits_for() -> None:
    nothing = NothingGranted(reason="NothingInCommon", message="ask for less", waiting=False)

    known, steps = settle(with_grants(settled(), nothing), NOON + MINUTE)

    assert names(steps) == ["Withdraw", "Wait"]
    assert condition(known, "Stalled") == ("True", "NothingInCommon")
    assert known.status.conditions[0].message == "ask for less"


def test_what_cannot_be_told_is_neither_yes_nor_no() -> None:
    known = with_grants(settled(), Undetermined("policies"))

    step = decide(known, NOON + MINUTE)

    assert isinstance(step, Wait)
    assert step.secret is not None
    assert step.secret.issued == known.status.current
    assert isinstance(decide(known, NEXT), Wait)
    _, steps = settle(known, NOON + HOUR)
    assert names(steps) == ["Record", "Wait"]


def test_a_first_key_that_may_be_in_the_secret_is_not_taken_away() -> None:
    """The controller died between Secret and status, and has not read the policies yet."""
    planned = decide(facts(), NOON)
    assert isinstance(planned, Plan)
    known = facts(a_key(stored(planned.status)), Undetermined("policies"))

    known, steps = settle(known, NOON + SECOND)

    assert names(steps)[-1] == "Wait"
    assert isinstance(steps[-1], Wait)
    assert steps[-1].secret is None
    assert known.status.planned == planned.status.planned


def test_a_plan_is_withdrawn_as_if_it_had_been_made() -> None:
    planned = decide(facts(), NOON)
    assert isinstance(planned, Plan)
    suspended = facts(a_key(stored(planned.status), {"state": "Suspended"}, generation=2))

    known, steps = settle(suspended, NOON + SECOND)

    assert names(steps) == ["Withdraw", "Wait"]
    assert planned.status.planned is not None
    assert [record.id for record in known.status.draining] == [planned.status.planned.id]


def test_a_plan_that_was_dropped_has_used_up_its_sequence() -> None:
    """Far in the future it cannot be in the Secret, so it is not kept on record; its number is."""
    before = settled()
    assert before.status.planned is not None
    clock = datetime.fromtimestamp(before.status.planned.sequence - 10, UTC)

    known, _ = settle(changed(before, lifetime="2h", rotation={"every": "1h"}), clock)

    assert known.status.planned is not None
    assert before.status.planned.id not in {record.id for record in known.status.draining}
    assert known.status.planned.sequence > before.status.planned.sequence


def test_what_cannot_be_made_again_is_left_as_it_is() -> None:
    stranger = a_ring(a_root(2))

    step = decide(facts(settled().key, Undetermined("policies"), ring=stranger), NOON + MINUTE)

    assert isinstance(step, Record)
    told = facts(a_key(step.status), Undetermined("policies"), ring=stranger)
    assert decide(told, NOON + MINUTE) == Wait(until=NOON + MINUTE + RECHECK, secret=None)


def test_without_a_signing_key_nothing_is_issued_yet() -> None:
    known, steps = settle(facts(ring=SigningRing()), NOON)

    assert names(steps) == ["Record", "Wait"]
    assert condition(known, "Ready") == ("False", "NoSigningKey")
    assert isinstance(steps[1], Wait)
    assert steps[1].until == NOON + RECHECK


def test_delivery_that_is_not_available_is_said() -> None:
    known, _ = settle(facts(a_key(spec={"delivery": {"mode": "PodCertificate"}})), NOON)

    assert condition(known, "Stalled") == ("True", "DeliveryUnavailable")


def test_a_key_that_is_being_deleted_is_emptied() -> None:
    known = settled()

    step = decide(facts(a_key(known.key.status, deleted=True), ring=known.ring), NOON + MINUTE)

    assert isinstance(step, Withdraw)
