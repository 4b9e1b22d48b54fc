"""Every object with a pod template, every list of containers: found by shape, not by a list of kinds."""

import pytest

from privet.policy import Allowed, Unevaluated
from privet.policy.manifests import MAX_DEPTH, MAX_TEMPLATES
from tests.unit.detection.values import CARD, EMAIL
from tests.unit.policy.builders import (
    NAMESPACE,
    Json,
    a_container,
    a_deployment,
    a_pod,
    from_secret,
    judge,
    objections,
    rules,
)

LEAK = a_container(env=[{"name": "X", "value": EMAIL}])
POD = a_pod(LEAK)
PATH = ("EnvValue", "containers[app].env[X].value", "EmailAddress")


def custom(spec: Json, kind: str = "Rollout") -> Json:
    return {
        "apiVersion": "apps.example/v1",
        "kind": kind,
        "metadata": {"name": "web", "namespace": NAMESPACE},
        "spec": spec,
    }


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"), ("apps", "DaemonSet"),
        ("batch", "Job"), ("", "ReplicationController"),
        ("argoproj.example", "Rollout"), ("apps.kruise.example", "CloneSet"), ("serving.example", "Service"),
        ("somebody.example", "Deployment"),
    ],
)  # fmt: skip
def test_a_template_is_judged_in_every_kind(group: str, kind: str) -> None:
    assert objections(judge(a_deployment(POD, kind, group))) == [PATH]


def test_a_cron_job_is_judged() -> None:
    job = {"spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": POD["spec"]}}}
    cron = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "web"},
        "spec": {"schedule": "@daily", "jobTemplate": job},
    }

    assert objections(judge(cron)) == [PATH]


def test_what_a_workload_makes_beside_pods_is_judged() -> None:
    cron = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "web"},
        "spec": {"jobTemplate": {"metadata": {"annotations": {"owner": EMAIL}}}},
    }
    database = a_deployment(a_pod(), "StatefulSet")
    database["spec"]["volumeClaimTemplates"] = [
        {"metadata": {"name": "data"}},
        {"metadata": {"name": "more", "annotations": {"owner": EMAIL}}},
    ]
    claim = {"volumeClaimTemplate": {"metadata": {"annotations": {"owner": EMAIL}}}}
    pod = a_pod(volumes=[{"name": "scratch", "ephemeral": claim}])

    def annotation(prefix: str) -> list[tuple[str, str, str]]:
        return [("MetadataValue", f"{prefix}metadata.annotations[owner]", "EmailAddress")]

    assert objections(judge(cron)) == annotation("jobTemplate.")
    assert objections(judge(database)) == annotation("volumeClaimTemplates[1].")
    assert objections(judge(pod)) == annotation("volumes[#0].ephemeral.volumeClaimTemplate.")


def test_what_a_workload_makes_beside_pods_has_no_reserved_metadata() -> None:
    def cron(**labels: str) -> Json:
        return {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": "web"},
            "spec": {"jobTemplate": {"metadata": {"labels": labels}}},
        }

    reserved = cron(**{"privet.dev/other": "a"})

    assert rules(judge(reserved)) == ["ReservedMetadata"]
    assert rules(judge(cron(), old=reserved)) == ["ReservedMetadata"]
    assert rules(judge(reserved, old=reserved)) == []


def test_a_pod_template_is_judged() -> None:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": POD["spec"]}
    obj = {"apiVersion": "v1", "kind": "PodTemplate", "metadata": {"name": "web"}, "template": template}

    assert objections(judge(obj)) == [PATH]


@pytest.mark.parametrize("field", ["containers", "initContainers", "ephemeralContainers"])
def test_every_list_of_containers_is_judged(field: str) -> None:
    pod = a_pod()
    pod["spec"][field] = [LEAK]

    assert objections(judge(pod)) == [("EnvValue", f"{field}[app].env[X].value", "EmailAddress")]


@pytest.mark.parametrize("subresource", ["", "ephemeralcontainers", "resize", "status"])
def test_subresources_that_carry_the_pod_are_judged(subresource: str) -> None:
    pod = a_pod()
    pod["spec"]["ephemeralContainers"] = [LEAK]

    assert rules(judge(pod, old=a_pod(), subresource=subresource)) == ["EnvValue"]


def test_several_templates_are_named_apart() -> None:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": POD["spec"]}
    job = custom(
        {"roles": {"driver": {"template": template}, "worker": {"template": template}}}, "TrainingJob"
    )

    assert [path for _, path, _ in objections(judge(job))] == [
        "spec.roles.driver.template.spec.containers[app].env[X].value",
        "spec.roles.worker.template.spec.containers[app].env[X].value",
    ]


def test_templates_in_lists_are_found() -> None:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": POD["spec"]}
    job = custom(
        {"replicatedJobs": [{"template": {"spec": {"template": template}}}, {"name": "b"}]}, "JobSet"
    )

    assert objections(judge(job)) == [PATH]


def test_each_template_has_the_policies_of_its_own_labels() -> None:
    def template(app: str) -> Json:
        return {"metadata": {"labels": {"app": app}}, "spec": a_pod()["spec"]}

    job = custom({"a": {"template": template("web")}, "b": {"template": template("other")}})

    assert rules(judge(job)) == ["PolicyRequired"]


def test_a_pod_spec_without_a_template_is_found() -> None:
    assert rules(judge(custom({"podSpec": POD["spec"]}))) == ["EnvValue", "PolicyRequired"]


@pytest.mark.parametrize(
    "container",
    [
        {"name": "app", "env": {"X": EMAIL}},
        {"name": "app", "env": [{"name": "X", "value": EMAIL}, {"name": "Y", "value": 5}]},
        {"name": "app", "command": f"run {EMAIL}"},
        {"name": "app", "args": [5, EMAIL, True]},
        {"image": "x", "env": [{"name": "N", "value": 4539148803436467}]},
    ],
)
def test_the_loose_spelling_of_custom_resources_hides_nothing(container: Json) -> None:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}

    assert rules(judge(custom({"template": template}))) in (["EnvValue"], ["ArgumentValue"])


def test_an_object_without_a_template_is_judged_by_its_metadata() -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "labels": {"c": CARD}}}

    assert objections(judge(service)) == [("MetadataValue", "metadata.labels[c]", "CreditCard")]
    assert judge({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}) == Allowed()


def test_containers_that_are_none_are_no_template() -> None:
    assert judge(custom({"containers": ["a", "b"], "shipping": {"containers": 12}})) == Allowed()


def test_a_variable_by_name_is_judged_in_a_custom_kind() -> None:
    pod = a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")]))

    assert rules(judge(custom(a_deployment(pod)["spec"]))) == ["GrantMissing"]


def test_past_the_bounds_there_is_no_verdict() -> None:
    deep: Json = {"x": 1}
    for _ in range(MAX_DEPTH + 1):
        deep = {"x": deep}
    many = {"t": [{"containers": [{"name": "a"}]} for _ in range(MAX_TEMPLATES + 1)]}

    assert isinstance(judge(custom(deep)), Unevaluated)
    assert isinstance(judge(custom(many)), Unevaluated)


@pytest.mark.parametrize(
    "pod",
    [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": "none"}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": []}, "spec": {}},
    ],
)
def test_what_cannot_be_read_has_no_verdict(pod: Json) -> None:
    assert isinstance(judge(pod), Unevaluated)
