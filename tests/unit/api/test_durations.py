from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.api.durations import format_duration, parse_duration
from tests.resources.guesses import durations


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30m", timedelta(minutes=30)),
        ("1h30m", timedelta(minutes=90)),
        ("90s", timedelta(seconds=90)),
        ("01h", timedelta(hours=1)),
        ("99999h99999m99999s", timedelta(hours=99999, minutes=99999, seconds=99999)),
        ("0s", timedelta(0)),
    ],
)
def test_a_duration_is_read(text: str, value: timedelta) -> None:
    assert parse_duration(text) == value


@pytest.mark.parametrize(
    "text", ["", "30", "m", "1.5h", "-1h", "1 h", "1h ", "1h\n", "1d", "100000s", "1h1h1h1h", "٣h"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a duration such as 30m"):
        parse_duration(text)


@given(seconds=st.integers(0, 99_999 * 3600))
def test_a_duration_is_written_and_read_again(seconds: int) -> None:
    value = timedelta(seconds=seconds)

    assert parse_duration(format_duration(value)) == value


@given(text=durations)
def test_the_written_form_is_the_shortest(text: str) -> None:
    try:
        value = parse_duration(text)
    except ValueError:
        return

    written = format_duration(value)
    assert parse_duration(written) == value
    assert format_duration(parse_duration(written)) == written


def test_a_fraction_of_a_second_is_dropped() -> None:
    assert format_duration(timedelta(seconds=61, milliseconds=999)) == "1m1s"
