"""How a policy stands, in the words of conditions: what is wrong, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from privet.api.meta import Condition, ConditionStatus
from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy
from privet.policy.grants import effective_grants

MAX_NAMED = 5
"""Cuts that a message names."""


@dataclass(frozen=True)
class _Standing:
    """Ready or not, and why; what is not ready either comes right by itself or is stalled."""

    ready: bool
    reason: str
    message: str
    waiting: bool = False


def policy_conditions(
    policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy], now: datetime
) -> tuple[Condition, ...]:
    """Say how a PIIPolicy stands under what governs its namespace."""
    return _conditions(_of_policy(policy, governing), policy.metadata.generation, now)


def cluster_policy_conditions(
    policy: ClusterPIIPolicy, selected: int, now: datetime
) -> tuple[Condition, ...]:
    """Say how a ClusterPIIPolicy stands, and that it governs nothing where that is so."""
    if policy.spec.namespace_selector is None:
        message = "no namespaceSelector: it governs nothing; write {} to select every namespace"
        standing = _Standing(ready=True, reason="SelectsNothing", message=message)
    elif not selected:
        standing = _Standing(
            ready=True, reason="SelectsNothing", message="no namespace has the labels that it selects"
        )
    else:
        standing = _Standing(
            ready=True, reason="Applied", message="it governs the namespaces that it selects"
        )
    return _conditions(standing, policy.metadata.generation, now)


def _of_policy(policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy]) -> _Standing:
    if not governing:
        message = "waits for a ClusterPIIPolicy that governs the namespace; until then it grants nothing"
        return _Standing(ready=False, reason="Ungoverned", message=message, waiting=True)
    effective = effective_grants(None, policy.spec.grants, [each.spec.ceiling for each in governing])
    if not effective.cut:
        return _Standing(ready=True, reason="Applied", message="it applies as it is written")
    named = [str(cut) for cut in effective.cut[:MAX_NAMED]]
    more = len(effective.cut) - len(named)
    cuts = "; ".join([*named, f"and {more} more"] if more else named)
    message = f"cut to what governs it: {cuts}; ask for less, or have the ceiling raised"
    return _Standing(ready=bool(effective.grants), reason="CutByCeiling", message=message)


def _conditions(standing: _Standing, generation: int | None, now: datetime) -> tuple[Condition, ...]:
    kinds = [("Ready", standing.ready)]
    if not standing.ready:
        kinds.append(("Reconciling" if standing.waiting else "Stalled", True))
    return tuple(
        Condition(
            type=kind,
            status=ConditionStatus.TRUE if holds else ConditionStatus.FALSE,
            observed_generation=generation,
            last_transition_time=now,
            reason=standing.reason,
            message=standing.message,
        )
        for kind, holds in kinds
    )
