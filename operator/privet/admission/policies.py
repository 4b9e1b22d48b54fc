"""What this replica knows of policies, keys and namespaces: followed by watches, read by every review."""

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from privet.admission.asgi import Reviewed, Reviewer
from privet.admission.configuration import GOVERNED
from privet.admission.review import AdmissionRequest
from privet.api.v1alpha1 import GROUP, ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine
from privet.cluster import (
    CLUSTER_POLICIES,
    KEYS,
    NAMESPACES,
    POLICIES,
    QUARANTINES,
    Change,
    Cluster,
    Name,
    Object,
    Reflector,
    Resource,
    Store,
)
from privet.detection import Expired
from privet.errors import EvaluationError, InvalidResourceError
from privet.policy import PolicySet, PolicyStore

Held: TypeAlias = ClusterPIIPolicy | PIIPolicy | ProvisioningKey | Quarantine

SETTLE_SECONDS = 0.05
"""Changes come in bursts: they are compiled together, before a review has to wait for it."""

BEHIND_SECONDS = 1.5
"""How long a review waits for the watch to tell of its namespace: it is milliseconds behind, or broken."""

FREEZE_SECONDS = 60.0
"""A full collection stops the process for tens of milliseconds; changes of policies are not worth more."""

_MODELS: tuple[tuple[Resource, type[Held]], ...] = (
    (CLUSTER_POLICIES, ClusterPIIPolicy),
    (POLICIES, PIIPolicy),
    (KEYS, ProvisioningKey),
    (QUARANTINES, Quarantine),
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unreadable:
    """A resource that this version does not understand: what was known of it before stays in force.

    Where nothing was known, nobody can tell what it asks for: reviews that it may concern have no verdict.
    """


@dataclass(frozen=True)
class Labels:
    """What matters of a namespace."""

    of: Mapping[str, str]


class PolicyFeed:
    """Follows everything that a review depends on into one `PolicyStore`."""

    def __init__(
        self, cluster: Cluster, controllers: tuple[str, ...], *, patience: float = BEHIND_SECONDS
    ) -> None:
        self._patience = patience
        self._store = PolicyStore(controllers)
        self._unreadable: set[tuple[str, Name]] = set()
        self._read: set[tuple[str, Name]] = set()
        self._frozen_at = float("-inf")
        self._pending: asyncio.TimerHandle | None = None
        self._complete = False
        stores: list[Store[Any]] = [
            Store(resource, _reader(model), self._resources(resource)) for resource, model in _MODELS
        ]
        self._namespaces = Store(NAMESPACES.metadata_only(), _labels, self._namespaces_changed)
        self._news = asyncio.Event()
        stores.append(self._namespaces)
        self._known = {str(store.resource): store for store in stores}
        self._reflectors = {name: Reflector(cluster, store) for name, store in self._known.items()}

    @property
    def current(self) -> PolicySet:
        """Give what is in force now; only to be asked for when nothing is `missing`."""
        return self._store.current

    def missing(self) -> tuple[str, ...]:
        """Name what has not been read yet: without it a review would be answered too kindly."""
        if self._complete:
            return ()
        unsynced = tuple(name for name, one in self._reflectors.items() if not one.synced)
        self._complete = not unsynced
        return unsynced

    def age(self) -> float:
        """Give the seconds since the API server last told anything of the kind heard of longest ago."""
        return max(one.age() for one in self._reflectors.values())

    def unreadable(self) -> int:
        """Count the resources that this version does not understand."""
        return len(self._unreadable)

    def obscure(self, namespace: str) -> bool:
        """Tell whether something that may hold in a namespace was never understood.

        A ClusterPIIPolicy of which nothing is known may govern any namespace.
        """
        return any(name.namespace in ("", namespace) for _, name in self._unreadable - self._read)

    def counts(self) -> dict[str, int]:
        """Count what is known, by kind."""
        return {name: len(store) for name, store in self._known.items()}

    async def catch_up(self, namespace: str, *, labelled: bool) -> None:
        """Wait until the watch has told of a namespace that the API server knows.

        A namespace that is not known (or not known to be governed) would be taken for an ungoverned one:
        rather than guess, this raises EvaluationError when the watch does not tell in time. It does not
        look the namespace up: what a requester names never makes Privet ask about it.
        """
        if not self._behind(namespace, labelled=labelled):
            return
        try:
            async with asyncio.timeout(self._patience):
                while self._behind(namespace, labelled=labelled):
                    await self._news.wait()
        except TimeoutError:
            raise EvaluationError("the watch has not told of this namespace yet; try again") from None

    def _behind(self, namespace: str, *, labelled: bool) -> bool:
        known = self._namespaces.get(namespace)
        return known is None or (labelled and known.of.get(GOVERNED) != "true")

    async def run(self) -> None:
        """Follow until cancelled; contact that is lost later leaves the last good state in force."""
        async with asyncio.TaskGroup() as group:
            for one in self._reflectors.values():
                group.create_task(one.run())

    def _resources(self, resource: Resource) -> Callable[[Sequence[Change[Held | Unreadable]]], None]:
        def changed(changes: Sequence[Change[Held | Unreadable]]) -> None:
            for change in changes:
                self._take(resource, change)
            self._settle()

        return changed

    def _take(self, resource: Resource, change: Change[Held | Unreadable]) -> None:
        this = (resource.kind, change.name)
        self._unreadable.discard(this)
        match change.new:
            case None:
                self._read.discard(this)
                self._store.remove(resource.kind, change.name.name, change.name.namespace)
            case Unreadable():
                self._unreadable.add(this)
            case held:
                self._read.add(this)
                self._store.put(held)

    def _namespaces_changed(self, changes: Sequence[Change[Labels]]) -> None:
        for change in changes:
            if change.new is None:
                self._store.remove_namespace(change.name.name)
            elif change.new != change.old:
                self._store.put_namespace(change.name.name, change.new.of)
        self._settle()
        # Whoever waits looks again; whoever comes later waits for the next news.
        self._news.set()
        self._news = asyncio.Event()

    def _settle(self) -> None:
        if self._pending is None:
            self._pending = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._compile)

    def _compile(self) -> None:
        self._pending = None
        if self.missing():
            return
        _ = self._store.current
        if time.monotonic() - self._frozen_at >= FREEZE_SECONDS:
            self._frozen_at = time.monotonic()
            freeze()


class Informed:
    """Puts off a review until this replica knows what the API server knows of the namespace.

    A labelled namespace that something unknown may govern has no reviews, but for what mends that.
    """

    def __init__(self, reviewer: Reviewer, feed: PolicyFeed, *, labelled: bool) -> None:
        self._reviewer = reviewer
        self._feed = feed
        self._labelled = labelled

    async def __call__(self, request: AdmissionRequest, expired: Expired) -> Reviewed:
        """Answer one request."""
        if request.kind.kind != "Namespace" or request.kind.group:
            await self._feed.catch_up(request.namespace, labelled=self._labelled)
        if self._labelled and request.kind.group != GROUP and self._feed.obscure(request.namespace):
            raise EvaluationError("this version of Privet does not understand a policy that may hold here")
        return await self._reviewer(request, expired)


def freeze() -> None:
    """Take everything that lives now out of the garbage collector's sight: it is here to stay."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _reader(model: type[Held]) -> Callable[[Object], Held | Unreadable]:
    def read(obj: Object) -> Held | Unreadable:
        try:
            return model.from_object(obj)
        except InvalidResourceError as error:
            name = obj["metadata"]["name"]
            _log.warning(
                "%s %s is not understood, what was known of it stays: %s", model.__name__, name, error
            )
            return Unreadable()

    return read


def _labels(obj: Object) -> Labels:
    return Labels(dict(obj["metadata"].get("labels") or {}))
