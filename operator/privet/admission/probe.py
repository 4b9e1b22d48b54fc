"""Whether the API server's reviews reach this very replica, found out by having one sent.

A replica patches, by dry run only, an empty ConfigMap that is there for this. The webhook configuration has
an entry for just that, behind a Service which also finds replicas that are not ready. So the API server has
some replica review the patch, after it has verified that replica's certificate with the published caBundle.
The patch carries a number drawn for it: a replica that is shown its own number was reached. Answers end their
connection (`AdmissionApp`'s `closing`), so that the next question may reach another replica.

docs/decisions/0011-readiness-by-dry-run.md has the reasons.
"""

import asyncio
import itertools
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Final

import msgspec

from privet.admission.asgi import Reviewed
from privet.admission.configuration import PROBED_NAME
from privet.admission.review import AdmissionRequest, AdmissionResponse
from privet.cluster import CONFIG_MAPS, Cluster
from privet.detection import Expired, never
from privet.errors import ClusterError

NUMBER: Final = "number"
"""The key of the number in what the ConfigMap would hold."""

LOOK_SECONDS: Final = 0.1
"""How often a certificate is looked for that is published."""

QUICK_SECONDS: Final = 0.25
SLOW_SECONDS: Final = 2.0
QUICK_ATTEMPTS: Final = 40
"""Every attempt reaches one replica of all: after as many, thirty replicas have most likely been reached."""

ANSWER_SECONDS: Final = 10.0
"""A question is given up after this; the API server itself waits two seconds for a review."""

WARN_SECONDS: Final = 15.0
"""How often a replica that is not reached says so."""

REFUSED_SECONDS: Final = 30.0
"""After as long of nothing but refusals by others the publication has to do: a webhook of somebody else's
that fails closed could otherwise wait for us while we wait for it."""

NO_ANSWER: Final = frozenset({0, 429, 503, 504})
"""Codes with which nobody has refused anything: no connection, too busy, not up yet."""

_log = logging.getLogger(__name__)


class _Question(msgspec.Struct):
    """The ConfigMap as a replica would change it."""

    data: dict[str, str] = {}


class _Asked(Enum):
    """What became of one question."""

    ADMITTED = auto()
    REFUSED = auto()
    UNANSWERED = auto()


class Probe:
    """Asks until a review of its own has come by; `done` holds from then on, whatever is renewed later.

    `published` tells whether the caBundle trusts what is served: before that nothing can come.
    """

    def __init__(
        self,
        cluster: Cluster,
        namespace: str,
        published: Callable[[], bool],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cluster = cluster
        self._ref = CONFIG_MAPS.at(PROBED_NAME, namespace)
        self._published = published
        self._pause = pause
        self._clock = clock
        self._number = secrets.token_hex(16)
        self._reached = False
        self._unproven = False

    @property
    def done(self) -> bool:
        """Whether a review reached this replica, or others kept the API server from trying."""
        return self._reached or self._unproven

    async def review(self, request: AdmissionRequest, _expired: Expired = never) -> Reviewed:
        """Note a question of our own; let every one pass, also those of other replicas."""
        self._reached = self._reached or _number_in(request) == self._number
        return Reviewed(AdmissionResponse.allow(request.uid), "allowed")

    async def run(self) -> None:
        """Ask until it is done."""
        while not self._published():
            await self._pause(LOOK_SECONDS)
        began = refused_since = warned = self._clock()
        for attempt in itertools.count():
            asked = await self._ask()
            now = self._clock()
            if self._reached:
                _log.info("reviews reach this replica")
                return
            refused_since = refused_since if asked is _Asked.REFUSED else now
            if now - refused_since >= REFUSED_SECONDS:
                self._unproven = True
                _log.warning("ready without proof: the dry run that would come back here is refused")
                return
            if now - warned >= WARN_SECONDS:
                warned = now
                _log.warning("no review has reached this replica for %.0f s: %s", now - began, _WHY[asked])
            await self._pause(QUICK_SECONDS if attempt < QUICK_ATTEMPTS else SLOW_SECONDS)

    async def _ask(self) -> _Asked:
        question = [{"op": "add", "path": "/data", "value": {NUMBER: self._number}}]
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._cluster.patch(self._ref, question, dry_run=True)
        except TimeoutError:
            return _Asked.UNANSWERED
        except ClusterError as error:
            return _Asked.UNANSWERED if error.code in NO_ANSWER else _Asked.REFUSED
        return _Asked.ADMITTED


def _number_in(request: AdmissionRequest) -> str:
    try:
        return msgspec.json.decode(request.object, type=_Question).data.get(NUMBER, "")
    except msgspec.DecodeError:
        return ""


_WHY: Final = {
    _Asked.ADMITTED: "the API server cannot call this port, does not trust it, or was not told to",
    _Asked.REFUSED: "the dry run is refused",
    _Asked.UNANSWERED: "the API server does not answer",
}
