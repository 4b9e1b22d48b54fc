"""What replaces a key before its schedule: scope, settings, clocks, a Secret that is ahead."""

from collections.abc import Callable
from datetime import datetime

import pytest

from privet.keys.facts import KeyFacts
from privet.keys.rotation import decide
from privet.keys.steps import Plan, Rotate, Wait, Withdraw
from tests.unit.keys.builders import (
    HOUR,
    MINUTE,
    NEXT,
    NOON,
    READ_CARD,
    READ_EMAIL,
    SECOND,
    WRITE_EMAIL,
    a_ring,
    a_root,
    changed,
    facts,
    granted,
    names,
    settle,
    settled,
    stored,
    with_grants,
)

Change = Callable[[KeyFacts], KeyFacts]


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
