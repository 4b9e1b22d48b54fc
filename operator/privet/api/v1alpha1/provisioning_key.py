"""ProvisioningKey: a signed, expiring set of grants bound to one workload identity."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from privet.api.durations import PATTERN, Duration, between, format_duration
from privet.api.meta import API_VERSION, ApiModel, ApiVersion, LabelSelector, ObjectMeta, Resource
from privet.api.patterns import compile_pattern
from privet.api.rules import ListMap, ListSet, Rule, Transition, immutable
from privet.api.text import Audience, ObjectName
from privet.api.v1alpha1.common import Grant, PolicyRef
from privet.api.v1alpha1.key_settings import (
    DEFAULT_AUDIENCES,
    DEFAULT_LIFETIME,
    MIN_CERTIFICATE_LIFETIME,
    MIN_EVERY,
    MIN_OVERLAP,
    MOUNT_ROOT,
    OVERLAP_SHARE,
    Delivery,
    DeliveryMode,
    KeyState,
    Rotation,
)
from privet.api.v1alpha1.key_status import ProvisioningKeyStatus

MAX_KEY_NAME = 52
"""The key's Secret and volume are named privet-key- and this, and a volume's name is a DNS label of 63."""

_KEY_NAME = f"^[a-z0-9](?:[-a-z0-9]{{0,{MAX_KEY_NAME - 2}}}[a-z0-9])?$"
_key_name = compile_pattern(_KEY_NAME)


class Subject(ApiModel):
    """The one workload identity that can use the key."""

    service_account_name: ObjectName
    """The ServiceAccount that the pods run as."""

    pod_selector: LabelSelector | None = None
    """Narrows the subject to pods with these labels; all pods of the ServiceAccount when absent."""


# In CEL, with the controller's defaults; whole seconds, as durations have no fraction.
_LIFETIME = "(has(self.lifetime) ? duration(self.lifetime) : duration('1h')).getSeconds()"
_LIFETIME_SHOWN = "(has(self.lifetime) ? self.lifetime : '1h (the default)')"
_OVERLAP = (
    "(has(self.rotation) && has(self.rotation.overlap) ? duration(self.rotation.overlap).getSeconds()"
    f" : [300, {_LIFETIME} / {OVERLAP_SHARE}].max())"
)
_EVERY = "(has(self.rotation) && has(self.rotation.every) ? duration(self.rotation.every).getSeconds() : 60)"
# What is no duration is refused by its own rule; here it must not become an error of evaluation.
_READABLE = (
    f"(!has(self.lifetime) || self.lifetime.matches('{PATTERN}')) && (!has(self.rotation) || ("
    f"(!has(self.rotation.every) || self.rotation.every.matches('{PATTERN}'))"
    f" && (!has(self.rotation.overlap) || self.rotation.overlap.matches('{PATTERN}'))))"
)


def _when_readable(cel: str) -> str:
    return f"!({_READABLE}) || {cel}"


def _shown(name: str, absent: str) -> str:
    return f"(has(self.rotation) && has(self.rotation.{name}) ? self.rotation.{name} : {absent})"


_LEAST = "'1m (the least)'"
_DEFAULTED = f"'%ds (the default)'.format([{_OVERLAP}])"
_SUM = (
    "'every %s + overlap %s = %ds, more than lifetime %s = %ds; "
    "make lifetime longer, or every or overlap shorter'"
    f".format([{_shown('every', _LEAST)}, {_shown('overlap', _DEFAULTED)}, {_EVERY} + {_OVERLAP},"
    f" {_LIFETIME_SHOWN}, {_LIFETIME}])"
)
_SHARE = (
    "'overlap %s is less than a fifth of lifetime %s; make it at least %ds'"
    f".format([self.rotation.overlap, {_LIFETIME_SHOWN},"
    f" ({_LIFETIME} + {OVERLAP_SHARE - 1}) / {OVERLAP_SHARE}])"
)


def _sum_fits(spec: "ProvisioningKeySpec") -> bool:
    return (spec.asked_every or MIN_EVERY) + spec.effective_overlap <= spec.effective_lifetime


def _sum_explained(spec: "ProvisioningKeySpec") -> str:
    every = _written(spec.asked_every, "1m (the least)")
    overlap = _written(spec.asked_overlap, f"{_seconds(spec.effective_overlap)}s (the default)")
    total = (spec.asked_every or MIN_EVERY) + spec.effective_overlap
    return (
        f"every {every} + overlap {overlap} = {_seconds(total)}s, more than lifetime "
        f"{_lifetime_written(spec)} = {_seconds(spec.effective_lifetime)}s; "
        "make lifetime longer, or every or overlap shorter"
    )


def _share_kept(spec: "ProvisioningKeySpec") -> bool:
    return spec.asked_overlap is None or spec.asked_overlap * OVERLAP_SHARE >= spec.effective_lifetime


def _share_explained(spec: "ProvisioningKeySpec") -> str:
    least = -(-_seconds(spec.effective_lifetime) // OVERLAP_SHARE)
    return (
        f"overlap {format_duration(spec.effective_overlap)} is less than a fifth of lifetime "
        f"{_lifetime_written(spec)}; make it at least {least}s"
    )


def _lifetime_written(spec: "ProvisioningKeySpec") -> str:
    return _written(spec.lifetime, f"{format_duration(DEFAULT_LIFETIME)} (the default)")


def _written(duration: timedelta | None, absent: str) -> str:
    return absent if duration is None else format_duration(duration)


def _seconds(value: timedelta) -> int:
    return int(value.total_seconds())


class ProvisioningKeySpec(ApiModel):
    """A request for a key: for whom, for what, and for how long each one is valid."""

    constraints = (
        Rule(
            cel=_when_readable(f"{_EVERY} + {_OVERLAP} <= {_LIFETIME}"),
            message="every + overlap must not be more than lifetime",
            message_cel=_SUM,
            field=".rotation",
            holds=_sum_fits,
            explain=_sum_explained,
        ),
        Rule(
            cel=_when_readable(
                "!has(self.rotation) || !has(self.rotation.overlap)"
                f" || duration(self.rotation.overlap).getSeconds() * {OVERLAP_SHARE} >= {_LIFETIME}"
            ),
            message="overlap must be at least a fifth of lifetime",
            message_cel=_SHARE,
            field=".rotation.overlap",
            holds=_share_kept,
            explain=_share_explained,
        ),
        Rule(
            cel=_when_readable(
                "!has(self.delivery) || !has(self.delivery.mode) || self.delivery.mode != 'PodCertificate'"
                f" || {_LIFETIME} >= {_seconds(MIN_CERTIFICATE_LIFETIME)}"
            ),
            message="must be at least 1h for delivery by PodCertificate; or deliver as Secret",
            field=".lifetime",
            holds=lambda spec: (
                spec.effective_mode != DeliveryMode.POD_CERTIFICATE
                or spec.effective_lifetime >= MIN_CERTIFICATE_LIFETIME
            ),
        ),
    )

    transitions = (
        immutable("subject", "must not change: a key is bound to its subject; make another key"),
        immutable("policyRef", "must not change: make another key that refers to the other policy"),
        Transition(
            cel="!has(oldSelf.state) || oldSelf.state != 'Revoked'"
            " || (has(self.state) && self.state == 'Revoked')",
            message="must stay Revoked: revocation is final; make another key",
            field=".state",
            reason="FieldValueForbidden",
            holds=lambda old, new: old.state != KeyState.REVOKED or new.state == KeyState.REVOKED,
        ),
    )

    policy_ref: PolicyRef
    """The PIIPolicy that the grants come from; it must not change."""

    subject: Subject
    """The workload identity that the key is bound to; it must not change."""

    grants: (
        Annotated[
            tuple[Grant, ...],
            Field(min_length=1, max_length=64),
            ListMap(
                ("entity", "purpose"),
                "must grant each entity and purpose once; put all actions into one grant",
            ),
        ]
        | None
    ) = None
    """What to ask of the policy; all that it grants when absent. More than it grants is cut."""

    audiences: (
        Annotated[
            tuple[Audience, ...],
            Field(min_length=1, max_length=16),
            ListSet("must name each audience once"),
        ]
        | None
    ) = None
    """Who will accept the key, such as customer-db; privet when absent."""

    lifetime: Annotated[Duration, between("6m", "24h", "must be from 6m to 24h")] | None = None
    """How long one key is valid, from 6m to 24h; 1h when absent."""

    rotation: Rotation | None = None
    """When the next key replaces this one; every half lifetime when absent."""

    delivery: Delivery | None = None
    """How pods get the key; as a Secret below /var/run/secrets/privet.dev when absent."""

    state: KeyState | None = None
    """Active (when absent), Suspended for now, or Revoked for good: both take the key away at once."""

    @property
    def effective_state(self) -> KeyState:
        """Give the state, with the controller's default."""
        return self.state or KeyState.ACTIVE

    @property
    def effective_mode(self) -> DeliveryMode:
        """Give the mode of delivery, with the controller's default."""
        return (self.delivery.mode if self.delivery else None) or DeliveryMode.SECRET

    @property
    def effective_audiences(self) -> tuple[str, ...]:
        """Give the audiences, with the controller's default."""
        return self.audiences or DEFAULT_AUDIENCES

    @property
    def effective_lifetime(self) -> timedelta:
        """Give the lifetime, with the controller's default."""
        return self.lifetime or DEFAULT_LIFETIME

    @property
    def effective_overlap(self) -> timedelta:
        """Give the overlap, with the controller's default: a fifth of the lifetime, at least five minutes."""
        share = timedelta(seconds=_seconds(self.effective_lifetime) // OVERLAP_SHARE)
        return self.asked_overlap or max(MIN_OVERLAP, share)

    @property
    def effective_every(self) -> timedelta | None:
        """Give the interval, by default cut so that the overlap fits; none by schedule."""
        if self.asked_schedule is not None:
            return None
        room = self.effective_lifetime - self.effective_overlap
        half = timedelta(seconds=_seconds(self.effective_lifetime) // 2)
        return self.asked_every or min(half, room)

    @property
    def asked_every(self) -> timedelta | None:
        """Give the interval as written."""
        return self.rotation.every if self.rotation else None

    @property
    def asked_overlap(self) -> timedelta | None:
        """Give the overlap as written."""
        return self.rotation.overlap if self.rotation else None

    @property
    def asked_schedule(self) -> str | None:
        """Give the cron schedule as written."""
        return self.rotation.schedule if self.rotation else None


def _is_named_well(metadata: ObjectMeta) -> bool:
    unnamed_yet = not metadata.name and bool(metadata.generate_name)
    return unnamed_yet or bool(_key_name.search(metadata.name))


class ProvisioningKey(Resource):
    """A short-lived key that carries grants into the pods of one workload, and replaces itself."""

    constraints = (
        Rule(
            cel=f"self.metadata.name.matches('{_KEY_NAME}')",
            message=f"must be lower-case letters, digits and -, at most {MAX_KEY_NAME}: "
            "its Secret and volume are named privet-key- and this",
            field=".metadata.name",
            holds=lambda key: _is_named_well(key.metadata),
        ),
    )

    api_version: ApiVersion = API_VERSION
    kind: Literal["ProvisioningKey"] = "ProvisioningKey"
    spec: ProvisioningKeySpec
    """For whom the key is, for what, and for how long."""

    status: ProvisioningKeyStatus | None = None
    """What the controller did: the current key, the draining ones, the next rotation."""

    @property
    def effective_mount_path(self) -> str:
        """Give the folder in the containers, with the controller's default."""
        delivery = self.spec.delivery
        return (delivery.mount_path if delivery else None) or f"{MOUNT_ROOT}/{self.metadata.name}"
