"""Provisioning keys in pods: mounted where they belong, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence

from privet.api.v1alpha1 import RuleId
from privet.policy.breach import Breach
from privet.policy.compiled import Table
from privet.policy.fields import shown
from privet.policy.mounts import (
    SECRET_PREFIX,
    KeyMount,
    is_mounted,
    is_partial,
    volumes_of,
    wanted_containers,
)
from privet.policy.values import Owner, owners
from privet.policy.workload import PodTemplate, Volume


def touches_keys(template: PodTemplate, containers: Iterable[Owner]) -> bool:
    """Tell whether a pod names the Secret of a provisioning key anywhere."""
    spec = template.spec
    names = [name for volume in spec.volumes or () for name in _secrets_of(volume)]
    names += [one.name or "" for one in spec.image_pull_secrets or ()]
    for owner in containers:
        sources = [one.value_from.secret_key_ref for one in owner.fed if one.value_from]
        names += [one.name or "" for one in sources if one]
        names += [one.secret_ref.name or "" for one in owner.container.env_from or () if one.secret_ref]
    return any(name.startswith(SECRET_PREFIX) for name in names)


def key_misuse(table: Table, template: PodTemplate, own: Sequence[KeyMount]) -> Iterator[Breach]:
    """Object to every way of reading a provisioning key but one: the pod's own, whole, as files."""
    secrets = frozenset(mount.secret for mount in own)
    key_volumes: set[str] = set()
    for place, volume in enumerate(template.spec.volumes or ()):
        named = [name for name in _secrets_of(volume) if name.startswith(SECRET_PREFIX)]
        if not named:
            continue
        key_volumes.add(volume.name)
        path = f"{template.prefix}volumes[{shown(table, volume.name, place)}]"
        if any(name not in secrets for name in named):
            yield _misuse(table, path, "mounts a provisioning key of somebody else", named)
        elif _by_driver(volume):
            yield _misuse(table, path, "hands a provisioning key to a storage driver", named)
    for owner in owners(template):
        yield from _misuse_in_container(table, owner, frozenset(key_volumes))
    pulled = [one.name or "" for one in template.spec.image_pull_secrets or ()]
    if any(name.startswith(SECRET_PREFIX) for name in pulled):
        yield _misuse(table, f"{template.prefix}imagePullSecrets", "names a provisioning key", pulled)


def _misuse_in_container(table: Table, owner: Owner, key_volumes: frozenset[str]) -> Iterator[Breach]:
    container = owner.container
    for place, variable in enumerate(container.env or ()):
        source = variable.value_from.secret_key_ref if variable.value_from else None
        if source and (source.name or "").startswith(SECRET_PREFIX):
            path = owner.variable(table, variable.name, place)
            yield _misuse(table, path, "reads a provisioning key into the environment", [source.name or ""])
    for many in container.env_from or ():
        name = (many.secret_ref.name if many.secret_ref else "") or ""
        if name.startswith(SECRET_PREFIX):
            path = f"{owner.path(table)}.envFrom"
            yield _misuse(table, path, "reads a provisioning key into the environment", [name])
    for mount in container.volume_mounts or () if key_volumes else ():
        if mount.name in key_volumes and is_partial(mount):
            path = f"{owner.path(table)}.volumeMounts"
            yield _misuse(
                table, path, "mounts a part of a provisioning key, which never rotates", [mount.name]
            )


def _secrets_of(volume: Volume) -> Iterator[str]:
    if volume.secret:
        yield volume.secret.secret_name or ""
    elif volume.projected:
        for source in volume.projected.sources or ():
            yield (source.secret.name if source.secret else "") or ""
    else:
        yield from _secrets_of_driver(volume)


def _secrets_of_driver(volume: Volume) -> Iterator[str]:
    if volume.csi:
        reference = volume.csi.node_publish_secret_ref
        yield (reference.name if reference else "") or ""
        yield from (volume.csi.volume_attributes or {}).values()
    if volume.azure_file:
        yield volume.azure_file.secret_name or ""
    for driver in (
        volume.cephfs,
        volume.cinder,
        volume.flex_volume,
        volume.iscsi,
        volume.rbd,
        volume.scale_io,
        volume.storageos,
    ):
        if driver and driver.secret_ref:
            yield driver.secret_ref.name or ""


def _by_driver(volume: Volume) -> bool:
    return any(name.startswith(SECRET_PREFIX) for name in _secrets_of_driver(volume))


def _misuse(table: Table, path: str, phrase: str, names: Sequence[str]) -> Breach:
    return Breach(
        RuleId.KEY_MISUSE, path, phrase, table.outcome(RuleId.KEY_MISUSE), witness=hash(tuple(names))
    )


def key_not_mounted(table: Table, template: PodTemplate, own: Sequence[KeyMount]) -> Iterator[Breach]:
    """Object to a pod of a key's subject that would start without it."""
    outcome = table.outcome(RuleId.KEY_NOT_MOUNTED)
    wanted = wanted_containers(template)
    for mount in own:
        if not wanted:
            phrase = f"no container gets the key of ProvisioningKey {mount.key}"
            yield Breach(
                RuleId.KEY_NOT_MOUNTED, "metadata.annotations[privet.dev/containers]", phrase, outcome
            )
            continue
        volumes = volumes_of(template.spec, mount)
        for owner in owners(template):
            container = owner.container
            starts_with_it = container.name in wanted and owner.field != "ephemeralContainers"
            if starts_with_it and not is_mounted(container, mount, volumes):
                phrase = f"would start without the key of ProvisioningKey {mount.key}"
                yield Breach(RuleId.KEY_NOT_MOUNTED, owner.path(table), phrase, outcome)
