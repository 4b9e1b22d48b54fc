"""The controller proper: stores fed by listings and events, one queue, three reconcilers."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import prometheus_client

from privet.cluster import (
    CLUSTER_POLICIES,
    KEYS,
    POLICIES,
    Backoff,
    Change,
    Cluster,
    Object,
    Resource,
    Store,
    WatchEvent,
)
from privet.controllers.echo import Echo
from privet.controllers.events import EventRecorder
from privet.controllers.keys import Deps, KeyReconciler
from privet.controllers.marks import RING, Item, affected, key_item
from privet.controllers.pods import PodFollower
from privet.controllers.policies import PolicyReconciler
from privet.controllers.queue import SYSTEM_CLOCKS, Clocks, WorkQueue
from privet.controllers.ring import RingDeps, RingReconciler
from privet.controllers.signing import SigningStore
from privet.controllers.statuses import StatusWriter
from privet.controllers.world import World
from privet.errors import ClusterError
from privet.keys.signing import RingSettings
from privet.settings import ControllerSettings
from privet.tracing import Trace, untraced

MISSED = prometheus_client.Counter(
    "privet_watch_missed_total", "Changes that a listing showed and the watches had not told."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How the watches are checked."""

    second_look: float = 10.0
    """Seconds after a watch has listed: what was deleted between our listing and its is told by nobody."""
    grace: float = 5.0
    """What a listing shows and no watch has told after so many seconds, the watches have missed."""


@dataclass(frozen=True)
class Surroundings:
    """What a process gives a controller beside its cluster, and tests replace."""

    clocks: Clocks = SYSTEM_CLOCKS
    pace: Pace = Pace()
    trace: Trace = untraced


class Controller:
    """Everything that leads; made anew by each process that comes to lead."""

    def __init__(
        self,
        cluster: Cluster,
        settings: ControllerSettings,
        ring: RingSettings,
        issuer: str,
        around: Surroundings = Surroundings(),
    ) -> None:
        clocks = around.clocks
        self._cluster = cluster
        self._settings = settings
        self._clocks = clocks
        self._pace = around.pace
        self._trace = around.trace
        self._world = World(self._changed)
        self._echoes = {each: Echo(clocks.monotonic) for each in (KEYS, POLICIES, CLUSTER_POLICIES)}
        statuses = StatusWriter(cluster, self._wrote)
        self._queue: WorkQueue[Item] = WorkQueue(
            self._reconcile, workers=settings.workers, clocks=clocks, kind=lambda item: item.kind
        )
        self._signing = SigningStore(cluster, settings.namespace)
        self._pods = PodFollower(cluster, self._world, lambda name: self._queue.mark(key_item(name)))
        deps = Deps(
            cluster=cluster,
            world=self._world,
            signing=self._signing,
            statuses=statuses,
            events=EventRecorder(cluster, clocks),
            now=clocks.wall,
            heal_every=timedelta(seconds=settings.heal_seconds),
            pod_starts=self._pods.starts,
            count_after=timedelta(seconds=settings.count_seconds),
            trace=around.trace,
        )
        self._keys = KeyReconciler(deps)
        self._policies = PolicyReconciler(cluster, statuses, self._world, clocks.wall)
        self._ring = RingReconciler(
            RingDeps(
                store=self._signing,
                keys=self._keys,
                all_keys=self._world.keys.names,
                mark=lambda name: self._queue.mark(key_item(name)),
                now=clocks.wall,
                issuer=issuer,
                settings=ring,
                heal_every=timedelta(seconds=settings.heal_seconds),
            )
        )
        self._listed_at = clocks.monotonic()
        self._watch_listed = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether everything was read."""
        return self._world.synced

    @property
    def world(self) -> World:
        """What is known of the cluster; to be read only."""
        return self._world

    def silent_for(self) -> float:
        """Give the seconds for which a write of ours has not come back through the watches."""
        return max(echo.silent_for() for echo in self._echoes.values())

    def listing_age(self) -> float:
        """Give the seconds since everything was last listed."""
        return self._clocks.monotonic() - self._listed_at

    def idle(self) -> bool:
        """Whether nothing waits to be done now."""
        return self._world.synced and self._queue.idle()

    async def load(self) -> None:
        """Read everything, and bring the signing keys as far as they come by themselves."""
        await self._signing.load()
        await self._world.refresh(self._cluster)
        self._listed_at = self._clocks.monotonic()
        self._queue.mark(RING)
        await self._ring.reconcile()

    async def run(self, restart_watches: Callable[[], None]) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._queue.run())
            group.create_task(self._pods.run())
            group.create_task(self._resync(restart_watches))

    def sinks(self) -> Mapping[Resource, Callable[[WatchEvent], None]]:
        """Give where the watches of each kind put what they tell."""
        return {store.resource: self._sink(store) for store in self._world.stores}

    def watch_listed(self) -> None:
        """Take in that a watch has listed, at its start or anew: soon after, so do we."""
        self._watch_listed.set()

    def stale(self, limit: float) -> str:
        """Say what is wrong when the watches are silent where they have to tell, or nothing can be listed."""
        if self.silent_for() > limit:
            return "the watches do not tell of our own writes"
        if self.listing_age() > limit + 3 * self._settings.resync_seconds:
            return "nothing could be listed for too long"
        return ""

    def _sink(self, store: Store[Any]) -> Callable[[WatchEvent], None]:
        echo = self._echoes.get(store.resource)

        def sink(event: WatchEvent) -> None:
            if echo is not None:
                echo.saw(int(event.resource_version))
            store.observe(event)

        return sink

    def _wrote(self, resource: Resource, written: Object) -> None:
        self._echoes[resource].wrote(int(written["metadata"]["resourceVersion"]))

    def _changed(self, resource: Resource, changes: Sequence[Change[Any]]) -> None:
        for item in affected(self._world, resource, changes):
            self._queue.mark(item)
        self._pods.look()

    async def _reconcile(self, item: Item) -> datetime | None:
        with self._trace(f"reconcile {item.kind}"):
            return await self._see_to(item)

    async def _see_to(self, item: Item) -> datetime | None:
        if item == RING:
            return await self._ring.reconcile()
        if item.kind == KEYS.kind:
            return await self._keys.reconcile(item.name)
        if item.kind == POLICIES.kind:
            await self._policies.reconcile_policy(item.name)
        else:
            await self._policies.reconcile_cluster_policy(item.name)
        return None

    async def _resync(self, restart_watches: Callable[[], None]) -> None:
        """List everything now and then: what nobody told of is found, and silent watches are."""
        backoff = Backoff(1.0, 60.0)
        while True:
            asked = await self._time_to_list()
            try:
                missed = await self._world.refresh(self._cluster, self._pace.grace)
            except ClusterError as error:
                _log.warning("the resources could not be listed: %s", error)
                await asyncio.sleep(backoff.next())
                # Not waiting for the next turn: what was to be seen is still to be seen.
                self._watch_listed.set()
                continue
            backoff.reset()
            self._listed_at = self._clocks.monotonic()
            if missed and not asked:
                MISSED.inc(missed)
                _log.warning("the watches missed %d changes; starting them again", missed)
                restart_watches()

    async def _time_to_list(self) -> bool:
        """Wait for the next turn; give whether it is because a watch has listed."""
        wait = self._settings.resync_seconds * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load
        try:
            async with asyncio.timeout(wait):
                await self._watch_listed.wait()
        except TimeoutError:
            return False
        await asyncio.sleep(self._pace.second_look)
        # What has listed by now is seen by the listing to come.
        self._watch_listed.clear()
        return True
