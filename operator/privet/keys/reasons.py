"""Why a key has to be replaced before its time: small checks, the first that applies is the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from privet.api.v1alpha1 import EffectiveSettings, IssuedKey, ProvisioningKeyStatus
from privet.keys import records
from privet.keys.conditions import Because
from privet.keys.facts import Granted, KeyFacts
from privet.keys.ring import SigningKey
from privet.keys.schedule import draw_phase
from privet.keys.settings import effective_settings, is_within


class Urgency(Enum):
    """What a reason may be held back for when too many keys were issued."""

    ESSENTIAL = auto()
    """The pods have no valid key: only briefly."""
    NARROWING = auto()
    """The pods have more than they may: never; it comes to an end by itself, as scope only shrinks."""
    VOLUNTARY = auto()
    """The pods have something other than what is asked for: until there is room."""


@dataclass(frozen=True)
class Due:
    """A reason to issue the next key now."""

    because: Because
    urgency: Urgency


@dataclass(frozen=True, kw_only=True)
class View:
    """The facts of a key that may be issued, with what follows from them."""

    facts: KeyFacts
    now: datetime
    granted: Granted
    signing: SigningKey
    settings: EffectiveSettings
    phase: timedelta

    @classmethod
    def of(cls, facts: KeyFacts, granted: Granted, signing: SigningKey, now: datetime) -> "View":
        """Work out settings and phase."""
        settings = effective_settings(facts.key, granted.grants)
        phase = _phase(facts, settings)
        return cls(facts=facts, now=now, granted=granted, signing=signing, settings=settings, phase=phase)

    @property
    def status(self) -> ProvisioningKeyStatus:
        """What was recorded so far."""
        return self.facts.status

    @property
    def current(self) -> IssuedKey | None:
        """The key that status says is in the Secret."""
        return self.facts.status.current

    @property
    def planned(self) -> IssuedKey | None:
        """The key that comes next."""
        return self.facts.status.planned


def _phase(facts: KeyFacts, settings: EffectiveSettings) -> timedelta:
    """Keep the phase that was drawn; draw again only when the interval that it was drawn for is another."""
    stored, before = facts.status.phase_offset, facts.status.effective
    if stored is not None and before is not None and before.every == settings.every:
        return timedelta(seconds=stored)
    return draw_phase(facts.key.metadata.uid or "", settings)


def never_issued(view: View) -> Due | None:
    """Give the first key, or the first after content was taken away."""
    if view.current is not None:
        return None
    return Due(Because("NeverIssued", "no key is issued yet"), Urgency.ESSENTIAL)


def signing_key_gone(view: View) -> Due | None:
    """No verifier can check the current key any more."""
    if view.current is None or view.current.signing_key_id in view.facts.ring.ids:
        return None
    message = "the signing key of the current key is gone"
    return Due(Because("SigningKeyGone", message), Urgency.ESSENTIAL)


def expired(view: View) -> Due | None:
    """After an outage, or when the clock was set forward."""
    if view.current is None or view.now < view.current.expires_at:
        return None
    return Due(Because("Expired", "the current key has expired"), Urgency.ESSENTIAL)


def not_yet_valid(view: View) -> Due | None:
    """When the clock was set back by more than the key is backdated."""
    if view.current is None or view.current.not_before <= view.now:
        return None
    message = "the current key is not valid yet: the clock was set back"
    return Due(Because("NotYetValid", message), Urgency.ESSENTIAL)


def superseded(view: View) -> Due | None:
    """Status is behind the Secret: go past it, there is no way back."""
    if not view.facts.superseded:
        return None
    message = "the Secret holds something later than the status knows"
    return Due(Because("Superseded", message), Urgency.ESSENTIAL)


def plan_outdated(view: View) -> Due | None:
    """Replace a plan that came due and does not fit: it may be in the Secret, so there is no way back."""
    planned = view.planned
    if planned is None or view.now < planned.issued_at or is_usable(view, planned):
        return None
    return Due(Because("PlanOutdated", "the planned key no longer fits"), Urgency.ESSENTIAL)


def narrowed(view: View) -> Due | None:
    """Policy, ceiling or key were cut: the next key does not wait for its time."""
    if view.current is None or _allows(view, view.current):
        return None
    return Due(Because("Narrowed", "the current key allows more than is granted now"), Urgency.NARROWING)


def widened(view: View) -> Due | None:
    """Give more as soon as it is granted: a workload that waits for it should not wait for the schedule."""
    if view.current is None or _has_same_scope(view, view.current):
        return None
    return Due(Because("Widened", "the current key allows less than is granted now"), Urgency.VOLUNTARY)


# Order matters: the first reason found is the one shown to the user, and it decides what may hold it back.
REASONS: Sequence[Callable[[View], Due | None]] = (
    never_issued,
    signing_key_gone,
    expired,
    not_yet_valid,
    superseded,
    plan_outdated,
    narrowed,
    widened,
)


def due_now(view: View, reasons: Sequence[Callable[[View], Due | None]] = REASONS) -> Due | None:
    """Give the first reason to issue now, or None when the key is fine until its time."""
    return next((due for check in reasons if (due := check(view))), None)


def fits(view: View, planned: IssuedKey) -> bool:
    """Tell whether a plan is what would be planned now, but for what only counts when it is carried out."""
    return (
        _has_same_scope(view, planned)
        and planned.expires_at - planned.issued_at == view.settings.lifetime
        and planned.not_before == planned.issued_at - records.BACKDATED
    )


def is_usable(view: View, planned: IssuedKey) -> bool:
    """Tell whether a plan that came due can be carried out as it is."""
    by_policy = (view.granted.policy_uid, view.granted.policy_generation)
    return (
        fits(view, planned)
        and planned.signing_key_id == view.signing.id
        and (planned.policy_uid, planned.policy_generation) == by_policy
        and view.now <= planned.issued_at + _tolerance(view.settings)
        and not view.facts.superseded
    )


def is_valid(facts: KeyFacts, record: IssuedKey, now: datetime) -> bool:
    """Tell whether verifiers accept an issued key now."""
    return record.not_before <= now < record.expires_at and record.signing_key_id in facts.ring.ids


def _tolerance(settings: EffectiveSettings) -> timedelta:
    """How late a plan may be carried out: later, a fresh one is worth a further write."""
    return min(settings.overlap, settings.every or settings.overlap) / 2


def _allows(view: View, record: IssuedKey) -> bool:
    """Tell whether all that a key allows is still granted: actions, audiences and time."""
    longer = record.expires_at - record.issued_at > view.settings.lifetime
    return (
        is_within(record.grants, view.settings.grants)
        and set(record.audiences) <= set(view.settings.audiences)
        and not (longer and record.expires_at > view.now + view.settings.lifetime)
    )


def _has_same_scope(view: View, record: IssuedKey) -> bool:
    return record.grants == view.settings.grants and set(record.audiences) == set(view.settings.audiences)
