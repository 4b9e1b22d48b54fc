"""When a replica renews its CA and its leaf: a pure decision with the time as an argument.

A new CA is published, then waits until API servers have seen it, then signs what is served; only after
that the old one is taken out of the bundle. So no API server ever meets a leaf that it cannot verify.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from cryptography import x509

from privet.admission.certificates import Authority, Leaf

RENEW_IN_LAST = 3
"""Certificates are renewed when a third of their lifetime is left: two tries may fail for hours."""


@dataclass(frozen=True, kw_only=True)
class Lifetimes:
    """How long certificates live, and how long a published CA takes to be known everywhere."""

    authority: timedelta
    leaf: timedelta
    propagation: timedelta

    def __post_init__(self) -> None:
        if self.leaf > self.authority:
            raise ValueError("the leaf may not outlive its CA")
        if self.propagation * RENEW_IN_LAST >= self.authority:
            raise ValueError("the CA must live more than three times as long as it takes to be known")


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What one replica serves with, and the CA that is about to take over."""

    authority: Authority
    leaf: Leaf
    successor: Authority | None = None
    successor_seen_at: datetime | None = None

    @property
    def published(self) -> tuple[x509.Certificate, ...]:
        """The CA certificates that have to be in the bundle."""
        both = (self.authority, self.successor)
        return tuple(one.certificate for one in both if one is not None)

    def with_successor(self, successor: Authority) -> "Credentials":
        """Put a new CA beside the one that is served from."""
        return replace(self, successor=successor, successor_seen_at=None)

    def seen(self, now: datetime) -> "Credentials":
        """Note that the successor is in the bundle; the first time counts."""
        if self.successor is None or self.successor_seen_at is not None:
            return self
        return replace(self, successor_seen_at=now)

    def unseen(self) -> "Credentials":
        """Note that the successor is not (or no longer) in the bundle: the wait begins anew."""
        return replace(self, successor_seen_at=None)


@dataclass(frozen=True)
class MakeSuccessor:
    """The CA is about to end: make the next one and publish it."""


@dataclass(frozen=True)
class TakeOver:
    """The successor is known everywhere: serve a leaf of it."""


@dataclass(frozen=True)
class RenewLeaf:
    """The leaf is about to end: issue another from the same CA."""


@dataclass(frozen=True)
class Wait:
    """Nothing is due before `until`."""

    until: datetime


Due: TypeAlias = MakeSuccessor | TakeOver | RenewLeaf | Wait


def due(credentials: Credentials, lifetimes: Lifetimes, now: datetime) -> Due:
    """Say what has to be done now; the CA comes first, since a leaf never outlives it."""
    successor_at = credentials.authority.expires_at - lifetimes.authority / RENEW_IN_LAST
    if credentials.successor is not None:
        if credentials.successor_seen_at is None:
            return _leaf_due(credentials, lifetimes, now, now + lifetimes.propagation)
        take_over_at = credentials.successor_seen_at + lifetimes.propagation
        if now >= take_over_at:
            return TakeOver()
        return _leaf_due(credentials, lifetimes, now, take_over_at)
    if now >= successor_at:
        return MakeSuccessor()
    return _leaf_due(credentials, lifetimes, now, successor_at)


def _leaf_due(credentials: Credentials, lifetimes: Lifetimes, now: datetime, otherwise: datetime) -> Due:
    renew_at = credentials.leaf.expires_at - lifetimes.leaf / RENEW_IN_LAST
    if credentials.leaf.expires_at >= credentials.authority.expires_at:
        return Wait(otherwise)  # another leaf of the same CA would end no later
    return RenewLeaf() if now >= renew_at else Wait(min(renew_at, otherwise))
