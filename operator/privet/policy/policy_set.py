"""What is known of a cluster's policies at one moment, indexed for lookup by namespace and labels."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from privet.api.v1alpha1 import (
    ClusterPIIPolicy,
    Grant,
    LabelSelector,
    PIIPolicy,
    ProvisioningKey,
    Quarantine,
    selects,
)
from privet.policy.compiled import CompiledFloor, CompiledTeam, Floor, Table
from privet.policy.grants import as_grants

CONTROLLER = "system:serviceaccount:privet-system:privet-controller"
"""The user name of Privet's controller."""

MAX_SELECTIONS = 4096
"""Combinations of labels remembered for a namespace; past it, it starts afresh."""

Labels = Mapping[str, str]

References = Mapping[tuple[str, str], Mapping[str, str]]
"""By kind (`ConfigMap`, `Secret`) and name: the keys that are known to hold personal data, and its entity."""

_NO_REFERENCES: References = {}


class Governance:
    """The ClusterPIIPolicies: which of them govern a namespace with certain labels."""

    def __init__(self, policies: Iterable[ClusterPIIPolicy] = ()) -> None:
        ordered = sorted(policies, key=lambda policy: policy.metadata.name)
        self._policies = [(policy, CompiledFloor(policy)) for policy in ordered]
        self._keys = _keys_of(policy.spec.namespace_selector for policy in ordered)
        self._floors: dict[tuple[str | None, ...], Floor] = {}

    def __repr__(self) -> str:
        return f"Governance({len(self._policies)} policies)"

    def floor(self, labels: Labels) -> Floor:
        """Give what governs a namespace with these labels."""
        key = tuple(map(labels.get, self._keys))
        known = self._floors.get(key)
        if known is None:
            if len(self._floors) >= MAX_SELECTIONS:
                self._floors.clear()
            known = self._floors[key] = Floor(
                [one for policy, one in self._policies if selects(policy.spec.namespace_selector, labels)]
            )
        return known


class Namespace:
    """One namespace: what governs it, its policies, keys and quarantines."""

    def __init__(
        self,
        floor: Floor,
        policies: Sequence[PIIPolicy] = (),
        keys: Sequence[ProvisioningKey] = (),
        quarantines: Sequence[Quarantine] = (),
        references: References = _NO_REFERENCES,
    ) -> None:
        self.floor = floor
        self.references = references
        self.policies = {policy.metadata.name: policy for policy in policies}
        self.quarantines = tuple(quarantines)
        self.keys = tuple(keys)
        self._teams = [CompiledTeam(self.policies[name]) for name in sorted(self.policies)]
        self._label_keys = _keys_of(team.selector for team in self._teams)
        self._by_labels: dict[tuple[str | None, ...], Table] = {}
        self._by_selection: dict[tuple[str, ...], Table] = {}
        self._keys_by_account: dict[str, list[ProvisioningKey]] = {}
        for key in keys:
            self._keys_by_account.setdefault(key.spec.subject.service_account_name, []).append(key)

    def __repr__(self) -> str:
        return f"Namespace({self.floor}, {len(self.policies)} policies, {len(self.keys)} keys)"

    @property
    def governed(self) -> bool:
        """Tell whether any ClusterPIIPolicy governs it."""
        return bool(self.floor.policies)

    def keys_for(self, account: str) -> Sequence[ProvisioningKey]:
        """Give the keys whose subject runs as this ServiceAccount."""
        return self._keys_by_account.get(account, ())

    def table(self, labels: Labels) -> Table:
        """Give what holds for a workload with these labels on its pod template."""
        key = tuple(map(labels.get, self._label_keys))
        known = self._by_labels.get(key)
        if known is None:
            if len(self._by_labels) >= MAX_SELECTIONS:
                self._by_labels.clear()
            teams = [team for team in self._teams if selects(team.selector, labels)]
            known = self._by_labels[key] = self._merged(teams)
        return known

    @cached_property
    def table_of_all(self) -> Table:
        """What holds for objects that are no workload: all policies here that select anything."""
        return self._merged([team for team in self._teams if team.selector is not None])

    def _merged(self, teams: Sequence[CompiledTeam]) -> Table:
        names = tuple(team.name for team in teams)
        known = self._by_selection.get(names)
        if known is None:
            if len(self._by_selection) >= MAX_SELECTIONS:
                self._by_selection.clear()
            known = self._by_selection[names] = Table(self.floor, teams)
        return known


class PolicySet:
    """All policies at one moment. Immutable to its users; what it computes on the way it remembers."""

    def __init__(
        self, governance: Governance, namespaces: Mapping[str, Namespace], controllers: frozenset[str]
    ) -> None:
        self.governance = governance
        self.controllers = controllers
        self._namespaces = namespaces
        self._nowhere = Namespace(governance.floor({}))

    def __repr__(self) -> str:
        return f"PolicySet({self.governance}, {len(self._namespaces)} namespaces)"

    def namespace(self, name: str) -> Namespace:
        """Give a namespace; one that has not been seen yet has no labels and no policies."""
        return self._namespaces.get(name, self._nowhere)

    def knows(self, name: str) -> bool:
        """Tell whether a namespace has been seen."""
        return name in self._namespaces

    def governs(self, namespace: str) -> tuple[str, ...]:
        """Name the ClusterPIIPolicies that govern a namespace."""
        return tuple(name.partition("/")[2] for name in self.namespace(namespace).floor.names)

    def ceiling(self, namespace: str) -> tuple[Grant, ...]:
        """Give the most that policies may grant in a namespace."""
        return as_grants(self.namespace(namespace).floor.ceiling)


def _keys_of(selectors: Iterable[LabelSelector | None]) -> tuple[str, ...]:
    """Name every label that some selector asks for: no other label makes a difference."""
    asked: set[str] = set()
    for selector in selectors:
        if selector is not None:
            asked.update(selector.match_labels)
            asked.update(expression.key for expression in selector.match_expressions)
    return tuple(sorted(asked))
