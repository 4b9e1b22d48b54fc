"""`privet controller`: everything put together, from the Lease to the last write."""

import asyncio
import contextlib
import logging
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import prometheus_client
import uvloop

from privet.cluster import (
    NAMESPACES,
    Backoff,
    Cluster,
    Connection,
    HttpCluster,
    LeaseKeeper,
    LeaseTerms,
    connect,
)
from privet.controllers.controller import Controller, Surroundings
from privet.controllers.edge import Edge
from privet.controllers.fenced import FencedCluster
from privet.controllers.health import Check, health_server
from privet.controllers.metrics import Sight
from privet.controllers.queue import utc_now
from privet.errors import ClusterError
from privet.keys.signing import RingSettings
from privet.settings import ControllerSettings
from privet.tracing import Trace, tracing_of, untraced

_log = logging.getLogger(__name__)
_STOP_SECONDS = 5.0
RETRY_FIRST_SECONDS = 0.2
RETRY_CAP_SECONDS = 10.0

T = TypeVar("T")


def run(settings: ControllerSettings) -> None:
    """Run until SIGTERM or SIGINT; the process ends at once, with code 75, when the Lease is lost."""
    with (
        tracing_of("privet-controller", wanted=settings.traces == "Otlp") as tracing,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_run(settings, tracing.step if tracing else untraced))


async def _run(settings: ControllerSettings, trace: Trace) -> None:
    connection = connect(settings.kubeconfig, settings.service_account_dir)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    process = Process(connection, settings, trace)
    prometheus_client.REGISTRY.register(process.sight())
    address = (settings.health_host, settings.health_port)
    async with health_server(*address, process.live(), process.ready(), process.state):
        work = asyncio.create_task(process.run())
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        _log.info("stopping")
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        stop.cancel()
    # Only now does nothing write any more, and a standby may take over.
    await asyncio.to_thread(process.lease.stop, _STOP_SECONDS)


class Process:
    """One process: a standby at first, then the one that leads, never a standby again."""

    def __init__(self, connection: Connection, settings: ControllerSettings, trace: Trace = untraced) -> None:
        self._connection = connection
        self._settings = settings
        self._trace = trace
        self.lease = LeaseKeeper(connection, lease_terms(settings))
        self._controller: Controller | None = None
        self._edge: Edge | None = None

    async def run(self) -> None:
        """Wait for the Lease, then lead until cancelled."""
        self.lease.start()
        await self.lease.acquired()
        _log.info("the lease is ours")
        async with HttpCluster(self._connection) as cluster:
            await self._lead(FencedCluster(cluster, self.lease.held))

    async def _lead(self, cluster: Cluster) -> None:
        settings = self._settings
        issuer = settings.issuer or await patiently(lambda: cluster_issuer(cluster))
        around = Surroundings(trace=self._trace)
        controller = Controller(cluster, settings, ring_settings(settings), issuer, around)
        # 1. Know everything before deciding anything.
        await patiently(controller.load)
        # 2. Then hear of changes. 3. Then work.
        edge = Edge(self._connection, controller.sinks(), controller.watch_listed)
        self._controller, self._edge = controller, edge
        async with asyncio.TaskGroup() as group:
            group.create_task(edge.run())
            group.create_task(controller.run(edge.restart))

    def live(self) -> dict[str, Check]:
        """Give what has to hold for the process not to be restarted."""
        return {"watches": self._watches}

    def ready(self) -> dict[str, Check]:
        """Give what has to hold for the process to count as ready; a standby does."""
        return {"state": self._begun}

    def state(self) -> str:
        """Say what it does, for whoever reads the answer of a probe."""
        if self._controller is None or not self.lease.held():
            return "standby"
        return "leading, idle" if self._controller.idle() else "leading"

    def sight(self) -> Sight:
        """Give what Prometheus reads of it."""
        return Sight(self.lease.held, lambda: self._controller, utc_now)

    def _watches(self) -> str:
        if self._controller is None:
            return ""
        return self._controller.stale(self._settings.stale_seconds)

    def _begun(self) -> str:
        if not self.lease.held():
            return "" if self.lease.standing_by else "no answer from the API server yet"
        if self._controller is None or not self._controller.ready:
            return "reading what there is"
        return ""


async def patiently(step: Callable[[], Awaitable[T]]) -> T:
    """Do a step of the start, again and again while the API server does not do its part."""
    backoff = Backoff(RETRY_FIRST_SECONDS, RETRY_CAP_SECONDS)
    while True:
        try:
            return await step()
        except ClusterError as error:
            wait = backoff.next()
            _log.warning("not begun yet: %s; trying again in %.1f s", error, wait)
            await asyncio.sleep(wait)


def lease_terms(settings: ControllerSettings) -> LeaseTerms:
    """Give the terms of the Lease; an identity that is not given is this process's alone."""
    identity = settings.identity or f"{socket.gethostname()}_{secrets.token_hex(4)}"
    return LeaseTerms(
        namespace=settings.namespace,
        name=settings.lease_name,
        identity=identity,
        duration=settings.lease_seconds,
        renew=settings.renew_seconds,
        retry=settings.retry_seconds,
    )


def ring_settings(settings: ControllerSettings) -> RingSettings:
    """Give how often signing keys and root epochs are replaced."""
    return RingSettings(
        every=timedelta(seconds=settings.signing_every_seconds),
        root_every=timedelta(seconds=settings.root_every_seconds),
        propagation=timedelta(seconds=settings.signing_propagation_seconds),
    )


async def cluster_issuer(cluster: Cluster) -> str:
    """Name the issuer after the cluster: the UID of kube-system is its identity, by custom."""
    namespace = await cluster.get(NAMESPACES.at("kube-system"))
    return f"urn:privet:cluster:{namespace['metadata']['uid']}"
