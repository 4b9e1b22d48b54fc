"""The conditions of a key, as kstatus reads them: Ready always, the others only while they are true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from privet.api.v1alpha1 import Condition, ConditionStatus

READY = "Ready"
RECONCILING = "Reconciling"
STALLED = "Stalled"
REVOKED = "Revoked"
OURS = (READY, RECONCILING, STALLED, REVOKED)


@dataclass(frozen=True)
class Because:
    """A reason for machines and a message for people; fixed sentences, never contents or moments."""

    reason: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """How a key stands, in the words of conditions."""

    ready: bool
    because: Because
    reconciling: Because | None = None
    stalled: Because | None = None
    revoked: Because | None = None


def conditions(
    outlook: Outlook, previous: Sequence[Condition], generation: int | None, now: datetime
) -> tuple[Condition, ...]:
    """Write an outlook as conditions; one that keeps its status keeps its time, those of others stay."""
    wanted = (
        (READY, outlook.ready, outlook.because),
        *_while_true(outlook),
    )
    known = {condition.type: condition for condition in previous}
    ours = (
        _condition(kind, holds, because, known.get(kind), generation, now) for kind, holds, because in wanted
    )
    return (*ours, *(condition for condition in previous if condition.type not in OURS))


def _while_true(outlook: Outlook) -> Iterable[tuple[str, bool, Because]]:
    abnormal = (
        (RECONCILING, outlook.reconciling),
        (STALLED, outlook.stalled),
        (REVOKED, outlook.revoked),
    )
    return ((kind, True, because) for kind, because in abnormal if because is not None)


def _condition(
    kind: str,
    holds: bool,
    because: Because,
    before: Condition | None,
    generation: int | None,
    now: datetime,
) -> Condition:
    status = ConditionStatus.TRUE if holds else ConditionStatus.FALSE
    unchanged = before is not None and before.status is status
    return Condition(
        type=kind,
        status=status,
        observed_generation=generation,
        last_transition_time=before.last_transition_time if before and unchanged else now,
        reason=because.reason,
        message=because.message,
    )
