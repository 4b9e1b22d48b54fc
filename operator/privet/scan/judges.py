"""What a scan judges by: the rules that need no policy, or the policies of a folder as the webhook would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from privet.api.v1alpha1 import (
    KINDS,
    ClusterPIIPolicy,
    PIIPolicy,
    ProvisioningKey,
    Quarantine,
    Resource,
    RuleAction,
    RuleId,
)
from privet.policy import (
    Operation,
    PatchOperation,
    PolicySet,
    PolicyStore,
    Review,
    Unevaluated,
    Verdict,
    evaluate,
    mount_patch_of,
)
from privet.policy.compiled import Table
from privet.policy.judged import GROUPS_WITHOUT_TEMPLATES, NEVER_JUDGED
from privet.scan.asked import Asked
from privet.scan.kinds import CLUSTER_KINDS
from privet.scan.manifests import Manifest
from privet.scan.texts import pod_specs
from privet.scan.yaml_nodes import Json, Plain, child, entries, text_of

Known = ClusterPIIPolicy | PIIPolicy | ProvisioningKey | Quarantine
Labels = Mapping[str, str]

BUILT_IN = "built-in"
"""The name of the policy that stands in where there is none."""

ANYWHERE = "default"
"""The namespace of what names none."""

GOVERNED: Labels = {"privet.dev/governed": "true"}
_NAME_LABEL = "kubernetes.io/metadata.name"

# Rules that ask what a policy says; where there is none, they have nothing to ask.
_NEED_POLICIES = (
    RuleId.POLICY_REQUIRED,
    RuleId.GRANT_MISSING,
    RuleId.REFERENCE_VALUE,
    RuleId.UNKNOWN_VALUE,
    RuleId.KEY_MISUSE,
    RuleId.KEY_NOT_MOUNTED,
    RuleId.RESERVED_METADATA,
    RuleId.POLICY_CEILING,
    RuleId.QUARANTINED,
)


@dataclass(frozen=True)
class Given:
    """The policies to judge by, and the namespaces that are known, with their labels."""

    resources: tuple[Known, ...]
    namespaces: Mapping[str, Labels]
    default_namespace: str = ANYWHERE


class Judge:
    """Gives the verdict on one object, and what is needed to say where in it."""

    def __init__(self, by: Asked | Given) -> None:
        self.by_policies = isinstance(by, Given)
        self.assumed: set[str] = set()
        """Namespaces whose labels nobody gave: they are taken for governed ones."""
        self._store = PolicyStore()
        self._known: set[str] = set()
        self._default = ANYWHERE
        if isinstance(by, Given):
            self._default = by.default_namespace
            for resource in by.resources:
                self._store.put(resource)
            for name, labels in by.namespaces.items():
                self._put(name, labels)
        else:
            self._store.put(_stand_in(by))
            self._put(ANYWHERE, {})

    def __repr__(self) -> str:
        return f"Judge(by_policies={self.by_policies})"

    @property
    def policies(self) -> PolicySet:
        """The policies as they stand."""
        return self._store.current

    def verdict(self, manifest: Manifest) -> Verdict:
        """Judge the creation of an object."""
        verdict = self._judged(manifest, Plain())
        if isinstance(verdict, Unevaluated):
            # Numbers where Kubernetes wants text: read as they are written.
            return self._judged(manifest, Plain(as_text=True))
        return verdict

    def namespace_of(self, manifest: Manifest) -> str:
        """Name the namespace that an object is judged in; nothing where none is, or is ever judged."""
        if not self.by_policies:
            return ANYWHERE
        if manifest.namespace in NEVER_JUDGED:
            return ""
        if (manifest.group, manifest.kind) == ("", "Namespace"):
            return manifest.name
        if (manifest.group, manifest.kind) in CLUSTER_KINDS:
            return ""
        return manifest.namespace or self._default

    def table(self, manifest: Manifest) -> Table | None:
        """Give what holds for an object; None where nothing governs it."""
        name = self.namespace_of(manifest)
        namespace = self.policies.namespace(name)
        if not name or not namespace.governed:
            return None
        templates = list(pod_specs(manifest))
        if len(templates) != 1:
            return namespace.table_of_all
        holder = templates[0][1] or (manifest.node if manifest.kind == "Pod" else None)
        labels = entries(child(child(holder, "metadata"), "labels"))
        return namespace.table({name: text_of(value) for name, _, value in labels})

    def _judged(self, manifest: Manifest, plain: Plain) -> Verdict:
        namespace = self.namespace_of(manifest)
        if namespace and namespace not in self._known:
            self._assume(namespace)
        body = _body(manifest, plain)
        review = Review(
            operation=Operation.CREATE,
            group=manifest.group,
            kind=manifest.kind,
            namespace=namespace,
            name=manifest.name,
            object=msgspec.json.encode(body),
        )
        if self.by_policies and (manifest.group, manifest.kind) == ("", "Pod"):
            # The webhook mounts a pod's keys before anybody judges it.
            patch = mount_patch_of(self.policies, review)
            review = replace(review, object=msgspec.json.encode(_patched(body, patch))) if patch else review
        return evaluate(self.policies, review)

    def _assume(self, name: str) -> None:
        self._put(name, GOVERNED)
        self.assumed.add(name)

    def _put(self, name: str, labels: Labels) -> None:
        self._known.add(name)
        self._store.put_namespace(name, {**labels, _NAME_LABEL: name})


def _stand_in(asked: Asked) -> ClusterPIIPolicy:
    """Make the policy that does what rules do by default, as far as they need no other policy."""
    return ClusterPIIPolicy.from_object(
        {
            "metadata": {"name": BUILT_IN},
            "spec": {
                "namespaceSelector": {},
                "detection": {
                    "entities": sorted(asked.entities),
                    "minConfidence": asked.min_confidence.name.capitalize(),
                },
                "rules": [{"id": rule, "action": RuleAction.OFF} for rule in _NEED_POLICIES],
            },
        }
    )


def _body(manifest: Manifest, plain: Plain) -> dict[str, Json]:
    if manifest.group in GROUPS_WITHOUT_TEMPLATES:
        # Their schemas are long and deep, and no rule reads them.
        metadata = child(manifest.node, "metadata")
        return {"metadata": plain.value(metadata) if metadata is not None else {}}
    body: dict[str, Json] = plain.value(manifest.node)
    # An absent list of metadata is an empty one to the API server.
    body.setdefault("metadata", {})
    return body


def _patched(body: dict[str, Json], patch: Iterable[PatchOperation]) -> dict[str, Json]:
    """Carry out the additions of a JSON patch (RFC 6902), the only operation that mounting needs."""
    for operation in patch:
        *parents, last = operation["path"].strip("/").split("/")
        target: Any = body
        for part in parents:
            target = target[int(part)] if isinstance(target, list) else target[part]
        if isinstance(target, list):
            target.append(operation["value"])
        else:
            target[last] = operation["value"]
    return body


_BY_KIND: Mapping[str, type[Resource]] = {kind.__name__: kind for kind in KINDS}


def resource_of(manifest: Manifest) -> Resource:
    """Read one of Privet's own resources; raise InvalidResourceError when it says something wrong."""
    return _BY_KIND[manifest.kind].from_object(Plain().value(manifest.node))


def is_own(manifest: Manifest) -> bool:
    """Tell whether an object is one of Privet's own resources."""
    return manifest.group == "privet.dev" and manifest.kind in _BY_KIND


def labels_of(manifest: Manifest) -> Labels:
    """Give the labels of an object."""
    return {
        name: text_of(value) for name, _, value in entries(child(child(manifest.node, "metadata"), "labels"))
    }


def given(own: Sequence[Resource], namespaces: Mapping[str, Labels], default_namespace: str) -> Given:
    """Put policies together; a resource without a namespace is of the default one."""
    known: list[Known] = []
    for one in own:
        if not isinstance(one, ClusterPIIPolicy) and not one.metadata.namespace:
            one = one.model_copy(  # noqa: PLW2901 - the same resource, told where it is
                update={"metadata": one.metadata.model_copy(update={"namespace": default_namespace})}
            )
        if isinstance(one, ClusterPIIPolicy | PIIPolicy | ProvisioningKey | Quarantine):
            known.append(one)
    return Given(tuple(known), namespaces, default_namespace)
