"""The harness itself: with controllers and scheduler, objects bring forth other objects."""

from __future__ import annotations

import json

from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces

DEPLOYMENT = {
    "metadata": {"name": "web"},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "privet.test/base:1"}]},
        },
    },
}


def test_a_deployment_gets_its_pods(managed_control_plane: Cluster, managed_namespaces: Namespaces) -> None:
    cluster, namespace = managed_control_plane, managed_namespaces()

    cluster.client.post(f"/apis/apps/v1/namespaces/{namespace}/deployments", DEPLOYMENT)

    def pods() -> bool:
        return len(cluster.client.get(f"/api/v1/namespaces/{namespace}/pods")["items"]) == 2

    assert cluster.wait(pods, "the Deployment has its pods")


def test_a_deleted_namespace_goes_away(
    managed_control_plane: Cluster, managed_namespaces: Namespaces
) -> None:
    namespace = managed_namespaces()

    managed_namespaces.delete_all()

    gone = f"/api/v1/namespaces/{namespace}"
    assert managed_control_plane.wait(
        lambda: not managed_control_plane.answers(gone), "the namespace is gone"
    )


def test_the_audit_log_has_who_did_what_and_no_contents(
    managed_control_plane: Cluster, managed_namespaces: Namespaces
) -> None:
    cluster, namespace = managed_control_plane, managed_namespaces()
    secret = {"metadata": {"name": "audited"}, "stringData": {"token": "not-in-the-log"}}

    cluster.client.post(f"/api/v1/namespaces/{namespace}/secrets", secret)

    assert cluster.audit_log is not None
    text = cluster.audit_log.read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines() if '"audited"' in line]
    assert any(event["verb"] == "create" and event["level"] == "Metadata" for event in events)
    assert "not-in-the-log" not in text
