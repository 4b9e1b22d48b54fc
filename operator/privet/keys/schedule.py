"""When the next key is due: by interval or by cron in a time zone, spread by phase, and never too late."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from privet.api.v1alpha1 import EffectiveSettings, IssuedKey

MIN_GAP = timedelta(seconds=30)
"""Two keys of one ProvisioningKey are never planned closer together, whatever schedule and clock say."""
CRON_PHASE = timedelta(minutes=1)
"""Cron is exact to the minute; within it, keys are spread."""
_PHASE_SHARE = 10
# Ticks that repeat while the clocks are set back lie in the past: there are at most that many in three hours.
_MAX_PAST_TICKS = 180


@dataclass(frozen=True, kw_only=True)
class NextRotation:
    """When the next key is due."""

    at: datetime
    expiry_won: bool
    """The schedule alone would have let the key expire: it is rotated before its window."""


def draw_phase(uid: str, settings: EffectiveSettings) -> timedelta:
    """Draw the offset that spreads keys with the same settings: by the UID, so a repeat draws the same."""
    window = CRON_PHASE if settings.every is None else settings.every / _PHASE_SHARE
    seconds = max(int(window.total_seconds()), 1)
    digest = hashlib.sha256(b"privet.dev/phase/v1" + uid.encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % seconds)


def next_rotation(issued: IssuedKey, settings: EffectiveSettings, phase: timedelta) -> NextRotation:
    """Say when the key that follows this one is due.

    Computed from when this one was issued, never from when it is asked: a restart changes nothing, and an
    error cannot make a loop of it.
    """
    # Expiry beats the window: both keys have to be valid for as long as the overlap says.
    latest = issued.expires_at - settings.overlap
    wanted = _wanted(issued.issued_at, settings, phase)
    expiry_won = settings.schedule is not None and (wanted is None or wanted > latest)
    at = latest if wanted is None else min(wanted, latest)
    return NextRotation(at=max(at, issued.issued_at + MIN_GAP), expiry_won=expiry_won)


def _wanted(issued_at: datetime, settings: EffectiveSettings, phase: timedelta) -> datetime | None:
    if settings.schedule is None:
        return None if settings.every is None else issued_at + settings.every - phase
    # A key issued at a tick and its phase must not be replaced at the same tick.
    tick = next_tick(settings.schedule, settings.time_zone or "UTC", issued_at - phase + MIN_GAP)
    return None if tick is None else tick + phase


@lru_cache(maxsize=4096)
def next_tick(schedule: str, time_zone: str, after: datetime) -> datetime | None:
    """Give the first time of a cron schedule after a moment, in UTC; None when it has none in fifty years.

    Debian's cron is the model, as for everybody: a time that the clocks skip is made up for right after, a
    time that they show twice counts once, and schedules of every minute or hour go by real time.
    """
    try:
        ticks = CronSim(schedule, after.astimezone(ZoneInfo(time_zone)))
    except CronSimError:
        # The 31st of February and its like, which the schema refuses; expiry still has its say.
        return None
    in_utc = (tick.astimezone(UTC) for tick in islice(ticks, _MAX_PAST_TICKS))
    # While the clocks are set back, cronsim reads the second pass of the hour as the first.
    return next((tick for tick in in_utc if tick > after), None)
