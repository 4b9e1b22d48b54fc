"""What a policy's status says: whether it is in force, what stands in its way, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from privet.api.v1alpha1 import (
    ClusterPIIPolicy,
    Condition,
    ConditionStatus,
    PIIPolicy,
    RuleSetting,
)
from privet.detection import Detector, PatternError
from privet.policy.compiled import CompiledFloor, CompiledTeam
from privet.policy.grants import Effective, effective_grants
from privet.policy.rules import STRICTNESS

MAX_NAMED = 5
"""Cuts that a message names; the rest is counted."""


class Weight(IntEnum):
    """What a remark means for the policy."""

    LIMITED = 1
    """It is in force, but not all that it says."""
    WAITING = 2
    """It will be in force when something else comes."""
    STALLED = 3
    """Somebody has to change it."""


@dataclass(frozen=True)
class Remark:
    """One thing that the conditions say."""

    weight: Weight
    reason: str
    message: str


def policy_conditions(
    policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy], now: datetime
) -> tuple[Condition, ...]:
    """Say whether a PIIPolicy is in force under the ClusterPIIPolicies that govern its namespace."""
    remarks = (
        _uncompilable(policy),
        _ungoverned(governing),
        _selects_nothing("workloadSelector") if policy.spec.workload_selector is None else None,
        _cut(effective_policy_grants(policy, governing)) if governing else None,
        _looser(policy.spec.rules, governing),
    )
    return _conditions(policy, [remark for remark in remarks if remark], "the policy is in force", now)


def cluster_policy_conditions(
    policy: ClusterPIIPolicy, selected: int, now: datetime
) -> tuple[Condition, ...]:
    """Say whether a ClusterPIIPolicy is in force; `selected` is how many namespaces it governs."""
    remarks = (
        _uncompilable(policy),
        _selects_nothing("namespaceSelector") if policy.spec.namespace_selector is None else None,
        _no_namespace() if selected == 0 and policy.spec.namespace_selector is not None else None,
    )
    counted = f"the policy governs {selected} namespace{'' if selected == 1 else 's'}"
    return _conditions(policy, [remark for remark in remarks if remark], counted, now)


def effective_policy_grants(policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy]) -> Effective:
    """Give a policy's grants under the ceilings of what governs it, and what is cut."""
    return effective_grants(None, policy.spec.grants, [one.spec.ceiling for one in governing])


def _selects_nothing(field: str) -> Remark:
    message = f"spec.{field} is absent, which selects nothing; write {{}} to select everything"
    return Remark(Weight.LIMITED, "SelectsNothing", message)


def _no_namespace() -> Remark:
    message = "no namespace has the labels of spec.namespaceSelector; label one, or change the selector"
    return Remark(Weight.LIMITED, "SelectsNothing", message)


def _ungoverned(governing: Sequence[ClusterPIIPolicy]) -> Remark | None:
    if governing:
        return None
    message = "waits for a ClusterPIIPolicy that selects this namespace; until then nothing is granted"
    return Remark(Weight.WAITING, "NotGoverned", message)


def _cut(effective: Effective) -> Remark | None:
    if not effective.cut:
        return None
    named = [str(cut) for cut in effective.cut[:MAX_NAMED]]
    if len(effective.cut) > len(named):
        named.append(f"and {len(effective.cut) - len(named)} more")
    message = f"cut: {'; '.join(named)}; ask for less, or have the ceiling raised"
    return Remark(Weight.LIMITED, "AboveCeiling", message)


def _looser(rules: Sequence[RuleSetting], governing: Sequence[ClusterPIIPolicy]) -> Remark | None:
    floors = [CompiledFloor(policy).actions for policy in governing]
    looser = [
        setting.id
        for setting in rules
        if any(STRICTNESS[setting.action] < STRICTNESS[floor[setting.id]] for floor in floors)
    ]
    if not looser:
        return None
    message = f"no effect: {', '.join(sorted(looser))} would be looser than what governs; remove the setting"
    return Remark(Weight.LIMITED, "LooserThanFloor", message)


def _uncompilable(policy: PIIPolicy | ClusterPIIPolicy) -> Remark | None:
    try:
        compiled = CompiledTeam(policy) if isinstance(policy, PIIPolicy) else CompiledFloor(policy)
        Detector.for_spec(compiled.spec)
    except PatternError:
        message = (
            "a pattern under spec.detection is none that RE2 takes; mend it: until then, requests that this "
            "policy judges cannot be evaluated"
        )
        return Remark(Weight.STALLED, "PatternRefused", message)
    return None


def _conditions(
    policy: PIIPolicy | ClusterPIIPolicy, remarks: Sequence[Remark], fine: str, now: datetime
) -> tuple[Condition, ...]:
    weight = max((remark.weight for remark in remarks), default=Weight.LIMITED)
    said = [remark for remark in remarks if remark.weight == weight]
    reason = said[0].reason if said else "InForce"
    message = "; ".join(remark.message for remark in said) or fine
    kinds = {"Ready": weight == Weight.LIMITED}
    if weight != Weight.LIMITED:
        kinds["Stalled" if weight == Weight.STALLED else "Reconciling"] = True
    before = {one.type: one for one in (policy.status.conditions if policy.status else ())}
    conditions = []
    for kind, holds in kinds.items():
        status = ConditionStatus.TRUE if holds else ConditionStatus.FALSE
        older = before.get(kind)
        conditions.append(
            Condition(
                type=kind,
                status=status,
                observed_generation=policy.metadata.generation,
                last_transition_time=older.last_transition_time if older and older.status == status else now,
                reason=reason,
                message=message,
            )
        )
    return tuple(conditions)
