from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from privet.api.schedules import CronSchedule, TimeZone
from tests.resources.guesses import schedules

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

_schedule: TypeAdapter[str] = TypeAdapter(CronSchedule)
_zone: TypeAdapter[str] = TypeAdapter(TimeZone)


@given(schedule=schedules)
def test_an_accepted_schedule_has_a_next_time(schedule: str) -> None:
    try:
        accepted = _schedule.validate_python(schedule)
    except ValidationError:
        return

    assert next(CronSim(accepted, NEW_YEAR)) > NEW_YEAR
    assert next(CronSim(accepted, NEW_YEAR.astimezone(ZoneInfo("Europe/Berlin")))) > NEW_YEAR


@given(schedule=schedules)
def test_a_schedule_of_a_day_that_never_comes_is_refused(schedule: str) -> None:
    try:
        CronSim(schedule, NEW_YEAR)
    except CronSimError:
        assert _refused(_schedule, schedule)


def _refused(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return True
    return False


def test_a_time_zone_is_not_looked_for_outside_the_database() -> None:
    assert all(
        _refused(_zone, name) for name in ("/etc/localtime", "../../etc/passwd", "Europe/../UTC", "\x00")
    )
