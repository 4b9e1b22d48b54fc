"""One active process at a time: a Lease renewed from its own thread; the process ends when it is lost."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from privet.cluster.client import HttpCluster
from privet.cluster.connection import Connection
from privet.cluster.protocol import Cluster
from privet.cluster.resources import LEASES, Object, Ref
from privet.errors import ClusterError, ConflictError, NotFoundError

EXIT_LOST = 75
"""The exit code of a process that lost its Lease: "temporary failure" of sysexits.h."""

_log = logging.getLogger(__name__)


def awake_seconds() -> float:
    """Count seconds since the machine started, those that it slept through included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, kw_only=True)
class LeaseTerms:
    """Who wants the Lease, and the times; `renew` must be well under `duration`, and `retry` under that."""

    namespace: str
    name: str
    identity: str
    duration: float
    renew: float
    retry: float

    def __post_init__(self) -> None:
        if not self.retry < self.renew < self.duration:
            raise ValueError("a lease needs retry < renew < duration")

    @property
    def ref(self) -> Ref:
        """The place of the Lease."""
        return LEASES.at(self.name, self.namespace)


class Elector:
    """Takes and renews a Lease by the rules of client-go's leader election.

    Another's Lease is taken once it has not changed for its duration by our own clock, so clocks that
    differ do no harm. The holder believes itself only for `renew` seconds from when it *sent* its last
    renewal that succeeded: it stops before anybody else may begin.

    An identity that the Lease already names takes it at once. So it must be one process's at a time: a
    pod's name and UID are, as the kubelet starts a container only after the one before it is gone.
    """

    def __init__(
        self, cluster: Cluster, terms: LeaseTerms, clock: Callable[[], float] = awake_seconds
    ) -> None:
        self._cluster = cluster
        self._terms = terms
        self._clock = clock
        self._mine: Object | None = None
        self._held_until = float("-inf")
        self._seen_version = ""
        self._seen_at = float("-inf")

    def held(self) -> bool:
        """Whether nobody else can have the Lease now."""
        return self._clock() < self._held_until

    def remaining(self) -> float:
        """Give the seconds for which it is certainly held."""
        return self._held_until - self._clock()

    async def attempt(self) -> bool:
        """Try once to take or renew it; False when another has it or somebody was quicker."""
        sent = self._clock()
        try:
            self._mine = await self._write(sent)
        except ConflictError:
            # Ours may have been the write that won, its answer lost: the next attempt reads again.
            self._mine = None
            return False
        if self._mine is None:
            return False
        self._held_until = sent + self._terms.renew
        return True

    async def release(self) -> None:
        """Give it up, so that a standby need not wait; only when nothing writes any more."""
        if self._mine is not None and self.held():
            self._held_until = float("-inf")
            await self._cluster.replace(LEASES, _record(self._mine, self._terms, holder=""))

    async def _write(self, now: float) -> Object | None:
        if self._mine is not None:
            return await self._cluster.replace(LEASES, _record(self._mine, self._terms))
        try:
            current = await self._cluster.get(self._terms.ref)
        except NotFoundError:
            return await self._create()
        if not self._free(current, now):
            self._held_until = float("-inf")
            return None
        return await self._cluster.replace(LEASES, _record(current, self._terms))

    async def _create(self) -> Object:
        blank = {"metadata": {"name": self._terms.name, "namespace": self._terms.namespace}, "spec": {}}
        return await self._cluster.create(LEASES, _record(blank, self._terms))

    def _free(self, current: Object, now: float) -> bool:
        version = current["metadata"]["resourceVersion"]
        if version != self._seen_version:
            self._seen_version, self._seen_at = version, now
        spec = current.get("spec") or {}
        if spec.get("holderIdentity") in {None, "", self._terms.identity}:
            return True
        return now - self._seen_at >= float(spec.get("leaseDurationSeconds") or self._terms.duration)


def _record(current: Object, terms: LeaseTerms, holder: str | None = None) -> Object:
    before = current.get("spec") or {}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    same = before.get("holderIdentity") == terms.identity
    return {
        "apiVersion": LEASES.api_version,
        "kind": LEASES.kind,
        "metadata": current["metadata"],
        "spec": {
            "holderIdentity": terms.identity if holder is None else holder,
            "leaseDurationSeconds": max(1, round(terms.duration)),
            "acquireTime": before.get("acquireTime", now) if same else now,
            "renewTime": now,
            "leaseTransitions": int(before.get("leaseTransitions") or 0) + (0 if same else 1),
        },
    }


def exit_now(why: str) -> NoReturn:
    """End the process without another instruction of anybody else's: this is the fence."""
    _log.critical("the lease is lost, exiting: %s", why)
    for handler in logging.getLogger().handlers:
        handler.flush()
    os._exit(EXIT_LOST)


class LeaseKeeper:
    """Holds a Lease from a thread with a loop and a connection of its own: a busy loop loses nothing."""

    def __init__(
        self, connection: Connection, terms: LeaseTerms, lost: Callable[[str], None] = exit_now
    ) -> None:
        self._connection = connection
        self._terms = terms
        self._lost = lost
        self._elector: Elector | None = None
        self._acquired = threading.Event()
        self._answered = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._main, name="lease", daemon=True)

    def start(self) -> None:
        """Begin to try for it."""
        self._thread.start()

    async def acquired(self) -> None:
        """Wait until it is ours."""
        while not self._acquired.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.05)

    def held(self) -> bool:
        """Whether nobody else can have it now; asked before every write."""
        return self._elector is not None and self._elector.held()

    @property
    def standing_by(self) -> bool:
        """Whether another has it, by the API server's last answer."""
        return self._answered and not self.held()

    def stop(self, timeout: float = 5.0) -> None:
        """Release it; when nothing writes any more."""
        self._stopping.set()
        self._thread.join(timeout)

    def _main(self) -> None:
        try:
            asyncio.run(self._keep())
        except Exception as error:  # noqa: BLE001 - whatever ends this thread ends the lease
            self._lost(type(error).__name__)

    async def _keep(self) -> None:
        async with HttpCluster(self._connection) as cluster:
            self._elector = elector = Elector(cluster, self._terms)
            while not self._stopping.is_set():
                await self._attempt(elector)
                if elector.held():
                    self._acquired.set()
                elif self._acquired.is_set():
                    self._lost("no renewal in time")
                    return
                await asyncio.to_thread(self._stopping.wait, self._terms.retry)
            if elector.held():
                await elector.release()

    async def _attempt(self, elector: Elector) -> None:
        patience = max(
            0.1, min(self._terms.renew, elector.remaining()) if elector.held() else self._terms.renew
        )
        try:
            async with asyncio.timeout(patience):
                await elector.attempt()
                self._answered = True
        except (ClusterError, TimeoutError) as error:
            self._answered = False
            _log.warning(
                "the lease was not renewed: %s", error if isinstance(error, ClusterError) else "no answer"
            )
