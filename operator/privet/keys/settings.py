"""The settings of a key with every default filled in, as status shows them."""

from collections.abc import Iterable
from datetime import timedelta

from privet.api.v1alpha1 import Action, DeliveryMode, EffectiveSettings, Grant, ProvisioningKey
from privet.api.v1alpha1.key_settings import DEFAULT_TIME_ZONE

_ORDER = {action: place for place, action in enumerate(Action)}


def effective_settings(key: ProvisioningKey, grants: Iterable[Grant]) -> EffectiveSettings:
    """Fill in the defaults; whole seconds, as status keeps no fraction and would never equal one."""
    spec, rotation = key.spec, key.spec.rotation
    every = spec.effective_every
    zone = (rotation.time_zone if rotation else None) or DEFAULT_TIME_ZONE
    mode = spec.effective_mode
    return EffectiveSettings(
        grants=normal(grants),
        audiences=spec.effective_audiences,
        lifetime=_whole(spec.effective_lifetime),
        every=_whole(every) if every else None,
        schedule=spec.asked_schedule,
        time_zone=zone if spec.asked_schedule else None,
        overlap=_whole(spec.effective_overlap),
        delivery_mode=DeliveryMode.SECRET if mode is DeliveryMode.AUTO else mode,
        mount_path=key.effective_mount_path,
    )


def normal(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Order grants and their actions, so that the same scope is the same value."""
    ordered = (
        grant.model_copy(update={"actions": tuple(sorted(set(grant.actions), key=_ORDER.__getitem__))})
        for grant in grants
    )
    return tuple(sorted(ordered, key=lambda grant: (grant.entity, grant.purpose)))


def is_within(inner: Iterable[Grant], outer: Iterable[Grant]) -> bool:
    """Tell whether every action of the one scope is in the other."""
    return _single(inner) <= _single(outer)


def _single(grants: Iterable[Grant]) -> set[tuple[str, str, Action]]:
    return {(grant.entity, grant.purpose, action) for grant in grants for action in grant.actions}


def _whole(value: timedelta) -> timedelta:
    return timedelta(seconds=int(value.total_seconds()))
