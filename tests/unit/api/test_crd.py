from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from privet.api.crd import KINDS, MAX_BYTES, Kind, crd, crd_files, stale_files, write_files
from privet.errors import InvalidResourceError
from tests.documents import read_document
from tests.resources.bad import BAD, BAD_CHANGES
from tests.resources.models import read

ROOT = Path(__file__).parents[3]

every_kind = pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])


def schema_of(kind: Kind) -> dict[str, Any]:
    schema: dict[str, Any] = crd(kind)["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return schema


def nodes(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a schema, with its path."""
    yield path, schema
    for name, below in schema.get("properties", {}).items():
        yield from nodes(below, f"{path}.{name}")
    for name in ("items", "additionalProperties"):
        if name in schema:
            yield from nodes(schema[name], f"{path}[]")


def test_the_committed_files_are_what_the_models_say() -> None:
    assert stale_files(ROOT / "crds") == ()


def test_what_differs_is_named(tmp_path: Path) -> None:
    write_files(tmp_path)
    (tmp_path / "privet.dev_piipolicies.yaml").write_text("{}", encoding="utf-8")
    (tmp_path / "privet.dev_quarantines.yaml").unlink()
    (tmp_path / "privet.dev_leftovers.yaml").write_text("{}", encoding="utf-8")

    assert stale_files(tmp_path) == (
        "privet.dev_leftovers.yaml",
        "privet.dev_piipolicies.yaml",
        "privet.dev_quarantines.yaml",
    )
    write_files(tmp_path)
    assert stale_files(tmp_path) == ()


def test_two_runs_give_the_same_bytes() -> None:
    assert crd_files() == crd_files()


@pytest.mark.parametrize("name", crd_files())
def test_a_file_is_small_enough_for_client_side_apply(name: str) -> None:
    assert len(crd_files()[name].encode()) < MAX_BYTES


@every_kind
def test_the_file_holds_the_crd(kind: Kind) -> None:
    assert read_document(crd_files()[kind.file_name]) == crd(kind)


@every_kind
def test_the_spec_has_no_defaults_and_no_fractions(kind: Kind) -> None:
    for path, schema in nodes(schema_of(kind)):
        assert "default" not in schema, path
        assert schema.get("type") in {"object", "array", "string", "integer"}, path
        assert "x-kubernetes-preserve-unknown-fields" not in schema, path


@every_kind
def test_everything_in_the_spec_is_bounded(kind: Kind) -> None:
    for path, schema in nodes(schema_of(kind)["properties"]["spec"], "spec"):
        if schema["type"] == "string":
            assert "maxLength" in schema or "enum" in schema, path
        if schema["type"] == "array":
            assert "maxItems" in schema, path
            assert "x-kubernetes-list-type" in schema, path
        if "additionalProperties" in schema:
            assert "maxProperties" in schema, path


@every_kind
def test_every_list_of_objects_has_a_key_or_is_one_value(kind: Kind) -> None:
    for path, schema in nodes(schema_of(kind)):
        if schema["type"] == "array" and schema["items"]["type"] == "object":
            keys = schema.get("x-kubernetes-list-map-keys", [])
            assert keys or schema["x-kubernetes-list-type"] == "atomic", path
            assert set(keys) <= set(schema["items"].get("required", [])), path


@every_kind
def test_a_rule_names_its_field_and_speaks_to_a_person(kind: Kind) -> None:
    for _, schema in nodes(schema_of(kind)):
        for rule in schema.get("x-kubernetes-validations", []):
            assert rule["message"][0].islower()
            assert not rule["message"].endswith(".")
            assert "\n" not in rule["rule"]


def test_every_rule_is_broken_by_a_bad_resource() -> None:
    remedies = set(remedies_given())
    unbroken = [
        rule["message"]
        for kind in KINDS
        for _, schema in nodes(schema_of(kind))
        for rule in schema.get("x-kubernetes-validations", [])
        if "messageExpression" not in rule and rule["message"] not in remedies
    ]

    assert unbroken == []


def remedies_given() -> Iterator[str]:
    for bad in BAD:
        with pytest.raises(InvalidResourceError) as refused:
            read(bad.object)
        yield from (problem.remedy for problem in refused.value.problems)
    for change in BAD_CHANGES:
        with pytest.raises(InvalidResourceError) as refused:
            read(change.new).check_update(read(change.old))
        yield from (problem.remedy for problem in refused.value.problems)


@every_kind
def test_kubectl_shows_few_columns(kind: Kind) -> None:
    columns = [column for column in kind.columns if not column.wide]

    assert len(columns) <= 5
    assert (columns[0].name, columns[-1].name) == ("Ready", "Age")
