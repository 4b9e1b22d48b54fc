"""Keep a store in step with the API server: list, compare, watch, and begin again whatever happens."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import prometheus_client

from privet.cluster.backoff import Backoff
from privet.cluster.protocol import EVERYTHING, Cluster, Selection
from privet.cluster.store import Store
from privet.errors import ClusterError, ExpiredError, UnavailableError

T = TypeVar("T")

RETRY_FIRST_SECONDS = 0.2
RETRY_CAP_SECONDS = 30.0
RECONNECT_SECONDS = 0.5
"""A server that ends every watch at once must not be asked thousands of times a second."""
_SETTLED_SECONDS = 5.0
"""A watch that lived this long was a good one: go on at once."""

LISTS = prometheus_client.Counter("privet_reflector_lists_total", "Listings taken in.", ("resource",))
FAILURES = prometheus_client.Counter(
    "privet_reflector_failures_total", "Listings and watches that failed.", ("resource", "error")
)
CONTACT = prometheus_client.Gauge(
    "privet_reflector_last_contact_seconds", "When the API server last answered (Unix time).", ("resource",)
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Time:
    """The clock and the wait, so that tests need neither."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Reflector(Generic[T]):
    """Follows one kind into a store, for ever; run it as a task.

    Deletions that happen while nobody watches are seen by the next listing's comparison. The last good
    state stays when contact is lost: its age is `age()`, what to do about it is the caller's choice.
    """

    def __init__(
        self,
        cluster: Cluster,
        store: Store[T],
        selection: Selection = EVERYTHING,
        *,
        clock: Time = Time(),
    ) -> None:
        self._cluster = cluster
        self._store = store
        self._selection = selection
        self._clock = clock
        self._backoff = Backoff(RETRY_FIRST_SECONDS, RETRY_CAP_SECONDS)
        self._synced = asyncio.Event()
        self._contact = float("-inf")
        # Where the watch goes on; None asks for a listing.
        self._version: str | None = None

    @property
    def synced(self) -> bool:
        """Whether the store has been filled once; it stays true."""
        return self._synced.is_set()

    async def wait_synced(self) -> None:
        """Wait for the first whole listing."""
        await self._synced.wait()

    def age(self) -> float:
        """Give the seconds since the API server last answered; infinite when it never did."""
        return self._clock.monotonic() - self._contact

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self._clock.sleep(await self._round())

    async def _round(self) -> float:
        """List where needed and watch until the stream ends; give the pause before the next round."""
        began = self._clock.monotonic()
        try:
            if self._version is None:
                await self._list()
            await self._watch()
        except ExpiredError:
            # Not a failure but the ordinary end of a version's life: list again, soon. Only a watch
            # that works resets the waits, so a server that always says so is asked ever less often.
            self._version = None
            return self._backoff.next()
        except ClusterError as error:
            return self._failed(error)
        lived = self._clock.monotonic() - began
        return 0.0 if lived >= _SETTLED_SECONDS else RECONNECT_SECONDS

    async def _list(self) -> None:
        listing = await self._cluster.list(self._store.resource, self._selection)
        changed = self._store.replace(listing)
        self._version = listing.resource_version
        LISTS.labels(str(self._store.resource)).inc()
        _log.debug("listed %s: %d objects, %d changed", self._store.resource, len(listing.items), changed)
        self._answered()
        self._synced.set()

    async def _watch(self) -> None:
        if self._version is None:
            raise RuntimeError("a watch needs a version to go on from")
        async for event in self._cluster.watch(self._store.resource, self._version, self._selection):
            self._store.observe(event)
            self._version = event.resource_version
            self._answered()
            self._backoff.reset()
        # The stream's orderly end is an answer too.
        self._answered()
        self._backoff.reset()

    def _answered(self) -> None:
        self._contact = self._clock.monotonic()
        CONTACT.labels(str(self._store.resource)).set_to_current_time()

    def _failed(self, error: ClusterError) -> float:
        FAILURES.labels(str(self._store.resource), type(error).__name__).inc()
        _log.warning("%s is not followed for now: %s", self._store.resource, error)
        if not isinstance(error, UnavailableError):
            # Forbidden or not found: the kind itself may have gone; only a listing can tell.
            self._version = None
            return self._backoff.next()
        return self._backoff.next(error.retry_after)
