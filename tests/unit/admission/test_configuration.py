from pathlib import Path
from typing import Any

import pytest

from privet.admission.configuration import PROBED, Service, Url, configurations, render
from privet.policy.judged import NEVER_JUDGED

DEPLOYED = Path(__file__).parents[3] / "deploy" / "webhooks.yaml"
VALIDATING, MUTATING = configurations(Service())
ENTRIES = [*VALIDATING["webhooks"], *MUTATING["webhooks"]]


def test_what_is_deployed_is_what_the_code_says() -> None:
    assert DEPLOYED.read_text() == render(Service())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one["name"])
def test_no_entry_ever_sends_what_a_cluster_needs_to_come_up(entry: dict[str, Any]) -> None:
    if entry["name"] == "probe.privet.dev":
        # A dry run by Privet itself, which fails open.
        assert entry["namespaceSelector"] == {
            "matchLabels": {"kubernetes.io/metadata.name": NEVER_JUDGED[-1]}
        }
        return
    expressions = entry["namespaceSelector"]["matchExpressions"]

    assert {
        "key": "kubernetes.io/metadata.name",
        "operator": "NotIn",
        "values": list(NEVER_JUDGED),
    } in expressions


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one["name"])
def test_every_entry_is_bounded_and_without_side_effects(entry: dict[str, Any]) -> None:
    assert entry["sideEffects"] == "None"
    assert entry["timeoutSeconds"] <= 5
    assert entry["matchPolicy"] == "Equivalent"
    # Who makes an object could choose its labels, and so who is asked about it.
    assert ("objectSelector" in entry) == (entry["name"] == "probe.privet.dev")
    operations = {one for rule in entry["rules"] for one in rule["operations"]}
    assert operations <= {"CREATE", "UPDATE"} or (
        operations == {"CONNECT"} and entry["failurePolicy"] == "Ignore"
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one["name"])
def test_only_governed_namespaces_fail_closed(entry: dict[str, Any]) -> None:
    governed = {"key": "privet.dev/governed", "operator": "In", "values": ["true"]}
    behind_the_fence = any(one["name"] == "was-governed" for one in entry.get("matchConditions", ()))

    if entry["failurePolicy"] == "Fail":
        assert governed in entry["namespaceSelector"]["matchExpressions"] or behind_the_fence
        assert "*" not in {one for rule in entry["rules"] for one in rule["resources"]}


def test_a_pod_is_sent_with_its_ephemeral_containers() -> None:
    for entry in VALIDATING["webhooks"]:
        for rule in entry["rules"]:
            assert ("pods" in rule["resources"]) == ("pods/ephemeralcontainers" in rule["resources"])


def test_secrets_are_sent_under_conditions_only() -> None:
    (entry,) = (one for one in ENTRIES if any("secrets" in rule["resources"] for rule in one["rules"]))

    assert [one["name"] for one in entry["matchConditions"]] == ["reserved", "not-the-controller"]


def test_only_pods_are_changed_and_only_as_they_are_created() -> None:
    rules = [rule for entry in MUTATING["webhooks"] for rule in entry["rules"]]

    assert {(tuple(rule["resources"]), tuple(rule["operations"])) for rule in rules} == {
        (("pods",), ("CREATE",))
    }
    assert all(entry["reinvocationPolicy"] == "IfNeeded" for entry in MUTATING["webhooks"])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one["name"])
def test_the_path_tells_that_the_namespace_carries_the_label(entry: dict[str, Any]) -> None:
    governed = {"key": "privet.dev/governed", "operator": "In", "values": ["true"]}
    labelled = governed in entry["namespaceSelector"].get("matchExpressions", ())

    assert entry["clientConfig"]["service"]["path"].endswith("/governed") == labelled


def test_the_question_of_a_replica_comes_back_to_one_that_may_not_be_ready() -> None:
    (entry,) = (one for one in VALIDATING["webhooks"] if one["name"] == "probe.privet.dev")

    assert entry["clientConfig"]["service"]["name"] == "privet-webhook-probe"
    assert entry["failurePolicy"] == "Ignore"
    assert entry["objectSelector"] == {"matchLabels": {PROBED: "true"}}
    assert [one["expression"] for one in entry["matchConditions"]] == [
        "request.dryRun && request.name == 'privet-webhook-probe'"
    ]
    assert [(rule["resources"], rule["operations"]) for rule in entry["rules"]] == [
        (["configmaps"], ["UPDATE"])
    ]


def test_a_url_takes_the_place_of_the_service() -> None:
    validating, mutating = configurations(Url("https://127.0.0.1:8443/"))

    assert validating["webhooks"][0]["clientConfig"] == {"url": "https://127.0.0.1:8443/validate/governed"}
    assert mutating["webhooks"][1]["clientConfig"] == {"url": "https://127.0.0.1:8443/mutate"}
