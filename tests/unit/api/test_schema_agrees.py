"""Whatever a model accepts fits the structural schema, and is written as it was read."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from privet.api.crd import KINDS, structural_schema
from tests.resources.cases import Object
from tests.resources.guesses import mutants, resources
from tests.resources.models import read, refuses

_SCHEMAS = {kind.name: structural_schema(kind.model) for kind in KINDS}
_TYPES = {"object": dict, "array": list, "string": str, "integer": int}


def fits(schema: dict[str, Any], value: object) -> bool:
    """Tell whether a value has the structure that a schema asks for; its rules are for the API server."""
    if not isinstance(value, _TYPES[schema["type"]]) or isinstance(value, bool):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    return all(check(schema, value) for check in (_has_its_fields, _has_its_size))


def _has_its_fields(schema: dict[str, Any], value: object) -> bool:
    if isinstance(value, list):
        return all(fits(schema["items"], item) for item in value)
    if not isinstance(value, dict):
        return True
    fields, others = schema.get("properties", {}), schema.get("additionalProperties")
    present = all(name in value for name in schema.get("required", []))
    known = all(name in fields or others for name in value)
    return present and known and all(fits(fields.get(name, others), value[name]) for name in value)


def _has_its_size(schema: dict[str, Any], value: object) -> bool:
    if isinstance(value, int):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    if not isinstance(value, str | list | dict):
        return False
    kind = "Length" if isinstance(value, str) else "Items" if isinstance(value, list) else "Properties"
    size = len(value)
    return bool(schema.get(f"min{kind}", size) <= size <= schema.get(f"max{kind}", size))


@given(obj=st.one_of(resources, mutants()))
@settings(max_examples=500)
def test_what_a_model_accepts_fits_the_schema(obj: Object) -> None:
    assert refuses(obj) or fits(_SCHEMAS[obj["kind"]]["properties"]["spec"], obj["spec"])


@given(obj=st.one_of(resources, mutants()))
@settings(max_examples=500)
def test_what_is_read_is_written_and_read_again(obj: Object) -> None:
    if refuses(obj):
        return
    resource = read(obj)

    written = resource.to_object()
    assert read(written) == resource
    assert fits(_SCHEMAS[obj["kind"]]["properties"]["spec"], written["spec"])
    assert read(written).to_object() == written
