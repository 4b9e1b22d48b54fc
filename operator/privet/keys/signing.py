"""When a signing key is published, begins to sign, drains and goes; and when the root gets a new epoch.

A key is in everybody's JWKS before it signs (`RingSettings.propagation`), and stays there until the last
token that it can have signed has expired. Nothing here waits: `now` is an argument, the caller acts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from privet.errors import KeyGoneError
from privet.keys import derive
from privet.keys.derive import Root
from privet.keys.ring import SigningKey, SigningRing

MAX_TOKEN_LIFETIME = timedelta(hours=24)
"""The longest lifetime that a ProvisioningKey may ask for."""
KEPT_LONGER = timedelta(minutes=15)
"""For writers that finish late, and for clocks of verifiers that are behind."""


_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class RingSettings:
    """How often signing keys and root epochs are replaced."""

    every: timedelta = timedelta(days=30)
    root_every: timedelta = timedelta(days=365)
    propagation: timedelta = timedelta(hours=1)
    """From the sent JWKS to the first signature: above the kubelet's worst refresh, with room to spare."""

    def __post_init__(self) -> None:
        if self.propagation < timedelta(minutes=5):
            raise ValueError("propagation must be at least 5m: the kubelet may need that long")
        if self.every < 2 * self.propagation:
            raise ValueError("signing keys must sign for at least twice the propagation")
        if self.root_every < self.every:
            raise ValueError("a root epoch must last at least as long as a signing key")


@dataclass(frozen=True, kw_only=True)
class AddEpoch:
    """Draw `derive.ROOT_BYTES` random bytes, store them as this epoch of the root, and decide again."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DropEpochs:
    """Delete these epochs of the root: nothing valid comes from them any more. Decide again."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StoreRing:
    """Store this ring, and decide again."""

    ring: SigningRing
    reason: str


@dataclass(frozen=True, kw_only=True)
class Announce:
    """Send the JWKS of the stored ring to everybody (ConfigMap and key Secrets), then store `announced`."""

    ring: SigningRing

    def announced(self, now: datetime) -> SigningRing:
        """Give the ring to store when the JWKS has been written everywhere; `now` is the time after that."""
        waiting = next(key for key in self.ring.keys if key.published_at is None)
        return self.ring.changing(waiting, published_at=now)


@dataclass(frozen=True, kw_only=True)
class RingIdle:
    """Nothing to do before this moment."""

    until: datetime


RingStep = AddEpoch | DropEpochs | StoreRing | Announce | RingIdle


@dataclass(frozen=True, kw_only=True)
class _View:
    root: Root
    ring: SigningRing
    settings: RingSettings
    now: datetime


def decide_ring(root: Root, ring: SigningRing, settings: RingSettings, now: datetime) -> RingStep:
    """Say what to do next with root and ring; the same question gets the same answer."""
    view = _View(root=root, ring=ring, settings=settings, now=now)
    return next((step for check in _CHECKS if (step := check(view))), RingIdle(until=_next_change(view)))


def _no_epoch(view: _View) -> RingStep | None:
    return None if view.root.epochs else AddEpoch(number=1)


def _foreign_keys(view: _View) -> RingStep | None:
    """Keys that this root does not give cannot sign or be listed: tokens by them are issued anew."""
    ours = [key for key in view.ring.keys if _is_ours(view.root, key)]
    if len(ours) == len(view.ring.keys):
        return None
    return StoreRing(ring=view.ring.with_keys(ours), reason="SigningKeyUnknown")


def _unannounced(view: _View) -> RingStep | None:
    if any(key.published_at is None for key in view.ring.keys):
        return Announce(ring=view.ring)
    return None


def _epoch_due(view: _View) -> RingStep | None:
    newest = view.root.newest
    if newest is None or view.now < newest.created_at + view.settings.root_every:
        return None
    return AddEpoch(number=newest.number + 1)


def _next_key_due(view: _View) -> RingStep | None:
    newest = view.root.newest
    if newest is None or view.ring.published is not None or view.now < _publish_at(view):
        return None
    sequence = view.ring.last_sequence + 1
    public = derive.signing_key(newest, sequence).public_key()
    added = SigningKey(id=derive.thumbprint(public), root_epoch=newest.number, sequence=sequence)
    ring = view.ring.model_copy(update={"keys": (*view.ring.keys, added), "last_sequence": sequence})
    return StoreRing(ring=ring, reason="SigningKeyPublished")


def _takeover_due(view: _View) -> RingStep | None:
    following = view.ring.published
    if following is None or view.now < _takeover_at(view, following):
        return None
    active = view.ring.active
    ring = view.ring.changing(following, active_at=view.now)
    if active is not None:
        ring = ring.changing(active, draining_at=view.now)
    return StoreRing(ring=ring, reason="SigningKeyActive")


def _drained(view: _View) -> RingStep | None:
    kept = [key for key in view.ring.keys if view.now < (_gone_at(key) or _NEVER)]
    if len(kept) == len(view.ring.keys):
        return None
    return StoreRing(ring=view.ring.with_keys(kept), reason="SigningKeyRetired")


def _unused_epochs(view: _View) -> RingStep | None:
    newest = view.root.newest
    used = {key.root_epoch for key in view.ring.keys}
    unused = [epoch.number for epoch in view.root.epochs if epoch.number not in used and epoch is not newest]
    return DropEpochs(numbers=tuple(sorted(unused))) if unused else None


# Order matters: a ring is made sound before it moves on; nothing is dropped before its successor works.
_CHECKS: Sequence[Callable[[_View], RingStep | None]] = (
    _no_epoch,
    _foreign_keys,
    _unannounced,
    _epoch_due,
    _next_key_due,
    _takeover_due,
    _drained,
    _unused_epochs,
)


def _is_ours(root: Root, key: SigningKey) -> bool:
    try:
        epoch = root.epoch(key.root_epoch)
    except KeyGoneError:
        return False
    return derive.thumbprint(derive.signing_key(epoch, key.sequence).public_key()) == key.id


def _is_outdated(view: _View, active: SigningKey) -> bool:
    newest = view.root.newest
    return newest is not None and active.root_epoch < newest.number


def _publish_at(view: _View) -> datetime:
    active = view.ring.active
    if active is None or active.active_at is None or _is_outdated(view, active):
        return view.now
    return active.active_at + view.settings.every - view.settings.propagation


def _takeover_at(view: _View, following: SigningKey) -> datetime:
    active = view.ring.active
    known = following.published_at
    if known is None:
        return _NEVER
    if active is None or active.active_at is None:
        # Nobody holds a JWKS that lacks it, or nobody could be issued a token: waiting would help no one.
        return view.now
    propagated = known + view.settings.propagation
    if _is_outdated(view, active):
        return propagated
    return max(propagated, active.active_at + view.settings.every)


def _gone_at(key: SigningKey) -> datetime | None:
    return key.draining_at + MAX_TOKEN_LIFETIME + KEPT_LONGER if key.draining_at else None


def _next_change(view: _View) -> datetime:
    following = view.ring.published
    newest = view.root.newest
    moments = [
        _takeover_at(view, following) if following else _publish_at(view),
        *(gone for key in view.ring.keys if (gone := _gone_at(key))),
    ]
    if newest is not None:
        moments.append(newest.created_at + view.settings.root_every)
    return min(moments)
