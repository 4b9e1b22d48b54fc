"""Updates, subresources, dry runs, mutation, and where the webhook keeps out."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.l2.webhook.replicas import Webhooks
from tests.l2.webhook.scene import (
    ACCOUNT,
    CARD,
    EMAIL,
    GRANT,
    Object,
    Scene,
    Stage,
    a_container,
    a_pod,
    a_template,
    env,
    post_floor,
    workload,
)

GRANTED = {"grants": [GRANT]}
DIRTY = a_container(env=[env("CONTACT", EMAIL)])


def test_an_update_may_not_add_or_change_a_finding(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED)
    scene.must(scene.apply(workload("Deployment", a_template())))

    added = scene.apply(workload("Deployment", a_template(DIRTY)))

    assert "(EnvValue)" in added.stderr


def test_what_was_there_before_the_policy_may_stay_or_shrink_but_not_change(stage: Stage) -> None:
    two = a_container(env=[env("CONTACT", EMAIL), env("CARD", CARD)])
    already = workload("Deployment", a_template(two))
    scene = stage.scene(policy=GRANTED, already=[already])

    scene.must(scene.run("scale", "deployment", "web", "--replicas=3"))
    scene.must(scene.run("annotate", "deployment", "web", "team=a"))
    changed = a_container(env=[env("CONTACT", "john.poe@shopmail.io"), env("CARD", CARD)])
    assert "(EnvValue)" in replace(scene, changed).stderr
    scene.must(replace(scene, DIRTY))
    assert "(EnvValue)" in replace(scene, two).stderr


def replace(scene: Scene, container: Object) -> subprocess.CompletedProcess[str]:
    """Replace the Deployment by one with this container."""
    return scene.run("replace", "--filename=-", manifest=workload("Deployment", a_template(container)))


def test_a_dry_run_is_judged_like_the_real_thing(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED)

    assert "(EnvValue)" in scene.create(a_pod(DIRTY), "--dry-run=server").stderr
    scene.must(scene.create(a_pod(), "--dry-run=server"))


def test_ephemeral_containers_come_by_their_subresource(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED)
    scene.must(scene.create(a_pod()))

    dirty = ephemeral(scene, a_container("debug", env=[env("CONTACT", EMAIL)]))
    clean = ephemeral(scene, a_container("debug"))

    assert dirty[0] == 403
    assert "ephemeralContainers[debug].env[CONTACT].value holds EmailAddress" in dirty[1]
    assert EMAIL not in dirty[1]
    assert clean[0] == 200


def ephemeral(scene: Scene, container: Object) -> tuple[int, str]:
    """Add an ephemeral container as `kubectl debug` does."""
    path = f"/api/v1/namespaces/{scene.namespace}/pods/web"
    pod = scene.webhooks.cluster.client.get(path)
    pod["spec"]["ephemeralContainers"] = [container]
    status, body = scene.webhooks.cluster.client.raw("PUT", f"{path}/ephemeralcontainers", pod)
    return status, body.decode()


def test_looking_into_a_pod_is_noted_where_it_prints_the_environment(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED)
    scene.must(scene.create(a_pod()))

    refused = scene.run("exec", "web", "--", "mail", EMAIL)

    assert "(ArgumentValue)" in refused.stderr


def test_what_is_not_governed_is_left_alone(stage: Stage) -> None:
    namespace = stage.namespaces()
    scene = Scene(stage.webhooks, namespace)

    for obj in (a_pod(DIRTY, labels={}), workload("Deployment", a_template(DIRTY))):
        answer = scene.create(obj)
        assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("namespace", ["kube-system", "kube-public", "kube-node-lease", "privet-system"])
def test_what_a_cluster_needs_is_left_alone_even_when_labelled_and_selected(
    webhooks: Webhooks, namespace: str
) -> None:
    cluster = webhooks.cluster
    post_floor(webhooks, "everything", {"namespaceSelector": {}, "enforcement": "Audit"})
    cluster.kubectl("label", "namespace", namespace, "privet.dev/governed=true")
    try:
        answer = Scene(webhooks, namespace).create(workload("Deployment", a_template(DIRTY), name="system"))
        assert (answer.returncode, answer.stderr) == (0, "")
    finally:
        cluster.kubectl("label", "namespace", namespace, "privet.dev/governed-")
        cluster.kubectl("delete", "clusterpiipolicy", "everything")
        cluster.kubectl("delete", "deployment", "system", "--ignore-not-found", f"--namespace={namespace}")


def test_a_namespace_that_is_governed_by_another_selector_is_judged_too(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED, labels={"team": "billing"})

    assert "(EnvValue)" in scene.create(a_pod(DIRTY)).stderr


def test_an_unknown_kind_is_judged_by_its_shape(stage: Stage) -> None:
    for kind, plural in (("Rollout", "rollouts"), ("Fleet", "fleets")):
        define(stage.webhooks, kind, plural)
    scene = stage.scene(policy=GRANTED)

    for kind in ("Rollout", "Fleet"):
        answer = scene.create(workload(kind, a_template(DIRTY)))
        assert "containers[app].env[CONTACT].value holds EmailAddress (EnvValue)" in answer.stderr
        scene.must(scene.create(workload(kind, a_template())))


def define(webhooks: Webhooks, kind: str, plural: str) -> None:
    """Define a kind that Privet has never heard of."""
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.example.io"},
        "spec": {
            "group": "example.io",
            "names": {"kind": kind, "plural": plural},
            "scope": "Namespaced",
            "versions": [
                {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
            ],
        },
    }
    text = json.dumps(definition)
    webhooks.cluster.kubectl("apply", "--server-side", "--filename=-", input=text)
    webhooks.cluster.kubectl("wait", "--for=condition=Established", f"crd/{plural}.example.io")


def keyed(stage: Stage, **key: object) -> Scene:
    return stage.scene(policy=GRANTED, key=dict(key))


def test_the_key_is_mounted_into_every_container(stage: Stage) -> None:
    scene = keyed(stage)
    sidecar = a_container("sidecar", restartPolicy="Always")
    scene.must(
        scene.create(
            a_pod(a_container(), a_container("other"), initContainers=[sidecar], serviceAccountName=ACCOUNT)
        )
    )

    spec = scene.get("pod", "web")["spec"]

    volumes = [one for one in spec["volumes"] if one["name"] == "privet-key-billing"]
    assert [one["secret"]["secretName"] for one in volumes] == ["privet-key-billing"]
    for container in (*spec["containers"], *spec["initContainers"]):
        mounts = [one for one in container["volumeMounts"] if one["name"] == "privet-key-billing"]
        assert mounts == [
            {
                "name": "privet-key-billing",
                "mountPath": "/var/run/secrets/privet.dev/billing",
                "readOnly": True,
            }
        ]


def test_a_pod_may_name_fewer_containers(stage: Stage) -> None:
    scene = keyed(stage)
    pod = a_pod(a_container(), a_container("other"), serviceAccountName=ACCOUNT)
    pod["metadata"]["annotations"] = {"privet.dev/containers": "app"}
    scene.must(scene.create(pod))

    app, other = scene.get("pod", "web")["spec"]["containers"]

    assert any(one["name"] == "privet-key-billing" for one in app["volumeMounts"])
    assert not any(one["name"] == "privet-key-billing" for one in other["volumeMounts"])


def test_nothing_else_of_a_pod_is_touched(stage: Stage) -> None:
    scene = keyed(stage)
    scene.must(scene.create(a_pod(name="subject", serviceAccountName=ACCOUNT)))
    scene.must(scene.create(a_pod(name="stranger")))

    subject, stranger = scene.get("pod", "subject"), scene.get("pod", "stranger")

    assert "privet-key" not in json.dumps(stranger["spec"])
    for pod in (subject, stranger):
        spec = pod["spec"]
        spec["volumes"] = [one for one in spec["volumes"] if one["name"] != "privet-key-billing"]
        # The API server's own token volume has a random name.
        token = spec["volumes"][0]["name"]
        for container in spec["containers"]:
            container["volumeMounts"] = [one for one in container["volumeMounts"] if one["name"] == token]
            container["volumeMounts"][0]["name"] = spec["volumes"][0]["name"] = "token"
        spec["serviceAccountName"] = spec["serviceAccount"] = "any"
    assert subject["spec"] == stranger["spec"]
    assert subject["metadata"].get("labels") == stranger["metadata"].get("labels")
    assert subject["metadata"].get("annotations") == stranger["metadata"].get("annotations")


def test_a_pod_that_mounts_its_key_itself_is_left_as_it_is(stage: Stage) -> None:
    scene = keyed(stage)
    scene.must(scene.create(a_pod(serviceAccountName=ACCOUNT)))
    pod = scene.get("pod", "web")
    again = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "again", "labels": {"app": "billing"}}}

    scene.must(scene.create({**again, "spec": pod["spec"]}))

    assert scene.get("pod", "again")["spec"]["volumes"] == pod["spec"]["volumes"]
    assert scene.get("pod", "again")["spec"]["containers"] == pod["spec"]["containers"]


def test_containers_that_another_webhook_adds_later_get_the_key_too(stage: Stage) -> None:
    """Another mutation runs after ours (by name): reinvocation has to see what it added."""
    scene = keyed(stage)
    apply = stage.webhooks.cluster.kubectl
    injector = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "MutatingAdmissionPolicy",
        "metadata": {"name": "zz-injector"},
        "spec": {
            "matchConstraints": {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": scene.namespace}},
                "resourceRules": [
                    {
                        "apiGroups": [""],
                        "apiVersions": ["v1"],
                        "operations": ["CREATE"],
                        "resources": ["pods"],
                    }
                ],
            },
            "failurePolicy": "Fail",
            "reinvocationPolicy": "Never",
            "mutations": [
                {
                    "patchType": "JSONPatch",
                    "jsonPatch": {
                        "expression": """[JSONPatch{op: "add", path: "/spec/containers/-",
                        value: Object.spec.containers{name: "injected", image: "privet.test/mesh:1"}}]"""
                    },
                }
            ],
        },
    }
    binding = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "MutatingAdmissionPolicyBinding",
        "metadata": {"name": "zz-injector"},
        "spec": {"policyName": "zz-injector"},
    }
    apply(
        "apply", "--server-side", "--filename=-", input="\n---\n".join(map(json.dumps, (injector, binding)))
    )
    try:
        stage.webhooks.cluster.wait(
            lambda: containers_of(scene, "probe") == ["app", "injected"], "the injector works"
        )
        scene.must(scene.create(a_pod(serviceAccountName=ACCOUNT)))
        spec = scene.get("pod", "web")["spec"]
        assert [one["name"] for one in spec["containers"]] == ["app", "injected"]
        for container in spec["containers"]:
            assert any(one["name"] == "privet-key-billing" for one in container["volumeMounts"])
    finally:
        apply("delete", "mutatingadmissionpolicy,mutatingadmissionpolicybinding", "zz-injector")


def containers_of(scene: Scene, name: str) -> list[str]:
    """What a pod would get as containers."""
    answer = scene.run(
        "create", "--filename=-", "--dry-run=server", "--output=json", manifest=a_pod(name=name)
    )
    made = json.loads(scene.must(answer))
    return [one["name"] for one in made["spec"]["containers"]]


def test_the_pod_of_a_subject_does_not_start_without_its_key(stage: Stage) -> None:
    scene = keyed(stage)
    in_the_way = {"name": "privet-key-billing", "emptyDir": {}}

    answer = scene.create(a_pod(serviceAccountName=ACCOUNT, volumes=[in_the_way]))

    assert "would start without the key of ProvisioningKey billing (KeyNotMounted)" in answer.stderr


def test_somebody_elses_key_is_not_mounted(stage: Stage) -> None:
    scene = keyed(stage)
    volume = {"name": "stolen", "secret": {"secretName": "privet-key-billing"}}

    answer = scene.create(
        a_pod(a_container(volumeMounts=[{"name": "stolen", "mountPath": "/k"}]), volumes=[volume])
    )

    assert "(KeyMisuse)" in answer.stderr
