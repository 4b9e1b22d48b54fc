"""Who may take a namespace out of what governs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.l2.webhook.replicas import Webhooks
from tests.l2.webhook.scene import GRANT, Stage, a_container, a_pod, env, post_floor


@pytest.fixture
def jane(webhooks: Webhooks) -> Iterator[Path]:
    """A user who may do anything with namespaces."""
    kubectl = webhooks.cluster.kubectl
    places = "namespaces,namespaces/status,namespaces/finalize"
    kubectl("create", "clusterrole", "namespace-editor", "--verb=*", f"--resource={places}")
    kubectl("create", "clusterrolebinding", "jane", "--clusterrole=namespace-editor", "--group=editors")
    yield webhooks.cluster.kubeconfig_for("jane", ["editors"])
    kubectl("delete", "clusterrole/namespace-editor", "clusterrolebinding/jane")


@pytest.fixture
def governor(webhooks: Webhooks) -> Iterator[Path]:
    """Another who may also govern."""
    kubectl = webhooks.cluster.kubectl
    role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "governor"},
        "rules": [{"apiGroups": ["privet.dev"], "resources": ["clusterpiipolicies"], "verbs": ["govern"]}],
    }
    kubectl("apply", "--server-side", "--filename=-", input=json.dumps(role))
    kubectl("create", "clusterrolebinding", "governor", "--clusterrole=governor", "--group=governors")
    yield webhooks.cluster.kubeconfig_for("ruth", ["editors", "governors"])
    kubectl("delete", "clusterrole/governor", "clusterrolebinding/governor")


LEAVING = [
    pytest.param({"privet.dev/governed": "true"}, "privet.dev/governed-", id="taking the label off"),
    pytest.param({"privet.dev/governed": "true"}, "privet.dev/governed=false", id="changing it"),
    pytest.param({"team": "billing"}, "team=other", id="leaving by another label"),
]


@pytest.mark.parametrize(("labels", "change"), LEAVING)
def test_leaving_needs_the_verb_govern(
    stage: Stage, jane: Path, governor: Path, labels: dict[str, str], change: str
) -> None:
    ((key, value),) = labels.items()
    selector = {"matchLabels": {key: value}}
    scene = stage.scene(labels=labels, floor={"namespaceSelector": selector, "enforcement": "Deny"})
    cluster = stage.webhooks.cluster
    try:
        refused = cluster.run_kubectl(
            "label", "--overwrite", "namespace", scene.namespace, change, kubeconfig=jane
        )
        assert "(ReservedMetadata)" in refused.stderr
        assert f"ClusterPIIPolicy/{scene.floor}" in refused.stderr
        assert "needs the verb govern" in refused.stderr
        allowed = cluster.run_kubectl(
            "label", "--overwrite", "namespace", scene.namespace, change, kubeconfig=governor
        )
        assert allowed.returncode == 0, allowed.stderr
    finally:
        cluster.kubectl("delete", "clusterpiipolicy", scene.floor)


@pytest.mark.parametrize("labels", [{"privet.dev/governed": "true"}, {"team": "billing"}])
def test_what_is_noted_on_a_namespace_is_read(stage: Stage, labels: dict[str, str]) -> None:
    scene = stage.scene(
        labels=labels, floor={"namespaceSelector": {"matchLabels": labels}, "enforcement": "Deny"}
    )
    cluster = stage.webhooks.cluster
    annotate = ("annotate", "--overwrite", "namespace", scene.namespace)
    try:
        refused = cluster.run_kubectl(*annotate, "shop.io/owner=jane@shopmail.io")
        assert "metadata.annotations[shop.io/owner] holds EmailAddress (MetadataValue)" in refused.stderr
        assert "jane@" not in refused.stderr
        allowed = cluster.run_kubectl(*annotate, "shop.io/owner=team-shop")
        assert allowed.returncode == 0, allowed.stderr
    finally:
        cluster.kubectl("delete", "clusterpiipolicy", scene.floor)


@pytest.mark.parametrize("subresource", ["status", "finalize"])
def test_there_is_no_way_out_through_a_subresource(stage: Stage, jane: Path, subresource: str) -> None:
    labels = {"privet.dev/governed": "true"}
    scene = stage.scene(
        labels=labels, floor={"namespaceSelector": {"matchLabels": labels}, "enforcement": "Deny"}
    )
    cluster = stage.webhooks.cluster
    path = f"/api/v1/namespaces/{scene.namespace}"
    namespace = cluster.client.get(path)
    del namespace["metadata"]["labels"]["privet.dev/governed"]
    try:
        refused = cluster.run_kubectl(
            "replace",
            f"--raw={path}/{subresource}",
            "--filename=-",
            input=json.dumps(namespace),
            kubeconfig=jane,
        )
        assert "(ReservedMetadata)" in refused.stderr
        assert cluster.client.get(path)["metadata"]["labels"].items() >= labels.items()
    finally:
        cluster.kubectl("delete", "clusterpiipolicy", scene.floor)


def test_other_labels_are_free(stage: Stage, jane: Path) -> None:
    scene = stage.scene(policy={"grants": [GRANT]})

    answer = stage.webhooks.cluster.run_kubectl("label", "namespace", scene.namespace, "a=b", kubeconfig=jane)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_reserved_labels_are_not(stage: Stage, jane: Path) -> None:
    scene = stage.scene(policy={"grants": [GRANT]})

    answer = stage.webhooks.cluster.run_kubectl(
        "label", "namespace", scene.namespace, "privet.dev/other=b", kubeconfig=jane
    )

    assert "(ReservedMetadata)" in answer.stderr


def test_a_namespace_is_judged_from_its_first_moment(webhooks: Webhooks) -> None:
    """The API server may know a namespace before our watch does: then a review waits, and is not skipped."""
    cluster = webhooks.cluster
    post_floor(webhooks, "newborn", {"namespaceSelector": {"matchLabels": {"newborn": "yes"}}})
    pod = a_pod(a_container(env=[env("CONTACT", "jane.roe@shopmail.io")]), labels={})
    made = []
    try:
        for number in range(10):
            name = f"newborn-{number}"
            labels = {"newborn": "yes", "privet.dev/governed": "true"}
            cluster.client.post("/api/v1/namespaces", {"metadata": {"name": name, "labels": labels}})
            made.append(name)
            account = {"metadata": {"name": "default"}}
            cluster.client.post(f"/api/v1/namespaces/{name}/serviceaccounts", account)
            status, body = cluster.client.raw("POST", f"/api/v1/namespaces/{name}/pods", pod)
            assert status == 403, body
            assert b"EnvValue" in body
    finally:
        for name in made:
            cluster.client.delete(f"/api/v1/namespaces/{name}")
        cluster.kubectl("delete", "clusterpiipolicy", "newborn")
