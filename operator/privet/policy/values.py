"""Personal data written out in a workload: in variables, arguments, hooks, probes and metadata."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from privet.api.v1alpha1 import RuleId
from privet.policy.compiled import Table
from privet.policy.environment import environment_of
from privet.policy.expansion import expand
from privet.policy.fields import Fields, Held, PathOf, shown
from privet.policy.marks import without_marks
from privet.policy.workload import (
    Container,
    EnvVar,
    Handler,
    HttpGet,
    HttpHeader,
    Metadata,
    PodTemplate,
    Volume,
)

_NOTHING_HELD: Held = {}


class Owner(NamedTuple):
    """A container and where it stands."""

    prefix: str
    field: str
    place: int
    container: Container
    fed: Sequence[EnvVar] = ()
    """Those of its variables that take their value from elsewhere."""

    def path(self, table: Table) -> str:
        """Name the container, such as `containers[app]`."""
        return f"{self.prefix}{self.field}[{shown(table, self.container.name, self.place)}]"

    def variable(self, table: Table, name: str, place: int) -> str:
        """Name one of its variables, such as `containers[app].env[CONTACT]`."""
        return f"{self.path(table)}.env[{shown(table, name, place)}]"


def owners(template: PodTemplate) -> list[Owner]:
    """Give every container of a template: init containers, sidecars, ephemeral ones."""
    return [
        Owner(template.prefix, field, place, one, [each for each in one.env or () if each.value_from])
        for field, containers in template.spec.container_lists()
        for place, one in enumerate(containers)
    ]


def collect_container(fields: Fields, owner: Owner) -> None:
    """Take in all texts of one container."""
    container = owner.container
    if container.env:
        _collect_environment(fields, owner, container.env)
    _collect_arguments(fields, owner)
    _collect_paths(fields, owner)
    for path, handler in container.handlers():
        _collect_handler(fields, owner, path, handler)


def _collect_environment(fields: Fields, owner: Owner, variables: Sequence[EnvVar]) -> None:
    table = fields.table
    names = [one.name for one in variables if one.value]
    values = [one.value for one in variables if one.value]

    def path_of(place: int) -> str:
        return f"{owner.variable(table, names[place], place)}.value"

    fields.add_named(RuleId.ENV_VALUE, names, values, path_of, owner.container)
    if len(values) < len(variables):
        _collect_names(fields, owner, [one for one in variables if not one.value])
    if "$(" in "\n".join(values):
        _collect_composed(fields, owner, [one for one in variables if one.value])


def _collect_names(fields: Fields, owner: Owner, variables: Sequence[EnvVar]) -> None:
    table = fields.table
    for place, one in enumerate(variables):
        if one.name in table.plain_names:
            continue
        says = table.variable(one.name)
        if says.entity:
            fields.note_speaking(owner.container)
        if says.holds:
            path = f"{owner.path(table)}.env[#{place}] (its name)"
            fields.add(RuleId.ENV_VALUE, (one.name,), lambda _, path=path: path)  # type: ignore[misc] # bound now


def _collect_composed(fields: Fields, owner: Owner, written: Sequence[EnvVar]) -> None:
    """Take in values as the kubelet will put them together from others."""
    table = fields.table
    environment = environment_of(owner.container, table, _NOTHING_HELD, fields.allowance)
    composed = [(place, one) for place, one in enumerate(written) if "$(" in (one.value or "")]

    def path_of(number: int) -> str:
        place, one = composed[number]
        return f"{owner.variable(table, one.name, place)}.value"

    names = [one.name for _, one in composed]
    texts = [without_marks(environment.values[name]) for name in names]
    fields.add_named(RuleId.ENV_VALUE, names, texts, path_of, owner.container)


def _collect_arguments(fields: Fields, owner: Owner) -> None:
    container = owner.container
    if container.command:
        _collect_command(fields, owner, "command", container.command)
    if container.args:
        _collect_command(fields, owner, "args", container.args)


def _collect_command(fields: Fields, owner: Owner, field: str, arguments: Sequence[str]) -> None:
    # Not `fields` itself, which holds this function: the two would live on until the garbage collector comes.
    table = fields.table

    def path_of(_: int) -> str:
        return f"{owner.path(table)}.{field}"

    fields.add_flagged(RuleId.ARGUMENT_VALUE, arguments, path_of)
    if "$(" in "\n".join(arguments):
        environment = environment_of(owner.container, table, _NOTHING_HELD, fields.allowance)
        composed = [
            expand(one, environment.value_of, fields.allowance) if "$(" in one else "" for one in arguments
        ]
        fields.add_flagged(RuleId.ARGUMENT_VALUE, list(map(without_marks, composed)), path_of, arguments)


def _collect_paths(fields: Fields, owner: Owner) -> None:
    container, table = owner.container, fields.table
    if container.working_dir:
        fields.add(
            RuleId.ARGUMENT_VALUE, (container.working_dir,), lambda _: f"{owner.path(table)}.workingDir"
        )
    folders = [one.sub_path or one.sub_path_expr or "" for one in container.volume_mounts or ()]
    if any(folders):
        fields.add(RuleId.METADATA_VALUE, folders, lambda _: f"{owner.path(table)}.volumeMounts subPath")


def _collect_handler(fields: Fields, owner: Owner, path: str, handler: Handler) -> None:
    table = fields.table

    def path_of(what: str) -> PathOf:
        return lambda _: f"{owner.path(table)}.{path}.{what}"

    if handler.exec and handler.exec.command:
        fields.add_flagged(RuleId.ARGUMENT_VALUE, handler.exec.command, path_of("exec.command"))
    if handler.http_get:
        _collect_request(fields, path_of, handler.http_get)
    if handler.tcp_socket and handler.tcp_socket.host:
        fields.add(RuleId.ARGUMENT_VALUE, (handler.tcp_socket.host,), path_of("tcpSocket.host"))
    if handler.grpc and handler.grpc.service:
        fields.add(RuleId.ARGUMENT_VALUE, (handler.grpc.service,), path_of("grpc.service"))


def _collect_request(fields: Fields, path_of: Callable[[str], PathOf], http: HttpGet) -> None:
    if http.path:
        fields.add(RuleId.ARGUMENT_VALUE, (http.path,), path_of("httpGet.path"))
    if http.host:
        fields.add(RuleId.ARGUMENT_VALUE, (http.host,), path_of("httpGet.host"))
    if http.http_headers:
        _collect_headers(fields, path_of("httpGet.httpHeaders"), http.http_headers)


def _collect_headers(fields: Fields, path_of: PathOf, headers: Sequence[HttpHeader]) -> None:
    table = fields.table
    fields.add_named(
        RuleId.ARGUMENT_VALUE,
        [header.name for header in headers],
        [header.value or "" for header in headers],
        lambda place: f"{path_of(place)}[{shown(table, headers[place].name, place)}]",
    )


def collect_metadata(fields: Fields, metadata: Metadata, prefix: str) -> None:
    """Take in an object's names, labels and annotations."""
    table = fields.table
    if metadata.name or metadata.generate_name:
        names = (metadata.name or "", metadata.generate_name or "")
        fields.add(
            RuleId.METADATA_VALUE, names, lambda place: f"{prefix}metadata.{('name', 'generateName')[place]}"
        )
    for field, entries in (("labels", metadata.labels), ("annotations", metadata.annotations)):
        if entries:
            _collect_entries(fields, table, f"{prefix}metadata.{field}", entries)


def _collect_entries(fields: Fields, table: Table, path: str, entries: Mapping[str, str]) -> None:
    keys = list(entries)
    fields.add_named(
        RuleId.METADATA_VALUE,
        keys,
        list(entries.values()),
        lambda place: f"{path}[{shown(table, keys[place], place)}]",
    )


def collect_pod(fields: Fields, template: PodTemplate) -> None:
    """Take in what a pod says beside its containers: names, host aliases, volume attributes."""
    spec, prefix = template.spec, template.prefix
    names = [one.name for _, containers in spec.container_lists() for one in containers]
    fields.add(RuleId.METADATA_VALUE, names, lambda place: f"{prefix}container #{place} (its name)")
    if spec.hostname or spec.subdomain:
        fields.add(
            RuleId.METADATA_VALUE,
            (spec.hostname or "", spec.subdomain or ""),
            lambda place: prefix + ("hostname", "subdomain")[place],
        )
    for alias in spec.host_aliases or ():
        fields.add(RuleId.METADATA_VALUE, alias.hostnames or (), lambda _: f"{prefix}hostAliases")
    for place, volume in enumerate(spec.volumes or ()):
        _collect_volume(fields, volume, place, prefix)


def _collect_volume(fields: Fields, volume: Volume, place: int, prefix: str) -> None:
    attributes = volume.csi.volume_attributes if volume.csi else None
    if attributes:
        fields.add(
            RuleId.METADATA_VALUE,
            list(attributes.values()),
            lambda _: f"{prefix}volumes csi.volumeAttributes",
        )
    if volume.host_path and volume.host_path.path:
        fields.add(
            RuleId.METADATA_VALUE, (volume.host_path.path,), lambda _: f"{prefix}volumes hostPath.path"
        )
    claim = volume.ephemeral.volume_claim_template if volume.ephemeral else None
    if claim and claim.metadata:
        collect_metadata(fields, claim.metadata, f"{prefix}volumes[#{place}].ephemeral.volumeClaimTemplate.")
