"""The demo's first step: Privet from its image, by its chart, where only restricted pods are let in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from privet.cli.demo.api import Answer, Object, wait
from privet.cli.demo.stage import SOON, Stage, StepFailedError
from privet.cli.demo.story import Seen, Step
from tests.chart.derived import CHART
from tests.chart.release import RESTRICTED, SYSTEM, TIMEOUT, Release
from tests.cluster.errors import ClusterError
from tests.demo.providers import Target

DEPLOYMENTS: Final = ("privet-controller", "privet-webhook")
CLUSTER_WIDE: Final = (
    "validatingwebhookconfigurations,mutatingwebhookconfigurations,"
    "validatingadmissionpolicies,clusterroles,clusterrolebindings,customresourcedefinitions"
)
_PARTS: Final = re.compile(
    r"(?P<name>[^@]{1,512}?)(?::(?P<tag>[\w.-]{1,128}))?(?:@(?P<digest>[\w:+.-]{1,256}))?"
)
_CONFLICT: Final = 409
_LINES: Final = 20
_COMMAND: Final = 80


@dataclass
class Installation:
    """Privet on the cluster that a provider gave; on a cluster of yours what was there is left as it was."""

    target: Target
    timeout: str = TIMEOUT
    _made_namespace: bool = field(default=False, init=False)
    _made_release: bool = field(default=False, init=False)
    _made_definitions: bool = field(default=False, init=False)

    @property
    def namespace(self) -> str:
        """Where it runs."""
        return self.target.installed_in or SYSTEM

    def step(self) -> Step:
        """Give the step of the story, which comes before all others."""
        if self.target.installed_in:
            return Step("Privet", "It was running here before; the demo leaves it as it is.", self._find)
        why = "The image and the chart, where only pods of the restricted Pod Security Standard are let in."
        return Step("Privet, as its users install it", why, self._install)

    def evidence(self) -> list[tuple[str, str]]:
        """Show how Privet fares: what helm, the cluster and Privet itself say."""
        place = f"--namespace={self.namespace}"
        events = self._kubectl("events", place)
        logs = ("logs", place, "--selector=app.kubernetes.io/name=privet", "--prefix", f"--tail={_LINES}")
        return [
            ("helm status privet", self._helm_status()),
            ("pods", self._kubectl("get", "pods", place, "--output=wide")),
            ("events", "\n".join(events.splitlines()[-_LINES:])),
            ("Privet's logs", self._kubectl(*logs)),
        ]

    def remove(self) -> list[str]:
        """Take away what was installed; return the names of what is still there and was not before."""
        if self._made_release:
            self._release("uninstall", "privet", "--ignore-not-found", "--wait", f"--timeout={self.timeout}")
        if self._made_namespace:
            self.target.kubectl("delete", "namespace", SYSTEM, f"--timeout={self.timeout}")
        if not self._made_release:
            return []
        selector = "--selector=app.kubernetes.io/name=privet"
        left = self.target.kubectl("get", CLUSTER_WIDE, selector, "--output=name").split()
        kept = "customresourcedefinition.apiextensions.k8s.io/"
        return [name for name in left if self._made_definitions or not name.startswith(kept)]

    def _install(self, stage: Stage) -> Seen:
        checks = self._make_namespace(stage)
        definitions = stage.api.get("CustomResourceDefinition", "", "clusterpiipolicies.privet.dev")
        self._made_definitions = not definitions.accepted
        values = self._values()
        shown = f"helm install privet charts/{CHART.name} --namespace {SYSTEM} --wait {' '.join(values)}"
        lines = textwrap.wrap(shown, _COMMAND, break_on_hyphens=False, break_long_words=False)
        stage.narrator.quote("and into it, with Helm:", " \\\n  ".join(lines), "cyan")
        self._made_release = True
        command = ("install", "privet", str(CHART), "--wait", f"--timeout={self.timeout}", *values)
        try:
            self._release(*command)
        except ClusterError as error:
            raise StepFailedError("helm did not install it", ("helm", str(error))) from error
        return [*checks, "helm came back", *self._available(stage)], "ready: 2 webhooks, 1 controller"

    def _find(self, stage: Stage) -> Seen:
        return self._available(stage), f"runs in {self.namespace}"

    def _make_namespace(self, stage: Stage) -> list[str]:
        label, _, value = RESTRICTED.partition("=")
        metadata = {"name": SYSTEM, "labels": {label: value}}
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
        answer = stage.api.create(namespace)
        if answer.code == _CONFLICT:
            return [f"namespace {SYSTEM} is yours and stays as it is"]
        stage.need(answer, f"namespace {SYSTEM}")
        self._made_namespace = True
        stage.narrator.show("the namespace that it gets:", {"metadata": metadata})
        # Until the namespace has its default account, that is what a pod is refused for.
        refusal = wait(lambda: stage.api.create(_unrestricted(), dry_run=True), _by_pod_security, SOON)
        if not _by_pod_security(refusal):
            raise StepFailedError(
                f"namespace {SYSTEM} lets in a pod that is not restricted",
                (f"answer {refusal.code}", refusal.message),
            )
        return ["the namespace refuses a pod that is not restricted"]

    def _values(self) -> Sequence[str]:
        values = image_values(self.target.image)
        if self.target.preloaded:
            values["image.pullPolicy"] = "Never"
        flags = [f"--set-string={name}={value}" for name, value in values.items()]
        if not self._made_definitions:
            # Those that were there before are brought up to date and stay.
            return [*flags, "--take-ownership", "--force-conflicts"]
        return [*flags, *(["--set=crds.keep=false"] if self.target.stays else [])]

    def _available(self, stage: Stage) -> list[str]:
        checks = []
        for name in DEPLOYMENTS:
            found = stage.api.wait_for("Deployment", self.namespace, name, _all_available, SOON)
            if not _all_available(found):
                raise StepFailedError(f"{name} is not available", ("status", str(found.get("status"))))
            checks.append(f"{found['status']['availableReplicas']} of {found['spec']['replicas']} {name}")
        return [f"the API server sees {' and '.join(checks)} available"]

    @property
    def _release(self) -> Release:
        return Release(self.target.kubectl)

    def _helm_status(self) -> str:
        if self.target.installed_in:
            return "(not installed by the demo)"
        try:
            return self._release("status", "privet")
        except ClusterError as error:
            return str(error)

    def _kubectl(self, *arguments: str) -> str:
        answer = self.target.kubectl.run(*arguments)
        return answer.stdout or answer.stderr


def image_values(image: str) -> dict[str, str]:
    """Give the chart's values for an image that is named as a pod names it."""
    found = _PARTS.fullmatch(image)
    if found is None:
        raise ClusterError(f"{image} names no image")
    values = {"image.registry": "", "image.repository": found["name"]}
    return values | {f"image.{part}": found[part] for part in ("tag", "digest") if found[part]}


def _unrestricted() -> Object:
    container = {"name": "app", "image": "privet.test/none:1", "securityContext": {"privileged": True}}
    metadata = {"name": "unrestricted", "namespace": SYSTEM}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}}


def _by_pod_security(answer: Answer) -> bool:
    return not answer.accepted and "PodSecurity" in answer.message


def _all_available(deployment: Object) -> bool:
    wanted = deployment.get("spec", {}).get("replicas")
    return bool(wanted) and deployment.get("status", {}).get("availableReplicas") == wanted
