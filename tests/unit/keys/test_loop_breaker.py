"""How many keys are issued in a short time, and what is never held back."""

import pytest

from privet.keys import records
from privet.keys.limits import MAX_ISSUES, SPACING
from privet.keys.rotation import decide
from privet.keys.steps import Plan, Record, Step, Wait
from tests.unit.keys.builders import (
    MINUTE,
    NOON,
    READ_CARD,
    SECOND,
    WRITE_EMAIL,
    a_key,
    an_issued_key,
    condition,
    facts,
    granted,
    names,
    settle,
    settled,
    with_grants,
)


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
