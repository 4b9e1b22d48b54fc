"""The harness itself: a control plane is real, quick, alone, and leaves nothing."""

from __future__ import annotations

from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces


def test_the_api_server_is_a_real_one(control_plane: Cluster) -> None:
    version = control_plane.client.get("/version")

    assert version["gitVersion"] == f"v{control_plane.run.kubernetes}"


def test_a_user_is_who_its_certificate_says(control_plane: Cluster) -> None:
    kubeconfig = control_plane.kubeconfig_for("jane", ["team-a"])

    answer = control_plane.kubectl("auth", "whoami", "-ojson", kubeconfig=kubeconfig)

    assert '"jane"' in answer
    assert '"team-a"' in answer


def test_pods_can_be_created_in_a_fresh_namespace(control_plane: Cluster, namespaces: Namespaces) -> None:
    namespace = namespaces(labels={"privet.dev/governed": "true"})

    control_plane.kubectl("run", "web", "--image=privet.test/base:1", f"--namespace={namespace}")

    assert "web" in control_plane.kubectl("get", "pods", f"--namespace={namespace}")
