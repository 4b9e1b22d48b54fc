"""The work queue: level-triggered, one at a time per key, a few at once in all, patient with failures."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import prometheus_client

from privet.cluster import Backoff
from privet.controllers.schedule import Schedule
from privet.errors import ClusterError, ConflictError, UnavailableError

K = TypeVar("K", bound=Hashable)

RETRY_FIRST_SECONDS = 0.1
RETRY_CAP_SECONDS = 60.0
"""The most that a failing key waits: an issuer that works again must not be waited for until keys expire."""
LOOK_SECONDS = 15.0
"""How often the wall clock is compared with the monotonic one: a step or a sleep of the machine shows."""
STEP_SECONDS = 2.0

RUNS = prometheus_client.Counter(
    "privet_reconciles_total", "Reconciliations, by kind and outcome.", ("kind", "outcome")
)
DEPTH = prometheus_client.Gauge("privet_queue_depth", "Keys that wait for a worker.")
SCHEDULED = prometheus_client.Gauge("privet_queue_scheduled", "Keys that are due later.")
SECONDS = prometheus_client.Histogram("privet_reconcile_seconds", "Time of one reconciliation.")
_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Read the wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clocks:
    """The wall clock for what is due at a date, the monotonic one for waits."""

    wall: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic


SYSTEM_CLOCKS = Clocks()


class WorkQueue(Generic[K]):
    """Calls `reconcile` for keys that were marked, until it succeeds.

    A mark while a key waits changes nothing, one while it runs has it run once more. `reconcile` gives the
    time at which the key is to be looked at again, or None.
    """

    def __init__(
        self,
        reconcile: Callable[[K], Awaitable[datetime | None]],
        *,
        workers: int,
        clocks: Clocks = SYSTEM_CLOCKS,
        kind: Callable[[K], str] = lambda _: "",
    ) -> None:
        self._reconcile = reconcile
        # What a key is counted under: never its name.
        self._kind = kind
        self._workers = workers
        self._clocks = clocks
        self._waiting: deque[K] = deque()
        self._dirty: set[K] = set()
        self._running: set[K] = set()
        self._schedule: Schedule[K] = Schedule()
        self._dates: dict[K, datetime] = {}
        self._backoffs: dict[K, Backoff] = {}
        self._news = asyncio.Condition()
        self._sooner = asyncio.Event()
        self._offset = self._clock_offset()

    def mark(self, key: K) -> None:
        """Have a key reconciled as soon as a worker is free."""
        self._schedule.drop(key)
        self._dates.pop(key, None)
        if key in self._dirty:
            return
        self._dirty.add(key)
        if key not in self._running:
            self._waiting.append(key)
            DEPTH.set(len(self._waiting))
        self._sooner.set()

    def idle(self) -> bool:
        """Whether nothing is waiting or running."""
        return not self._dirty and not self._running

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._wake())
            for _ in range(self._workers):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            key = await self._take()
            try:
                await self._handle(key)
            finally:
                self._running.discard(key)
                if key in self._dirty:
                    self._waiting.append(key)
                    self._sooner.set()

    async def _take(self) -> K:
        async with self._news:
            await self._news.wait_for(lambda: bool(self._waiting))
            key = self._waiting.popleft()
            self._dirty.discard(key)
            self._running.add(key)
            DEPTH.set(len(self._waiting))
            return key

    async def _handle(self, key: K) -> None:
        try:
            with SECONDS.time():
                date = await self._reconcile(key)
        except Exception as error:  # noqa: BLE001 - one key's failure must not end the others' worker
            self._retry(key, error)
            return
        RUNS.labels(self._kind(key), "done").inc()
        self._backoffs.pop(key, None)
        if date is not None and key not in self._dirty:
            self._put_date(key, date)

    def _retry(self, key: K, error: Exception) -> None:
        outcome = "conflict" if isinstance(error, ConflictError) else "failed"
        RUNS.labels(self._kind(key), outcome).inc()
        backoff = self._backoffs.setdefault(key, Backoff(RETRY_FIRST_SECONDS, RETRY_CAP_SECONDS))
        wait = backoff.next(error.retry_after if isinstance(error, UnavailableError) else None)
        if isinstance(error, ConflictError):
            _log.debug("%s: somebody else wrote in between, trying again", key)
        elif isinstance(error, ClusterError):
            _log.warning("%s: %s; trying again in %.1f s", key, error, wait)
        else:
            _log.error("%s: failed; trying again in %.1f s", key, wait, exc_info=error)
        if key not in self._dirty:
            self._schedule.put(key, self._clocks.monotonic() + wait)
            self._sooner.set()

    def _put_date(self, key: K, date: datetime) -> None:
        wait = (date - self._clocks.wall()).total_seconds()
        self._dates[key] = date
        self._schedule.put(key, self._clocks.monotonic() + max(0.0, wait))
        self._sooner.set()

    async def _wake(self) -> None:
        """Move what is due to the workers; one task sleeps for all of them."""
        while True:
            self._sooner.clear()
            self._follow_wall_clock()
            for key in self._schedule.pop_due(self._clocks.monotonic()):
                self.mark(key)
            async with self._news:
                self._news.notify(len(self._waiting))
            SCHEDULED.set(len(self._schedule))
            await self._sleep()

    async def _sleep(self) -> None:
        due = self._schedule.next_due()
        wait = LOOK_SECONDS if due is None else min(LOOK_SECONDS, due - self._clocks.monotonic())
        try:
            async with asyncio.timeout(max(0.0, wait)):
                await self._sooner.wait()
        except TimeoutError:
            pass

    def _follow_wall_clock(self) -> None:
        """Compute all waits for dates again when the wall clock was set, or the machine slept."""
        offset = self._clock_offset()
        if abs(offset - self._offset) < STEP_SECONDS:
            return
        _log.warning("the wall clock moved by %.0f s against the monotonic one", offset - self._offset)
        self._offset = offset
        for key, date in list(self._dates.items()):
            self._put_date(key, date)

    def _clock_offset(self) -> float:
        return self._clocks.wall().timestamp() - self._clocks.monotonic()
