"""Turns what pydantic objects to into fields and remedies, in the words that the rest of Privet uses.

pydantic's own sentence is not passed on: some of them quote the value.
"""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privet.api.rules import RulesBrokenError
from privet.errors import Problem

MAX_FIELD = 256
"""How much of a path is shown: an unknown field may be named anything."""

MAX_PROBLEMS = 100
"""How many problems are listed: nobody mends more at once, and an object may hold any number."""

MAX_DEPTH = 16
"""How deep nulls are looked for; no resource is half as deep, and the models refuse what is deeper."""

_REMEDIES = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this kind; remove it or mend its spelling",
    "string_type": "must be a string",
    "string_too_short": "must not be shorter than {min_length}",
    "string_too_long": "must not be longer than {max_length}",
    "too_short": "must not have fewer items than {min_length}",
    "too_long": "must not have more items than {max_length}",
    "enum": "must be one of {expected}",
    "literal_error": "must be {expected}",
    "int_type": "must be a whole number",
    "greater_than_equal": "must not be less than {ge}",
    "less_than_equal": "must not be more than {le}",
    "model_type": "must be an object",
    "mapping_type": "must be an object",
    "dict_type": "must be an object",
    "tuple_type": "must be a list",
    "timezone_aware": "must be a time with its zone, such as 2026-01-31T12:00:00Z",
}
_OTHER = "is not written as this field wants it, see kubectl explain"


def problems_of(error: ValidationError) -> Iterator[Problem]:
    """List everything that a model objects to, as field and remedy."""
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if not _is_echo(detail, details):
            yield from _problems(detail)


def _is_echo(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a list is found too short only because some of its items are bad."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in details
    )


def _problems(detail: ErrorDetails) -> Iterator[Problem]:
    field = field_path(detail["loc"])
    context = detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, RulesBrokenError):
        for problem in cause.problems:
            yield Problem((field + problem.field).lstrip(".")[:MAX_FIELD], problem.remedy)
        return
    remedy = _REMEDIES.get(detail["type"], _OTHER)
    yield Problem(field[:MAX_FIELD], remedy.format_map(context))


def field_path(location: Iterable[str | int]) -> str:
    """Write a place in an object as the API server does: spec.grants[0].actions."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(steps).lstrip(".")


def explicit_nulls(value: object, field: str, depth: int = MAX_DEPTH) -> Iterator[Problem]:
    """Find what is written as null: the API server refuses it, leaving a field out is the way."""
    match value:
        case _ if not depth:
            return
        case None:
            yield Problem(field[:MAX_FIELD], "must not be null; leave the field out")
        case Mapping():
            for key, below in value.items():
                yield from explicit_nulls(below, f"{field}.{key}", depth - 1)
        case list() | tuple():
            for place, below in enumerate(value):
                yield from explicit_nulls(below, f"{field}[{place}]", depth - 1)
