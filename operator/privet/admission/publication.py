"""Keep this replica's CAs in the caBundle of the webhook configurations, beside those of its peers.

The configurations themselves belong to whoever installed them: nothing but `caBundle` is ever written,
and each write is refused by the API server if anybody else wrote in between.
"""

import asyncio
import base64
import binascii
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography import x509

from privet.admission import bundle
from privet.cluster import (
    MUTATING_WEBHOOKS,
    VALIDATING_WEBHOOKS,
    Cluster,
    Object,
    Ref,
    Reflector,
    Selection,
    Store,
)
from privet.errors import ConflictError, NotFoundError, RejectedError

ATTEMPTS = 8
"""Replicas that start together collide; after this many the next round tries again."""

_log = logging.getLogger(__name__)


class Publisher:
    """Writes the CA certificates of one replica into both configurations."""

    def __init__(
        self,
        cluster: Cluster,
        configuration: str,
        subject: x509.Name,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._cluster = cluster
        self._subject = subject
        self._pause = pause
        self._missing: set[Ref] = set()
        self._refs = tuple(
            resource.at(configuration) for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS)
        )

    async def publish(self, own: Collection[x509.Certificate], now: datetime) -> bool:
        """Bring both bundles up to date; tell whether `own` is trusted in every entry of both."""
        return all([await self._publish(ref, own, now) for ref in self._refs])

    async def withdraw(self, now: datetime) -> None:
        """Take this replica's CAs out of the bundles: its private keys are about to vanish."""
        await self.publish((), now)

    async def _publish(self, ref: Ref, own: Collection[x509.Certificate], now: datetime) -> bool:
        for attempt in range(ATTEMPTS):
            try:
                found = await self._cluster.get(ref)
                self._missing.discard(ref)
                operations = patch(found, own, now, self._subject)
                if not operations:
                    return trusts(found, own)
                return trusts(await self._cluster.patch(ref, operations), own)
            except NotFoundError:
                self._note_missing(ref)
                return False
            except (ConflictError, RejectedError):
                # Somebody wrote in between: that is what the tests in the patch are for.
                await self._pause(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - spreads writers, guards nothing
        return False

    def _note_missing(self, ref: Ref) -> None:
        # Once: it is looked for every second.
        if ref not in self._missing:
            self._missing.add(ref)
            _log.warning("%s is not there: nobody asks this webhook yet", ref)


def watch_configurations(
    cluster: Cluster, configuration: str, changed: Callable[[], None]
) -> tuple[Reflector[str], ...]:
    """Follow both configurations, so that a bundle that somebody emptied is healed at once."""
    selection = Selection(fields=f"metadata.name={configuration}")
    return tuple(
        Reflector(cluster, Store(resource, _resource_version, lambda _changes: changed()), selection)
        for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS)
    )


def patch(
    configuration: Mapping[str, Any], own: Collection[x509.Certificate], now: datetime, subject: x509.Name
) -> list[Object]:
    """Give the JSON Patch that makes every entry trust `own`; empty when there is nothing to do."""
    changes: list[Object] = []
    for index, webhook in enumerate(_webhooks(configuration)):
        current = _bundle(webhook)
        wanted = bundle.merge(current, own, now, subject)
        if wanted != current:
            changes.append({"op": "test", "path": f"/webhooks/{index}/name", "value": webhook["name"]})
            changes.append(
                {
                    "op": "add",
                    "path": f"/webhooks/{index}/clientConfig/caBundle",
                    "value": base64.b64encode(wanted).decode(),
                }
            )
    if not changes:
        return []
    version = configuration["metadata"]["resourceVersion"]
    return [{"op": "test", "path": "/metadata/resourceVersion", "value": version}, *changes]


def trusts(configuration: Mapping[str, Any], own: Collection[x509.Certificate]) -> bool:
    """Tell whether every entry trusts `own`; a configuration without entries trusts nobody."""
    entries = trust_anchors(configuration)
    return bool(entries) and all(bundle.contains(entry, own) for entry in entries)


def trust_anchors(configuration: Mapping[str, Any]) -> list[bytes]:
    """Give the caBundle of each entry."""
    return [_bundle(webhook) for webhook in _webhooks(configuration)]


def _webhooks(configuration: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return configuration.get("webhooks") or ()


def _bundle(webhook: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(webhook["clientConfig"].get("caBundle") or "", validate=True)
    except binascii.Error:
        return b""


def _resource_version(configuration: Object) -> str:
    return str(configuration["metadata"]["resourceVersion"])
