"""The records of status: the next key written down before it is made, and the keys that drain."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from privet.api.v1alpha1 import EffectiveSettings, IssuedKey, ProvisioningKeyStatus, Slot
from privet.keys import derive
from privet.keys.canonical import canonical
from privet.keys.facts import Granted
from privet.keys.ring import SigningKey

BACKDATED = timedelta(seconds=30)
"""How much earlier than its issue a key is valid: for clocks of verifiers that are behind."""

MAX_DRAINING = 16
"""Newest kept. A token names its UID and sequence, so that older ones can be revoked without a record."""

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clocks of two controllers may be apart: a plan that near may have been published already."""


_NOT_CONTENT = {"id", "slot", "delivered_at", "replaced_at"}


def plan(
    uid: str,
    sequence: int,
    issued_at: datetime,
    granted: Granted,
    settings: EffectiveSettings,
    signing: SigningKey,
) -> IssuedKey:
    """Write down a key that is still to be made."""
    start = issued_at.replace(microsecond=0)
    unnamed = IssuedKey(
        id="unnamed",
        sequence=sequence,
        root_epoch=signing.root_epoch,
        signing_key_id=signing.id,
        issued_at=start,
        not_before=start - BACKDATED,
        expires_at=start + settings.lifetime,
        slot=Slot.PUBLISHED,
        grants=settings.grants,
        policy_uid=granted.policy_uid,
        policy_generation=granted.policy_generation,
        audiences=settings.audiences,
    )
    content = canonical(unnamed.model_dump(mode="json", exclude=_NOT_CONTENT)).decode()
    return unnamed.model_copy(update={"id": derive.key_id(uid, content)})


FENCE = "privet.dev/fence"
"""Annotation of the Secret: a number that only grows, by which admission refuses a writer from the past."""


def fence(newest: int, *, withdrawn: bool) -> str:
    """Give the fence of a write: a later key outranks an earlier one, a withdrawal all before it."""
    return str(2 * newest + withdrawn)


def newest_sequence(status: ProvisioningKeyStatus) -> int:
    """Give the highest sequence that was ever used, as far as status tells."""
    return max((record.sequence for record in _records(status)), default=0)


def next_sequence(status: ProvisioningKeyStatus, now: datetime) -> int:
    """Give a sequence that no other content ever had; that of the plan to be replaced is used up as well.

    It is the time of planning in seconds rather than a count: so it also grows when the cluster's state was
    restored from a backup, or the status was lost, and what was issued in between is not known any more.
    """
    return max(newest_sequence(status) + 1, int(now.timestamp()))


def set_aside(status: ProvisioningKeyStatus, *replaced: IssuedKey | None) -> ProvisioningKeyStatus:
    """Add replaced records to the draining ones."""
    added = tuple(_in_slot(record, Slot.DRAINING) for record in replaced if record is not None)
    return status.model_copy(update={"draining": (*added, *status.draining)})


def pruned(status: ProvisioningKeyStatus, now: datetime) -> ProvisioningKeyStatus:
    """Drop what has expired and what is too much; the highest sequence always stays on record."""
    newest = newest_sequence(status)
    kept = (
        _in_slot(record, Slot.RETIRED) if record.expires_at <= now else record
        for record in status.draining
        if record.expires_at > now or record.sequence == newest
    )
    ordered = sorted(kept, key=lambda record: record.sequence, reverse=True)
    return status.model_copy(update={"draining": tuple(ordered[:MAX_DRAINING])})


def may_be_published(planned: IssuedKey | None, now: datetime) -> IssuedKey | None:
    """Give a plan back if some controller may have carried it out."""
    if planned is not None and planned.issued_at <= now + CLOCK_TOLERANCE:
        return planned
    return None


def activated(planned: IssuedKey) -> IssuedKey:
    """Record that a planned key is in the Secret."""
    return _in_slot(planned, Slot.ACTIVE)


def delivered(status: ProvisioningKeyStatus, at: datetime) -> ProvisioningKeyStatus:
    """Record that by now the Secret holds the current key, or nothing, and no more what it held before."""
    moment = at.replace(microsecond=0)
    current = status.current and status.current.model_copy(update={"delivered_at": moment})
    draining = tuple(
        record.model_copy(update={"replaced_at": moment})
        if record.delivered_at is not None and record.replaced_at is None
        else record
        for record in status.draining
    )
    return status.model_copy(update={"current": current, "draining": draining})


def _in_slot(record: IssuedKey, slot: Slot) -> IssuedKey:
    return record.model_copy(update={"slot": slot})


def _records(status: ProvisioningKeyStatus) -> Iterable[IssuedKey]:
    return (record for record in (status.current, status.planned, *status.draining) if record is not None)
