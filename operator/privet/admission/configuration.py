"""The webhook configurations: what the API server sends, and what it does when nobody answers.

The rules of the house:
- Inside governed namespaces (label `privet.dev/governed: "true"`) failurePolicy is Fail; elsewhere it is
  Ignore, with a short time-out, for cluster policies that select namespaces in other ways.
- Nothing of kube-system, kube-public, kube-node-lease and Privet's own namespace is ever sent, nor
  Nodes, Leases, Events, or the content of a Secret that is not (or does not pretend to be) Privet's.
- Workloads that Kubernetes knows are listed. Unknown kinds are sent too, since pod templates are found by
  shape, but with Ignore: the pods that they make come by the governed entry in any case.
- But for one thing: what a replica asks for by dry run, to see that it is reached, comes back to it.
- Looking into a pod (exec, attach) is reviewed with Ignore: who mends a cluster must get in. No DELETE is
  ever sent: getting rid of something never waits for Privet.

docs/decisions/0007-webhook-configuration.md has the reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml

from privet.policy.judged import GROUPS_WITHOUT_TEMPLATES, NEVER_JUDGED

Object: TypeAlias = dict[str, Any]

NAME = "privet"
GOVERNED = "privet.dev/governed"
NAMESPACE_NAME = "kubernetes.io/metadata.name"
CONTROLLER = "system:serviceaccount:privet-system:privet-controller"

OWN_NAMESPACE = "privet-system"

VALIDATE, MUTATE = "/validate", "/mutate"
VALIDATE_GOVERNED, MUTATE_GOVERNED = "/validate/governed", "/mutate/governed"
"""By these come reviews of namespaces that the API server knows to carry the label: a replica whose watch
has not told it of the label yet is behind, and must not take the namespace for an ungoverned one."""

PROBE = "/probe"
"""By this comes the question by which a replica finds out that it is reached: `privet.admission.probe`."""

PROBED = "privet.dev/probe"
PROBED_NAME = "privet-webhook-probe"
"""The ConfigMap that such a question is about, and the label that it alone carries."""

FAIL_SECONDS = 5
IGNORE_SECONDS = 2
"""Where a failure is ignored, waiting for it is all the harm that Privet can do."""

OWN_GROUP = "privet.dev"

LISTED_GROUPS = ("", "apps", "batch", OWN_GROUP)
"""Groups whose kinds are listed one by one, or hold no pod template."""

_WORKLOADS = (
    ("", "v1", ("pods", "pods/ephemeralcontainers", "replicationcontrollers", "podtemplates")),
    ("apps", "v1", ("deployments", "replicasets", "statefulsets", "daemonsets")),
    ("batch", "v1", ("jobs", "cronjobs")),
)
_RESOURCES = (
    ("", "v1", ("configmaps",)),
    (OWN_GROUP, "*", ("piipolicies", "provisioningkeys", "quarantines")),
)
# Labels can be changed through the subresources, too.
_NAMESPACES = ("", "v1", ("namespaces", "namespaces/status", "namespaces/finalize"))

_ROOT_CA = """\
!(request.resource.resource == 'configmaps' && request.name == 'kube-root-ca.crt' &&
  request.userInfo.username in
  ['system:serviceaccount:kube-system:root-ca-cert-publisher', 'system:kube-controller-manager'])"""
"""What every namespace gets is let through, but only from the one that writes it."""

_LABELS_DIFFER = """\
has(object.metadata.labels) != has(oldObject.metadata.labels) ||
(has(object.metadata.labels) && object.metadata.labels != oldObject.metadata.labels)"""
_ANNOTATIONS_DIFFER = _LABELS_DIFFER.replace("labels", "annotations")

_CHANGED = f"""\
request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec) || object.spec != oldObject.spec ||
{_LABELS_DIFFER} ||
{_ANNOTATIONS_DIFFER}"""
"""An update of nothing but the status, by a controller, says nothing new."""

_WAS_GOVERNED = f"""\
request.operation == 'UPDATE' && has(oldObject.metadata.labels) &&
'{GOVERNED}' in oldObject.metadata.labels && oldObject.metadata.labels['{GOVERNED}'] == 'true'"""

_OUR_ANNOTATIONS = f"""\
(has(object.metadata.annotations) &&
 object.metadata.annotations.exists(key, key.startsWith('{OWN_GROUP}/')))"""

_LABELS_OR_OURS_CHANGED = f"""\
request.operation != 'UPDATE' ||
{_LABELS_DIFFER} ||
{_OUR_ANNOTATIONS} ||
{_OUR_ANNOTATIONS.replace("object.", "oldObject.")}"""

_METADATA_CHANGED = f"""\
request.operation != 'UPDATE' ||
{_LABELS_DIFFER} ||
{_ANNOTATIONS_DIFFER}"""

_OUR_SECRET = f"""\
(has(object.type) && object.type == '{OWN_GROUP}/provisioning-key') ||
request.name.startsWith('privet-key-') ||
(has(object.metadata.name) && object.metadata.name.startsWith('privet-key-')) ||
(has(object.metadata.generateName) && object.metadata.generateName.startsWith('privet-key-'))"""


@dataclass(frozen=True)
class Url:
    """A webhook outside the cluster, or one on the API server's own machine."""

    base: str
    probes: str = ""
    """Where replicas are found that are not ready yet, if not there."""

    def client_config(self, path: str) -> Object:
        """Say where reviews go."""
        return {"url": f"{self.base.rstrip('/')}{path}"}

    def probe_config(self) -> Object:
        """Say where a replica is found that may not be ready."""
        return Url(self.probes or self.base).client_config(PROBE)


@dataclass(frozen=True)
class Service:
    """A webhook behind a Service."""

    namespace: str = "privet-system"
    name: str = "privet-webhook"
    port: int = 443

    def client_config(self, path: str) -> Object:
        """Say where reviews go."""
        return {"service": {"namespace": self.namespace, "name": self.name, "port": self.port, "path": path}}

    def probe_config(self) -> Object:
        """Say where a replica is found that may not be ready."""
        return replace(self, name=f"{self.name}-probe").client_config(PROBE)


Endpoint: TypeAlias = Url | Service


def configurations(endpoint: Endpoint) -> tuple[Object, Object]:
    """Give the validating and the mutating configuration; the webhook itself fills in caBundle."""
    return validating(endpoint), mutating(endpoint)


def validating(endpoint: Endpoint) -> Object:
    """Give the ValidatingWebhookConfiguration."""
    entries = (*_failing_closed(endpoint), *_failing_open(endpoint), _probing(endpoint))
    return _configuration("ValidatingWebhookConfiguration", entries)


def _failing_closed(endpoint: Endpoint) -> tuple[Object, ...]:
    to, governed = endpoint.client_config(VALIDATE), endpoint.client_config(VALIDATE_GOVERNED)
    return (
        _entry(
            "governed",
            governed,
            rules=_rules(*_WORKLOADS, *_RESOURCES),
            conditions={"not-root-ca": _ROOT_CA},
        ),
        _entry("secrets", governed, rules=_rules(("", "v1", ("secrets",))), conditions=_secret_conditions()),
        _entry(
            "fence",
            to,
            selector=_named_selector(),
            rules=_rules(_NAMESPACES, operations=("UPDATE",), scope="Cluster"),
            conditions={"was-governed": _WAS_GOVERNED, "labels-changed": _LABELS_OR_OURS_CHANGED},
        ),
    )


def _failing_open(endpoint: Endpoint) -> tuple[Object, ...]:
    to, governed = endpoint.client_config(VALIDATE), endpoint.client_config(VALIDATE_GOVERNED)
    return (
        _entry(
            "namespaces",
            to,
            fail=False,
            selector=_named_selector(),
            rules=_rules(_NAMESPACES, scope="Cluster"),
            conditions={
                "not-behind-the-fence": f"!(({_WAS_GOVERNED}) && ({_LABELS_OR_OURS_CHANGED}))",
                "changed": _METADATA_CHANGED,
            },
        ),
        _entry(
            "connect",
            governed,
            fail=False,
            rules=_rules(("", "v1", ("pods/exec", "pods/attach")), operations=("CONNECT",)),
        ),
        _entry(
            "templates",
            governed,
            fail=False,
            rules=_rules(("*", "*", ("*",))),
            conditions={"unlisted-group": _unlisted(), "changed": _CHANGED},
        ),
        _entry(
            "selected",
            to,
            fail=False,
            selector=_ungoverned_selector(),
            rules=_rules(*_WORKLOADS, *_RESOURCES),
            conditions={"not-root-ca": _ROOT_CA},
        ),
    )


def _probing(endpoint: Endpoint) -> Object:
    """Send back the dry run that a replica asks for; only that, and nobody waits for it."""
    entry = _entry(
        "probe",
        endpoint.probe_config(),
        fail=False,
        selector={"matchLabels": {NAMESPACE_NAME: OWN_NAMESPACE}},
        rules=_rules(("", "v1", ("configmaps",)), operations=("UPDATE",)),
        conditions={"dry-run": f"request.dryRun && request.name == '{PROBED_NAME}'"},
    )
    return {**entry, "objectSelector": {"matchLabels": {PROBED: "true"}}}


def mutating(endpoint: Endpoint) -> Object:
    """Give the MutatingWebhookConfiguration: pods as they are created, nothing else."""
    to, governed = endpoint.client_config(MUTATE), endpoint.client_config(MUTATE_GOVERNED)
    rules = _rules(("", "v1", ("pods",)), operations=("CREATE",))
    entries = (
        _entry("mount", governed, rules=rules),
        _entry("mount-selected", to, fail=False, selector=_ungoverned_selector(), rules=rules),
    )
    return _configuration(
        "MutatingWebhookConfiguration",
        tuple({**entry, "reinvocationPolicy": "IfNeeded"} for entry in entries),
    )


def render(endpoint: Endpoint) -> str:
    """Write both configurations as YAML, as `deploy/webhooks.yaml` has them."""
    return yaml.dump_all(configurations(endpoint), Dumper=_Plain, sort_keys=False, width=110)


class _Plain(yaml.SafeDumper):
    """Writes YAML for people: no anchors, and expressions as the lines that they are."""

    def ignore_aliases(self, _data: object) -> bool:
        """Repeat what is the same."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)


def _configuration(kind: str, webhooks: Sequence[Object]) -> Object:
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": kind,
        "metadata": {"name": NAME, "labels": {"app.kubernetes.io/name": "privet"}},
        "webhooks": list(webhooks),
    }


def _entry(
    name: str,
    client_config: Object,
    *,
    rules: Sequence[Object],
    conditions: dict[str, str] | None = None,
    selector: Object | None = None,
    fail: bool = True,
) -> Object:
    entry = {
        "name": f"{name}.{OWN_GROUP}",
        "admissionReviewVersions": ["v1"],
        "clientConfig": client_config,
        "rules": list(rules),
        "matchPolicy": "Equivalent",
        "namespaceSelector": selector or _governed_selector(),
        "sideEffects": "None",
        "failurePolicy": "Fail" if fail else "Ignore",
        "timeoutSeconds": FAIL_SECONDS if fail else IGNORE_SECONDS,
    }
    if conditions:
        entry["matchConditions"] = [
            {"name": key, "expression": expression} for key, expression in conditions.items()
        ]
    return entry


def _rules(
    *kinds: tuple[str, str, Sequence[str]],
    operations: Sequence[str] = ("CREATE", "UPDATE"),
    scope: str = "Namespaced",
) -> list[Object]:
    return [
        {
            "apiGroups": [group],
            "apiVersions": [version],
            "resources": list(resources),
            "operations": list(operations),
            "scope": scope,
        }
        for group, version, resources in kinds
    ]


def _secret_conditions() -> dict[str, str]:
    # Without the controller, or keys could not be replaced while no webhook answers.
    return {"reserved": _OUR_SECRET, "not-the-controller": f"request.userInfo.username != '{CONTROLLER}'"}


def _unlisted() -> str:
    groups = ", ".join(f"'{group}'" for group in (*LISTED_GROUPS, *GROUPS_WITHOUT_TEMPLATES))
    return f"!(request.resource.group in [{groups}])"


def _named_selector() -> Object:
    # By the name label, which the API server writes itself: nobody can take it off.
    return {"matchExpressions": [_never()]}


def _governed_selector() -> Object:
    return {"matchExpressions": [{"key": GOVERNED, "operator": "In", "values": ["true"]}, _never()]}


def _ungoverned_selector() -> Object:
    return {"matchExpressions": [{"key": GOVERNED, "operator": "NotIn", "values": ["true"]}, _never()]}


def _never() -> Object:
    return {"key": NAMESPACE_NAME, "operator": "NotIn", "values": list(NEVER_JUDGED)}
