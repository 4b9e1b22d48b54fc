"""A small cluster: one ProvisioningKey, its Secret, a pod that mounts it, a clock, a controller that dies.

The controller here does what `rotation` asks of its caller and nothing more. Everything else is as unkind as
the real thing: the kubelet is late, caches are stale, writes conflict, and the process ends between any two
writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from privet.api.v1alpha1 import IssuedKey, ProvisioningKey, ProvisioningKeyStatus
from privet.keys.derive import Root
from privet.keys.facts import Entitlement, Granted, KeyFacts, NothingGranted
from privet.keys.files import Mint
from privet.keys.ring import SigningRing
from privet.keys.rotation import decide
from privet.keys.settings import is_within
from privet.keys.signing import AddEpoch, Announce, DropEpochs, RingIdle, RingSettings, StoreRing, decide_ring
from privet.keys.steps import Plan, Record, Rotate, SecretContent, Step, Wait, Withdraw
from tests.unit.keys.builders import HOLDER, NOON, a_key, an_epoch, stored

KUBELET_WORST = 90.0
TICK = 60.0
RING = RingSettings(every=timedelta(hours=6), propagation=timedelta(hours=1), root_every=timedelta(days=365))

NO_POLICY = NothingGranted(reason="PolicyMissing", message="apply the policy", waiting=True)


class CrashedError(Exception):
    """The controller's process ended."""


@dataclass(frozen=True)
class Version:
    """The Secret at one time: what it held, and when the pod saw it."""

    content: SecretContent
    visible_at: float


@dataclass(frozen=True)
class Backup:
    key: ProvisioningKey
    secret: SecretContent | None
    entitlement: Entitlement
    root: Root
    ring: SigningRing
    taken_at: float


@dataclass
class World:
    """The API server, the kubelet and the clock."""

    elapsed: float = 0.0
    clock_offset: float = 0.0
    key: ProvisioningKey = field(default_factory=lambda: _versioned(a_key(), 1))
    secret: SecretContent | None = None
    versions: list[Version] = field(default_factory=list)
    kubelet_delay: float = KUBELET_WORST
    entitlement: Entitlement = NO_POLICY
    root: Root = field(default_factory=lambda: Root(()))
    ring: SigningRing = field(default_factory=SigningRing)
    content_of: dict[str, dict[str, bytes]] = field(default_factory=dict)
    records: dict[int, IssuedKey] = field(default_factory=dict)
    writes: int = 0
    restored: bool = False
    clock_went_back: bool = False
    _minted: tuple[Root, SigningRing, Mint] | None = None

    @property
    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.elapsed + self.clock_offset)

    def apply_secret(self, content: SecretContent) -> bool:
        """Write the Secret; False when its fence refuses. Unchanged content is no write."""
        if self.secret is not None and int(content.fence) < int(self.secret.fence):
            return False
        if content == self.secret:
            return True
        self._remember(content)
        self.writes += 1
        self.secret = content
        seen = max([self.elapsed + self.kubelet_delay, *(version.visible_at for version in self.versions)])
        self.versions.append(Version(content=content, visible_at=seen))
        return True

    def _remember(self, content: SecretContent) -> None:
        """Hold every token ever written against every other one of its sequence."""
        if content.issued is None:
            return
        files = self._mint().secret_files(HOLDER, content.issued)
        known = self.content_of.setdefault(content.issued.id, files)
        assert known["token"] == files["token"], "two tokens of one id"
        assert known["key.pem"] == files["key.pem"], "two pairs of one id"

    def _mint(self) -> Mint:
        if self._minted is None or self._minted[:2] != (self.root, self.ring):
            self._minted = (self.root, self.ring, Mint(self.root, self.ring))
        return self._minted[2]

    def write_status(self, read: ProvisioningKey, status: ProvisioningKeyStatus) -> bool:
        """Write the status; False when somebody wrote since it was read."""
        if read.metadata.resource_version != self.key.metadata.resource_version:
            return False
        assert status != (read.status or ProvisioningKeyStatus()), "a write that changes nothing"
        for record in (status.current, status.planned):
            if record is not None:
                planned = record.model_copy(update={"slot": "Active"})
                known = self.records.setdefault(record.sequence, planned)
                assert known == planned or (self.restored and self.clock_went_back), "two of one sequence"
        assert len(status.draining) <= 16
        assert len({record.id for record in status.draining}) == len(status.draining)
        self.writes += 1
        self.put(self.key.model_copy(update={"status": stored(status)}))
        return True

    def put(self, key: ProvisioningKey) -> None:
        self.key = _versioned(key, int(self.key.metadata.resource_version or 0) + 1)

    def edit(self, spec: Mapping[str, object]) -> None:
        """Change the spec as a user does."""
        changed = a_key(spec=spec, generation=(self.key.metadata.generation or 0) + 1)
        metadata = self.key.metadata.model_copy(update={"generation": changed.metadata.generation})
        self.put(self.key.model_copy(update={"spec": changed.spec, "metadata": metadata}))

    def mounted(self, start: float, end: float) -> list[tuple[float, SecretContent | None]]:
        """Tell what the pod saw at the beginning and at the end of each stretch between two times."""
        seen: list[tuple[float, SecretContent | None]] = []
        content: SecretContent | None = None
        for version in self.versions:
            if version.visible_at > end:
                break
            if version.visible_at > start:
                seen += [(max(start, version.visible_at - 0.001), content)]
            content = version.content
            seen += [(max(start, version.visible_at), content)] if version.visible_at >= start else []
        return [*seen, (start, self._mounted_at(start)), (end, content)]

    def _mounted_at(self, moment: float) -> SecretContent | None:
        visible = [version.content for version in self.versions if version.visible_at <= moment]
        return visible[-1] if visible else None

    def backup(self) -> Backup:
        return Backup(self.key, self.secret, self.entitlement, self.root, self.ring, self.elapsed)

    def restore(self, backup: Backup) -> None:
        self.restored = True
        newer = int(self.key.metadata.resource_version or 0) + 1000
        self.key = _versioned(backup.key, newer)
        self.entitlement, self.root, self.ring = backup.entitlement, backup.root, backup.ring
        self.secret = backup.secret
        if backup.secret is not None:
            self.versions.append(Version(backup.secret, self.elapsed))


@dataclass
class Controller:
    """Does what `rotation` and `signing` say, in their order, with their two rules."""

    world: World
    cached: ProvisioningKey = field(init=False)
    seen: Entitlement = field(init=False)
    uncertain: bool = True
    wake_at: float = 0.0
    crash_in: int | None = None
    conflicts: int = 0
    crashed: bool = False
    parked: SecretContent | None = None
    """What a leader that was suspended for long still means to write."""

    _ring_until: datetime = NOON
    _ring_known: object = None

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Catch up with every watch."""
        self.cached, self.seen = self.world.key, self.world.entitlement

    def reconcile(self) -> list[Step]:
        """Do what is due; a crash is followed by a restart at once."""
        self.crashed = False
        try:
            return self._reconcile()
        except CrashedError:
            self.restart()
            return self._reconcile()

    def restart(self) -> None:
        self.uncertain, self.crash_in, self.crashed = True, None, True
        self.refresh()

    def _reconcile(self) -> list[Step]:
        self._turn_ring()
        steps: list[Step] = []
        superseded = False
        for _ in range(40):
            step = self._decided(superseded=superseded)
            steps.append(step)
            superseded = not self._carried_out(step)
            # Held back, it stays refused; it is tried again when there is room.
            if isinstance(step, Wait) and (not superseded or steps.count(step) > 1):
                self.wake_at = self._moment(step.until)
                return steps
        raise AssertionError([type(step).__name__ for step in steps])

    def _decided(self, *, superseded: bool) -> Step:
        step = decide(self._facts(superseded=superseded), self.world.now)
        if isinstance(step, Rotate | Withdraw) or self.uncertain:
            self.cached = self.world.key
            step = decide(self._facts(superseded=superseded), self.world.now)
        return step

    def _carried_out(self, step: Step) -> bool:
        """Do what a step says; False when the Secret's fence refused."""
        match step:
            case Wait():
                return self._heal(step)
            case Plan() | Record():
                self._write(step.status)
            case Rotate() | Withdraw():
                self.parked = step.secret
                self._tick()
                if not self.world.apply_secret(step.secret):
                    return False
                self._check_scope(step.secret)
                self._write(step.status)
        return True

    def _facts(self, *, superseded: bool) -> KeyFacts:
        return KeyFacts(key=self.cached, entitlement=self.seen, ring=self.world.ring, superseded=superseded)

    def _moment(self, until: datetime | None) -> float:
        if until is None:
            return float("inf")
        return self.world.elapsed + max(1.0, (until - self.world.now).total_seconds())

    def _heal(self, wait: Wait) -> bool:
        if not self.uncertain:
            return True
        if wait.secret is not None:
            self._tick()
            if not self.world.apply_secret(wait.secret):
                return False
        self.uncertain = False
        return True

    def _write(self, status: ProvisioningKeyStatus) -> None:
        self._tick()
        if self.conflicts > 0:
            self.conflicts -= 1
            self.world.put(self.world.key)
        if not self.world.write_status(self.cached, status):
            self.uncertain = True
        self.cached = self.world.key

    def _tick(self) -> None:
        """Give the crash its chance before every write."""
        if self.crash_in is None:
            return
        if self.crash_in == 0:
            raise CrashedError
        self.crash_in -= 1

    def _check_scope(self, content: SecretContent) -> None:
        if content.issued is None:
            return
        assert isinstance(self.seen, Granted)
        assert is_within(content.issued.grants, self.seen.grants), "wider than policy, key and ceiling"
        assert set(content.issued.audiences) <= set(self.cached.spec.effective_audiences)

    def _turn_ring(self) -> None:
        world = self.world
        known = (world.root, world.ring, world.clock_offset)
        if known == self._ring_known and world.now < self._ring_until:
            return
        for _ in range(30):
            step = decide_ring(world.root, world.ring, RING, world.now)
            match step:
                case AddEpoch(number=number):
                    world.root = Root((*world.root.epochs, an_epoch(number, created_at=world.now)))
                case DropEpochs(numbers=gone):
                    world.root = Root(tuple(each for each in world.root.epochs if each.number not in gone))
                case StoreRing(ring=ring):
                    world.ring = SigningRing.model_validate_json(ring.model_dump_json(by_alias=True))
                case Announce():
                    world.ring = step.announced(world.now)
                case RingIdle():
                    self._ring_until = step.until
                    self._ring_known = (world.root, world.ring, world.clock_offset)
                    return
        raise AssertionError("the ring does not come to rest")


def _versioned(key: ProvisioningKey, version: int) -> ProvisioningKey:
    metadata = key.metadata.model_copy(update={"resource_version": str(version)})
    return key.model_copy(update={"metadata": metadata})
