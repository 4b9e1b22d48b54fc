"""Certificates that somebody else makes and renews, cert-manager for one: served as the folder has them.

Their CA is published by somebody else too. This only waits until it is, for a replica that nobody trusts is
not ready; it writes nothing.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from privet.admission import bundle
from privet.admission.keeper import RETRY_SECONDS, server_context, wall_clock
from privet.admission.publication import trust_anchors
from privet.cluster import MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS, Cluster
from privet.errors import ClusterError

CERTIFICATE, KEY = "tls.crt", "tls.key"

MAX_FILE_BYTES = 256 * 1024
"""More than this is no certificate chain."""

_log = logging.getLogger(__name__)


class MountedCertificates:
    """Serves what a folder holds, on every handshake what it holds by then."""

    def __init__(
        self,
        cluster: Cluster,
        configuration: str,
        folder: Path,
        *,
        interval: float,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.context = server_context()
        self._cluster = cluster
        self._refs = tuple(
            resource.at(configuration) for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS)
        )
        self._folder = folder
        self._interval = interval
        self._clock = clock
        self._wake = asyncio.Event()
        self._pem = b""
        self._chain: tuple[x509.Certificate, ...] = ()
        self._trusted = False

    @property
    def trusted(self) -> bool:
        """Whether every entry of both configurations trusted what is served; once true it stays true."""
        return self._trusted

    @property
    def published(self) -> bool:
        """Whether somebody has published what is served: here the same."""
        return self._trusted

    def seconds_left(self) -> float:
        """Give the time until what is served ends."""
        if not self._chain:
            return 0.0
        return (self._chain[0].not_valid_after_utc - self._clock()).total_seconds()

    def lifetime(self) -> float:
        """Give the seconds that the certificate lives; none without one."""
        if not self._chain:
            return 0.0
        return (self._chain[0].not_valid_after_utc - self._chain[0].not_valid_before_utc).total_seconds()

    def look(self) -> None:
        """Look at the configurations now: somebody changed them."""
        self._wake.set()

    async def run(self) -> None:
        """Serve what the folder holds until cancelled."""
        while True:
            self._load()
            if not self._trusted:
                self._trusted = await self._is_trusted()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._interval if self._trusted else RETRY_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def withdraw(self) -> None:
        """Do nothing: what others published is theirs."""

    def _load(self) -> None:
        path = self._folder / CERTIFICATE
        try:
            pem = _read(path)
            if pem == self._pem:
                return
            # A half exchanged pair does not fit together: the next round finds both.
            self.context.load_cert_chain(path, self._folder / KEY)
        except (OSError, ssl.SSLError) as error:
            _log.warning("no usable certificate is mounted yet: %s", type(error).__name__)
            return
        self._pem, self._chain = pem, bundle.parse(pem)
        _log.info("a mounted certificate is served")

    async def _is_trusted(self) -> bool:
        if not self._chain:
            return False
        try:
            found = [await self._cluster.get(ref) for ref in self._refs]
        except ClusterError as error:
            _log.warning("the webhook configurations cannot be read: %s", error)
            return False
        return all(trusts(configuration, self._chain) for configuration in found)


def trusts(configuration: Mapping[str, Any], chain: Collection[x509.Certificate]) -> bool:
    """Tell whether every entry has a CA that issued a part of the chain, or a part of it."""
    entries = trust_anchors(configuration)
    return bool(entries) and all(_anchored(chain, bundle.parse(anchors)) for anchors in entries)


def _anchored(chain: Iterable[x509.Certificate], anchors: Collection[x509.Certificate]) -> bool:
    return any(one == anchor or _issued(one, anchor) for one in chain for anchor in anchors)


def _issued(one: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES)
