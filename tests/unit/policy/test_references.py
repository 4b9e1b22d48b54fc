"""Variables and volumes fed from what is known to hold personal data; what is not known is not judged."""

import pytest

from privet.policy import Allowed, PolicySet, PolicyStore
from tests.unit.policy.builders import (
    GOVERNED,
    NAMESPACE,
    READ_EMAIL,
    Json,
    a_cluster_policy,
    a_container,
    a_pod,
    a_policy,
    judge,
    objections,
    rules,
)


def knowing(kind: str, **keys: str) -> PolicySet:
    store = PolicyStore()
    store.put(a_cluster_policy())
    store.put(a_policy(grants=[READ_EMAIL]))
    store.put_namespace(NAMESPACE, GOVERNED)
    store.put_reference(NAMESPACE, kind, "customers", keys)
    return store.current


CONFIG_MAP = knowing("ConfigMap", contact="EmailAddress")
FED: list[tuple[Json, str]] = [
    (
        a_pod(
            a_container(
                env=[{"name": "X", "valueFrom": {"configMapKeyRef": {"name": "customers", "key": "contact"}}}]
            )
        ),
        "containers[app].env[X]",
    ),
    (a_pod(a_container(envFrom=[{"configMapRef": {"name": "customers"}}])), "containers[app].envFrom"),
    (a_pod(volumes=[{"name": "v", "configMap": {"name": "customers"}}]), "volumes[v]"),
]


@pytest.mark.parametrize(("pod", "path"), FED)
def test_what_is_fed_from_it_is_refused(pod: Json, path: str) -> None:
    assert objections(judge(pod, CONFIG_MAP)) == [("ReferenceValue", path, "EmailAddress")]


@pytest.mark.parametrize(("pod", "path"), FED)
def test_what_is_not_known_is_not_judged(pod: Json, path: str) -> None:
    assert judge(pod, knowing("ConfigMap")) == Allowed(), path
    assert judge(pod, knowing("Secret", contact="EmailAddress")) == Allowed(), path


def test_another_key_is_another_matter() -> None:
    source = {"configMapKeyRef": {"name": "customers", "key": "port"}}

    assert judge(a_pod(a_container(env=[{"name": "X", "valueFrom": source}])), CONFIG_MAP) == Allowed()


def test_from_a_secret_it_may_be_read_by_whoever_has_a_grant() -> None:
    source = {"secretKeyRef": {"name": "customers", "key": "contact"}}
    pod = a_pod(a_container(env=[{"name": "X", "valueFrom": source}]))

    assert judge(pod, knowing("Secret", contact="EmailAddress")) == Allowed()
    assert rules(judge(pod, knowing("Secret", contact="CreditCard"))) == ["ReferenceValue"]
