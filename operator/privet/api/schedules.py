"""Cron schedules of five fields, and time zones.

Accepted is what CEL can judge in the API server: lists, ranges and steps of numbers or of the names of
months and days. Cron's extensions (`L`, `#`, `@daily`, a sixth field, a stepped range of months) are
refused, so that a schedule means the same to every reader and always has a next time.
"""

import zoneinfo
from collections.abc import Callable
from typing import Annotated

from pydantic import StringConstraints

from privet.api.patterns import cel_string, compile_pattern
from privet.api.rules import Rule

MAX_SCHEDULE = 100
MAX_TIME_ZONE = 64

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_STEP = "(?:/[1-9][0-9]?)?"
_SHAPE = r"^\S+(?: \S+){4}$"
_NUMBER_RANGE = "[0-9]{1,2}-[0-9]{1,2}"


def _list_of(item: str) -> str:
    return f"(?:{item})(?:,(?:{item}))*"


def _one_or_range(number: str) -> str:
    return f"(?:{number})(?:-(?:{number}){_STEP})?"


def _names(names: tuple[str, ...]) -> str:
    """Match a name, or a range of names that does not run backwards."""
    ranges = (f"{name}(?:-(?:{'|'.join(names[place:])}))?" for place, name in enumerate(names))
    return f"(?i:{'|'.join(ranges)})"


_EVERY = rf"\*{_STEP}"
_MONTH_NUMBER = "0?[1-9]|1[0-2]"
# A stepped range of months could skip every long month, which the rule on absent days could not see.
_MONTH_ITEM = f"{_EVERY}|(?:{_MONTH_NUMBER})(?:-(?:{_MONTH_NUMBER}))?|{_names(_MONTHS)}"
_FIELDS = (
    ("minute", "0 to 59", f"{_EVERY}|{_one_or_range('[0-5]?[0-9]')}"),
    ("hour", "0 to 23", f"{_EVERY}|{_one_or_range('[01]?[0-9]|2[0-3]')}"),
    ("day of month", "1 to 31", f"{_EVERY}|{_one_or_range('0?[1-9]|[12][0-9]|3[01]')}"),
    ("month", "1 to 12 or JAN to DEC, without steps of a range", _MONTH_ITEM),
    ("day of week", "0 to 7 or SUN to SAT", f"{_EVERY}|{_one_or_range('[0-7]')}|{_names(_DAYS)}"),
)


def _same_to_same(number: str) -> str:
    return f"(?:{number})(?:-(?:{number}))?"


# Only a schedule whose day of week is a star needs the day of month to exist: cron joins the two with "or".
_FEBRUARY = _list_of(_same_to_same("0?2|(?i:FEB)"))
_SHORT_MONTHS = _list_of("|".join(map(_same_to_same, ("0?2|(?i:FEB)", "0?4|(?i:APR)", "0?6|(?i:JUN)",
                                                      "0?9|(?i:SEP)", "11|(?i:NOV)"))))  # fmt: skip
_NEVER = (
    rf"^\S+ \S+ (?:{_list_of(f'3[01](?:-3[01]{_STEP})?')} {_FEBRUARY}"
    rf"|{_list_of(f'31(?:-31{_STEP})?')} {_SHORT_MONTHS}) \*\S*$"
)

_shape, _never, _number_ranges = map(compile_pattern, (_SHAPE, _NEVER, _NUMBER_RANGE))


def _field_rule(place: int, name: str, values: str, item: str) -> Rule:
    whole = f"^{_list_of(item)}$"
    found = compile_pattern(whole)
    return Rule(
        cel=f"!self.matches({cel_string(_SHAPE)}) || self.split(' ')[{place}].matches({cel_string(whole)})",
        message=f"the {name} (field {place + 1} of 5) must list numbers, ranges or steps: {values}",
        holds=_unless_misshapen(lambda schedule: bool(found.search(schedule.split(" ")[place]))),
    )


def _unless_misshapen(holds: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda schedule: not _shape.search(schedule) or holds(schedule)


def _runs_forward(schedule: str) -> bool:
    ranges = (text.split("-") for text in _number_ranges.findall(schedule))
    return all(int(first) <= int(last) for first, last in ranges)


def _is_known_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


CRON = (
    Rule(
        cel=f"self.matches({cel_string(_SHAPE)})",
        message="must be a cron schedule of five fields with one space between them, such as 0 */2 * * *",
        holds=lambda schedule: bool(_shape.search(schedule)),
    ),
    *(_field_rule(place, *field) for place, field in enumerate(_FIELDS)),
    Rule(
        cel=f"self.findAll({cel_string(_NUMBER_RANGE)}).all(r, int(r.split('-')[0]) <= int(r.split('-')[1]))",
        message="has a range that runs backwards; write the smaller number first",
        holds=_runs_forward,
    ),
    Rule(
        cel=f"!self.matches({cel_string(_NEVER)})",
        message="names a day that none of its months has; name another day or more months",
        holds=lambda schedule: not _never.search(schedule),
    ),
)

_ZONE = r"^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}$"
# Names that a machine's own files give to LoadLocation, but that are no time zones or mean another on each.
_NO_ZONE = r"^(?:Local|localtime|posixrules|Factory|posix|right)(?:/.*)?$"
_zone, _no_zone = map(compile_pattern, (_ZONE, _NO_ZONE))
_ZONE_REMEDY = "must be a name of the IANA time zone database, such as Europe/Berlin or UTC"

ZONE = (
    Rule(
        cel=f"self.matches({cel_string(_ZONE)}) && !self.matches({cel_string(_NO_ZONE)})",
        message=_ZONE_REMEDY,
        holds=lambda name: bool(_zone.search(name)) and not _no_zone.search(name),
    ),
    # CEL has no list of time zones, but fails on one that it does not know; the failure carries this message.
    Rule(
        cel="timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0",
        message=_ZONE_REMEDY,
        holds=_is_known_zone,
    ),
)

CronSchedule = Annotated[str, StringConstraints(min_length=9, max_length=MAX_SCHEDULE), *CRON]
"""A cron schedule that always has a next time."""

TimeZone = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TIME_ZONE), *ZONE]
"""The name of a time zone that this machine knows."""
