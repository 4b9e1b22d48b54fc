from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from privet.api.v1alpha1 import ConditionStatus, Slot
from privet.keys import records
from privet.keys.facts import Entitlement, KeyFacts, NothingGranted, Undetermined
from privet.keys.limits import MAX_ISSUES, SPACING
from privet.keys.ring import SigningRing
from privet.keys.rotation import RECHECK, decide
from privet.keys.signing import RingSettings
from privet.keys.steps import Plan, Record, Rotate, Step, Wait, Withdraw
from tests.unit.keys.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    READ_CARD,
    READ_EMAIL,
    SECOND,
    WRITE_EMAIL,
    a_key,
    a_ring,
    a_root,
    an_issued_key,
    facts,
    granted,
    settle,
    settle_ring,
    settled,
    stored,
)

Change = Callable[[KeyFacts], KeyFacts]

PHASE = 122 * SECOND  # of UID, for half an hour
NEXT = NOON + 30 * MINUTE - PHASE


def names(steps: list[Step]) -> list[str]:
    return [type(step).__name__ for step in steps]


def condition(known: KeyFacts, kind: str) -> tuple[str, str] | None:
    found = {each.type: each for each in known.status.conditions}.get(kind)
    return (found.status.value, found.reason) if found else None


def changed(known: KeyFacts, generation: int = 2, **spec: object) -> KeyFacts:
    """Give the same key with another spec."""
    return facts(a_key(known.key.status, spec, generation=generation), known.entitlement, ring=known.ring)


def with_grants(known: KeyFacts, entitlement: Entitlement) -> KeyFacts:
    return facts(known.key, entitlement, ring=known.ring)


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


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda known: with_grants(known, granted(READ_CARD)), "Narrowed", id="other grants"),
        pytest.param(lambda known: with_grants(known, granted(WRITE_EMAIL)), "Widened", id="more actions"),
        pytest.param(lambda known: changed(known, audiences=["ledger"]), "Narrowed", id="another audience"),
        pytest.param(
            lambda known: changed(known, audiences=["customer-db", "ledger"]), "Widened", id="more audiences"
        ),
        pytest.param(
            lambda known: changed(known, lifetime="20m", rotation={"every": "10m"}),
            "Narrowed",
            id="a shorter life",
        ),
        pytest.param(
            lambda known: facts(known.key, ring=a_ring(a_root(2))), "SigningKeyGone", id="another signing key"
        ),
    ],
)
def test_a_change_of_scope_does_not_wait_for_the_schedule(change: Change, reason: str) -> None:
    known = change(settled())

    after, steps = settle(known, NOON + MINUTE)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert isinstance(steps[0], Plan)
    assert steps[0].because.reason == reason
    assert after.status.current is not None
    assert after.status.effective is not None
    assert after.status.current.grants == after.status.effective.grants


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda known: with_grants(known, granted(READ_EMAIL)), id="nothing"),
        pytest.param(
            lambda known: with_grants(known, granted(generation=9)), id="a policy edited without effect"
        ),
        pytest.param(lambda known: facts(known.key, ring=known.ring), id="a restart"),
    ],
)
def test_what_changes_nothing_writes_nothing(change: Change) -> None:
    assert isinstance(decide(change(settled()), NOON + MINUTE), Wait)


def test_a_longer_life_waits_for_the_schedule_and_moves_it() -> None:
    known, steps = settle(changed(settled(), lifetime="2h", rotation={"every": "20m"}), NOON + MINUTE)

    assert names(steps) == ["Record", "Wait"]
    assert known.status.next_rotation_time is not None
    assert NOON + 18 * MINUTE <= known.status.next_rotation_time <= NOON + 20 * MINUTE
    assert known.status.current is not None
    assert known.status.current.expires_at == NOON + HOUR


def test_a_policy_that_was_edited_is_named_by_the_next_key() -> None:
    known, steps = settle(with_grants(settled(), granted(generation=9)), NEXT)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert known.status.current is not None
    assert known.status.current.policy_generation == 9


def test_a_scope_that_came_back_does_not_bring_the_old_token_back() -> None:
    """The narrow plan may be in the Secret when its controller died: so the way is forward."""
    before = settled()
    narrow = decide(with_grants(before, granted(READ_CARD)), NOON + MINUTE)
    assert isinstance(narrow, Plan)

    restored = facts(before.key.model_copy(update={"status": stored(narrow.status)}), ring=before.ring)
    known, steps = settle(restored, NOON + MINUTE + SECOND)

    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert narrow.status.planned is not None
    assert known.status.current is not None
    assert known.status.current.sequence > narrow.status.planned.sequence


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        pytest.param(NOON + 2 * HOUR, "Expired", id="forward by hours"),
        pytest.param(NOON - HOUR, "NotYetValid", id="back by an hour"),
    ],
)
def test_a_clock_that_jumps_leaves_no_pod_without_a_key(now: datetime, reason: str) -> None:
    known, steps = settle(settled(), now)

    assert names(steps)[-2:] == ["Rotate", "Wait"]
    assert isinstance(steps[0], Plan)
    assert steps[0].because.reason == reason
    assert known.status.current is not None
    assert known.status.current.issued_at == now


def test_a_clock_that_is_a_little_behind_changes_nothing() -> None:
    assert isinstance(decide(settled(), NOON - 20 * SECOND), Wait)


def test_a_secret_from_the_future_is_overtaken() -> None:
    known = settled()
    ahead = KeyFacts(key=known.key, entitlement=known.entitlement, ring=known.ring, superseded=True)

    step = decide(ahead, NOON + MINUTE)

    assert isinstance(step, Plan)
    assert step.because.reason == "Superseded"


def test_superseded_on_time_is_not_the_same_step_again() -> None:
    known = settled()
    ahead = KeyFacts(key=known.key, entitlement=known.entitlement, ring=known.ring, superseded=True)

    assert isinstance(decide(ahead, NEXT), Plan)


def test_the_fence_only_grows() -> None:
    fences = []
    known, steps = settle(facts(), NOON)
    for generation, (state, now) in enumerate(
        [("Suspended", MINUTE), ("Active", 2 * MINUTE), ("Active", 40 * MINUTE), ("Revoked", HOUR)], start=2
    ):
        fences += [int(step.secret.fence) for step in steps if isinstance(step, Rotate | Withdraw)]
        known, steps = settle(changed(known, generation, state=state), NOON + now)

    assert fences == sorted(set(fences))
    assert len(fences) == 4


def test_the_loop_breaker_keeps_the_last_key() -> None:
    known, steps = settled(), list[Step]()
    for number in range(MAX_ISSUES + 3):
        wanted = granted(WRITE_EMAIL) if number % 2 else granted(WRITE_EMAIL, READ_CARD)
        known, steps = settle(with_grants(known, wanted), NOON + (1 + number) * SECOND)

    assert names(steps)[-1] == "Wait"
    held = steps[-1]
    assert isinstance(held, Wait)
    assert condition(known, "Reconciling") == ("True", "IssueLimitReached")
    assert condition(known, "Ready") == ("True", "Current")
    assert held.held_back is not None
    assert held.until is not None
    _, later = settle(known, held.until)
    assert "Rotate" in names(later)


def test_the_loop_breaker_never_holds_back_less() -> None:
    known = settled()
    draining = tuple(an_issued_key(n, issued_at=NOON + n * SECOND) for n in range(1, 16))
    busy = known.status.model_copy(update={"draining": draining})

    step = decide(
        facts(a_key(busy), granted(READ_CARD), ring=known.ring),
        NOON + MINUTE,
    )

    assert isinstance(step, Plan)
    assert step.because.reason == "Narrowed"


def test_a_pod_without_a_key_waits_briefly_at_most() -> None:
    draining = tuple(an_issued_key(n, issued_at=NOON + n * SECOND) for n in range(1, 16))
    known = settled().status.model_copy(update={"draining": draining, "current": None, "planned": None})

    held = decide(facts(a_key(known), granted()), NOON + 16 * SECOND)
    free = decide(facts(a_key(known), granted()), NOON + 15 * SECOND + SPACING)

    assert isinstance(held, Record)
    assert isinstance(free, Plan)


@pytest.mark.parametrize("every", ["1m", "10m"])
def test_the_schedule_alone_never_trips_the_breaker(every: str) -> None:
    now = NOON
    known, _ = settle(
        facts(a_key(spec={"lifetime": "24h", "rotation": {"every": every, "overlap": "5h"}})), now
    )
    for _ in range(40):
        assert known.status.next_rotation_time is not None
        now = known.status.next_rotation_time
        known, steps = settle(known, now)
        assert names(steps) == ["Rotate", "Wait"]

    widened, steps = settle(with_grants(known, granted(WRITE_EMAIL)), now + SECOND)
    assert names(steps) == ["Plan", "Rotate", "Wait"]
    assert len(widened.status.draining) <= records.MAX_DRAINING


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


def test_keys_that_differ_in_anything_have_other_ids() -> None:
    ids = set()
    for scope in (granted(), granted(WRITE_EMAIL), granted(generation=2)):
        for now in (NOON, NOON + SECOND):
            known, _ = settle(facts(entitlement=scope), now)
            assert known.status.current is not None
            ids.add(known.status.current.id)

    assert len(ids) == 6


def test_a_sequence_is_never_below_the_clock() -> None:
    known = settled()
    assert known.status.current is not None

    assert known.status.current.sequence == int(NOON.timestamp())
