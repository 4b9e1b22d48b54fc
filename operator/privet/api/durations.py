"""Durations as Go writes them, in the portable form of Gateway API's GEP-2257 without milliseconds.

Hours, minutes and seconds only: no fraction, no sign, nothing that overflows. So CEL and Python can
calculate with whole seconds and agree.
"""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from privet.api.rules import JsonSchema, Rule, RulesBrokenError
from privet.errors import Problem

PATTERN = "^([0-9]{1,5}(h|m|s)){1,3}$"
"""RE2 and Python read it alike; the longest duration is under 35 years."""

REMEDY = "must be a duration such as 30m, 1h30m or 90s (h, m and s; no fraction, no sign)"

_MAX_LENGTH = 18
_PART = re.compile("([0-9]{1,5})([hms])", re.ASCII)
_WHOLE = re.compile(f"(?:{_PART.pattern}){{1,3}}", re.ASCII)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def parse_duration(text: str) -> timedelta:
    """Read a duration; ValueError when it is not one."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(REMEDY)
    return timedelta(seconds=sum(int(count) * _SECONDS[unit] for count, unit in _PART.findall(text)))


def format_duration(value: timedelta) -> str:
    """Write a duration in its shortest form, such as 1h30m; the fraction of a second is dropped."""
    hours, rest = divmod(int(value.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def between(low: str, high: str, remedy: str) -> Rule:
    """Bound a duration, both ends included."""
    lowest, highest = parse_duration(low), parse_duration(high)
    return Rule(
        cel=f"!self.matches('{PATTERN}') || "
        f"(duration(self) >= duration('{low}') && duration(self) <= duration('{high}'))",
        message=remedy,
        holds=lambda value: lowest <= value <= highest,
    )


class _GoDuration:
    """Makes a timedelta of the text, and the text of a timedelta."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _to_timedelta,
            serialization=core_schema.plain_serializer_function_ser_schema(format_duration),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        well_formed = Rule(cel=f"self.matches('{PATTERN}')", message=REMEDY, holds=bool)
        return {
            "type": "string",
            "minLength": 2,
            "maxLength": _MAX_LENGTH,
            "x-kubernetes-validations": [well_formed.schema()],
        }


def _to_timedelta(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    try:
        return parse_duration(value if isinstance(value, str) else "")
    except ValueError:
        raise RulesBrokenError([Problem("", REMEDY)]) from None


Duration = Annotated[timedelta, _GoDuration()]
"""A timedelta that is written as a Go duration."""
