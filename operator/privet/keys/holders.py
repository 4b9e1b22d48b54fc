"""Which keys pods hold: told from when they started and when the Secret changed, for nobody looks into a pod.

What is said stays true while time passes (until when, from when), so that time alone is no reason to write.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from privet.api.v1alpha1 import KeyHolders, ProvisioningKeyStatus

REFRESH = timedelta(minutes=5)
"""The longest that a kubelet takes to bring a mounted Secret up to date; no overlap is shorter."""


def holders(status: ProvisioningKeyStatus, starts: Sequence[datetime]) -> tuple[KeyHolders, ...]:
    """Count the pods that started at these times by the keys of a status, the current one first."""
    return tuple(_entries(status, starts)) if starts else ()


def _entries(status: ProvisioningKeyStatus, starts: Sequence[datetime]) -> Iterator[KeyHolders]:
    current = status.current
    changes = [record.replaced_at for record in status.draining if record.replaced_at is not None]
    if current is not None:
        # A status of an earlier version does not say when: it was not before it was issued.
        written = current.delivered_at or current.issued_at
        changes.append(written)
        # Kubernetes tells starts in whole seconds: one in the same second may have been before.
        older = any(start <= written for start in starts)
        yield KeyHolders(key_id=current.id, count=len(starts), held_from=written + REFRESH if older else None)
    for record in status.draining:
        gone = record.replaced_at
        # Left out are keys that no pod can have held any more when the Secret changed last.
        if gone is None or gone + REFRESH <= max(changes):
            continue
        if count := sum(start <= gone for start in starts):
            yield KeyHolders(key_id=record.id, count=count, held_until=gone + REFRESH)
