"""What bars a key from being issued: while one applies, its content is taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from privet.api.v1alpha1 import DeliveryMode, KeyState
from privet.keys.conditions import Because
from privet.keys.facts import KeyFacts, NothingGranted


@dataclass(frozen=True)
class Bar:
    """Why a key holds nothing, and what kstatus makes of it."""

    because: Because
    stalled: bool = False
    waiting: bool = False
    revoked: bool = False


def _deleted(facts: KeyFacts) -> Bar | None:
    if facts.key.metadata.deletion_timestamp is None:
        return None
    return Bar(Because("Deleted", "the key is being deleted"))


def _revoked(facts: KeyFacts) -> Bar | None:
    if facts.key.spec.effective_state is not KeyState.REVOKED:
        return None
    return Bar(
        Because("Revoked", "the key is revoked for good; make another one"), stalled=True, revoked=True
    )


def _suspended(facts: KeyFacts) -> Bar | None:
    if facts.key.spec.effective_state is not KeyState.SUSPENDED:
        return None
    return Bar(Because("Suspended", "the key is suspended; set spec.state to Active to have it issued"))


def _undeliverable(facts: KeyFacts) -> Bar | None:
    if facts.key.spec.effective_mode is not DeliveryMode.POD_CERTIFICATE:
        return None
    message = "delivery by PodCertificate is not available here; set spec.delivery.mode to Secret"
    return Bar(Because("DeliveryUnavailable", message), stalled=True)


def _nothing_granted(facts: KeyFacts) -> Bar | None:
    if not isinstance(facts.entitlement, NothingGranted):
        return None
    nothing = facts.entitlement
    because = Because(nothing.reason, nothing.message)
    return Bar(because, stalled=not nothing.waiting, waiting=nothing.waiting)


# Order matters: the first bar found is the one shown to the user.
BARS: Sequence[Callable[[KeyFacts], Bar | None]] = (
    _deleted,
    _revoked,
    _suspended,
    _undeliverable,
    _nothing_granted,
)


def bar_of(facts: KeyFacts) -> Bar | None:
    """Give the first bar, or None when the key may be issued as far as the key itself goes."""
    return next((bar for check in BARS if (bar := check(facts))), None)
