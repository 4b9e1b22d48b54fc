"""Files taken apart into objects: spelled in any way, never beyond a bound, never passed over by mistake."""

import json
import re
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.cyaml import CSafeLoader

from privet.scan import yaml_nodes
from privet.scan.manifests import decoded, json_as_yaml, manifests, may_hold_objects
from privet.scan.yaml_nodes import Json, Plain, UnreadableDocumentError, child, compose, text_of

NAMES = st.text(st.sampled_from("abcAZ09._-/ é"), min_size=1, max_size=8)
# What is a number to Kubernetes and a text to PyYAML is no matter of how it is written: `1e3`, `08`, `0o7`,
# `0X1`, `-.5`.
_NUMBER_THERE = re.compile(
    r"[-+0-9_.]+[eE][-+0-9]+|[-+]?0[0-9_]*[89][0-9_]*|[-+]?0[oXBO][0-9a-fA-F_]+|[-+]\.[0-9]+"
)
TEXTS = st.text(max_size=12).filter(lambda text: not _NUMBER_THERE.fullmatch(text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def values_of(text: str) -> list[Json]:
    return [Plain().value(root) for root in compose(text)]


def plain(text: str) -> Json:
    return Plain().value(next(compose(text)))


@given(value=VALUES)
def test_json_is_read_as_json_readers_read_it(value: Json) -> None:
    assert plain(json_as_yaml(json.dumps({"a": value}, indent="\t"))) == {"a": value}


@given(value=VALUES)
def test_yaml_is_read_as_its_own_library_reads_it(value: Json) -> None:
    text = yaml.safe_dump({"a": value}, allow_unicode=True)

    assert plain(text) == yaml.load(text, CSafeLoader)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True),
        ("off", False),
        ("~", None),
        ("0o17", 15),
        ("017", 15),
        ("0x1F", 31),
        ("1_000", 1000),
        ("08", 8),
        ("0x_1", 1),
        ("0_7", 7),
        ("0x_", "0x_"),
        ("0b_", "0b_"),
        ("0o_", "0o_"),
        ("0o8", "0o8"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("4556737586899855", 4556737586899855),
        ("99999999999999999999", 1e20),
        ("1:30", "1:30"),
        ("2026-11-24", "2026-11-24"),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("!!binary aGVsbG8=", "hello"),
        ("!mine 1", "1"),
        ("[~]", [None]),
        ("1.2.3", "1.2.3"),
        (".inf", ".inf"),
    ],
)
def test_scalars_mean_what_they_mean_to_kubernetes(written: str, meant: object) -> None:
    assert plain(f"a: {written}")["a"] == meant


def test_merged_mappings_never_override() -> None:
    text = "base: &b {a: 1, b: 2}\nmore: &m {b: 3, c: 4}\nit: {<<: [*b, *m], a: 5}\n"

    assert plain(text)["it"] == {"a": 5, "b": 2, "c": 4}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 5000, id="nested flows"),
        pytest.param("- " * 5000, id="nested lists"),
        pytest.param("a: &a [*a]", id="an alias of itself"),
        pytest.param(
            "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
            id="aliases that multiply",
        ),
        pytest.param("a: {b", id="no YAML"),
        pytest.param("? [a, b]\n: c\n", id="a key that is no text"),
        pytest.param("a: \x01", id="a control character"),
        pytest.param("x: &x {<<: *x}", id="a mapping merged with itself"),
    ],
)
def test_what_cannot_be_read_says_so_and_nothing_of_what_it_holds(text: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        values_of(text)

    assert str(error.value) in {
        "it is not valid YAML",
        "it expands to more than is read",
        "it has a key that is no text",
        "it nests too deeply",
    }


def test_every_kind_of_list_is_taken_apart() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    bare = {"metadata": {"generateName": "b-", "namespace": "shop"}}
    text = "---\n".join(
        json.dumps(one) + "\n"
        for one in (
            {"apiVersion": "v1", "kind": "List", "items": [pod, {**pod, "kind": "Secret"}]},
            {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [bare]},
            [pod],
            {"replicas": 3},
        )
    )

    assert [(one.group, one.kind, one.namespace, one.name) for one in manifests(text)] == [
        ("", "Pod", "", "a"),
        ("", "Secret", "", "a"),
        ("apps", "Deployment", "shop", "b-"),
        ("", "Pod", "", "a"),
    ]


@pytest.mark.parametrize(
    "text", ['{\t"apiVersion":\t"v1",\n\t"kind": "Pod", "x": "\\ud83d\\ude00 \\ud83d\\/"}']
)
def test_json_that_is_no_yaml_is_read_all_the_same(text: str) -> None:
    (one,) = manifests(text, json=True)

    assert text_of(child(one.node, "x")) == "😀 \ufffd/"


@given(
    value=VALUES,
    key=st.sampled_from(["apiVersion", '"apiVersion"', '"api\\x56ersion"', "'apiVersion'", "? apiVersion\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_file_that_holds_an_object_is_passed_over(value: Json, key: str, encoding: str) -> None:
    text = f"{key}: v1\nkind: Pod\nmetadata: {json_as_yaml(json.dumps(value))}\n"
    raw = text.encode(encoding)

    assert may_hold_objects(raw)
    assert [one.kind for one in manifests(decoded(raw))] == ["Pod"]


@given(raw=st.binary(max_size=60))
def test_what_is_passed_over_holds_no_object(raw: bytes) -> None:
    if may_hold_objects(raw):
        return
    with suppress(UnreadableDocumentError):
        assert not list(manifests(decoded(raw)))


def test_numbers_are_text_where_text_is_wanted() -> None:
    node = next(compose("{a: 007, b: yes, c: null, d: {e: 1.50}}"))

    assert Plain(as_text=True).value(node) == {"a": "007", "b": "yes", "c": None, "d": {"e": "1.50"}}
    assert yaml_nodes.MAX_NODES >= 100_000
