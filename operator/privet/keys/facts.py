"""What is known about one key at the moment of asking, gathered by the controller."""

from dataclasses import dataclass

from privet.api.v1alpha1 import Grant, ProvisioningKey, ProvisioningKeyStatus
from privet.keys.ring import SigningRing


@dataclass(frozen=True, kw_only=True)
class Granted:
    """Policy, key and ceiling leave something: this, and by which policy."""

    grants: tuple[Grant, ...]
    policy_uid: str
    policy_generation: int
    cut: str = ""
    """What was asked for and is not granted, as one clause for the conditions; empty when nothing was cut."""

    def __post_init__(self) -> None:
        if not self.grants:
            raise ValueError("nothing granted is `NothingGranted`: a key without grants is not issued")


@dataclass(frozen=True, kw_only=True)
class NothingGranted:
    """Nothing may be issued: no policy, no ceiling, or nothing in common."""

    reason: str
    message: str
    waiting: bool
    """It can come right by itself (the policy is still to be applied), so it is not stalled."""


@dataclass(frozen=True)
class Undetermined:
    """It cannot be told now: a watch has not caught up. Never read as a yes or a no."""

    why: str


Entitlement = Granted | NothingGranted | Undetermined


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """One key: the resource as the API server has it, what it may get, and who signs."""

    key: ProvisioningKey
    entitlement: Entitlement
    ring: SigningRing
    superseded: bool = False
    """The Secret was found to hold something later than status knows: its fence refused the last write."""

    @property
    def status(self) -> ProvisioningKeyStatus:
        """What was recorded so far."""
        return self.key.status or ProvisioningKeyStatus()
