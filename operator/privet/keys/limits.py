"""The loop breaker: how many keys may be issued in how much time, computed from when keys were issued.

A counter in memory would start anew with every restart, which is when loops are at their worst.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from privet.api.v1alpha1 import EffectiveSettings, IssuedKey

MAX_ISSUES = 12
WINDOW = timedelta(hours=1)
SPACING = timedelta(seconds=30)
"""Once tripped, even a pod without a valid key waits that long for the next one."""


@dataclass(frozen=True)
class HeldBack:
    """Too many keys in too short a time: nothing is issued before this moment."""

    until: datetime


def window(settings: EffectiveSettings) -> timedelta:
    """Give the time in which `MAX_ISSUES` are too many: an hour, or less for keys that are quick by design.

    A key that rotates every minute makes twelve in twelve minutes; it may make twice that: the window is six.
    """
    by_design = settings.every * MAX_ISSUES / 2 if settings.every else WINDOW
    return min(WINDOW, by_design)


def held_back(
    issued: Sequence[IssuedKey], settings: EffectiveSettings, now: datetime, *, essential: bool
) -> HeldBack | None:
    """Tell whether one more key would be too many, and until when."""
    # Moments in the future count as well: they are what a clock that jumped back leaves behind.
    moments = sorted((record.issued_at for record in issued), reverse=True)[:MAX_ISSUES]
    if len(moments) < MAX_ISSUES or moments[-1] <= now - window(settings):
        return None
    if not essential:
        return HeldBack(until=moments[-1] + window(settings))
    # Only a moment that is near holds back: one far in the future must not keep a pod without a key.
    near = abs(now - moments[0]) < SPACING
    return HeldBack(until=now + SPACING) if near else None
