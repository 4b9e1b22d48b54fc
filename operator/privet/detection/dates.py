"""Days of birth inside of numbers: the calendar decides what can be one."""

from datetime import date

_LATEST_YEAR = 2099
_EARLIEST_YEAR = 1850


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has that day, in the years that people who are registered are born in."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return _EARLIEST_YEAR <= year <= _LATEST_YEAR


def is_long_date(digits: str) -> bool:
    """Tell whether YYYYMMDD is a day."""
    return is_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def is_short_date(digits: str) -> bool:
    """Tell whether YYMMDD is a day, in one century or the other.

    The twenty-first has each day that the twentieth had, and 29 February 2000 was one, too.
    """
    return is_date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
