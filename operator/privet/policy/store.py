"""The policies of a live cluster: fed by watches, read as snapshots."""

from collections.abc import Iterable, Mapping, Sequence

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine
from privet.policy.policy_set import CONTROLLER, Governance, Labels, Namespace, PolicySet

Known = ClusterPIIPolicy | PIIPolicy | ProvisioningKey | Quarantine

_KINDS: Mapping[str, type[Known]] = {
    one.__name__: one for one in (ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine)
}


class PolicyStore:
    """Holds what the watches last said. A change costs little; what it touches is compiled when next read."""

    def __init__(self, controllers: Sequence[str] = (CONTROLLER,)) -> None:
        self._controllers = frozenset(controllers)
        self._cluster: dict[str, ClusterPIIPolicy] = {}
        self._labels: dict[str, Labels] = {}
        self._objects: dict[str, dict[tuple[str, str], Known]] = {}
        self._references: dict[str, dict[tuple[str, str], Mapping[str, str]]] = {}
        self._compiled: dict[str, Namespace] = {}
        self._governance: Governance | None = None
        self._changed: set[str] = set()
        self._current: PolicySet | None = None

    def __repr__(self) -> str:
        return f"PolicyStore({len(self._cluster)} cluster policies, {len(self._objects)} namespaces)"

    def put(self, resource: Known) -> None:
        """Take in a resource, new or changed."""
        if isinstance(resource, ClusterPIIPolicy):
            self._cluster[resource.metadata.name] = resource
            self._forget_governance()
            return
        namespace = resource.metadata.namespace or ""
        self._objects.setdefault(namespace, {})[resource.kind, resource.metadata.name] = resource
        self._touch(namespace)

    def remove(self, kind: str, name: str, namespace: str = "") -> None:
        """Drop a resource; one that is not there is no error, since watches repeat themselves."""
        if kind not in _KINDS:
            raise ValueError("not a kind of policy")
        if kind == ClusterPIIPolicy.__name__:
            self._cluster.pop(name, None)
            self._forget_governance()
        else:
            self._objects.get(namespace, {}).pop((kind, name), None)
            self._touch(namespace)

    def put_namespace(self, name: str, labels: Labels) -> None:
        """Take in a namespace and its labels."""
        if self._labels.get(name) != labels:
            self._labels[name] = dict(labels)
            self._touch(name)

    def remove_namespace(self, name: str) -> None:
        """Drop a namespace."""
        self._labels.pop(name, None)
        self._touch(name)

    def put_reference(self, namespace: str, kind: str, name: str, keys: Mapping[str, str]) -> None:
        """Take in which keys of a ConfigMap or Secret hold personal data, with its entity; none clears it."""
        references = {**self._references.get(namespace, {}), (kind, name): dict(keys)}
        if not keys:
            del references[kind, name]
        self._references[namespace] = references
        self._touch(namespace)

    @property
    def current(self) -> PolicySet:
        """The snapshot of this moment; the same one until something changes."""
        if self._current is None:
            self._current = self._build()
        return self._current

    def _touch(self, namespace: str) -> None:
        self._changed.add(namespace)
        self._current = None

    def _forget_governance(self) -> None:
        self._governance = None
        self._current = None

    def _build(self) -> PolicySet:
        if self._governance is None:
            self._governance = Governance(self._cluster.values())
            self._compiled = {}
            self._changed = {*self._labels, *self._objects}
        # Copied, so that snapshots that are still in use stay as they were.
        self._compiled = dict(self._compiled)
        for name in self._changed:
            self._compile(name, self._governance)
        self._changed = set()
        return PolicySet(self._governance, self._compiled, self._controllers)

    def _compile(self, name: str, governance: Governance) -> None:
        if name not in self._labels and not self._objects.get(name):
            self._compiled.pop(name, None)
            return
        objects = self._objects.get(name, {}).values()
        self._compiled[name] = Namespace(
            governance.floor(self._labels.get(name, {})),
            [one for one in objects if isinstance(one, PIIPolicy)],
            [one for one in objects if isinstance(one, ProvisioningKey)],
            [one for one in objects if isinstance(one, Quarantine)],
            self._references.get(name, {}),
        )


def build(
    resources: Iterable[Known] = (),
    namespaces: Mapping[str, Labels] | None = None,
    controllers: Sequence[str] = (CONTROLLER,),
) -> PolicySet:
    """Make a policy set of plain values, as tests and the command line do."""
    store = PolicyStore(controllers)
    for resource in resources:
        store.put(resource)
    for name, labels in (namespaces or {}).items():
        store.put_namespace(name, labels)
    return store.current
