"""Reconcile one ProvisioningKey: gather the facts, have `keys.rotation` decide, do so, until it says wait."""

import base64
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import prometheus_client

from privet.api.v1alpha1 import KeyState, ProvisioningKey, ProvisioningKeyStatus
from privet.cluster import KEYS, SECRETS, Cluster, Name, Object
from privet.controllers.entitlement import entitlement
from privet.controllers.events import EventRecorder, Told
from privet.controllers.signing import MANAGER, Signing, SigningStore
from privet.controllers.statuses import StatusWriter
from privet.controllers.world import Unreadable, World
from privet.errors import ConflictError, NotFoundError, PrivetError, RejectedError
from privet.keys.facts import KeyFacts
from privet.keys.holders import holders
from privet.keys.records import FENCE, delivered
from privet.keys.rotation import decide
from privet.keys.steps import Plan, Record, Rotate, SecretContent, Step, Wait, Withdraw
from privet.keys.token import Holder
from privet.policy.mounts import KEY_SECRET_TYPE, secret_name
from privet.tracing import Trace, untraced

MAX_STEPS = 12
"""Steps of one run: plan, rotate, record and some more; a decision that never settles is a defect."""

WRITES = prometheus_client.Counter("privet_key_steps_total", "Steps taken with keys.", ("step",))
_log = logging.getLogger(__name__)


class UnsettledError(PrivetError):
    """A key's steps do not come to an end."""


@dataclass(frozen=True)
class Deps:
    """What the reconciler of keys works with."""

    cluster: Cluster
    world: World
    signing: SigningStore
    statuses: StatusWriter
    events: EventRecorder
    now: Callable[[], datetime]
    heal_every: timedelta
    pod_starts: Callable[[ProvisioningKey], Sequence[datetime] | None]
    """When the pods started that hold a key; None while it is not known."""
    count_after: timedelta
    """How long pods that came or went wait for more of them, or for another change, to be written with."""
    trace: Trace = untraced


@dataclass(frozen=True)
class _Case:
    """One key at one moment, with the one snapshot of the signing keys that it is decided and made by."""

    key: ProvisioningKey
    signing: Signing
    announcement: int


@dataclass
class _Memory:
    """What is remembered of one key between runs; after a restart nothing is, and nothing is lost."""

    uid: str
    heal_at: datetime
    superseded: bool = False
    # The announcement of signing keys that its Secret has, see `announce`.
    announced: int = 0
    refused: bool = False
    # When a count of pods that is not what status says is written, if nothing else is before.
    count_at: datetime | None = None


class KeyReconciler:
    """Brings keys to what their resources ask for; one at a time per key, as the queue sees to it."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._memories: dict[Name, _Memory] = {}
        self._announcement = 0

    async def reconcile(self, name: Name) -> datetime | None:
        """Take steps until there is nothing to do; give when to look again."""
        for _ in range(MAX_STEPS):
            key = self._deps.world.keys.get(name.name, name.namespace)
            if key is None:
                self._memories.pop(name, None)
                return None
            if isinstance(key, Unreadable):
                _log.warning("%s cannot be read: %s", name, "; ".join(map(str, key.problems)))
                return None
            case = _Case(key, self._deps.signing.now, self._announcement)
            step = self._decide(case)
            if self._deps.world.is_terminating(name.namespace) and not _ends_now(key, step):
                self._memories.pop(name, None)
                return None
            if isinstance(step, Wait):
                step = self._count(case, step)
            if isinstance(step, Wait):
                return await self._wait(case, step)
            with self._deps.trace(type(step).__name__):
                await self._take(case, step)
        raise UnsettledError("the steps of a key do not come to an end")

    def announce(self) -> None:
        """Have every Secret written again by the signing keys of now, see `unannounced`."""
        self._announcement += 1

    def unannounced(self) -> list[Name]:
        """Name the keys whose Secrets do not have the last announcement yet."""
        reached = {name for name, memory in self._memories.items() if memory.announced == self._announcement}
        keys = self._deps.world.keys
        named = ((name, keys.get(name.name, name.namespace)) for name in keys.names())
        return [
            name
            for name, key in named
            if isinstance(key, ProvisioningKey)
            and name not in reached
            and not self._deps.world.is_terminating(name.namespace)
        ]

    def _decide(self, case: _Case) -> Step:
        facts = KeyFacts(
            key=case.key,
            entitlement=entitlement(case.key, self._deps.world),
            ring=case.signing.ring,
            superseded=self._memory(case.key).superseded,
        )
        return decide(facts, self._deps.now())

    async def _take(self, case: _Case, step: Plan | Rotate | Withdraw | Record) -> None:
        key, status = case.key, step.status
        if isinstance(step, Rotate | Withdraw):
            # 1. What writes the Secret is decided on the key as it is, not as it was told.
            if not await self._is_newest(key):
                return
            # 2. What pods can see comes before what claims it.
            await self._apply_secret(case, step.secret)
            status = delivered(status, self._deps.now())
        # 3. The claim, fenced by the version that the decision was made on.
        await self._write_status(key, self._counted(key, status))
        WRITES.labels(type(step).__name__).inc()
        # 4. What people are told comes last.
        if (told := _told(key, step)) is not None:
            _log.info("%s/%s: %s", key.metadata.namespace, key.metadata.name, told.sentence)
            await self._deps.events.tell(KEYS, key.metadata, told)

    def _count(self, case: _Case, step: Wait) -> Wait | Record:
        """Have the count of pods written when it has been another than status says for long enough."""
        memory, now = self._memory(case.key), self._deps.now()
        status = case.key.status or ProvisioningKeyStatus()
        counted = self._counted(case.key, status)
        if counted == status:
            memory.count_at = None
            return step
        if memory.count_at is None:
            memory.count_at = now + self._deps.count_after
        if now >= memory.count_at:
            return Record(status=counted)
        return replace(step, until=min(memory.count_at, step.until or memory.count_at))

    def _counted(self, key: ProvisioningKey, status: ProvisioningKeyStatus) -> ProvisioningKeyStatus:
        starts = self._deps.pod_starts(key)
        return status if starts is None else status.model_copy(update={"pods": holders(status, starts)})

    async def _is_newest(self, key: ProvisioningKey) -> bool:
        ref = KEYS.at(key.metadata.name, key.metadata.namespace or "")
        try:
            live = await self._deps.cluster.get(ref)
        except NotFoundError:
            self._deps.world.keys.forget(Name(ref.namespace, ref.name))
            return False
        self._deps.world.keys.remember(live)
        return bool(live["metadata"]["resourceVersion"] == key.metadata.resource_version)

    async def _write_status(self, key: ProvisioningKey, status: ProvisioningKeyStatus) -> None:
        try:
            written = await self._deps.statuses.write(KEYS, key.metadata, status)
        except (ConflictError, NotFoundError):
            # Somebody wrote in between: take in what is there now, decide again, and see to the Secret
            # too, for it may have been written for what is no longer so.
            self._memory(key).heal_at = self._deps.now()
            await self._is_newest(key)
            raise
        memory = self._memory(key)
        memory.superseded, memory.count_at = False, None
        self._deps.world.keys.remember(written)

    async def _apply_secret(self, case: _Case, content: SecretContent) -> None:
        key, memory = case.key, self._memory(case.key)
        secret = _secret(case, content)
        try:
            left = await self._deps.cluster.apply(SECRETS, secret, manager=MANAGER)
            if content.issued is None and left.get("data"):
                # Somebody else says the same of it, which keeps it there: take it over, then let it go.
                taken = {**secret, "data": dict.fromkeys(left["data"], "")}
                await self._deps.cluster.apply(SECRETS, taken, manager=MANAGER)
                await self._deps.cluster.apply(SECRETS, secret, manager=MANAGER)
        except RejectedError as error:
            if _by_fence(error):
                memory.superseded = True
                raise
            if not memory.refused:
                memory.refused = True
                await self._deps.events.tell(KEYS, key.metadata, Told.SECRET_REFUSED)
            raise
        memory.refused = False
        memory.announced = case.announcement
        memory.heal_at = self._deps.now() + self._deps.heal_every

    async def _wait(self, case: _Case, step: Wait) -> datetime | None:
        """Heal the Secret when its time has come, and give when to look again."""
        memory = self._memory(case.key)
        if step.secret is None:
            memory.announced = case.announcement
            return step.until
        if self._deps.now() >= memory.heal_at or memory.announced != case.announcement:
            # A deleted Secret has lost its fence: what is put back must not come from an old reading.
            if not await self._is_newest(case.key):
                return self._deps.now()
            await self._apply_secret(case, step.secret)
        return memory.heal_at if step.until is None else min(memory.heal_at, step.until)

    def _memory(self, key: ProvisioningKey) -> _Memory:
        name = Name(key.metadata.namespace or "", key.metadata.name)
        uid = key.metadata.uid or ""
        memory = self._memories.get(name)
        if memory is None or memory.uid != uid:
            first = self._deps.now() + self._deps.heal_every * _share(uid)
            memory = self._memories[name] = _Memory(uid, heal_at=first, announced=self._announcement)
        return memory


def _secret(case: _Case, content: SecretContent) -> Object:
    about = case.key.metadata
    files: dict[str, bytes] = {}
    if content.issued is not None:
        files = case.signing.mint.secret_files(_holder(case.key), content.issued)
    owner = {
        "apiVersion": KEYS.api_version,
        "kind": KEYS.kind,
        "name": about.name,
        "uid": about.uid,
        "controller": True,
    }
    return {
        "apiVersion": SECRETS.api_version,
        "kind": SECRETS.kind,
        "metadata": {
            "name": secret_name(about.name),
            "namespace": about.namespace,
            "annotations": {FENCE: content.fence},
            "labels": {"app.kubernetes.io/managed-by": "privet"},
            "ownerReferences": [owner],
        },
        "type": KEY_SECRET_TYPE,
        "data": {name: base64.b64encode(text).decode() for name, text in files.items()},
    }


def _holder(key: ProvisioningKey) -> Holder:
    return Holder(
        uid=key.metadata.uid or "",
        namespace=key.metadata.namespace or "",
        name=key.metadata.name,
        service_account=key.spec.subject.service_account_name,
    )


def _told(key: ProvisioningKey, step: Step) -> Told | None:
    match step:
        case Withdraw():
            return Told.WITHDRAWN
        case Rotate():
            return Told.ROTATED if key.status and key.status.current else Told.ISSUED
        case _:
            return None


def _ends_now(key: ProvisioningKey, step: Step) -> bool:
    """Tell whether a key's content is to go although its namespace goes, too: some take long, or for ever."""
    return isinstance(step, Withdraw) and key.spec.state in (KeyState.SUSPENDED, KeyState.REVOKED)


def _by_fence(error: RejectedError) -> bool:
    """Whether the Secret holds something later: the policy's only refusal that is a 422 without a field."""
    return error.code == 422 and not error.fields  # noqa: PLR2004 - HTTP's Unprocessable


def _share(uid: str) -> float:
    """Spread healings: a share of the interval that is the key's own, and the same after every restart."""
    return (zlib.crc32(uid.encode()) % 1000 + 1) / 1000
