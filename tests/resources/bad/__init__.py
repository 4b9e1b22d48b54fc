"""Resources that are refused, each for one reason, with the field and the remedy in the message."""

from __future__ import annotations

from tests.resources.bad.changes import BAD_CHANGES
from tests.resources.bad.detection import PATTERNS
from tests.resources.bad.keys import KEYS
from tests.resources.bad.policies import GRANTS, POLICIES, SELECTORS
from tests.resources.bad.quarantines import QUARANTINES
from tests.resources.bad.times import SCHEDULES, TIMES

BAD = (*GRANTS, *POLICIES, *SELECTORS, *PATTERNS, *TIMES, *SCHEDULES, *KEYS, *QUARANTINES)

__all__ = ["BAD", "BAD_CHANGES"]
