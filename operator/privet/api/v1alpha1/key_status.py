"""What the controller records about a key: enough to write the same bytes again, and nothing secret."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from privet.api.durations import Duration
from privet.api.meta import Count, StatusModel, Time
from privet.api.rules import ListMap, ListSet
from privet.api.v1alpha1.common import ConditionedStatus, Grants
from privet.api.v1alpha1.key_settings import DeliveryMode

_Short = StringConstraints(min_length=1, max_length=253)
KeyId = Annotated[str, _Short]
Audiences = Annotated[tuple[str, ...], Field(max_length=16), ListSet("must name each audience once")]


class Slot(StrEnum):
    """Where an issued key stands: known to its readers, in use, on its way out, gone."""

    PUBLISHED = "Published"
    ACTIVE = "Active"
    DRAINING = "Draining"
    RETIRED = "Retired"


class IssuedKey(StatusModel):
    """One issued key; with the signing root, its files can be written again byte for byte."""

    id: KeyId
    """The key's id, as its token carries it (jti)."""

    sequence: Count
    """Which key of this resource it is; no number is used twice."""

    root_epoch: Count
    """Which epoch of the signing root it comes from."""

    signing_key_id: KeyId
    """The signing key that its token is signed with (kid)."""

    issued_at: Time
    """When it was issued."""

    not_before: Time
    """From when it is valid: shortly before it was issued, for clocks that are behind."""

    expires_at: Time
    """Until when it is valid."""

    slot: Slot
    """Where it stands: Published, Active, Draining or Retired."""

    delivered_at: Time | None = None
    """By when it was in the Secret; absent before."""

    replaced_at: Time | None = None
    """By when the Secret held something else, or nothing; absent before."""

    grants: Grants = ()
    """What it grants."""

    policy_uid: Annotated[str, StringConstraints(max_length=64)] = ""
    """The UID of the PIIPolicy that the grants come from."""

    policy_generation: Count = 0
    """The generation of that policy."""

    audiences: Audiences = ()
    """Who accepts it."""


class EffectiveSettings(StatusModel):
    """The settings in effect, with every default filled in."""

    grants: Grants = ()
    """What the next key will grant: key, policy and ceiling together."""

    audiences: Audiences = ()
    """Who will accept it."""

    lifetime: Duration
    """How long one key is valid."""

    every: Duration | None = None
    """How long a key is used before the next one replaces it."""

    schedule: Annotated[str, StringConstraints(max_length=100)] | None = None
    """The cron schedule, in place of every."""

    time_zone: Annotated[str, StringConstraints(max_length=64)] | None = None
    """The time zone of the schedule."""

    overlap: Duration
    """The least time that old and new key are both valid."""

    delivery_mode: DeliveryMode
    """How pods get the key."""

    mount_path: Annotated[str, StringConstraints(max_length=512)]
    """The folder in the containers."""


class KeyHolders(StatusModel):
    """How many pods hold one key, as far as it can be told from outside of them.

    A pod that started after the key was written has it. One that was there before gets it when its kubelet
    refreshes the files, which takes five minutes at most: until then it has an earlier key, or none.
    """

    key_id: KeyId
    """The id of the key."""

    count: Count
    """How many running pods of the subject have it mounted; of a key that was replaced, how many may have."""

    held_from: Time | None = None
    """From when at the latest all of them hold it; absent where they did from their start."""

    held_until: Time | None = None
    """Until when some of them may hold it, where it was replaced or taken away; none does after."""


class ProvisioningKeyStatus(ConditionedStatus):
    """What the controller did: the current key, the draining ones, the next rotation."""

    current: IssuedKey | None = None
    """The key in use."""

    planned: IssuedKey | None = None
    """The key that comes next, written down before it is made."""

    draining: Annotated[tuple[IssuedKey, ...], Field(max_length=64), ListMap(("id",))] = ()
    """Keys that were replaced and are still valid."""

    next_rotation_time: Time | None = None
    """When the current key will be replaced."""

    phase_offset: Count | None = None
    """Seconds by which rotations come early, drawn once, so that keys do not all rotate together."""

    effective: EffectiveSettings | None = None
    """The settings in effect, with every default filled in."""

    pods: Annotated[tuple[KeyHolders, ...], Field(max_length=64), ListMap(("keyId",))] = ()
    """How many running pods hold which key, the newest key first; empty while none is known to.

    It is brought up to date with every other change of status, else within half a minute.
    """
