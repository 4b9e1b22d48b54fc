"""A cluster kept by GitOps in miniature: the chart and users' manifests, applied by one manager."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from privet.cluster import HttpCluster, connect
from privet.controllers.app import cluster_issuer, ring_settings
from privet.controllers.controller import Controller, Surroundings
from privet.controllers.queue import Clocks
from privet.settings import ControllerSettings
from tests.chart.release import template
from tests.cluster.cluster import Cluster, Options
from tests.cluster.launch import start_cluster
from tests.cluster.locations import REPOSITORY
from tests.documents import read_documents
from tests.l2.webhook.replicas import Webhooks
from tests.l3.controller_ground import ACCOUNT, SYSTEM, ControllerProcess, Shop
from tests.privet_processes import WEBHOOK

Object = dict[str, Any]

EXAMPLES = REPOSITORY / "examples" / "gitops"
MANAGER = "gitops"
SHOP = "shop"
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}
WIDE = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read", "Write"]}
SELECTED = {"matchLabels": {"app": "billing"}}
_QUIET: Mapping[str, str] = {}


def users_manifests(grant: Object = GRANT) -> list[Object]:
    """What a platform team and a team keep in Git: the policies of the examples, and a workload."""
    documents = example_policies()
    for one in documents:
        if one["kind"] == "ClusterPIIPolicy":
            one["spec"]["ceiling"] = [WIDE]
        elif one["kind"] == "PIIPolicy":
            one["spec"]["grants"] = [grant]
    return [
        *documents,
        _object("v1", "ConfigMap", "billing", SHOP, data={"mode": "quiet"}),
        _object("apps/v1", "Deployment", "billing", SHOP, spec=_deployment()),
    ]


def example_policies() -> list[Object]:
    """Read what the examples put into Git, namespaces first, as every tool applies them."""
    folder = EXAMPLES / "policies"
    names = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    documents = [one for name in names for one in read_documents((folder / name).read_text())]
    return sorted(documents, key=lambda one: str(one["kind"]) != "Namespace")


def _deployment() -> Object:
    container = {"name": "app", "image": "registry.example/billing:1", "resources": {}}
    pod = {"serviceAccountName": "billing", "containers": [container]}
    return {
        "replicas": 2,
        "selector": SELECTED,
        "template": {"metadata": {"labels": {"app": "billing"}}, "spec": pod},
    }


def _object(api_version: str, kind: str, name: str, namespace: str = "", **rest: Any) -> Object:  # noqa: ANN401 - any field of a manifest
    metadata: Object = {"name": name}
    if namespace:
        metadata["namespace"] = namespace
    if "labels" in rest:
        metadata["labels"] = rest.pop("labels")
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **rest}


def chart(webhook_port: int, probe_port: int) -> list[Object]:
    """What the chart renders; reviews go to ports of this machine, as there are no Services here."""
    rendered = read_documents(template("helm", "--no-hooks"))
    for configuration in rendered:
        for webhook in configuration.get("webhooks", ()):
            service = webhook["clientConfig"].pop("service")
            port = probe_port if service["name"] == "privet-webhook-probe" else webhook_port
            webhook["clientConfig"]["url"] = f"https://127.0.0.1:{port}{service['path']}"
    namespace = _object(
        "v1", "Namespace", SYSTEM, labels={"pod-security.kubernetes.io/enforce": "restricted"}
    )
    return [namespace, *rendered]


@dataclass
class Estate:
    """The cluster, what is in Git for it, and the processes."""

    cluster: Cluster
    folder: Path
    webhooks: Webhooks
    users: list[Object] = field(default_factory=users_manifests)
    controllers: list[ControllerProcess] = field(default_factory=list)

    @property
    def chart(self) -> list[Object]:
        """What is installed."""
        return chart(self.webhooks.balancer.port, self.webhooks.probes.port)

    @property
    def everything(self) -> list[Object]:
        """All that is in Git."""
        return [*self.chart, *self.users]

    @property
    def shop(self) -> Shop:
        """The team's namespace."""
        return Shop(self.cluster, SHOP)

    def try_apply(self, objects: list[Object]) -> subprocess.CompletedProcess[str]:
        """Apply as a GitOps controller does, and never by force."""
        return self.cluster.run_kubectl(
            "apply", "--server-side", f"--field-manager={MANAGER}", "--filename=-", input=_text(objects)
        )

    def apply(self, objects: list[Object], tries: int = 20) -> int:
        """Apply until it works, and give how many times it took."""
        said = ""
        for number in range(1, tries + 1):
            answer = self.try_apply(objects)
            if answer.returncode == 0:
                return number
            said = answer.stderr
            assert "conflict" not in said.lower(), said
            time.sleep(0.5)
        raise AssertionError(said)

    def differs(self, objects: list[Object]) -> str:
        """Give what applying once more would change."""
        answer = self.cluster.run_kubectl(
            "diff", "--server-side", f"--field-manager={MANAGER}", "--filename=-", input=_text(objects)
        )
        return answer.stdout + (answer.stderr if answer.returncode > 1 else "")

    def live(self, obj: Object) -> Object:
        """Give an object as the API server has it, managed fields included."""
        return self.cluster.client.get(self._path(obj))

    def _path(self, obj: Object) -> str:
        group = obj["apiVersion"]
        root = f"/apis/{group}" if "/" in group else f"/api/{group}"
        namespace = obj["metadata"].get("namespace")
        if obj["kind"] not in _CLUSTER_WIDE:
            root += f"/namespaces/{namespace or 'default'}"
        return f"{root}/{_plural(obj['kind'])}/{obj['metadata']['name']}"

    def controller(self, **settings: str) -> ControllerProcess:
        """Prepare a controller; its identity is a pod's, so that it takes its Lease back after a crash."""
        process = ControllerProcess(self.cluster, self.folder, settings=settings)
        self.controllers.append(process)
        return process

    def replica(self, name: str, settings: Mapping[str, str] = _QUIET) -> None:
        """Start a replica of the webhook, and wait for it."""
        self.webhooks.start(name, settings)

    def live_for(self, every: timedelta, times: int, start: datetime) -> list[int]:
        """Start a controller anew `times` times, each time so much later; give the sequences issued."""
        return asyncio.run(self._live_for(every, times, start))

    async def _live_for(self, every: timedelta, times: int, start: datetime) -> list[int]:
        account = self.cluster.kubeconfig_for_service_account(SYSTEM, ACCOUNT)
        settings = ControllerSettings()
        sequences = []
        async with HttpCluster(connect(str(account))) as cluster:
            issuer = await cluster_issuer(cluster)
            for number in range(times):
                clocks = Clocks(wall=partial(_the_time, start + every * (number + 1)))
                controller = Controller(
                    cluster, settings, ring_settings(settings), issuer, Surroundings(clocks)
                )
                await controller.load()
                work = asyncio.create_task(controller.run(lambda: None))
                async with asyncio.timeout(20):
                    while not controller.idle():  # noqa: ASYNC110 - it has no event for this
                        await asyncio.sleep(0.02)
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                sequences.append(self.shop.status()["current"]["sequence"])
        return sequences


_CLUSTER_WIDE = {
    "Namespace",
    "ClusterPIIPolicy",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleBinding",
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
}


def _plural(kind: str) -> str:
    lower = kind.lower()
    if lower.endswith("policy"):
        return f"{lower[:-1]}ies"
    return f"{lower}s"


def _text(objects: list[Object]) -> str:
    return yaml.safe_dump_all(objects)


@contextmanager
def estate(folder: Path, *, audit: bool = False) -> Iterator[Estate]:
    """Start a cluster with nothing in it."""
    with start_cluster(Options(audit=audit)) as cluster:
        one = Estate(cluster, folder, Webhooks(cluster))
        try:
            yield one
        finally:
            one.webhooks.close()
            for process in one.controllers:
                process.stop()


def _the_time(moment: datetime) -> datetime:
    return moment


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC).replace(microsecond=0)


__all__ = ["ACCOUNT", "SYSTEM", "WEBHOOK", "Estate", "estate"]
