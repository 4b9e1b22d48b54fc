"""Waiting with a limit: the only place in the harness and its tests that sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tests.cluster.errors import NotReadyError

T = TypeVar("T")

POLL_SECONDS = 0.05


def wait_until(condition: Callable[[], T | None], what: str, seconds: float = 30.0) -> T:
    """Return the first true value of the condition, or raise NotReadyError at the limit."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise NotReadyError(f"{what}: not within {seconds:.0f} s")
        time.sleep(POLL_SECONDS)
