"""Reconcile policies: what they come to under what governs them, written into their status."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from privet.api.meta import Condition, ConditionStatus
from privet.api.v1alpha1 import (
    ClusterPIIPolicy,
    ClusterPIIPolicyStatus,
    PIIPolicy,
    PIIPolicyStatus,
)
from privet.api.v1alpha1.common import ConditionedStatus
from privet.cluster import Cluster, Name, Store
from privet.controllers.statuses import StatusWriter, keeping_times
from privet.controllers.world import Unreadable, World
from privet.errors import ConflictError, NotFoundError
from privet.policy.conditions import (
    cluster_policy_conditions,
    effective_policy_grants,
    policy_conditions,
)

P = TypeVar("P", ClusterPIIPolicy, PIIPolicy)
St = TypeVar("St", bound=ConditionedStatus)

MAX_MESSAGE = 4000
"""Characters of a message that lists problems: a resource can have hundreds."""


@dataclass(frozen=True)
class PolicyReconciler:
    """Writes the status of policies where it is not what it should be."""

    cluster: Cluster
    statuses: StatusWriter
    world: World
    now: Callable[[], datetime]

    async def reconcile_cluster_policy(self, name: Name) -> None:
        """See to one ClusterPIIPolicy."""
        policy = self.world.cluster_policies.get(name.name)
        match policy:
            case Unreadable():
                await self._see_to(
                    self.world.cluster_policies, policy, self._refused(policy, ClusterPIIPolicyStatus)
                )
            case ClusterPIIPolicy():
                await self._see_to(self.world.cluster_policies, policy, self._cluster_status(policy))

    async def reconcile_policy(self, name: Name) -> None:
        """See to one PIIPolicy."""
        policy = self.world.policies.get(name.name, name.namespace)
        match policy:
            case Unreadable():
                await self._see_to(self.world.policies, policy, self._refused(policy, PIIPolicyStatus))
            case PIIPolicy():
                await self._see_to(self.world.policies, policy, self._status(policy))

    def _cluster_status(self, policy: ClusterPIIPolicy) -> ClusterPIIPolicyStatus:
        selected = len(self.world.selected(policy))
        return ClusterPIIPolicyStatus(
            observed_generation=policy.metadata.generation,
            conditions=cluster_policy_conditions(policy, selected, self.now()),
            namespaces=selected,
        )

    def _status(self, policy: PIIPolicy) -> PIIPolicyStatus:
        namespace = policy.metadata.namespace or ""
        governing, _ = self.world.governing(namespace)
        return PIIPolicyStatus(
            observed_generation=policy.metadata.generation,
            conditions=policy_conditions(policy, governing, self.now()),
            governed_by=tuple(each.metadata.name for each in governing),
            grants=effective_policy_grants(policy, governing).grants,
            keys=sum(1 for _ in self.world.keys_of(namespace, policy.metadata.name)),
        )

    def _refused(self, policy: Unreadable, kind: type[St]) -> St:
        message = "; ".join(map(str, policy.problems))[:MAX_MESSAGE]
        generation = policy.metadata.generation
        conditions = tuple(
            Condition(
                type=type_,
                status=status,
                observed_generation=generation,
                last_transition_time=self.now(),
                reason="Invalid",
                message=message,
            )
            for type_, status in (("Ready", ConditionStatus.FALSE), ("Stalled", ConditionStatus.TRUE))
        )
        return kind(observed_generation=generation, conditions=conditions)

    async def _see_to(
        self, store: Store[P | Unreadable], policy: P | Unreadable, wanted: ConditionedStatus
    ) -> None:
        before = _status_of(policy, type(wanted))
        if before is not None:
            wanted = wanted.model_copy(
                update={"conditions": keeping_times(wanted.conditions, before.conditions)}
            )
        if wanted == before:
            return
        about = policy.metadata
        try:
            store.remember(await self.statuses.write(store.resource, about, wanted))
        except NotFoundError:
            store.forget(Name(about.namespace or "", about.name))
        except ConflictError:
            store.remember(await self.cluster.get(store.resource.at(about.name, about.namespace or "")))
            raise


def _status_of(policy: ClusterPIIPolicy | PIIPolicy | Unreadable, kind: type[St]) -> St | None:
    if not isinstance(policy, Unreadable):
        return policy.status if isinstance(policy.status, kind) else None
    try:
        return kind.model_validate(policy.status)
    except ValidationError:
        return None
