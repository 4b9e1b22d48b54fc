from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.api.v1alpha1 import DeliveryMode, EffectiveSettings
from privet.keys.schedule import MIN_GAP, draw_phase, next_rotation, next_tick
from tests.unit.keys.builders import DAY, HOUR, MINUTE, NOON, SECOND, UID, an_issued_key

NO_PHASE = timedelta(0)
NAIVE = NOON.replace(tzinfo=None)


def the_settings(
    *,
    every: timedelta | None = None,
    schedule: str | None = None,
    zone: str | None = None,
    lifetime: timedelta = HOUR,
    overlap: timedelta = 15 * MINUTE,
) -> EffectiveSettings:
    return EffectiveSettings(
        lifetime=lifetime,
        every=every,
        schedule=schedule,
        time_zone=zone,
        overlap=overlap,
        delivery_mode=DeliveryMode.SECRET,
        mount_path="/k",
    )


def at(text: str, zone: str = "UTC", *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def issued_at(moment: datetime, lifetime: timedelta = HOUR) -> datetime:
    return an_issued_key(issued_at=moment, expires_at=moment + lifetime).issued_at


def test_a_key_is_replaced_when_its_interval_less_its_phase_is_over() -> None:
    following = next_rotation(an_issued_key(), the_settings(every=30 * MINUTE), 2 * MINUTE)

    assert following.at == NOON + 28 * MINUTE
    assert not following.expiry_won


def test_a_key_is_never_kept_past_its_overlap() -> None:
    following = next_rotation(an_issued_key(), the_settings(every=HOUR), NO_PHASE)

    assert following.at == NOON + 45 * MINUTE


def test_a_key_is_never_replaced_at_once() -> None:
    following = next_rotation(an_issued_key(), the_settings(every=MINUTE, overlap=HOUR), 50 * SECOND)

    assert following.at == NOON + MIN_GAP


@pytest.mark.parametrize(
    ("schedule", "lifetime", "expected", "expiry_won"),
    [
        pytest.param("30 * * * *", HOUR, NOON + 30 * MINUTE, False, id="the next tick"),
        pytest.param("0 * * * *", HOUR, NOON + 45 * MINUTE, True, id="a gap as long as the lifetime"),
        pytest.param("0 */2 * * *", 3 * HOUR, NOON + 2 * HOUR, False, id="a gap within the lifetime"),
        pytest.param("0 3 * * *", DAY, NOON + 15 * HOUR, False, id="at night"),
        pytest.param("0 0 1 1 *", DAY, NOON + DAY - 15 * MINUTE, True, id="once a year"),
        pytest.param("0 0 31 2 *", DAY, NOON + DAY - 15 * MINUTE, True, id="never"),
    ],
)
def test_expiry_beats_the_window(
    schedule: str, lifetime: timedelta, expected: datetime, expiry_won: bool
) -> None:
    record = an_issued_key(expires_at=NOON + lifetime)

    following = next_rotation(record, the_settings(schedule=schedule, lifetime=lifetime), NO_PHASE)

    assert (following.at, following.expiry_won) == (expected, expiry_won)


def test_a_key_issued_at_a_tick_and_its_phase_waits_for_the_next_tick() -> None:
    record = an_issued_key(issued_at=NOON + 40 * SECOND, expires_at=NOON + DAY)

    following = next_rotation(record, the_settings(schedule="0 * * * *", lifetime=DAY), 40 * SECOND)

    assert following.at == NOON + HOUR + 40 * SECOND


@pytest.mark.parametrize(
    ("schedule", "zone", "after", "expected"),
    [
        pytest.param(
            "30 2 * * *", "Europe/Berlin", at("2026-03-28T12:00"), at("2026-03-29T01:00"), id="skipped hour"
        ),
        pytest.param(
            "30 2 * * *",
            "Europe/Berlin",
            at("2026-10-25T02:00", "Europe/Berlin"),
            at("2026-10-25T00:30"),
            id="repeated hour: its first pass",
        ),
        pytest.param(
            "30 2 * * *",
            "Europe/Berlin",
            at("2026-10-25T00:30"),
            at("2026-10-26T01:30"),
            id="repeated hour: not a second time",
        ),
        pytest.param(
            "45 2 * * *",
            "Europe/Berlin",
            at("2026-10-25T02:30", "Europe/Berlin", fold=1),
            at("2026-10-26T01:45"),
            id="asked within the second pass",
        ),
        pytest.param(
            "*/15 * * * *",
            "Europe/Berlin",
            at("2026-10-25T02:50", "Europe/Berlin"),
            at("2026-10-25T01:00"),
            id="every quarter goes by real time",
        ),
        pytest.param(
            "15 2 * * *",
            "Australia/Lord_Howe",
            at("2026-10-03T12:00"),
            at("2026-10-03T15:30"),
            id="half an hour skipped",
        ),
        pytest.param("0 0 * * *", "America/New_York", NOON, at("2026-07-02T04:00"), id="midnight elsewhere"),
    ],
)
def test_the_clocks_change(schedule: str, zone: str, after: datetime, expected: datetime) -> None:
    assert next_tick(schedule, zone, after) == expected


@given(
    after=st.datetimes(min_value=NAIVE - 400 * DAY, max_value=NAIVE + 400 * DAY, timezones=st.just(UTC)),
    zone=st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
    schedule=st.sampled_from(["* * * * *", "30 2 * * *", "0-59 1-3 * * *", "*/20 2 * * *", "15 1 * * SUN"]),
)
def test_a_tick_is_always_later_and_the_one_after_that_later_still(
    after: datetime, zone: str, schedule: str
) -> None:
    first = next_tick(schedule, zone, after)
    assert first is not None
    second = next_tick(schedule, zone, first)
    assert second is not None

    assert after < first < second


@given(seconds=st.integers(min_value=60, max_value=86400))
def test_a_phase_is_a_tenth_of_the_interval_at_most(seconds: int) -> None:
    settings = the_settings(every=timedelta(seconds=seconds))

    assert NO_PHASE <= draw_phase(UID, settings) < settings.every / 10 if settings.every else False
    assert draw_phase(UID, settings) == draw_phase(UID, settings)


def test_phases_spread_keys_evenly() -> None:
    settings = the_settings(every=30 * MINUTE)
    phases = [draw_phase(f"uid-{number}", settings).total_seconds() for number in range(2000)]

    tenths = [sum(1 for phase in phases if low <= phase < low + 18) for low in range(0, 180, 18)]
    assert min(tenths) > 140
    assert max(tenths) < 260


def test_a_schedule_is_spread_within_its_minute() -> None:
    phases = {draw_phase(f"uid-{number}", the_settings(schedule="0 * * * *")) for number in range(2000)}

    assert min(phases) == NO_PHASE
    assert max(phases) == 59 * SECOND
