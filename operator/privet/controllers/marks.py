"""What has to be looked at again when something changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey
from privet.cluster import CLUSTER_POLICIES, KEYS, NAMESPACES, POLICIES, Change, Name, Resource
from privet.controllers.world import Namespace, Unreadable, World

_NOWHERE = Name("", "")


@dataclass(frozen=True, order=True)
class Item:
    """One thing to reconcile."""

    kind: str
    name: Name = _NOWHERE

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


RING = Item("SigningKeys")


def cluster_policy_item(name: Name) -> Item:
    """Name a ClusterPIIPolicy to the queue."""
    return Item(CLUSTER_POLICIES.kind, name)


def policy_item(name: Name) -> Item:
    """Name a PIIPolicy to the queue."""
    return Item(POLICIES.kind, name)


def key_item(name: Name) -> Item:
    """Name a ProvisioningKey to the queue."""
    return Item(KEYS.kind, name)


def affected(world: World, resource: Resource, changes: Sequence[Change[Any]]) -> Iterator[Item]:
    """Name all that a change may bear on; an item may come more than once."""
    for change in changes:
        yield from _AFFECTED[resource.plural](world, change)


def _by_key(_world: World, change: Change[ProvisioningKey | Unreadable]) -> Iterator[Item]:
    yield key_item(change.name)
    # A policy counts its keys.
    for key in (change.old, change.new):
        if isinstance(key, ProvisioningKey) and (change.old is None or change.new is None):
            yield policy_item(Name(change.name.namespace, key.spec.policy_ref.name))


def _by_policy(world: World, change: Change[PIIPolicy | Unreadable]) -> Iterator[Item]:
    yield policy_item(change.name)
    if not _same_spec(change):
        yield from map(key_item, world.keys_of(change.name.namespace, change.name.name))


def _by_cluster_policy(world: World, change: Change[ClusterPIIPolicy | Unreadable]) -> Iterator[Item]:
    yield cluster_policy_item(change.name)
    if _same_spec(change):
        return
    if isinstance(change.old, Unreadable) or isinstance(change.new, Unreadable):
        # What it selects or selected cannot be told: it may be anything.
        namespaces = [each.name for each in world.namespaces]
    else:
        versions = [policy for policy in (change.old, change.new) if policy is not None]
        namespaces = sorted({name for policy in versions for name in world.selected(policy)})
    for namespace in namespaces:
        yield from _all_in(world, namespace)


def _by_namespace(world: World, change: Change[Namespace]) -> Iterator[Item]:
    if change.old is not None and change.new is not None and change.old.labels == change.new.labels:
        return
    # A ClusterPIIPolicy counts its namespaces.
    yield from map(cluster_policy_item, world.cluster_policies.names())
    yield from _all_in(world, change.name.name)


def _all_in(world: World, namespace: str) -> Iterator[Item]:
    yield from map(policy_item, world.policies_of(namespace))
    yield from map(key_item, world.keys_of(namespace))


def _same_spec(change: Change[Any]) -> bool:
    old, new = change.old, change.new
    if old is None or new is None or isinstance(old, Unreadable) or isinstance(new, Unreadable):
        return False
    return bool(old.metadata.uid == new.metadata.uid and old.spec == new.spec)


_AFFECTED: dict[str, Callable[[World, Any], Iterator[Item]]] = {
    KEYS.plural: _by_key,
    POLICIES.plural: _by_policy,
    CLUSTER_POLICIES.plural: _by_cluster_policy,
    NAMESPACES.plural: _by_namespace,
}
