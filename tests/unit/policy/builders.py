"""Ordinary things to start from: a test names what is unusual about its own."""

import json
from typing import Any

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine
from privet.policy import (
    Allowed,
    Denied,
    Operation,
    PolicySet,
    Review,
    Unevaluated,
    Verdict,
    Violation,
    build,
    evaluate,
)

Json = dict[str, Any]
Value = Any
"""What a field of an object holds."""

NAMESPACE = "shop"
GOVERNED = {"privet.dev/governed": "true"}
CONTROLLER = "system:serviceaccount:privet-system:privet-controller"
READ_EMAIL: Json = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}


def _present(spec: Json) -> Json:
    """Leave out what a test makes absent."""
    return {field: value for field, value in spec.items() if value is not None}


def a_cluster_policy(name: str = "baseline", **spec: Value) -> ClusterPIIPolicy:
    """Governs the shop, looks for everything, allows to grant reading of addresses."""
    ordinary = {"namespaceSelector": {"matchLabels": GOVERNED}, "ceiling": [READ_EMAIL]}
    return ClusterPIIPolicy.from_object({"metadata": {"name": name}, "spec": _present({**ordinary, **spec})})


def a_policy(name: str = "billing", **spec: Value) -> PIIPolicy:
    """Selects the web workload and grants nothing."""
    ordinary = {"workloadSelector": {"matchLabels": {"app": "web"}}}
    return PIIPolicy.from_object(
        {"metadata": {"name": name, "namespace": NAMESPACE}, "spec": _present({**ordinary, **spec})}
    )


def a_key(name: str = "billing", **spec: Value) -> ProvisioningKey:
    """Is for pods of the ServiceAccount billing."""
    ordinary = {"policyRef": {"name": "billing"}, "subject": {"serviceAccountName": "billing"}}
    return ProvisioningKey.from_object(
        {"metadata": {"name": name, "namespace": NAMESPACE}, "spec": _present({**ordinary, **spec})}
    )


def policies(
    *resources: ClusterPIIPolicy | PIIPolicy | ProvisioningKey | Quarantine, labels: dict[str, str] = GOVERNED
) -> PolicySet:
    """One governed namespace; with an ordinary floor and policy where the test names none."""
    some = list(resources)
    if not any(isinstance(one, ClusterPIIPolicy) for one in some):
        some.append(a_cluster_policy())
    if not any(isinstance(one, PIIPolicy) for one in some):
        some.append(a_policy())
    return build(some, {NAMESPACE: labels})


ORDINARY = policies()
WITH_GRANT = policies(a_policy(grants=[READ_EMAIL]))


def from_secret(name: str, of: str = "customers", key: str = "value") -> Json:
    """A variable that is fed from a Secret."""
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": of, "key": key}}}


def env(**values: str) -> list[Json]:
    """Variables with their values."""
    return [{"name": name, "value": value} for name, value in values.items()]


def a_container(name: str = "app", **fields: Value) -> Json:
    return {"name": name, "image": "registry.internal/app:1", **fields}


def a_pod(
    *containers: Json, labels: Json | None = None, annotations: Json | None = None, **spec: Value
) -> Json:
    """The pod of the web workload, clean."""
    metadata: Json = {"name": "web", "namespace": NAMESPACE, "labels": labels or {"app": "web"}}
    if annotations:
        metadata["annotations"] = annotations
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": list(containers) or [a_container()], **spec},
    }


def a_deployment(pod: Json, kind: str = "Deployment", group: str = "apps") -> Json:
    """A workload whose pods look like the one given."""
    template = {"metadata": {"labels": pod["metadata"]["labels"]}, "spec": pod["spec"]}
    return {
        "apiVersion": f"{group}/v1" if group else "v1",
        "kind": kind,
        "metadata": {"name": "web", "namespace": NAMESPACE},
        "spec": {"template": template},
    }


def a_review(
    obj: Json | None,
    *,
    old: Json | None = None,
    operation: Operation | None = None,
    user: str = "jane",
    **fields: Value,
) -> Review:
    """A request to create an object, or to update an old one."""
    shown = obj or old or {}
    group = shown.get("apiVersion", "v1").rpartition("/")[0]
    return Review(
        operation=operation or (Operation.UPDATE if old else Operation.CREATE),
        group=group,
        kind=shown.get("kind", ""),
        namespace=NAMESPACE,
        name=shown.get("metadata", {}).get("name", ""),
        user=user,
        object=None if obj is None else json.dumps(obj).encode(),
        old_object=None if old is None else json.dumps(old).encode(),
        **fields,
    )


def judge(obj: Json | None, among: PolicySet = ORDINARY, **fields: Value) -> Verdict:
    return evaluate(among, a_review(obj, **fields))


def violations(verdict: Verdict) -> tuple[Violation, ...]:
    """Everything that a verdict objects to, whatever is done about it."""
    match verdict:
        case Allowed(warnings, audits):
            return (*warnings, *audits)
        case Denied():
            return (*verdict.violations, *verdict.warnings, *verdict.audits)
        case Unevaluated(why):
            raise AssertionError(why)
        case _:
            raise AssertionError("a question, not an answer")


def objections(verdict: Verdict) -> list[tuple[str, str, str | None]]:
    """Rule, path and entity of everything that is objected to, sorted."""
    return sorted((str(one.rule), one.path, one.entity) for one in violations(verdict))


def rules(verdict: Verdict) -> list[str]:
    return sorted({str(one.rule) for one in violations(verdict)})
