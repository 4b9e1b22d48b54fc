"""The promises of a key, held against a cluster in which everything goes wrong that can.

A pod with an Active key always finds a valid token in its files, no sequence ever stands for two tokens, no
key allows more than policy, key and ceiling, a withdrawn key is gone at the next step, and a restart writes
nothing.
"""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from privet.api.v1alpha1 import KeyState
from privet.keys.facts import Entitlement, Granted, Undetermined
from privet.keys.settings import is_within
from privet.keys.steps import Rotate, Step, Wait
from tests.unit.keys.builders import READ_CARD, READ_EMAIL, WRITE_EMAIL, granted
from tests.unit.keys.world import KUBELET_WORST, NO_POLICY, TICK, Backup, Controller, World

QUICK = {"lifetime": "6m", "rotation": {"every": "1m", "overlap": "5m"}}
SPECS = [
    {},
    QUICK,
    {"lifetime": "1h", "rotation": {"every": "10m"}},
    {"lifetime": "24h", "rotation": {"overlap": "5h"}},
    {"lifetime": "2h", "rotation": {"schedule": "*/20 * * * *", "timeZone": "Europe/Berlin"}},
    {"lifetime": "1h", "rotation": {"schedule": "30 2 * * *", "timeZone": "Europe/Berlin"}},
    {"audiences": ["customer-db", "ledger"]},
    {"audiences": ["ledger"]},
]
ENTITLEMENTS: list[Entitlement] = [
    granted(READ_EMAIL),
    granted(READ_EMAIL, generation=2),
    granted(WRITE_EMAIL),
    granted(WRITE_EMAIL, READ_CARD),
    granted(READ_CARD),
    NO_POLICY,
]

STATES = st.sampled_from([None, None, "Active", "Suspended"])
PAUSES = st.sampled_from([0, 0, 2, 70, 400, 2000])
"""How long it is quiet after something happened."""

REACTION = TICK + KUBELET_WORST + 60.0
"""From a disturbance to a valid token in the pod: look, wait for the loop breaker, let the kubelet copy."""
TOLERANCE = 300.0 - KUBELET_WORST - 10.0
"""How long the controller may be away: the least overlap, less what the kubelet takes."""


class CalmCluster(RuleBasedStateMachine):
    """One key in its world; each rule is something that happens to it, and its files are always checked."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(entitlement=granted(READ_EMAIL))
        self.controller = Controller(self.world)
        self.disturbed_until = REACTION
        self.blind = False
        self.unsettled = False
        self.replacing = ""
        self.saved: Backup | None = None
        self._react()

    # ---- time ----

    @rule(seconds=st.sampled_from([1, 5, 29, 45, 61, 100, 300, 900, 1800, 4000, 9000]))
    def time_passes(self, seconds: int) -> None:
        end = self.world.elapsed + seconds
        while self.world.elapsed < end:
            start = self.world.elapsed
            self.world.elapsed = min(end, max(self.controller.wake_at, start + 1.0))
            self._check_files(start, self.world.elapsed)
            if self.world.elapsed >= self.controller.wake_at:
                self._react()

    @rule(minutes=st.integers(min_value=1, max_value=10))
    def rotations_come_round(self, minutes: int) -> None:
        """Pass the next moment at which the controller means to do something, by a little."""
        due = min(self.controller.wake_at - self.world.elapsed, 7200.0)
        self.time_passes(int(max(due, 0)) + minutes * 20)

    @rule(seconds=st.sampled_from([10, 60, 190, 3600, 100000]))
    def the_controller_is_away(self, seconds: int) -> None:
        """It is down; or, with the pods, in a machine that is suspended: time jumps, the files stay."""
        start = self.world.elapsed
        self.world.elapsed += seconds
        if seconds > TOLERANCE or start < self.disturbed_until:
            self._disturb()
        else:
            self._check_files(start, self.world.elapsed)
        self.unsettled = True
        self.controller.restart()
        self._react()

    # ---- users ----

    @rule(entitlement=st.sampled_from(ENTITLEMENTS), then=PAUSES)
    def the_policy_is_edited(self, entitlement: Entitlement, then: int) -> None:
        if not isinstance(self.world.entitlement, Granted):
            self._disturb()
        self.world.entitlement = entitlement
        self._notice()
        self.time_passes(then)

    @rule(
        spec=st.sampled_from(SPECS), state=st.sampled_from([None, None, "Active", "Suspended"]), then=PAUSES
    )
    def the_key_is_edited(self, spec: dict[str, object], state: str | None, then: int) -> None:
        if not self._is_active():
            self._disturb()
        self.world.edit(spec if state is None else {**spec, "state": state})
        self._notice()
        self.time_passes(then)

    @rule()
    def the_secret_is_deleted(self) -> None:
        """A running pod keeps its files; the controller hears of it and heals."""
        self.world.secret = None
        self.controller.uncertain = True
        self._react()

    # ---- machinery ----

    @rule(writes=st.integers(min_value=0, max_value=4))
    def the_controller_will_crash(self, writes: int) -> None:
        self.controller.crash_in = writes

    @rule(count=st.integers(min_value=1, max_value=4))
    def writes_will_conflict(self, count: int) -> None:
        self.controller.conflicts = count

    @rule(delay=st.floats(min_value=0.0, max_value=KUBELET_WORST))
    def the_kubelet_has_other_delays(self, delay: float) -> None:
        self.world.kubelet_delay = delay

    @rule()
    def an_old_event_is_replayed(self) -> None:
        """The cache goes back to a state from before, and catches up within a minute."""
        if self.saved is not None:
            self.controller.cached = self.saved.key
            self.controller.reconcile()
            self._look_again_soon()

    @rule()
    def the_controller_restarts_before_it_has_read_the_policies(self) -> None:
        self.controller.restart()
        self.controller.seen = Undetermined("the policies are still being read")
        before = self.world.secret
        self.controller.reconcile()
        unwatched = self.world.key.spec.effective_state is not KeyState.ACTIVE
        assert before is None or self.world.secret == before or unwatched
        self.controller.restart()
        self._react()

    @rule()
    def the_controller_restarts(self) -> None:
        was_at_rest = self.controller.wake_at > self.world.elapsed and not (self.blind or self.unsettled)
        healthy = not self.controller.uncertain
        self.controller.restart()
        writes = self.world.writes
        steps = self.controller.reconcile()
        self.unsettled = False
        if was_at_rest and healthy:
            assert self.world.writes == writes, steps
            assert [type(step) for step in steps] == [Wait]
        self._look_at_secret()

    @rule()
    def a_leader_from_the_past_wakes_up(self) -> None:
        parked = self.controller.parked
        if parked is None:
            return
        before = self.world.secret
        if self.world.apply_secret(parked) and self.world.secret != before:
            self._disturb()
            self.controller.uncertain = True  # the resync comes round

    @rule()
    def a_backup_is_taken(self) -> None:
        self.saved = self.world.backup()

    # ---- what must hold ----

    @invariant()
    def what_is_withdrawn_is_gone(self) -> None:
        key, seen = self.world.key, self.controller.seen
        withdrawn = key.spec.effective_state is not KeyState.ACTIVE or not isinstance(seen, Granted)
        at_rest = self.controller.wake_at > self.world.elapsed and not self.controller.uncertain
        if withdrawn and at_rest and self.world.secret is not None and not self.blind:
            assert self.world.secret.issued is None

    @invariant()
    def the_secret_allows_no_more_than_is_granted(self) -> None:
        secret, seen = self.world.secret, self.controller.seen
        if secret is None or secret.issued is None or not isinstance(seen, Granted):
            return
        if self.controller.wake_at > self.world.elapsed and not self.controller.uncertain and not self.blind:
            assert is_within(secret.issued.grants, seen.grants)

    def _is_active(self) -> bool:
        active = self.world.key.spec.effective_state is KeyState.ACTIVE
        return active and isinstance(self.world.entitlement, Granted)

    def _notice(self) -> None:
        if not self.blind:
            self.controller.refresh()
            self._react()
        else:
            self._disturb()

    def _look_again_soon(self) -> None:
        self.controller.wake_at = min(self.controller.wake_at, self.world.elapsed + TICK)
        self.unsettled = True

    def _react(self) -> None:
        if not self.blind:
            self.controller.refresh()
        punctual = not self.unsettled
        before = self.world.key.status
        self.replacing = before.current.id if before and before.current else ""
        scheduled = self.controller.wake_at <= self.world.elapsed
        writes = self.world.writes
        steps = self.controller.reconcile()
        self.unsettled = False
        on_time = isinstance(steps[0], Rotate) and steps[0].because.reason == "Scheduled"
        if scheduled and on_time and len(steps) == 2 and not self.controller.crashed:
            assert self.world.writes - writes <= 2, "an Event is the third"
            if punctual:
                self._check_overlap(steps[0])
        assert isinstance(steps[-1], Wait)
        self._look_at_secret()

    def _check_overlap(self, step: Step) -> None:
        """See that the key that is replaced stays valid for as long as the settings say."""
        assert isinstance(step, Rotate)
        replaced = {record.id: record for record in step.status.draining}
        effective, old = step.status.effective, replaced.get(self.replacing)
        if old is None or effective is None or self.world.elapsed < self.disturbed_until:
            return
        if old.expires_at - old.issued_at == effective.lifetime:
            assert old.expires_at - self.world.now >= effective.overlap - timedelta(seconds=2)

    def _look_at_secret(self) -> None:
        status = self.world.key.status
        if status is not None and status.current is not None and not self.controller.uncertain:
            assert self.world.secret is not None
            assert self.world.secret.issued == status.current

    def _disturb(self) -> None:
        self.disturbed_until = self.world.elapsed + REACTION

    def _check_files(self, start: float, end: float) -> None:
        """Look into the pod's files at both ends of every stretch in which they stayed the same."""
        if not self._is_active():
            return
        if self.blind:
            self.disturbed_until = max(self.disturbed_until, end + REACTION)
        for moment, content in self.world.mounted(start, end):
            if moment < self.disturbed_until:
                continue
            at = self.world.now.timestamp() - (end - moment)
            assert content is not None, "no files"
            assert content.issued is not None, "no token in the files"
            assert content.issued.not_before.timestamp() <= at < content.issued.expires_at.timestamp()


class Cluster(CalmCluster):
    """The same with what takes keys away by nature: for a while after it, a pod may be without one."""

    @rule(
        seconds=st.sampled_from([-90000, -7200, -600, -45, -20, -5, 5, 20, 45, 600, 7200, 90000]), then=PAUSES
    )
    def the_clock_is_set(self, seconds: int, then: int) -> None:
        self.world.clock_offset += seconds
        self.world.clock_went_back |= seconds < 0
        if abs(seconds) > 20:
            self._disturb()
        self._look_again_soon()
        self.time_passes(then)

    @rule()
    def the_watch_breaks(self) -> None:
        self.blind = True

    @rule()
    def the_watch_recovers(self) -> None:
        self.blind = False
        self._notice()

    @precondition(lambda self: self.saved is not None)
    @rule(then=PAUSES)
    def the_backup_is_restored(self, then: int) -> None:
        assert self.saved is not None
        self.world.elapsed += 120.0
        self.world.restore(self.saved)
        self.controller.parked = None
        self._disturb()
        self.controller.restart()
        self._react()
        self.time_passes(then)


PACE = settings(
    # A run of every day; `settings()` is what a profile for a long night raises.
    max_examples=settings().max_examples * 3 // 10,
    stateful_step_count=40,
    deadline=None,
    # Without `explain`, which traces every line.
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TestCluster = Cluster.TestCase
TestCluster.settings = PACE
TestCalmCluster = CalmCluster.TestCase
TestCalmCluster.settings = PACE
