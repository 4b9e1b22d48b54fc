"""What to do next with one key: each step is at most one write of the Secret, then one of the status."""

from dataclasses import dataclass
from datetime import datetime

from privet.api.v1alpha1 import IssuedKey, ProvisioningKeyStatus
from privet.keys.conditions import Because


@dataclass(frozen=True, kw_only=True)
class SecretContent:
    """What the Secret must hold: the files of one issued key, or (None) nothing at all; and its fence."""

    issued: IssuedKey | None
    fence: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Write this status, which records what will be issued; then decide again."""

    status: ProvisioningKeyStatus
    because: Because


@dataclass(frozen=True, kw_only=True)
class Rotate:
    """Write the Secret, then this status, which claims it."""

    secret: SecretContent
    status: ProvisioningKeyStatus
    because: Because


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """Empty the Secret at once, then write this status."""

    secret: SecretContent
    status: ProvisioningKeyStatus
    because: Because


@dataclass(frozen=True, kw_only=True)
class Record:
    """Write this status: conditions, settings or the plan changed, the key did not."""

    status: ProvisioningKeyStatus


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Nothing to do before `until` (None: before something changes).

    `secret` is what the Secret holds if nobody touched it: apply it to heal, and whenever the outcome of an
    earlier write is not known. None: there is no Secret yet, or what it holds cannot be made again.
    """

    until: datetime | None
    secret: SecretContent | None
    held_back: Because | None = None


Step = Plan | Rotate | Withdraw | Record | Wait
