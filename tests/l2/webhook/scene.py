"""A governed namespace with policies, and what users try in it."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.cluster.namespaces import Namespaces
from tests.cluster.waiting import wait_until
from tests.l2.webhook.replicas import Replica, Webhooks

Object = dict[str, Any]

CARD = "4929123456789015"
EMAIL = "jane.roe@shopmail.io"
PLANTED = (CARD, EMAIL, "jane.roe", "shopmail.io")
"""What no answer, log, metric or audit event may hold."""

GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}
ACCOUNT = "billing"


def a_container(name: str = "app", **changes: object) -> Object:
    """A container that nobody objects to."""
    return {"name": name, "image": "privet.test/base:1", **changes}


def a_template(*containers: Object, labels: dict[str, str] | None = None, **spec: object) -> Object:
    """A pod template of the workload that the policy selects."""
    return {
        "metadata": {"labels": {"app": "billing"} if labels is None else labels},
        "spec": {"containers": list(containers) or [a_container()], **spec},
    }


def a_pod(*containers: Object, name: str = "web", **template: Any) -> Object:  # noqa: ANN401 - parts of any type
    """A pod."""
    made = a_template(*containers, **template)
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, **made["metadata"]},
        "spec": made["spec"],
    }


def workload(kind: str, template: Object, name: str = "web") -> Object:
    """An object of a kind of workload around a template."""
    labels = template["metadata"]["labels"]
    selected = {"selector": {"matchLabels": labels}, "template": template}
    once = copy.deepcopy(template)
    once["spec"]["restartPolicy"] = "Never"
    shapes: dict[str, tuple[str, Object]] = {
        "Deployment": ("apps/v1", {"spec": selected}),
        "ReplicaSet": ("apps/v1", {"spec": selected}),
        "DaemonSet": ("apps/v1", {"spec": selected}),
        "StatefulSet": ("apps/v1", {"spec": {**selected, "serviceName": "web"}}),
        "ReplicationController": ("v1", {"spec": {"selector": labels, "template": template}}),
        "PodTemplate": ("v1", {"template": template}),
        "Job": ("batch/v1", {"spec": {"template": once}}),
        "CronJob": (
            "batch/v1",
            {"spec": {"schedule": "0 * * * *", "jobTemplate": {"spec": {"template": once}}}},
        ),
        "Rollout": ("example.io/v1", {"spec": selected}),
        "Fleet": ("example.io/v1", {"spec": {"groups": [{"name": "one", "pods": template}]}}),
    }
    version, rest = shapes[kind]
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, **rest}


def env(name: str, value: str) -> Object:
    """A literal variable."""
    return {"name": name, "value": value}


def from_secret(name: str, secret: str = "customer") -> Object:  # noqa: S107 - a Secret's name
    """A variable that is fed from a Secret."""
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": "value"}}}


@dataclass
class Scene:
    """One governed namespace of a test."""

    webhooks: Webhooks
    namespace: str
    policies: list[str] = field(default_factory=list)

    @property
    def floor(self) -> str:
        """The name of its ClusterPIIPolicy."""
        return f"floor-{self.namespace}"

    def run(self, *args: str, manifest: Object | None = None) -> subprocess.CompletedProcess[str]:
        """Run kubectl in the namespace."""
        text = yaml.safe_dump(manifest) if manifest else None
        return self.webhooks.cluster.run_kubectl(f"--namespace={self.namespace}", *args, input=text)

    def create(self, manifest: Object, *flags: str) -> subprocess.CompletedProcess[str]:
        """Create an object."""
        return self.run("create", "--filename=-", *flags, manifest=manifest)

    def apply(self, manifest: Object) -> subprocess.CompletedProcess[str]:
        """Apply an object."""
        return self.run("apply", "--server-side", "--force-conflicts", "--filename=-", manifest=manifest)

    def post(self, manifest: Object) -> None:
        """Create one of Privet's resources, quicker than kubectl."""
        plural = {"PIIPolicy": "piipolicies", "ProvisioningKey": "provisioningkeys"}[manifest["kind"]]
        path = f"/apis/privet.dev/v1alpha1/namespaces/{self.namespace}/{plural}"
        self.webhooks.cluster.client.post(path, manifest)

    def must(self, result: subprocess.CompletedProcess[str]) -> str:
        """Give the output of what has to succeed."""
        assert result.returncode == 0, result.stderr
        return result.stdout

    def get(self, kind: str, name: str) -> Object:
        """Read an object."""
        found: Object = json.loads(self.must(self.run("get", kind, name, "--output=json")))
        return found

    def settle(self, *replicas: Replica) -> None:
        """Wait until the replicas know every policy, key and namespace that the API server has."""
        cluster = self.webhooks.cluster
        paths = {
            "clusterpiipolicies": "/apis/privet.dev/v1alpha1/clusterpiipolicies",
            "piipolicies": "/apis/privet.dev/v1alpha1/piipolicies",
            "provisioningkeys": "/apis/privet.dev/v1alpha1/provisioningkeys",
            "quarantines": "/apis/privet.dev/v1alpha1/quarantines",
            "namespaces": "/api/v1/namespaces",
        }
        wanted = {
            f"privet_admission_{kind}": len(cluster.client.get(path)["items"]) for kind, path in paths.items()
        }

        def known(replica: Replica) -> bool:
            lines = dict(
                line.rsplit(" ", 1) for line in replica.get("/metrics")[1].splitlines() if line[:1] != "#"
            )
            return all(float(lines.get(name, "-1")) == count for name, count in wanted.items())

        for replica in replicas or self.webhooks.replicas:
            wait_until(lambda replica=replica: known(replica), f"{replica.name} knows {wanted}", 10)  # type: ignore[misc] # bound now


@dataclass
class Stage:
    """Where scenes are made."""

    webhooks: Webhooks
    namespaces: Namespaces
    shared: dict[str, Scene] = field(default_factory=dict)
    """Scenes that tests which keep nothing in them have in common."""

    def common(self, enforcement: str, policy: Object) -> Scene:
        """Give the scene for this enforcement and policy; only dry runs leave it as it is."""
        name = json.dumps([enforcement, policy])
        if name not in self.shared:
            self.shared[name] = self.scene(policy=policy, floor={"enforcement": enforcement})
        return self.shared[name]

    def scene(
        self,
        *,
        floor: Object | None = None,
        policy: Object | None = None,
        labels: dict[str, str] | None = None,
        key: Object | None = None,
        already: Sequence[Object] = (),
    ) -> Scene:
        """Make a governed namespace with a floor that applies to it alone, a policy, and a key if wanted.

        What is there `already` was created before the floor.
        """
        namespace = self.namespaces(labels={"privet.dev/governed": "true"} if labels is None else labels)
        scene = Scene(self.webhooks, namespace)
        for obj in already:
            scene.must(scene.create(obj))
        selector = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
        spec = {"namespaceSelector": selector, "ceiling": [GRANT], **(floor or {})}
        post_floor(self.webhooks, scene.floor, spec)
        if policy is not None:
            own = {"workloadSelector": {"matchLabels": {"app": "billing"}}, **policy}
            scene.post(own_kind("PIIPolicy", "billing", own))
        if key is not None:
            path = f"/api/v1/namespaces/{namespace}/serviceaccounts"
            self.webhooks.cluster.client.post(path, {"metadata": {"name": ACCOUNT}})
            spec = {"policyRef": {"name": "billing"}, "subject": {"serviceAccountName": ACCOUNT}, **key}
            scene.post(own_kind("ProvisioningKey", "billing", spec))
        scene.settle()
        return scene


def own_kind(kind: str, name: str, spec: Object) -> Object:
    """One of Privet's resources."""
    return {"apiVersion": "privet.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def post_floor(webhooks: Webhooks, name: str, spec: Object) -> None:
    """Create a ClusterPIIPolicy."""
    webhooks.cluster.client.post(
        "/apis/privet.dev/v1alpha1/clusterpiipolicies", own_kind("ClusterPIIPolicy", name, spec)
    )
