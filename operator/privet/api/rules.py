"""Constraints said twice: in CEL for the API server, in Python for the models.

The two halves stand side by side, so that nobody changes one alone; a suite of bad resources holds
them to the same verdict. Nothing here quotes the value that it refuses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from privet.errors import Problem

# The API server drops the message of FieldValueDuplicate, and the remedy with it: not on offer.
Reason = Literal["FieldValueInvalid", "FieldValueForbidden"]
JsonSchema = dict[str, Any]

VALIDATIONS = "x-kubernetes-validations"


class RulesBrokenError(ValueError):
    """Raised inside validation: carries every rule that a value breaks, with paths below that value."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


@dataclass(frozen=True, kw_only=True)
class _Said:
    """The half of a rule that the API server is told."""

    cel: str
    message: str
    """What to do about it: lower case, no full stop."""

    message_cel: str | None = None
    """A CEL expression that gives the message with its figures; `message` where it fails."""

    field: str = ""
    """The field below the value that is to blame, such as `.rotation.overlap`."""

    reason: Reason = "FieldValueInvalid"

    def schema(self) -> JsonSchema:
        """Give the entry of `x-kubernetes-validations`."""
        entry = {"rule": " ".join(self.cel.split()), "message": self.message, "reason": self.reason}
        if self.message_cel:
            entry["messageExpression"] = " ".join(self.message_cel.split())
        if self.field:
            entry["fieldPath"] = self.field
        return entry


@dataclass(frozen=True, kw_only=True)
class Rule(_Said):
    """A constraint on one value; also an annotation, for the type of a field."""

    holds: Callable[[Any], bool]
    explain: Callable[[Any], str] | None = None
    """The message with its figures, as `message_cel` gives it."""

    def problem(self, value: object) -> Problem | None:
        """Say what is wrong with the value, if anything is."""
        if self.holds(value):
            return None
        return Problem(self.field, self.explain(value) if self.explain else self.message)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        described = handler(schema)
        described[VALIDATIONS] = [*described.get(VALIDATIONS, []), self.schema()]
        return described

    def _check(self, value: object) -> object:
        problem = self.problem(value)
        if problem:
            raise RulesBrokenError([problem])
        return value


@dataclass(frozen=True, kw_only=True)
class Transition(_Said):
    """A constraint on a change: what was there, and what is to replace it."""

    holds: Callable[[Any, Any], bool]

    def problem(self, old: object, new: object) -> Problem | None:
        """Say what is wrong with the change, if anything is."""
        return None if self.holds(old, new) else Problem(self.field, self.message)


def immutable(field: str, remedy: str) -> Transition:
    """Forbid any change of a required field, given by its name in YAML."""
    attribute = _snake(field)
    return Transition(
        cel=f"self.{field} == oldSelf.{field}",
        message=remedy,
        field=f".{field}",
        reason="FieldValueForbidden",
        holds=lambda old, new: bool(getattr(old, attribute) == getattr(new, attribute)),
    )


@dataclass(frozen=True)
class ListMap:
    """A list whose items are known by some of their fields, so that several managers can own items."""

    keys: tuple[str, ...]
    remedy: str = ""
    """Where given, said beside the API server's own `Duplicate value`."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        described = handler(schema)
        described["x-kubernetes-list-type"] = "map"
        described["x-kubernetes-list-map-keys"] = list(self.keys)
        if self.remedy:
            described[VALIDATIONS] = [*described.get(VALIDATIONS, []), self._rule()]
        return described

    def _rule(self) -> JsonSchema:
        same = " && ".join(f"a.{key} == b.{key}" for key in self.keys)
        return {
            "rule": f"self.all(a, self.exists_one(b, {same}))",
            "message": self.remedy,
            "reason": "FieldValueInvalid",
        }

    def _check(self, items: Sequence[Any]) -> Sequence[Any]:
        names = [tuple(getattr(item, _snake(key)) for key in self.keys) for item in items]
        return _refuse_twice(items, names, self.remedy or f"{' and '.join(self.keys)} must not repeat")


@dataclass(frozen=True)
class ListSet:
    """A list of scalars in which none stands twice."""

    remedy: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        described = handler(schema)
        described["x-kubernetes-list-type"] = "set"
        once = {
            "rule": "self.all(a, self.exists_one(b, a == b))",
            "message": self.remedy,
            "reason": "FieldValueInvalid",
        }
        described[VALIDATIONS] = [*described.get(VALIDATIONS, []), once]
        return described

    def _check(self, items: Sequence[Any]) -> Sequence[Any]:
        return _refuse_twice(items, list(items), self.remedy)


def _refuse_twice(items: Sequence[Any], names: list[Any], remedy: str) -> Sequence[Any]:
    repeated = [place for place, name in enumerate(names) if name in names[:place]]
    if repeated:
        raise RulesBrokenError([Problem(f"[{place}]", remedy) for place in repeated])
    return items


def _snake(field: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in field)
