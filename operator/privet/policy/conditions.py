"""What a policy's status says: whether it is in force, what stands in its way, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from privet.api.v1alpha1 import (
    ClusterPIIPolicy,
    Condition,
    ConditionStatus,
    PIIPolicy,
    RuleId,
    RuleSetting,
)
from privet.detection import AllowedValue, CustomRecognizer, Detector, DetectorSpec, PatternError
from privet.policy.compiled import CompiledFloor
from privet.policy.grants import Effective, effective_grants
from privet.policy.rules import STRICTNESS


@dataclass(frozen=True)
class Finding:
    """One thing that a condition says."""

    reason: str
    message: str
    stalled: bool = True
    """Whether it keeps the policy from being in force, rather than limiting it."""


def policy_conditions(
    policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy], now: datetime
) -> tuple[Condition, ...]:
    """Say whether a PIIPolicy is in force under the ClusterPIIPolicies that govern its namespace."""
    checks = (
        _selects_nothing(policy.spec.workload_selector is None, "workloadSelector"),
        _uncompilable(policy),
        _ungoverned(governing),
        _cut(effective_policy_grants(policy, governing)),
        _looser(policy.spec.rules, governing),
    )
    return _conditions(policy, [check for check in checks if check], "the policy is in force", now)


def cluster_policy_conditions(
    policy: ClusterPIIPolicy, selected: int, now: datetime
) -> tuple[Condition, ...]:
    """Say whether a ClusterPIIPolicy is in force; `selected` is how many namespaces it governs."""
    nowhere = selected == 0 and policy.spec.namespace_selector is not None
    waiting = Finding(
        "NoNamespace",
        "no namespace has the labels of namespaceSelector; label one, or change the selector",
        stalled=False,
    )
    checks = (
        _selects_nothing(policy.spec.namespace_selector is None, "namespaceSelector"),
        _uncompilable(policy),
        waiting if nowhere else None,
    )
    counted = f"the policy governs {selected} namespace{'' if selected == 1 else 's'}"
    return _conditions(policy, [check for check in checks if check], counted, now)


def effective_policy_grants(policy: PIIPolicy, governing: Sequence[ClusterPIIPolicy]) -> Effective:
    """Give a policy's grants under the ceilings of what governs it, and what is cut."""
    return effective_grants(None, policy.spec.grants, [one.spec.ceiling for one in governing])


def _selects_nothing(absent: bool, field: str) -> Finding | None:
    if not absent:
        return None
    return Finding(
        "SelectsNothing", f"spec.{field} is absent, which selects nothing; write {{}} for everything"
    )


def _ungoverned(governing: Sequence[ClusterPIIPolicy]) -> Finding | None:
    if governing:
        return None
    return Finding(
        "NotGoverned",
        "no ClusterPIIPolicy selects this namespace, so nothing is granted; ask the platform team for one",
    )


def _cut(effective: Effective) -> Finding | None:
    if not effective.cut:
        return None
    what = "; ".join(map(str, effective.cut))
    return Finding("AboveCeiling", f"cut: {what}; ask for less, or have the ceiling raised", stalled=False)


def _looser(rules: Sequence[RuleSetting], governing: Sequence[ClusterPIIPolicy]) -> Finding | None:
    floors = [CompiledFloor(policy).actions for policy in governing]
    strictest: dict[RuleId, int] = {
        setting.id: max((STRICTNESS[floor[setting.id]] for floor in floors), default=0) for setting in rules
    }
    looser = [setting.id for setting in rules if STRICTNESS[setting.action] < strictest[setting.id]]
    if not looser:
        return None
    names = ", ".join(sorted(looser))
    return Finding(
        "LooserThanFloor",
        f"no effect: {names} would be looser than what governs this namespace; remove the setting",
        stalled=False,
    )


def _uncompilable(policy: PIIPolicy | ClusterPIIPolicy) -> Finding | None:
    detection = policy.spec.detection
    if detection is None:
        return None
    recognizers = frozenset(
        CustomRecognizer(one.entity, one.pattern, one.context, one.checksum or "")
        for one in detection.recognizers
    )
    allow = frozenset(AllowedValue(one.entity, one.pattern) for one in getattr(detection, "allow", ()))
    try:
        Detector(DetectorSpec(recognizers=recognizers, allow=allow))
    except PatternError:
        return Finding(
            "PatternRefused",
            "a pattern under spec.detection is none that RE2 takes; until it is mended, requests that this "
            "policy judges cannot be evaluated",
        )
    return None


def _conditions(
    policy: PIIPolicy | ClusterPIIPolicy, findings: Sequence[Finding], fine: str, now: datetime
) -> tuple[Condition, ...]:
    stalled = [finding for finding in findings if finding.stalled]
    said = stalled or list(findings)
    reason = said[0].reason if said else "InForce"
    message = "; ".join(finding.message for finding in said) if said else fine
    known = {condition.type: condition for condition in (policy.status.conditions if policy.status else ())}

    def condition(kind: str, holds: bool, why: str, text: str) -> Condition:
        status = ConditionStatus.TRUE if holds else ConditionStatus.FALSE
        before = known.get(kind)
        unchanged = before is not None and before.status == status
        return Condition(
            type=kind,
            status=status,
            observed_generation=policy.metadata.generation,
            last_transition_time=before.last_transition_time if before and unchanged else now,
            reason=why,
            message=text,
        )

    return (
        condition("Ready", not stalled, reason, message),
        condition(
            "Stalled", bool(stalled), reason if stalled else "NotStalled", message if stalled else fine
        ),
    )
