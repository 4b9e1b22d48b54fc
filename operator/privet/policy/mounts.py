"""The provisioning key in its pods: which keys a pod is the subject of, and the volume and mounts it gets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from privet.api.v1alpha1 import DeliveryMode, ProvisioningKey
from privet.policy.workload import Container, PodSpec, PodTemplate, Volume, VolumeMount

SECRET_PREFIX = "privet-key-"  # noqa: S105 - the start of a name
KEY_SECRET_TYPE = "privet.dev/provisioning-key"  # noqa: S105 - the type of a Secret, not one
CONTAINERS_ANNOTATION = "privet.dev/containers"
"""On a pod: the containers that get the key, separated by commas; all of them when absent."""

FILE_MODE = 0o444
"""Readable by whatever user a container runs as: only the pod's own containers see the files, and without an
fsGroup the kubelet leaves them to root, so that 0440 would shut out every container that is not root's."""

MIRROR_ANNOTATION = "kubernetes.io/config.mirror"
"""On what the kubelet shows of a static pod: the pod runs already, and nothing can be mounted."""

PatchOperation = dict[str, Any]


@dataclass(frozen=True)
class KeyMount:
    """One key as its pods see it."""

    key: str
    path: str

    @property
    def secret(self) -> str:
        """The name of its Secret."""
        return secret_name(self.key)

    @property
    def volume(self) -> str:
        """The name of its volume."""
        return secret_name(self.key)


def secret_name(key: str) -> str:
    """Name the Secret that holds a key's files."""
    return f"{SECRET_PREFIX}{key}"


def keys_of(template: PodTemplate, keys: Iterable[ProvisioningKey]) -> tuple[KeyMount, ...]:
    """Give the keys that pods of this template are the subject of, by name."""
    mounts = (
        KeyMount(key.metadata.name, key.effective_mount_path) for key in keys if _is_subject(template, key)
    )
    return tuple(sorted(mounts, key=lambda mount: mount.key))


def _is_subject(template: PodTemplate, key: ProvisioningKey) -> bool:
    subject = key.spec.subject
    return (
        key.spec.effective_mode is not DeliveryMode.POD_CERTIFICATE
        and key.metadata.deletion_timestamp is None
        and template.spec.account == subject.service_account_name
        and (subject.pod_selector is None or subject.pod_selector.matches(template.labels))
    )


def wanted_containers(template: PodTemplate) -> frozenset[str]:
    """Name the containers that get the pod's keys: all that start with it, unless the pod names fewer."""
    spec = template.spec
    everyone = frozenset(one.name for one in (*(spec.init_containers or ()), *(spec.containers or ())))
    named = template.annotations.get(CONTAINERS_ANNOTATION)
    if named is None:
        return everyone
    return everyone & frozenset(name.strip() for name in named.split(","))


def volumes_of(spec: PodSpec, mount: KeyMount) -> frozenset[str]:
    """Name the volumes that hold the whole of a key's Secret."""
    return frozenset(volume.name for volume in spec.volumes or () if _holds(volume, mount))


def _holds(volume: Volume, mount: KeyMount) -> bool:
    secret = volume.secret
    return secret is not None and secret.secret_name == mount.secret and not secret.items


def is_mounted(container: Container, mount: KeyMount, volumes: frozenset[str]) -> bool:
    """Tell whether a container sees the key where it belongs, as a whole directory."""
    return any(
        one.name in volumes and one.mount_path.rstrip("/") == mount.path and not is_partial(one)
        for one in container.volume_mounts or ()
    )


def is_partial(mount: VolumeMount) -> bool:
    """Tell whether only a part of a volume is mounted: such a file never changes when the key rotates."""
    return bool(mount.sub_path or mount.sub_path_expr)


def mount_patch(template: PodTemplate, keys: Sequence[KeyMount]) -> list[PatchOperation]:
    """Give the JSON patch that mounts the keys into a pod; empty when they are mounted already.

    It only ever adds. A volume or a mount in the way is left as it is: admission then refuses the pod.
    """
    wanted = wanted_containers(template)
    if MIRROR_ANNOTATION in template.annotations or not wanted:
        return []
    patch = _Patch(template.spec)
    for mount in keys:
        patch.mount(mount, wanted)
    return patch.operations


class _Patch:
    """Collects operations and remembers which lists they have begun, since a list can begin only once."""

    def __init__(self, spec: PodSpec) -> None:
        self.operations: list[PatchOperation] = []
        self._spec = spec
        self._begun: set[str] = set()

    def mount(self, mount: KeyMount, wanted: frozenset[str]) -> None:
        volumes = volumes_of(self._spec, mount)
        missing = [
            (path, container)
            for path, container in self._containers()
            if container.name in wanted and not is_mounted(container, mount, volumes)
        ]
        if not missing or self._in_the_way(mount, volumes):
            return
        volume = min(volumes, default="")
        if not volume:
            volume = mount.volume
            self._append("/spec/volumes", self._spec.volumes, _volume(mount))
        for path, container in missing:
            if not any(one.mount_path.rstrip("/") == mount.path for one in container.volume_mounts or ()):
                seen = {"name": volume, "mountPath": mount.path, "readOnly": True}
                self._append(f"{path}/volumeMounts", container.volume_mounts, seen)

    def _containers(self) -> list[tuple[str, Container]]:
        return [
            (f"/spec/{field}/{number}", container)
            for field, containers in self._spec.container_lists()
            if field != "ephemeralContainers"
            for number, container in enumerate(containers)
        ]

    def _in_the_way(self, mount: KeyMount, volumes: frozenset[str]) -> bool:
        taken = any(volume.name == mount.volume for volume in self._spec.volumes or ())
        return taken and not volumes

    def _append(self, path: str, present: Sequence[object] | None, value: Mapping[str, object]) -> None:
        if not present and path not in self._begun:
            self._begun.add(path)
            self.operations.append({"op": "add", "path": path, "value": [value]})
        else:
            self.operations.append({"op": "add", "path": f"{path}/-", "value": value})


def _volume(mount: KeyMount) -> Mapping[str, object]:
    return {"name": mount.volume, "secret": {"secretName": mount.secret, "defaultMode": FILE_MODE}}
