"""The life of a replica's certificates: issue, publish, wait, serve, renew; decided by `renewal.due`."""

import asyncio
import logging
import os
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from privet.admission.certificates import Leaf, new_authority, new_leaf
from privet.admission.publication import Publisher
from privet.admission.renewal import (
    Credentials,
    Lifetimes,
    MakeSuccessor,
    RenewLeaf,
    TakeOver,
    Wait,
    due,
)
from privet.errors import ClusterError

RETRY_SECONDS = 1.0
"""How soon a publication that failed is tried again."""

SHORTEST_PAUSE = 0.05

_log = logging.getLogger(__name__)


def wall_clock() -> datetime:
    """Give the time that certificates are about."""
    return datetime.now(UTC)


def server_context() -> ssl.SSLContext:
    """Make the TLS context that lives as long as the process; certificates are exchanged within it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def load(context: ssl.SSLContext, leaf: Leaf) -> None:
    """Serve this leaf on every handshake from now on; open connections live on.

    OpenSSL reads files only, so the key goes through one that has no name and lives in memory.
    """
    descriptor = os.memfd_create("leaf", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(leaf.pem)
        context.load_cert_chain(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who this replica is and what it is called by."""

    replica: str
    server_names: Sequence[str]
    lifetimes: Lifetimes


class CertificateKeeper:
    """Owns the certificates of this process and the context that serves them."""

    def __init__(
        self,
        identity: Identity,
        publisher: Publisher,
        *,
        interval: timedelta,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.context = server_context()
        self._identity = identity
        self._publisher = publisher
        self._interval = interval
        self._clock = clock
        self._wake = asyncio.Event()
        self._trusted_at: datetime | None = None
        now = clock()
        authority = new_authority(identity.replica, now, identity.lifetimes.authority)
        leaf = new_leaf(authority, identity.server_names, now, identity.lifetimes.leaf)
        self._credentials = Credentials(authority=authority, leaf=leaf)
        load(self.context, leaf)

    @property
    def published(self) -> bool:
        """Whether both bundles have held the CA that is served from; once true it stays true."""
        return self._trusted_at is not None

    @property
    def trusted(self) -> bool:
        """Whether every API server knows the CA that is served from; once true it stays true."""
        seen = self._trusted_at
        return seen is not None and self._clock() >= seen + self._identity.lifetimes.propagation

    def seconds_left(self) -> float:
        """Give the time until what is served ends."""
        return (self._credentials.leaf.expires_at - self._clock()).total_seconds()

    def lifetime(self) -> float:
        """Give the seconds that a certificate lives."""
        return self._identity.lifetimes.leaf.total_seconds()

    def look(self) -> None:
        """Look at the configurations now: somebody changed them."""
        self._wake.set()

    async def run(self) -> None:
        """Keep certificates valid and published until cancelled."""
        while True:
            pause = await self.step()
            try:
                async with asyncio.timeout(max(pause, SHORTEST_PAUSE)):
                    await self._wake.wait()
            except TimeoutError:
                continue
            finally:
                self._wake.clear()

    async def step(self) -> float:
        """Do what is due, publish, and give the seconds until the next look."""
        self._renew()
        published = await self._publish()
        now = self._clock()
        if not published:
            return RETRY_SECONDS
        following = due(self._credentials, self._identity.lifetimes, now)
        until = following.until - now if isinstance(following, Wait) else timedelta()
        return min(until, self._interval, self._untrusted_for(now)).total_seconds()

    async def withdraw(self) -> None:
        """Take our CAs out of the bundles at the end, if the API server can be reached."""
        try:
            await self._publisher.withdraw(self._clock())
        except ClusterError as error:
            _log.warning("the CA of this replica stays in the bundle until it ends: %s", error)

    def _renew(self) -> None:
        credentials, lifetimes, now = self._credentials, self._identity.lifetimes, self._clock()
        match due(credentials, lifetimes, now):
            case MakeSuccessor():
                successor = new_authority(self._identity.replica, now, lifetimes.authority)
                self._credentials = credentials.with_successor(successor)
                _log.info("a new CA is being published")
            case TakeOver():
                authority = credentials.successor or credentials.authority
                leaf = new_leaf(authority, self._identity.server_names, now, lifetimes.leaf)
                load(self.context, leaf)
                self._credentials = Credentials(authority=authority, leaf=leaf)
                _log.info("the new CA has taken over")
            case RenewLeaf():
                leaf = new_leaf(credentials.authority, self._identity.server_names, now, lifetimes.leaf)
                load(self.context, leaf)
                self._credentials = replace(credentials, leaf=leaf)
            case Wait():
                pass
            case never:
                assert_never(never)

    async def _publish(self) -> bool:
        try:
            published = await self._publisher.publish(self._credentials.published, self._clock())
        except ClusterError as error:
            _log.warning("the CA could not be published: %s", error)
            return False
        now = self._clock()
        if published:
            self._trusted_at = self._trusted_at or now
            self._credentials = self._credentials.seen(now)
        else:
            self._credentials = self._credentials.unseen()
        return published

    def _untrusted_for(self, now: datetime) -> timedelta:
        if self._trusted_at is None or self.trusted:
            return self._interval
        return self._trusted_at + self._identity.lifetimes.propagation - now
