from datetime import datetime, timedelta

import pytest

from privet.api.v1alpha1 import IssuedKey
from privet.keys.limits import MAX_ISSUES, SPACING, HeldBack, held_back, window
from privet.keys.settings import effective_settings
from tests.unit.keys.builders import HOUR, MINUTE, NOON, SECOND, a_key, an_issued_key

HOURLY = effective_settings(a_key(), ())
QUICK = effective_settings(a_key(spec={"lifetime": "6m", "rotation": {"every": "1m"}}), ())


def issued(count: int, gap: timedelta, *, last: datetime = NOON) -> list[IssuedKey]:
    return [an_issued_key(count - n, issued_at=last - n * gap) for n in range(count)]


def test_the_window_is_an_hour_or_twice_the_pace_of_the_schedule() -> None:
    assert window(HOURLY) == HOUR
    assert window(QUICK) == 6 * MINUTE


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param([], None, id="none yet"),
        pytest.param(issued(MAX_ISSUES - 1, SECOND), None, id="one less"),
        pytest.param(issued(MAX_ISSUES, 6 * MINUTE), None, id="spread over more than an hour"),
        pytest.param(issued(MAX_ISSUES, MINUTE), HeldBack(NOON + 49 * MINUTE), id="twelve in eleven minutes"),
    ],
)
def test_what_can_wait_is_held_back_until_there_is_room(
    records: list[IssuedKey], expected: HeldBack | None
) -> None:
    assert held_back(records, HOURLY, NOON, essential=False) == expected


def test_what_cannot_wait_is_only_spaced() -> None:
    records = issued(MAX_ISSUES, SECOND)

    assert held_back(records, HOURLY, NOON + SECOND, essential=True) == HeldBack(NOON + SECOND + SPACING)
    assert held_back(records, HOURLY, NOON + SPACING, essential=True) is None


def test_moments_that_a_clock_left_in_the_future_hold_no_pod_without_a_key() -> None:
    records = issued(MAX_ISSUES, SECOND, last=NOON + 24 * HOUR)

    assert held_back(records, HOURLY, NOON, essential=True) is None
