"""Whatever a policy does with a breach, nobody who looks at the cluster reads the value."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from privet.cli.demo.manifests import Planted
from tests.cluster import images
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.leaks import leaks, planted, size_searched

Json = dict[str, Any]


@pytest.fixture
def values() -> Planted:
    made = Planted.make()
    planted(made.card)
    planted(made.email)
    return made


@pytest.fixture
def governed(
    request: pytest.FixtureRequest, node_cluster: Cluster, node_namespaces: Namespaces
) -> Iterator[str]:
    """A namespace whose policy has the enforcement that the test asks for."""
    namespace = node_namespaces(labels={"privet.dev/governed": "true"})
    selector = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
    policy = {"namespaceSelector": selector, "enforcement": request.param}
    team = {"workloadSelector": {"matchLabels": {"app": "web"}}}
    create(node_cluster, resource("ClusterPIIPolicy", {"name": namespace}, policy))
    create(node_cluster, resource("PIIPolicy", {"name": "web", "namespace": namespace}, team))
    node_cluster.wait_for("cppol", namespace, "condition=Ready", 30)
    node_cluster.wait_for("ppol", "web", "condition=Ready", 30, namespace=namespace)
    yield namespace
    node_cluster.kubectl("delete", "cppol", namespace)


def resource(kind: str, metadata: Json, spec: Json) -> Json:
    return {"apiVersion": "privet.dev/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def create(cluster: Cluster, obj: Json) -> None:
    cluster.kubectl("create", "-f", "-", input=json.dumps(obj))


def a_leaking_pod(namespace: str, values: Planted) -> Json:
    source = {"secretKeyRef": {"name": "customers", "key": "email", "optional": True}}
    container = {
        "name": "app",
        "image": images.BASE,
        "command": ["sh", "-c", 'echo "$CUSTOMER_EMAIL"', values.email],
        "env": [{"name": "PAYMENT", "value": values.card}, {"name": "CUSTOMER_EMAIL", "valueFrom": source}],
    }
    metadata = {"name": "web", "namespace": namespace, "labels": {"app": "web"}}
    spec = {"restartPolicy": "Never", "containers": [container]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


@pytest.mark.usefixtures("privet")
@pytest.mark.parametrize("governed", ["Deny", "Warn", "Audit"], indirect=True)
def test_the_answer_names_places_and_kinds_alone(
    request: pytest.FixtureRequest, node_cluster: Cluster, governed: str, values: Planted
) -> None:
    enforcement = request.node.callspec.params["governed"]

    answer = node_cluster.run_kubectl(
        "create", "-f", "-", "--dry-run=server", input=json.dumps(a_leaking_pod(governed, values))
    )

    said = answer.stdout + answer.stderr
    assert not values.traces_in(said)
    assert (answer.returncode == 0) == (enforcement != "Deny")
    for rule in ("EnvValue", "ArgumentValue", "EnvLogged"):
        assert (f"({rule})" in said) == (enforcement != "Audit"), said


@pytest.mark.usefixtures("privet")
@pytest.mark.parametrize("governed", ["Audit"], indirect=True)
def test_an_audited_breach_is_in_the_audit_log_without_its_value(
    node_cluster: Cluster, governed: str, values: Planted
) -> None:
    create(node_cluster, a_leaking_pod(governed, values))

    def audited() -> bool:
        assert node_cluster.audit_log is not None
        lines = node_cluster.audit_log.read_text(encoding="utf-8").splitlines()
        return any(governed in line and "EnvValue" in line for line in lines)

    node_cluster.wait(audited, "the audit annotation", 10)


@pytest.mark.usefixtures("privet")
@pytest.mark.parametrize("governed", ["Deny"], indirect=True)
def test_nothing_is_found_in_all_that_was_written(
    node_cluster: Cluster, governed: str, values: Planted
) -> None:
    node_cluster.run_kubectl("create", "-f", "-", input=json.dumps(a_leaking_pod(governed, values)))

    assert leaks(node_cluster) == []
    assert size_searched(node_cluster) > 100_000


@pytest.mark.usefixtures("privet")
def test_the_search_itself_finds_what_is_there(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()
    marker = planted(Planted.make().card)
    data = {"note": f"card {marker[:4]} {marker[4:8]} {marker[8:12]} {marker[12:]}"}
    node_cluster.kubectl(
        "create",
        "-f",
        "-",
        input=json.dumps(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "note", "namespace": namespace},
                "data": data,
            }
        ),
    )

    assert leaks(node_cluster) == ["planted data in configmaps"]

    node_cluster.kubectl("delete", "configmap", "note", "-n", namespace)
