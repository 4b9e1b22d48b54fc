"""Reconcile the signing keys: ask `keys.signing.decide_ring`, do what it says, until it says wait."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from privet.cluster import Name
from privet.controllers.keys import KeyReconciler
from privet.controllers.signing import SigningStore, new_epoch
from privet.errors import ConflictError, NotFoundError
from privet.keys.derive import ROOT_BYTES, Root
from privet.keys.ring import SigningRing
from privet.keys.signing import AddEpoch, Announce, DropEpochs, RingIdle, RingSettings, StoreRing, decide_ring

MAX_STEPS = 16
ANNOUNCE_LIMIT = timedelta(minutes=5)
"""Keys whose Secrets cannot be written for that long do not hold up the others' signing keys."""
ANNOUNCE_AGAIN = timedelta(seconds=1)
"""How often it is seen whether every key has been told of a new signing key."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RingDeps:
    """What the reconciler of signing keys works with."""

    store: SigningStore
    keys: KeyReconciler
    all_keys: Callable[[], list[Name]]
    mark: Callable[[Name], None]
    now: Callable[[], datetime]
    issuer: str
    settings: RingSettings
    heal_every: timedelta
    draw: Callable[[int], bytes] = secrets.token_bytes


class RingReconciler:
    """Moves root and ring on when it is time."""

    def __init__(self, deps: RingDeps) -> None:
        self._deps = deps
        self._announced_since: datetime | None = None
        self._heal_at = deps.now() + deps.heal_every

    async def reconcile(self) -> datetime | None:
        """Take steps until there is nothing to do; give when to look again."""
        for _ in range(MAX_STEPS):
            again = await self._step()
            if again is not None:
                return again
        return self._deps.now() + ANNOUNCE_AGAIN

    async def _step(self) -> datetime | None:
        store, now = self._deps.store, self._deps.now()
        root, ring = store.now.root, store.now.ring
        step = decide_ring(root, ring, self._deps.settings, now)
        match step:
            case RingIdle(until=until):
                return await self._heal(until)
            case AddEpoch(number=number):
                epoch = new_epoch(number, self._deps.issuer, now, self._deps.draw, ROOT_BYTES)
                await self._save(Root((*root.epochs, epoch)), ring)
            case DropEpochs(numbers=numbers):
                await self._save(
                    Root(tuple(each for each in root.epochs if each.number not in numbers)), ring
                )
            case StoreRing(ring=wanted):
                await self._save(root, wanted)
                self._mark_all()
            case Announce():
                return await self._announce(step)
        return None

    async def _heal(self, until: datetime) -> datetime | None:
        """See to the root and the public keys when their time has come; what is whole is not written."""
        now = self._deps.now()
        if now < self._heal_at:
            return min(until, self._heal_at)
        changed = await self._deps.store.heal()
        await self._deps.store.publish()
        self._heal_at = now + self._deps.heal_every
        if not changed:
            return min(until, self._heal_at)
        self._mark_all()
        return None

    async def _announce(self, step: Announce) -> datetime | None:
        now = self._deps.now()
        if self._announced_since is None:
            await self._deps.store.publish()
            self._deps.keys.announce()
            for name in self._deps.keys.unannounced():
                self._deps.mark(name)
            self._announced_since = now
        # Before the first signing key is active nothing was issued, so nobody has to be told.
        waiting = self._deps.keys.unannounced() if self._deps.store.now.ring.active else []
        if waiting and now < self._announced_since + ANNOUNCE_LIMIT:
            return now + ANNOUNCE_AGAIN
        if waiting:
            _log.warning("%d keys could not be told of the next signing key", len(waiting))
        self._announced_since = None
        await self._save(self._deps.store.now.root, step.announced(self._deps.now()))
        return None

    async def _save(self, root: Root, ring: SigningRing) -> None:
        try:
            await self._deps.store.save(root, ring)
        except (ConflictError, NotFoundError):
            # Somebody else wrote in between, or took the Secret away: see to it, and decide again.
            await self._deps.store.heal()
            raise

    def _mark_all(self) -> None:
        for name in self._deps.all_keys():
            self._deps.mark(name)
