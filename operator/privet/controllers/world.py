"""What the controller knows of the cluster: four stores, read once at the start, then kept in step."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from privet.api.meta import ObjectMeta, selects
from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey
from privet.cluster import (
    CLUSTER_POLICIES,
    KEYS,
    NAMESPACES,
    POLICIES,
    Change,
    Cluster,
    Name,
    Object,
    Resource,
    Store,
)
from privet.errors import InvalidResourceError, Problem


@dataclass(frozen=True)
class Unreadable:
    """An object that the models refuse: one that was stored before the schema that refuses it."""

    kind: str
    metadata: ObjectMeta
    problems: tuple[Problem, ...]
    status: object = field(repr=False)
    """As it is stored."""


@dataclass(frozen=True)
class Namespace:
    """What counts of a namespace: its labels, and whether it is going."""

    name: str
    labels: Mapping[str, str]
    terminating: bool


Readable = ClusterPIIPolicy | PIIPolicy | ProvisioningKey
R = TypeVar("R", ClusterPIIPolicy, PIIPolicy, ProvisioningKey)


def reader(model: type[R]) -> Callable[[Object], R | Unreadable]:
    """Give what makes a model of an object, or says why it is none."""

    def read(obj: Object) -> R | Unreadable:
        try:
            return model.from_object(obj)
        except InvalidResourceError as error:
            metadata = ObjectMeta.model_validate(obj["metadata"])
            return Unreadable(model.__name__, metadata, error.problems, obj.get("status"))

    return read


def read_namespace(obj: Object) -> Namespace:
    """Read what counts of a namespace."""
    metadata = obj["metadata"]
    return Namespace(metadata["name"], metadata.get("labels") or {}, "deletionTimestamp" in metadata)


Listener = Callable[[Resource, Sequence[Change[Any]]], None]


class World:
    """The stores, and the questions that reconcilers ask of them."""

    def __init__(self, listener: Listener) -> None:
        def telling(resource: Resource) -> Callable[[Sequence[Change[Any]]], None]:
            return lambda changes: listener(resource, changes)

        self.cluster_policies = Store(CLUSTER_POLICIES, reader(ClusterPIIPolicy), telling(CLUSTER_POLICIES))
        self.policies = Store(POLICIES, reader(PIIPolicy), telling(POLICIES))
        self.keys = Store(KEYS, reader(ProvisioningKey), telling(KEYS))
        self.namespaces = Store(NAMESPACES.metadata_only(), read_namespace, telling(NAMESPACES))

    @property
    def stores(self) -> tuple[Store[Any], ...]:
        """All of them; keys last, so that what decides over a key is known before it."""
        return (self.namespaces, self.cluster_policies, self.policies, self.keys)

    @property
    def synced(self) -> bool:
        """Whether everything was read once: before, absence means nothing."""
        return all(store.synced for store in self.stores)

    async def refresh(self, cluster: Cluster, grace: float = 0.0) -> int:
        """List everything and take it in; give how many objects had changed and nobody had told.

        `grace` is the time that watches are given to tell what the listings show.
        """
        listings = [(store, await cluster.list(store.resource)) for store in self.stores]
        await asyncio.sleep(grace)
        return sum(store.replace(listing) for store, listing in listings)

    def governing(self, namespace: str) -> tuple[list[ClusterPIIPolicy], bool]:
        """Give the ClusterPIIPolicies that govern a namespace, by name, and whether all could be read."""
        found = self.namespaces.get(namespace)
        labels = found.labels if found else {}
        governing, readable = [], True
        for policy in self.cluster_policies:
            if isinstance(policy, Unreadable):
                readable = False
            elif found is not None and selects(policy.spec.namespace_selector, labels):
                governing.append(policy)
        return sorted(governing, key=lambda policy: policy.metadata.name), readable

    def is_terminating(self, namespace: str) -> bool:
        """Whether a namespace is being deleted: nothing can be created in it any more."""
        found = self.namespaces.get(namespace)
        return found is not None and found.terminating

    def selected(self, policy: ClusterPIIPolicy) -> list[str]:
        """Name the namespaces that a ClusterPIIPolicy governs."""
        selector = policy.spec.namespace_selector
        return sorted(each.name for each in self.namespaces if selects(selector, each.labels))

    def keys_of(self, namespace: str, policy: str = "") -> Iterator[Name]:
        """Name the keys of a namespace, or of one policy in it."""
        for name in self.keys.names(namespace):
            key = self.keys.get(name.name, namespace)
            if not policy or (isinstance(key, ProvisioningKey) and key.spec.policy_ref.name == policy):
                yield name

    def policies_of(self, namespace: str) -> list[Name]:
        """Name the policies of a namespace."""
        return self.policies.names(namespace)
