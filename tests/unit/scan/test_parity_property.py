"""Whatever an object says, however it is written: the webhook's violations, each where it can be seen."""

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.policy import build
from privet.scan.judges import Judge
from privet.scan.judges import given as given_policies
from privet.scan.results import Severity
from tests.unit.policy.builders import GOVERNED, NAMESPACE, READ_EMAIL, Json, a_cluster_policy, a_policy
from tests.unit.scan.folder import CARD, MAIL, results_of
from tests.unit.scan.test_parity import of_scan, of_webhook

RESOURCES = (a_cluster_policy(), a_policy(grants=[READ_EMAIL]))
JUDGE = Judge(given_policies(RESOURCES, {NAMESPACE: GOVERNED}, "default"))
POLICIES = build(RESOURCES, {NAMESPACE: {**GOVERNED, "kubernetes.io/metadata.name": NAMESPACE}})

WORDS = st.sampled_from(["a", "b.c/d", "x]y", "#1", "[z", "CUSTOMER_EMAIL", "SSN", MAIL, "n" * 130])
TEXTS = st.lists(
    st.sampled_from(
        [MAIL, CARD, "ok", 'it\'s "so"', "\n", " ", ": ", "# no", "é", "$(a)", "echo $CUSTOMER_EMAIL", "sh"]
    ),
    max_size=5,
).map("".join)
MAPS = st.dictionaries(WORDS, TEXTS, max_size=3)


def a_variable() -> st.SearchStrategy[Json]:
    source = st.just({"secretKeyRef": {"name": "s", "key": "k"}})
    return st.one_of(
        st.fixed_dictionaries({"name": WORDS, "value": TEXTS}),
        st.fixed_dictionaries({"name": WORDS, "valueFrom": source}),
    )


def a_container() -> st.SearchStrategy[Json]:
    texts = st.lists(TEXTS, max_size=3)
    probe = st.fixed_dictionaries({"exec": st.fixed_dictionaries({"command": texts})})
    return st.fixed_dictionaries(
        {"name": WORDS, "image": st.just("a:1")},
        optional={
            "env": st.lists(a_variable(), max_size=3),
            "command": texts,
            "args": texts,
            "livenessProbe": probe,
            "lifecycle": st.fixed_dictionaries({"preStop": probe}),
        },
    )


def an_object() -> st.SearchStrategy[Json]:
    metadata = st.fixed_dictionaries(
        {"name": WORDS, "namespace": st.just(NAMESPACE)}, optional={"labels": MAPS, "annotations": MAPS}
    )
    spec = st.fixed_dictionaries(
        {"containers": st.lists(a_container(), min_size=1, max_size=2)},
        optional={"initContainers": st.lists(a_container(), min_size=1, max_size=1), "hostname": WORDS},
    )
    template = st.fixed_dictionaries({"metadata": st.fixed_dictionaries({"labels": MAPS}), "spec": spec})

    def of(version: str, kind: str, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
        return st.fixed_dictionaries(
            {"apiVersion": st.just(version), "kind": st.just(kind), "metadata": metadata, **parts}
        )

    return st.one_of(
        of("apps/v1", "Deployment", spec=st.fixed_dictionaries({"template": template})),
        of(
            "x.io/v1",
            "Thing",
            spec=st.fixed_dictionaries({"a": template, "b": st.lists(template, max_size=2)}),
        ),
        of("v1", "ConfigMap", data=MAPS),
    )


@given(
    obj=an_object(),
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    flow=st.booleans(),
    width=st.integers(20, 100),
    as_json=st.booleans(),
)
@settings(max_examples=150)
def test_scan_and_webhook_agree_on_whatever_is_written(
    obj: Json, style: str | None, width: int, *, flow: bool, as_json: bool
) -> None:
    text = yaml.dump(
        obj, default_style=style, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False
    )
    if as_json:
        text = json.dumps(obj, indent=width % 4)

    found = results_of(text, judge=JUDGE)

    assert of_scan(found) == of_webhook(obj, POLICIES)
    lines = text.split("\n")
    for one in found:
        place = one.place
        assert (1, 1) <= (place.line, place.column) <= (place.end_line, place.end_column)
        assert place.end_line <= len(lines)
        if "holds" in one.statement and place.line == place.end_line and one.severity is Severity.DENY:
            shown = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert shown.strip("\"'")
            assert shown == MAIL or CARD in shown or one.evidence.layers or MAIL in shown or "$(" in shown
