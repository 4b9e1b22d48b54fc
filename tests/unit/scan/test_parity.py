"""The command line and the webhook give one verdict: the same rules, paths, entities and words."""

import json
from typing import Any

import pytest
import yaml

from privet.policy import PolicySet, build, mount_patch_of
from privet.policy import evaluate as webhook
from privet.scan.judges import Judge, given
from privet.scan.results import Result, Severity
from tests.unit.policy.builders import (
    GOVERNED,
    NAMESPACE,
    READ_EMAIL,
    Json,
    a_cluster_policy,
    a_container,
    a_deployment,
    a_key,
    a_pod,
    a_policy,
    a_review,
    from_secret,
)
from tests.unit.scan.folder import CARD, MAIL, results_of

RESOURCES = (a_cluster_policy(), a_policy(grants=[READ_EMAIL]), a_key())
SEVERITIES = ("violations", "warnings", "audits")


def a_config_map(**data: str) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c", "namespace": NAMESPACE},
        "data": data,
    }


MANIFESTS: dict[str, Json] = {
    "clean pod": a_pod(),
    "pod of a key's subject": a_pod(serviceAccountName="billing"),
    "value": a_pod(a_container(env=[{"name": "A", "value": f"{MAIL} {MAIL}"}, {"name": MAIL, "value": "x"}])),
    "composed value": a_pod(
        a_container(
            env=[
                {"name": "HOST", "value": MAIL.partition("@")[2]},
                {"name": "B", "value": f"{MAIL.partition('@')[0]}@$(HOST)"},
            ]
        )
    ),
    "missing grant": a_pod(a_container(env=[from_secret("CUSTOMER_PHONE"), from_secret("CUSTOMER_EMAIL")])),
    "printed": a_pod(
        a_container(command=["sh", "-c", "env; echo $CUSTOMER_EMAIL"], env=[from_secret("CUSTOMER_EMAIL")])
    ),
    "argument": a_pod(a_container(args=["--card", CARD, f"--mail={MAIL}"])),
    "no policy": a_deployment(a_pod(labels={"app": "other"})),
    "annotation": a_pod(annotations={"a/b": MAIL, MAIL: "x"}),
    "reserved": a_pod(labels={"app": "web", "privet.dev/x": "y"}),
    "key misuse": a_pod(volumes=[{"name": "k", "secret": {"secretName": "privet-key-other"}}]),
    "config map": a_config_map(a=MAIL, b="clean", c=CARD),
    "several templates": {
        "apiVersion": "x.io/v1",
        "kind": "Thing",
        "metadata": {"name": "t", "namespace": NAMESPACE},
        "spec": {
            name: {"template": {"spec": a_pod(a_container(args=[MAIL]))["spec"]}} for name in ("a", "b")
        },
    },
    "policy that asks too much": {
        "apiVersion": "privet.dev/v1alpha1",
        "kind": "PIIPolicy",
        "metadata": {"name": "p", "namespace": NAMESPACE},
        "spec": {"grants": [{"entity": "UsSsn", "purpose": "Billing", "actions": ["Read"]}]},
    },
    "unreadable": {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "p", "namespace": NAMESPACE},
        "spec": 3,
    },
}


def of_webhook(obj: Json, policies: PolicySet) -> set[tuple[str, ...]]:
    review = a_review(obj)
    if obj["kind"] == "Pod" and isinstance(obj["spec"], dict):
        review = a_review(mounted(obj, policies))
    verdict = webhook(policies, review)
    found = {
        (severity.title, one.rule, one.path, one.entity or "", one.statement, one.policy)
        for severity, field in zip((Severity.DENY, Severity.WARN, Severity.AUDIT), SEVERITIES, strict=True)
        for one in getattr(verdict, field, ())
    }
    why = getattr(verdict, "why", None)
    return found | (
        {("Unevaluated", "Unevaluated", "", "", f"could not be judged: {why}", "")} if why else set()
    )


def mounted(obj: Json, policies: PolicySet) -> Json:
    """Give a pod as the mutating webhook leaves it, worked out another way than the scan does."""
    pod: Any = json.loads(json.dumps(obj))
    for operation in mount_patch_of(policies, a_review(obj)):
        target = pod
        *way, last = operation["path"].split("/")[1:]
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        if last == "-":
            target.append(operation["value"])
        else:
            target[last] = operation["value"]
    return dict(pod)


def of_scan(results: list[Result]) -> set[tuple[str, ...]]:
    return {
        (one.severity.title, one.rule, one.path, one.evidence.entity, one.statement, one.policy)
        for one in results
        if one.severity is not Severity.NOTE
    }


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.parametrize("written", ["yaml", "json"])
@pytest.mark.parametrize("enforcement", ["Deny", "Warn"])
def test_scan_and_webhook_give_the_same_verdict(name: str, written: str, enforcement: str) -> None:
    resources = (a_cluster_policy(enforcement=enforcement), *RESOURCES[1:])
    judge = Judge(given(resources, {NAMESPACE: GOVERNED}, "default"))
    obj = MANIFESTS[name]
    text = yaml.safe_dump(obj, width=60) if written == "yaml" else json.dumps(obj, indent=1)

    found = results_of(text, judge=judge)

    policies = build(resources, {NAMESPACE: {**GOVERNED, "kubernetes.io/metadata.name": NAMESPACE}})
    assert of_scan(found) == of_webhook(obj, policies)
    assert all(one.place.line >= 1 for one in found)


def test_each_of_these_manifests_but_the_clean_ones_is_objected_to() -> None:
    judge = Judge(given(RESOURCES, {NAMESPACE: GOVERNED}, "default"))

    clean = [name for name, obj in MANIFESTS.items() if not results_of(json.dumps(obj), judge=judge)]

    assert clean == ["clean pod", "pod of a key's subject"]


def test_where_nothing_governs_nothing_is_judged() -> None:
    judge = Judge(given((a_cluster_policy(),), {NAMESPACE: {"team": "x"}}, "default"))

    assert results_of(json.dumps(MANIFESTS["value"]), judge=judge) == []
