"""When a key is replaced, by what, and in which order it is written down: the state machine of one key.

Status holds the plan of the next key before it is made. To rotate is then (1) to write that key's Secret,
which is a function of the plan, and (2) to confirm: planned becomes current, current drains, the next one is
planned. A crash anywhere leaves a state from which the same answer follows, with the same bytes. A plan that
no longer fits is replaced by one with a higher sequence before anything is written.

The caller keeps two rules. Status is written with the resourceVersion that was read: a conflict means read
and decide again. And whatever writes the Secret, healing too, is decided on a live read of the key, not on a
cache.
"""

from datetime import datetime, timedelta

from privet.api.v1alpha1 import IssuedKey, ProvisioningKeyStatus
from privet.keys import records
from privet.keys.bars import Bar, bar_of
from privet.keys.conditions import Because, Outlook, conditions
from privet.keys.facts import Granted, KeyFacts
from privet.keys.limits import HeldBack, held_back
from privet.keys.reasons import Due, Urgency, View, due_now, fits, is_usable, is_valid
from privet.keys.schedule import NextRotation, next_rotation
from privet.keys.settings import effective_settings
from privet.keys.steps import Plan, Record, Rotate, SecretContent, Step, Wait, Withdraw

RECHECK = timedelta(seconds=30)
"""When to ask again what could not be told."""

SCHEDULED = Because("Scheduled", "it was time for the next key")
CURRENT = Because("Current", "the key is current")
BEFORE_SCHEDULE = Because(
    "RotatedBeforeSchedule",
    "the key is current; its schedule leaves gaps longer than lifetime less overlap: it is rotated earlier",
)
ISSUE_LIMIT = Because(
    "IssueLimitReached",
    "too many keys were issued in a short time; the last one is kept, and what was asked for follows later",
)
UNDETERMINED = Because("Undetermined", "the policies are still being read")
NO_SIGNING_KEY = Because("NoSigningKey", "the signing key is still being published")


def decide(facts: KeyFacts, now: datetime) -> Step:
    """Say what to do next with one key; the same facts at the same time get the same answer."""
    bar = bar_of(facts)
    if bar is not None:
        return _take_away(facts, bar, now)
    if not isinstance(facts.entitlement, Granted):
        return _hold(facts, UNDETERMINED, now)
    if facts.ring.active is None:
        return _hold(facts, NO_SIGNING_KEY, now)
    return _issue(View.of(facts, facts.entitlement, facts.ring.active, now))


def _take_away(facts: KeyFacts, bar: Bar, now: datetime) -> Step:
    """Leave nothing in the Secret; keep on record what drains, and for good the highest sequence."""
    status = facts.status
    emptied = records.set_aside(status, status.current, status.planned).model_copy(
        update={"current": None, "planned": None, "next_rotation_time": None}
    )
    grants = facts.entitlement.grants if isinstance(facts.entitlement, Granted) else ()
    settled = records.pruned(emptied, now).model_copy(
        update={"effective": effective_settings(facts.key, grants)}
    )
    outlook = Outlook(
        ready=False,
        because=bar.because,
        reconciling=bar.because if bar.waiting else None,
        stalled=bar.because if bar.stalled else None,
        revoked=bar.because if bar.revoked else None,
    )
    desired = _described(facts, settled, outlook, now)
    secret = _emptied(desired)
    if secret is not None and (status.current or status.planned):
        return Withdraw(secret=secret, status=desired, because=bar.because)
    if desired != status:
        return Record(status=desired)
    draining = [record.expires_at for record in status.draining if record.expires_at > now]
    return Wait(until=min(draining, default=None), secret=secret)


def _hold(facts: KeyFacts, because: Because, now: datetime) -> Step:
    """Issue nothing and take nothing away while something cannot be told."""
    status = facts.status
    wait = Wait(until=now + RECHECK, secret=_held(facts))
    if status.current is not None and is_valid(facts, status.current, now):
        return wait
    desired = _described(facts, status, Outlook(ready=False, because=because, reconciling=because), now)
    return Record(status=desired) if desired != status else wait


def _issue(view: View) -> Step:
    if view.planned is not None and view.planned.issued_at <= view.now and is_usable(view, view.planned):
        return _rotate(view, view.planned)
    due = due_now(view)
    if due is None:
        return _settle(view, None)
    held = _held_back(view, due)
    return _settle(view, held) if held else _plan_now(view, due)


def _held_back(view: View, due: Due) -> HeldBack | None:
    if due.urgency is Urgency.NARROWING:
        return None
    issued = [record for record in (view.current, *view.status.draining) if record is not None]
    return held_back(issued, view.settings, view.now, essential=due.urgency is Urgency.ESSENTIAL)


def _plan_now(view: View, due: Due) -> Plan:
    """Record what is to be issued at once; what was planned before may be in the Secret and drains."""
    replaced = records.set_aside(view.status, records.may_be_published(view.planned, view.now))
    desired = _with_plan(view, replaced, view.now)
    outlook = _outlook(view, view.current, reconciling=due.because)
    return Plan(status=_described(view.facts, desired, outlook, view.now), because=due.because)


def _rotate(view: View, planned: IssuedKey) -> Rotate:
    """Carry the plan out, and plan the next."""
    due = due_now(view)
    current = records.activated(planned)
    following = next_rotation(current, view.settings, view.phase)
    confirmed = records.set_aside(view.status, view.current).model_copy(
        update={"current": current, "planned": None}
    )
    desired = _with_plan(view, confirmed, following.at)
    outlook = _outlook(view, current, following)
    return Rotate(
        secret=_content(current),
        status=_described(view.facts, desired, outlook, view.now),
        because=due.because if due else SCHEDULED,
    )


def _settle(view: View, held: HeldBack | None) -> Step:
    """Bring plan, conditions and settings in line; wait when they are."""
    following = next_rotation(view.current, view.settings, view.phase) if view.current else None
    desired = _described(
        view.facts,
        _replanned(view, following),
        _outlook(view, view.current, following, reconciling=ISSUE_LIMIT if held else None),
        view.now,
    )
    if desired != view.status:
        return Record(status=records.pruned(desired, view.now))
    planned = desired.planned.issued_at if desired.planned and view.now < desired.planned.issued_at else None
    moments = [moment for moment in (planned, held.until if held else None) if moment is not None]
    return Wait(
        until=min(moments, default=None),
        secret=_held(view.facts),
        held_back=ISSUE_LIMIT if held else None,
    )


def _replanned(view: View, following: NextRotation | None) -> ProvisioningKeyStatus:
    """Keep a plan that fits or came due; else replace it."""
    status, planned = view.status, view.planned
    if following is None or (planned is not None and planned.issued_at <= view.now):
        return status.model_copy(update={"effective": view.settings})
    at = max(following.at, view.now.replace(microsecond=0))
    if planned is not None and planned.issued_at == at and fits(view, planned):
        return _with_settings(view, status, planned)
    return _with_plan(view, records.set_aside(status, records.may_be_published(planned, view.now)), at)


def _with_plan(view: View, status: ProvisioningKeyStatus, at: datetime) -> ProvisioningKeyStatus:
    metadata = view.facts.key.metadata
    planned = records.plan(
        metadata.uid or "",
        records.next_sequence(status, view.now),
        at,
        view.granted,
        view.settings,
        view.signing,
    )
    return records.pruned(_with_settings(view, status, planned), view.now)


def _with_settings(view: View, status: ProvisioningKeyStatus, planned: IssuedKey) -> ProvisioningKeyStatus:
    return status.model_copy(
        update={
            "planned": planned,
            "next_rotation_time": planned.issued_at,
            "effective": view.settings,
            "phase_offset": int(view.phase.total_seconds()),
        }
    )


def _outlook(
    view: View,
    record: IssuedKey | None,
    following: NextRotation | None = None,
    *,
    reconciling: Because | None = None,
) -> Outlook:
    if record is None or not is_valid(view.facts, record, view.now):
        due = due_now(view)
        return Outlook(ready=False, because=due.because if due else NO_SIGNING_KEY, reconciling=reconciling)
    because = BEFORE_SCHEDULE if following and following.expiry_won else CURRENT
    if view.granted.cut:
        because = Because(because.reason, f"{because.message}; {view.granted.cut}")
    return Outlook(ready=True, because=because, reconciling=reconciling)


def _described(
    facts: KeyFacts, status: ProvisioningKeyStatus, outlook: Outlook, now: datetime
) -> ProvisioningKeyStatus:
    generation = facts.key.metadata.generation
    described = conditions(outlook, facts.status.conditions, generation, now)
    return status.model_copy(update={"conditions": described, "observed_generation": generation})


def _held(facts: KeyFacts) -> SecretContent | None:
    """Say what the Secret holds now; None when it cannot be told or made again, or there never was one."""
    current = facts.status.current
    if current is None:
        return None if facts.status.planned else _emptied(facts.status)
    return _content(current) if current.signing_key_id in facts.ring.ids else None


def _content(issued: IssuedKey) -> SecretContent:
    return SecretContent(issued=issued, fence=records.fence(issued.sequence, withdrawn=False))


def _emptied(status: ProvisioningKeyStatus) -> SecretContent | None:
    newest = records.newest_sequence(status)
    return SecretContent(issued=None, fence=records.fence(newest, withdrawn=True)) if newest else None
