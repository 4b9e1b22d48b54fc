"""What the controller tells Prometheus of the resources it knows: counted when it is asked, never named."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from privet.api.v1alpha1 import (
    ClusterPIIPolicy,
    Condition,
    ConditionStatus,
    KeyState,
    PIIPolicy,
    ProvisioningKey,
    ProvisioningKeyStatus,
)
from privet.cluster import CLUSTER_POLICIES, POLICIES
from privet.controllers.controller import Controller
from privet.controllers.world import Unreadable, World
from privet.keys.conditions import READY, RECONCILING, STALLED
from privet.keys.rotation import ISSUE_LIMIT

OVERDUE = timedelta(minutes=1)
"""A rotation that is later than this is not just busy."""

UNREADABLE, STALLED_STATE, READY_STATE, WAITING = "Unreadable", "Stalled", "Ready", "Waiting"
POLICY_STATES = (READY_STATE, WAITING, STALLED_STATE, UNREADABLE)
KEY_STATES = (*POLICY_STATES, KeyState.SUSPENDED.value, KeyState.REVOKED.value)
"""Every state is always shown, so that none seems to have gone when its last member has."""


class Sight(Collector):
    """Reads a process anew at each scrape; a standby knows of nothing but that it stands by."""

    def __init__(
        self,
        held: Callable[[], bool],
        controller: Callable[[], Controller | None],
        now: Callable[[], datetime],
    ) -> None:
        self._held = held
        self._controller = controller
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Give the metrics of this moment."""
        yield GaugeMetricFamily("privet_lease_held", "Whether this process leads.", value=float(self._held()))
        controller = self._controller()
        if controller is None or not controller.ready:
            return
        yield GaugeMetricFamily(
            "privet_watch_silent_seconds",
            "How long a write of ours has not come back through the watches.",
            value=controller.silent_for(),
        )
        yield GaugeMetricFamily(
            "privet_listing_age_seconds",
            "Time since everything was last listed and compared.",
            value=controller.listing_age(),
        )
        yield from of_world(controller.world, self._now())

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand: a registry would ask before there is anything to tell."""
        return ()


def of_world(world: World, now: datetime) -> Iterator[Metric]:
    """Count what is known, by kind and state."""
    yield _policies(world)
    keys = list(world.keys)
    yield _counted("privet_keys", "ProvisioningKeys, by state.", Counter(map(key_state, keys)), KEY_STATES)
    statuses = [key.status for key in keys if isinstance(key, ProvisioningKey) and key.status]
    yield _number("privet_keys_overdue", "Keys that should have been rotated.", statuses, _is_overdue(now))
    yield _number("privet_keys_expired", "Keys that ended with no next one.", statuses, _is_expired(now))
    yield _number("privet_keys_held_back", "Keys stopped by the limit of issues.", statuses, _is_held_back)
    yield _next_expiry([status.current.expires_at for status in statuses if status.current], now)


def key_state(key: ProvisioningKey | Unreadable) -> str:
    """Give the one word for how a key stands: what is asked for comes before how far it got."""
    if isinstance(key, Unreadable):
        return UNREADABLE
    if key.spec.effective_state is not KeyState.ACTIVE:
        return key.spec.effective_state.value
    return _state(key.status.conditions if key.status else ())


def policy_state(policy: ClusterPIIPolicy | PIIPolicy | Unreadable) -> str:
    """Give the one word for how a policy stands."""
    if isinstance(policy, Unreadable):
        return UNREADABLE
    return _state(policy.status.conditions if policy.status else ())


def _state(conditions: Iterable[Condition]) -> str:
    true = {each.type for each in conditions if each.status is ConditionStatus.TRUE}
    if STALLED in true:
        return STALLED_STATE
    return READY_STATE if READY in true else WAITING


def _policies(world: World) -> Metric:
    family = GaugeMetricFamily(
        "privet_policies", "Policies that are loaded, by kind and state.", labels=("kind", "state")
    )
    for kind, store in ((CLUSTER_POLICIES.kind, world.cluster_policies), (POLICIES.kind, world.policies)):
        counts = Counter(map(policy_state, store))
        for state in POLICY_STATES:
            family.add_metric((kind, state), counts[state])
    return family


def _counted(name: str, text: str, counts: Counter[str], states: Iterable[str]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=("state",))
    for state in states:
        family.add_metric((state,), counts[state])
    return family


def _next_expiry(ends: list[datetime], now: datetime) -> Metric:
    family = GaugeMetricFamily(
        "privet_key_next_expiry_seconds",
        "Time until the first of all current keys expires; none without keys.",
    )
    if ends:
        family.add_metric((), (min(ends) - now).total_seconds())
    return family


Test = Callable[[ProvisioningKeyStatus], bool]


def _number(name: str, text: str, statuses: Iterable[ProvisioningKeyStatus], counts: Test) -> Metric:
    return GaugeMetricFamily(name, text, value=sum(map(counts, statuses)))


def _is_overdue(now: datetime) -> Test:
    def is_overdue(status: ProvisioningKeyStatus) -> bool:
        due = status.next_rotation_time
        return status.current is not None and due is not None and due + OVERDUE < now

    return is_overdue


def _is_expired(now: datetime) -> Test:
    return lambda status: status.current is not None and status.current.expires_at <= now


def _is_held_back(status: ProvisioningKeyStatus) -> bool:
    return any(
        each.type == RECONCILING and each.reason == ISSUE_LIMIT.reason and each.status is ConditionStatus.TRUE
        for each in status.conditions
    )
