"""kopf at the edge: its watches tell what changed, and nothing more is left to it.

Only `on.event` handlers, which write nothing; no peering, no scanning for kinds, no Events. kopf runs in a
thread with a loop of its own: it sets signal handlers where it can, and ends on some answers of the API
server, after which it is started anew. See docs/decisions/0008-kopf-at-the-edge.md.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import prometheus_client

from privet.cluster import Backoff, Connection, EventKind, Resource, WatchEvent
from privet.controllers.kopf_alone import kopf

Sink = Callable[[WatchEvent], None]

RESTART_FIRST_SECONDS = 0.5
RESTART_CAP_SECONDS = 30.0
REQUEST_BACKOFF_CAP_SECONDS = 60.0
_SETTLED_SECONDS = 60.0
_STOP_SECONDS = 5.0

STARTS = prometheus_client.Counter("privet_watch_starts_total", "Starts of the watches, the first included.")
EVENTS = prometheus_client.Counter(
    "privet_watch_events_total", "Events that the watches told.", ("resource",)
)
_log = logging.getLogger(__name__)
# It warns that it leaves the signals alone, which is what is wanted of it.
logging.getLogger("kopf._core.reactor.running").setLevel(logging.ERROR)


class Edge:
    """Runs kopf for the given kinds; every event goes to its kind's sink, in the caller's loop.

    `listed` is told when the watches begin, and whenever one has to list anew: kopf never tells what was
    deleted between what it knew and that listing.
    """

    def __init__(
        self, connection: Connection, sinks: Mapping[Resource, Sink], listed: Callable[[], None]
    ) -> None:
        self._connection = connection
        self._sinks = sinks
        self._listed = listed
        self._ended = asyncio.Event()
        self._stop = threading.Event()
        self._alive_since: float | None = None

    @property
    def alive(self) -> bool:
        """Whether kopf runs now."""
        return self._alive_since is not None

    async def run(self) -> None:
        """Keep kopf running until cancelled."""
        backoff = Backoff(RESTART_FIRST_SECONDS, RESTART_CAP_SECONDS)
        try:
            while True:
                lived = await self._once()
                if lived > _SETTLED_SECONDS:
                    backoff.reset()
                wait = backoff.next()
                _log.warning("the watches ended after %.0f s; starting them again in %.1f s", lived, wait)
                await asyncio.sleep(wait)
        finally:
            self._stop.set()

    def restart(self) -> None:
        """End kopf, so that it is started anew: its watches have missed something."""
        self._stop.set()

    async def _once(self) -> float:
        began = time.monotonic()
        loop = asyncio.get_running_loop()
        self._ended.clear()
        self._stop = threading.Event()
        thread = threading.Thread(target=self._main, args=(loop, self._stop), name="kopf", daemon=True)
        thread.start()
        STARTS.inc()
        self._alive_since = began
        try:
            await self._ended.wait()
        finally:
            self._alive_since = None
        return time.monotonic() - began

    def _main(self, loop: asyncio.AbstractEventLoop, stop: threading.Event) -> None:
        ready = threading.Event()
        waiter = threading.Thread(
            target=_when, args=(ready, loop, self._listed), name="kopf-ready", daemon=True
        )
        waiter.start()
        try:
            asyncio.run(
                kopf.operator(
                    registry=self._registry(loop),
                    settings=operator_settings(),
                    standalone=True,
                    clusterwide=True,
                    stop_flag=stop,
                    ready_flag=ready,
                )
            )
        except Exception as error:  # noqa: BLE001 - kopf ends on many errors; all are answered by a new start
            _log.warning("the watches failed: %s", type(error).__name__)
        finally:
            _tell(loop, self._ended.set)

    def _registry(self, loop: asyncio.AbstractEventLoop) -> kopf.OperatorRegistry:
        registry = kopf.OperatorRegistry()
        kopf.on.login(registry=registry)(self._login)
        for resource, sink in self._sinks.items():
            place = (
                (resource.group, resource.version, resource.plural)
                if resource.group
                else (
                    resource.version,
                    resource.plural,
                )
            )
            kopf.on.event(*place, registry=registry, id=f"see-{resource.plural}")(
                _handler(loop, resource, sink, self._listed)
            )
        return registry

    async def _login(self, **_: object) -> kopf.ConnectionInfo:
        return kopf.ConnectionInfo(
            server=self._connection.server,
            ca_path=self._connection.ca_file,
            certificate_path=self._connection.certificate_file,
            private_key_path=self._connection.private_key_file,
            token=self._connection.token() or None,
        )


class _EndlessBackoffs:
    """Waits between tries of a request: they double, are spread, and never run out."""

    def __iter__(self) -> Iterator[float]:
        backoff = Backoff(1.0, REQUEST_BACKOFF_CAP_SECONDS, random.uniform)
        while True:
            yield backoff.next()


def operator_settings() -> kopf.OperatorSettings:
    """Give kopf's settings: everything that writes or gives up is off."""
    settings = kopf.OperatorSettings()
    settings.peering.standalone = True
    settings.scanning.disabled = True
    settings.posting.enabled = False
    settings.watching.server_timeout = 300
    settings.watching.client_timeout = 330
    settings.watching.connect_timeout = 10
    settings.networking.request_timeout = 30
    settings.networking.error_backoffs = _EndlessBackoffs()
    settings.networking.enforce_retry_after = True
    settings.persistence.finalizer = "privet.dev/finalizer"
    settings.process.ultimate_exiting_timeout = None
    settings.queueing.exit_timeout = 0.5
    return settings


def _handler(
    loop: asyncio.AbstractEventLoop, resource: Resource, sink: Sink, listed: Callable[[], None]
) -> Callable[..., Any]:
    async def seen(event: Mapping[str, Any], **_: object) -> None:
        # kopf's own listing tells of what is there with no type.
        if event["type"] is None:
            _tell(loop, listed)
        kind = EventKind(event["type"] or EventKind.ADDED)
        obj = {**event["object"], "apiVersion": resource.api_version, "kind": resource.kind}
        EVENTS.labels(str(resource)).inc()
        _tell(loop, sink, WatchEvent(kind, obj))

    return seen


def _when(ready: threading.Event, loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    ready.wait()
    _tell(loop, call)


def _tell(loop: asyncio.AbstractEventLoop, call: Callable[..., object], *arguments: object) -> None:
    try:
        loop.call_soon_threadsafe(call, *arguments)
    except RuntimeError:
        # The loop is closed: the process ends, and nobody needs to know any more.
        return
