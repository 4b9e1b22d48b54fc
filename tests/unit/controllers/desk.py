"""A controller's desk: a fake API server with a team's resources, a clock, and reconcilers that can crash."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from privet.api.v1alpha1 import ProvisioningKey
from privet.cluster import (
    CLUSTER_POLICIES,
    CONFIG_MAPS,
    KEYS,
    NAMESPACES,
    POLICIES,
    SECRETS,
    Change,
    Name,
    Object,
    Ref,
    Resource,
)
from privet.controllers.events import EventRecorder
from privet.controllers.keys import Deps, KeyReconciler
from privet.controllers.marks import Item, affected
from privet.controllers.policies import PolicyReconciler
from privet.controllers.queue import Clocks
from privet.controllers.ring import RingDeps, RingReconciler
from privet.controllers.signing import ROOT_SECRET, SigningStore
from privet.controllers.statuses import StatusWriter
from privet.controllers.world import World
from privet.keys.signing import RingSettings
from privet.policy.mounts import secret_name
from tests.fakes.cluster import FakeCluster

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SHOP = "shop"
SYSTEM = "privet-system"
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}
GOVERNED = {"privet.dev/governed": "true"}
RING = RingSettings(every=timedelta(days=30), propagation=timedelta(hours=1))
HEAL = timedelta(minutes=5)


class CrashError(BaseException):
    """The process ends here; nothing catches it, as nothing survives a kill."""


@dataclass
class Desk:
    """The cluster and what acts on it; `restart` forgets all that was in memory."""

    cluster: FakeCluster = field(default_factory=FakeCluster)
    now: datetime = NOON
    marked: list[Item] = field(default_factory=list)
    seed: int = 0
    pod_starts: list[datetime] | None = None
    """When the pods of every key started; None while nobody knows."""

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin as a new process does."""
        self.world = World(self._changed)
        self.signing = SigningStore(self.cluster, SYSTEM)
        statuses = StatusWriter(self.cluster, lambda _resource, _written: None)
        clocks = Clocks(wall=lambda: self.now, monotonic=self.now.timestamp)
        deps = Deps(
            cluster=self.cluster,
            world=self.world,
            signing=self.signing,
            statuses=statuses,
            events=EventRecorder(self.cluster, clocks),
            now=lambda: self.now,
            heal_every=HEAL,
            pod_starts=lambda _key: self.pod_starts,
            count_after=timedelta(seconds=30),
        )
        self.keys = KeyReconciler(deps)
        self.policies = PolicyReconciler(self.cluster, statuses, self.world, lambda: self.now)
        self.ring = RingReconciler(
            RingDeps(
                store=self.signing,
                keys=self.keys,
                all_keys=self.world.keys.names,
                mark=lambda name: self.marked.append(Item(KEYS.kind, name)),
                now=lambda: self.now,
                issuer="urn:privet:test",
                settings=RING,
                heal_every=HEAL,
                draw=self._draw,
            )
        )

    def _draw(self, size: int) -> bytes:
        self.seed += 1
        return bytes([self.seed]) * size

    def _changed(self, resource: Resource, changes: Sequence[Change[Any]]) -> None:
        self.marked += affected(self.world, resource, changes)

    async def load(self) -> None:
        await self.signing.load()
        await self.world.refresh(self.cluster)
        await self.ring.reconcile()

    async def restart(self) -> None:
        self.forget()
        await self.load()

    async def reconcile(self, name: str = "billing") -> datetime | None:
        return await self.keys.reconcile(Name(SHOP, name))

    async def catch_up(self) -> None:
        """Take in what users did since, as the watches would tell it."""
        await self.world.refresh(self.cluster)

    # What users do.

    def govern(self, name: str = "baseline", ceiling: Sequence[Any] = (GRANT,)) -> None:
        selector = {"matchLabels": GOVERNED}
        spec = {"namespaceSelector": selector, "ceiling": list(ceiling)}
        self._put(CLUSTER_POLICIES, name, "", spec)

    def namespace(self, name: str = SHOP, **labels: str) -> None:
        obj: Object = {"metadata": {"name": name, "labels": labels or GOVERNED}}
        self.cluster.seed(NAMESPACES, obj)

    def policy(self, name: str = "billing", grants: Sequence[Any] = (GRANT,)) -> None:
        selector = {"matchLabels": {"app": "billing"}}
        self._put(POLICIES, name, SHOP, {"workloadSelector": selector, "grants": list(grants)})

    def key(self, name: str = "billing", **spec: object) -> None:
        whole = {
            "policyRef": {"name": "billing"},
            "subject": {"serviceAccountName": "billing"},
            "lifetime": "1h",
            "rotation": {"every": "30m", "overlap": "15m"},
            **spec,
        }
        self._put(KEYS, name, SHOP, whole)

    def _put(self, resource: Resource, name: str, namespace: str, spec: object) -> None:
        metadata: dict[str, object] = {"name": name, "creationTimestamp": "2026-07-01T11:00:00Z"}
        if namespace:
            metadata["namespace"] = namespace
        old = self.cluster.peek(resource.at(name, namespace)) or {}
        kept = {"status": old["status"]} if "status" in old else {}
        self.cluster.seed(resource, {"metadata": metadata, "spec": spec, **kept})

    # What is there.

    def secret_ref(self, name: str = "billing") -> Ref:
        return SECRETS.at(secret_name(name), SHOP)

    def files(self, name: str = "billing") -> dict[str, bytes] | None:
        secret = self.cluster.peek(self.secret_ref(name))
        if secret is None:
            return None
        return {file: base64.b64decode(text) for file, text in (secret.get("data") or {}).items()}

    def said(self, name: str = "billing") -> dict[str, Any]:
        held = self.files(name)
        assert held
        found: dict[str, Any] = json.loads(held["metadata.json"])
        return found

    def stored(self, name: str = "billing") -> ProvisioningKey:
        obj = self.cluster.peek(KEYS.at(name, SHOP))
        assert obj is not None
        return ProvisioningKey.from_object(obj)

    def ready(self, name: str = "billing") -> tuple[str, str]:
        status = self.stored(name).status
        assert status is not None
        found = next(each for each in status.conditions if each.type == "Ready")
        return found.status.value, found.reason

    def root(self) -> Object:
        obj = self.cluster.peek(SECRETS.at(ROOT_SECRET, SYSTEM))
        assert obj is not None
        return obj

    def jwks(self) -> dict[str, Any]:
        obj = self.cluster.peek(CONFIG_MAPS.at("privet-jwks", SYSTEM))
        assert obj is not None
        found: dict[str, Any] = json.loads(obj["data"]["jwks.json"])
        return found


def a_desk() -> Desk:
    """Set a desk with a governed namespace, a policy and a key; nothing is reconciled yet."""
    desk = Desk()
    desk.govern()
    desk.namespace()
    desk.policy()
    desk.key()
    return desk
