"""The settings of a provisioning key: when it rotates, how it is delivered, and what holds between them.

Defaults are the controller's: they stand here and in status.effective, never in the schema.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from privet.api.durations import Duration, between
from privet.api.meta import ApiModel
from privet.api.rules import Rule
from privet.api.schedules import CronSchedule, TimeZone
from privet.api.text import spelled, unlike

MIN_LIFETIME = timedelta(minutes=6)
MAX_LIFETIME = timedelta(hours=24)
MIN_EVERY = timedelta(minutes=1)
MIN_OVERLAP = timedelta(minutes=5)
"""The kubelet's worst refresh of a Secret volume."""

OVERLAP_SHARE = 5
"""The overlap is at least this part (a fifth) of the lifetime."""

MIN_CERTIFICATE_LIFETIME = timedelta(hours=1)
"""The API server refuses shorter pod certificates."""

DEFAULT_LIFETIME = timedelta(hours=1)
DEFAULT_TIME_ZONE = "UTC"
DEFAULT_AUDIENCES = ("privet",)
MOUNT_ROOT = "/var/run/secrets/privet.dev"


class KeyState(StrEnum):
    """Whether the key is issued: Active, Suspended for now, or Revoked for good."""

    ACTIVE = "Active"
    SUSPENDED = "Suspended"
    REVOKED = "Revoked"


class DeliveryMode(StrEnum):
    """How a pod gets its key: as a Secret, as a pod certificate, or what the cluster can do best."""

    AUTO = "Auto"
    SECRET = "Secret"  # noqa: S105 - the name of a Kubernetes kind
    POD_CERTIFICATE = "PodCertificate"


class Rotation(ApiModel):
    """When a new key replaces the old one, and for how long both are valid."""

    constraints = (
        Rule(
            cel="!(has(self.every) && has(self.schedule))",
            message="must not stand beside every: keep one of every and schedule",
            field=".schedule",
            reason="FieldValueForbidden",
            holds=lambda rotation: rotation.every is None or rotation.schedule is None,
        ),
        Rule(
            cel="!has(self.timeZone) || has(self.schedule)",
            message="needs a schedule: add schedule, or remove timeZone",
            field=".timeZone",
            reason="FieldValueForbidden",
            holds=lambda rotation: rotation.time_zone is None or rotation.schedule is not None,
        ),
    )

    every: Annotated[Duration, between("1m", "24h", "must be from 1m to 24h")] | None = None
    """How long a key is used before the next one replaces it, such as 30m; half the lifetime when absent."""

    schedule: CronSchedule | None = None
    """When keys are replaced, in place of every: five fields of cron, such as 0 */2 * * *."""

    time_zone: TimeZone | None = None
    """The time zone of the schedule, such as Europe/Berlin; UTC when absent."""

    overlap: (
        Annotated[
            Duration,
            between(
                "5m", "24h", "must be at least 5m: the kubelet may need that long to refresh a mounted key"
            ),
        ]
        | None
    ) = None
    """The least time that old and new key are both valid; by default a fifth of the lifetime, at least 5m."""


# A mount on one of these hides what the container needs.
_SYSTEM_ROOTS = (
    "bin|boot|dev|etc|home|lib|lib32|lib64|libx32|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|"
    "(?:var/)?run/secrets|var/(?:lib|log|tmp|cache)|usr/(?:bin|lib|lib32|lib64|sbin|local|share)"
)
_SYSTEM_TREES = (
    "bin|boot|dev|lib|lib32|lib64|libx32|proc|sbin|sys|usr/(?:bin|lib|lib32|lib64|sbin)|"
    "(?:var/)?run/secrets/kubernetes\\.io"
)
_OFF_LIMITS = f"^/(?:{_SYSTEM_ROOTS}|(?:{_SYSTEM_TREES})(?:/.*)?)?$"

MountPath = Annotated[
    str,
    StringConstraints(min_length=2, max_length=256),
    spelled("^/", "must be absolute: begin with /"),
    spelled(
        r"^/?(?:[^/:[:cntrl:]]+/)*[^/:[:cntrl:]]+$",
        "must be in plain form: no double or trailing slash, no colon, no control character",
    ),
    unlike(r"(?:^|/)\.\.?(?:/|$)", "must be in plain form: no . or .. as a part of the path"),
    unlike(
        _OFF_LIMITS,
        "must not hide a folder of the system or of the ServiceAccount's token; "
        "choose one of its own, such as /var/run/secrets/privet.dev/billing",
    ),
]
"""A folder in a container that a volume can take without hiding what the container needs."""


class Delivery(ApiModel):
    """How and where pods get the key."""

    mode: DeliveryMode | None = None
    """Secret (when absent), PodCertificate (from Kubernetes 1.37), or Auto: what the cluster can do best."""

    mount_path: MountPath | None = None
    """The folder in the containers; /var/run/secrets/privet.dev/ and the key's name when absent."""
