"""Pod templates in any object: only the fields that rules read, everything else is passed over unread."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec


class UnreadableError(ValueError):
    """An object that cannot be read as what it claims to be; says nothing of what is in it."""


class Part(msgspec.Struct, rename="camel", gc=False):
    """A part of an object; its repr is blank, since manifests hold what must not be shown."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class NameRef(Part):
    """A reference by name."""

    name: str | None = ""
    secret_name: str | None = ""


class KeyRef(Part):
    """A key of a ConfigMap or Secret."""

    name: str | None = ""
    key: str | None = ""


class FileKeyRef(Part):
    """A key of a file in a volume."""

    key: str | None = ""


class ValueFrom(Part):
    """Where a variable's value comes from."""

    secret_key_ref: KeyRef | None = None
    config_map_key_ref: KeyRef | None = None
    file_key_ref: FileKeyRef | None = None

    @property
    def known(self) -> bool:
        """Tell whether the value is of the pod itself (its fields and resources), and so seen elsewhere."""
        return not (self.secret_key_ref or self.config_map_key_ref or self.file_key_ref)


class EnvVar(Part):
    """One environment variable."""

    name: str = ""
    value: str | None = None
    value_from: ValueFrom | None = None


class EnvFrom(Part):
    """All keys of a ConfigMap or Secret as variables."""

    prefix: str | None = ""
    secret_ref: NameRef | None = None
    config_map_ref: NameRef | None = None


class ExecAction(Part):
    """A command."""

    command: list[str] | None = None


class HttpHeader(Part):
    """A header that the kubelet sends."""

    name: str = ""
    value: str | None = ""


class HttpGet(Part):
    """A request that the kubelet makes."""

    path: str | None = ""
    host: str | None = ""
    http_headers: list[HttpHeader] | None = None


class Grpc(Part):
    """A health check by gRPC."""

    service: str | None = ""


class TcpSocket(Part):
    """A connection that the kubelet opens."""

    host: str | None = ""


class Handler(Part):
    """A hook or probe."""

    exec: ExecAction | None = None
    http_get: HttpGet | None = None
    tcp_socket: TcpSocket | None = None
    grpc: Grpc | None = None


class Lifecycle(Part):
    """The hooks of a container."""

    post_start: Handler | None = None
    pre_stop: Handler | None = None


class VolumeMount(Part):
    """A volume in a container."""

    name: str = ""
    mount_path: str = ""
    sub_path: str | None = ""
    sub_path_expr: str | None = ""


class Container(Part):
    """A container of any of the three lists."""

    name: str = ""
    command: list[str] | None = None
    args: list[str] | None = None
    working_dir: str | None = None
    env: list[EnvVar] | None = None
    env_from: list[EnvFrom] | None = None
    lifecycle: Lifecycle | None = None
    liveness_probe: Handler | None = None
    readiness_probe: Handler | None = None
    startup_probe: Handler | None = None
    volume_mounts: list[VolumeMount] | None = None

    def handlers(self) -> Sequence[tuple[str, Handler]]:
        """Give every hook and probe with its path."""
        hooks = self.lifecycle
        # Asked for several times in a review, and many a container has none.
        if not (hooks or self.liveness_probe or self.readiness_probe or self.startup_probe):
            return ()
        named = (
            ("lifecycle.postStart", hooks.post_start if hooks else None),
            ("lifecycle.preStop", hooks.pre_stop if hooks else None),
            ("livenessProbe", self.liveness_probe),
            ("readinessProbe", self.readiness_probe),
            ("startupProbe", self.startup_probe),
        )
        return [(path, handler) for path, handler in named if handler]


class SecretVolume(Part):
    """A Secret as files."""

    secret_name: str | None = ""
    items: list[Any] | None = None


class ProjectedSource(Part):
    """One source of a projected volume."""

    secret: NameRef | None = None


class Projected(Part):
    """Several sources in one volume."""

    sources: list[ProjectedSource] | None = None


class HostPath(Part):
    """A folder of the node."""

    path: str | None = ""


class EphemeralVolume(Part):
    """A volume that is claimed for the life of a pod."""

    volume_claim_template: "Described | None" = None


class Csi(Part):
    """A volume of a storage driver."""

    node_publish_secret_ref: NameRef | None = None
    volume_attributes: dict[str, str] | None = None


class Volume(Part):
    """A volume of a pod, as far as it can name a Secret."""

    name: str = ""
    secret: SecretVolume | None = None
    config_map: NameRef | None = None
    projected: Projected | None = None
    csi: Csi | None = None
    host_path: HostPath | None = None
    ephemeral: EphemeralVolume | None = None
    azure_file: NameRef | None = None
    cephfs: "SecretRefVolume | None" = None
    cinder: "SecretRefVolume | None" = None
    flex_volume: "SecretRefVolume | None" = None
    iscsi: "SecretRefVolume | None" = None
    rbd: "SecretRefVolume | None" = None
    scale_io: "SecretRefVolume | None" = msgspec.field(default=None, name="scaleIO")
    storageos: "SecretRefVolume | None" = None


class SecretRefVolume(Part):
    """A volume of a driver that logs in with a Secret."""

    secret_ref: NameRef | None = None


class HostAlias(Part):
    """A line of the pod's hosts file."""

    hostnames: list[str] | None = None


class PodSpec(Part):
    """What runs."""

    containers: list[Container] | None = None
    init_containers: list[Container] | None = None
    ephemeral_containers: list[Container] | None = None
    volumes: list[Volume] | None = None
    service_account_name: str | None = None
    service_account: str | None = None
    host_aliases: list[HostAlias] | None = None
    hostname: str | None = None
    subdomain: str | None = None
    image_pull_secrets: list[NameRef] | None = None

    @property
    def account(self) -> str:
        """The ServiceAccount that the pod runs as."""
        return self.service_account_name or self.service_account or "default"

    def container_lists(self) -> Iterator[tuple[str, list[Container]]]:
        """Give each list of containers with its field's name."""
        if self.init_containers:
            yield "initContainers", self.init_containers
        if self.containers:
            yield "containers", self.containers
        if self.ephemeral_containers:
            yield "ephemeralContainers", self.ephemeral_containers


class OwnerReference(Part):
    """What an object belongs to."""

    kind: str = ""
    name: str = ""
    uid: str = ""


class Metadata(Part):
    """The metadata of an object or a pod template."""

    name: str | None = ""
    generate_name: str | None = ""
    labels: dict[str, str] | None = None
    annotations: dict[str, str] | None = None
    owner_references: list[OwnerReference] | None = None


class Described(Part):
    """Something of which only the metadata matters."""

    metadata: Metadata | None = None


class PodTemplate(Part):
    """What pods are made of."""

    spec: PodSpec
    metadata: Metadata | None = None
    prefix: str = ""
    """Where the template stands in an object that has several; empty for the ordinary kinds."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels that policies select by."""
        return (self.metadata.labels if self.metadata else None) or {}

    @property
    def annotations(self) -> Mapping[str, str]:
        """The annotations of the pods."""
        return (self.metadata.annotations if self.metadata else None) or {}


class Workload(Part):
    """An object and the pod templates in it; for a Pod, the object is its own template."""

    metadata: Metadata
    templates: tuple[PodTemplate, ...] = ()
    is_pod: bool = False
    makes: tuple[tuple[str, Metadata], ...] = ()
    """Metadata of what it makes beside pods (jobs, volume claims), each with where it stands."""
