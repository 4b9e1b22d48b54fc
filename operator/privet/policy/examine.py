"""One version of an object held against every rule: all its breaches, whatever is done about them."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from privet.api.v1alpha1 import RuleId
from privet.detection import Expired
from privet.detection.layers import decoded_text
from privet.policy.allowance import Allowance
from privet.policy.breach import Breach, found
from privet.policy.compiled import Table
from privet.policy.environment import Environment, environment_of
from privet.policy.fields import Fields, shown
from privet.policy.key_rules import key_misuse, touches_keys
from privet.policy.logged import commands_of, logged, may_log
from privet.policy.mounts import keys_of
from privet.policy.policy_set import Namespace
from privet.policy.references import fed_variables, fed_volumes
from privet.policy.values import Owner, collect_container, collect_metadata, collect_pod, owners
from privet.policy.workload import EnvVar, Metadata, PodTemplate, UnreadableError, Workload


class ConfigMap(msgspec.Struct, rename="camel", frozen=True):
    """A ConfigMap."""

    metadata: Metadata
    data: dict[str, str] | None = None
    binary_data: dict[str, str] | None = None

    def __repr__(self) -> str:
        return "ConfigMap(…)"


_CONFIG_MAP = msgspec.json.Decoder(ConfigMap)


def examine_workload(workload: Workload, namespace: Namespace, expired: Expired) -> list[Breach]:
    """Give every breach in an object and in the pod templates that it holds."""
    allowance = Allowance(expired)
    if workload.is_pod:
        (template,) = workload.templates
        fields = Fields(namespace.table(template.labels), allowance)
        return list(_examine_template(template, fields, "", namespace))
    breaches: list[Breach] = []
    first = workload.templates[0] if workload.templates else None
    table = namespace.table(first.labels) if first else namespace.table_of_all
    fields = Fields(table, allowance)
    collect_metadata(fields, workload.metadata, "")
    for prefix, metadata in workload.makes:
        collect_metadata(fields, metadata, prefix)
    if len(workload.templates) != 1:
        breaches += fields.breaches()
    for template in workload.templates:
        # The ordinary workload has one template: all its texts are read in one pass.
        if len(workload.templates) > 1:
            fields = Fields(namespace.table(template.labels), allowance)
        prefix = f"{template.prefix}template."
        breaches += _examine_template(template, fields, prefix, namespace)
    return breaches


def _examine_template(
    template: PodTemplate, fields: Fields, prefix: str, namespace: Namespace
) -> Iterator[Breach]:
    table = fields.table
    if template.metadata:
        collect_metadata(fields, template.metadata, prefix)
    containers = owners(template)
    for owner in containers:
        collect_container(fields, owner)
    collect_pod(fields, template)
    yield from list(fields.breaches())
    if not table.teams:
        yield _policy_required(template, table)
    for owner in containers:
        yield from _examine_variables(owner, table, fields)
    if namespace.references:
        for owner in containers:
            yield from fed_variables(table, owner, namespace.references)
        yield from fed_volumes(table, template, namespace.references)
    if touches_keys(template, containers):
        yield from key_misuse(table, template, keys_of(template, namespace.keys_for(template.spec.account)))


def _policy_required(template: PodTemplate, table: Table) -> Breach:
    phrase = "no PIIPolicy selects the labels of the pod template"
    if template.prefix:
        phrase = f"{template.prefix.rstrip('.')}: {phrase}"
    return Breach(RuleId.POLICY_REQUIRED, "", phrase, table.outcome(RuleId.POLICY_REQUIRED))


def _examine_variables(owner: Owner, table: Table, fields: Fields) -> Iterator[Breach]:
    """Judge what a container's variables carry by name or declaration, and what its commands print."""
    container = owner.container
    variables = container.env or ()
    unusual = fields.has_speaking_variables(container)
    if unusual:
        yield from _grants(owner, table, variables)
    held = fields.held_variables(container)
    if (unusual or held or owner.fed or container.env_from) and may_log(container):
        environment = environment_of(container, table, held, fields.allowance)
        for path, argv in commands_of(container, environment, fields.allowance):
            yield from logged(f"{owner.path(table)}.{path}", argv, environment, table, fields.allowance)


def _grants(owner: Owner, table: Table, variables: Sequence[EnvVar]) -> Iterator[Breach]:
    for place, variable in enumerate(variables):
        says = table.variable(variable.name)
        if says.entity is None:
            continue
        path = owner.variable(table, variable.name, place)
        keepers = None if says.declared else table.keepers_of_entity(says.entity)
        if variable.value_from is None:
            if says.declared and variable.value and not table.recognizes(says.entity):
                # No recognizer could tell: the declaration is the evidence.
                yield found(table, RuleId.ENV_VALUE, f"{path}.value", says.entity, hash(variable.value), None)
            continue
        if says.entity not in table.readable:
            phrase = f"carries {says.entity} without a grant to read it"
            outcome = table.outcome(RuleId.GRANT_MISSING, keepers)
            yield Breach(RuleId.GRANT_MISSING, path, phrase, outcome, says.entity)
        elif variable.value_from.file_key_ref:
            phrase = f"carries {says.entity} from a file that nobody can see at admission"
            outcome = table.outcome(RuleId.UNKNOWN_VALUE, keepers)
            yield Breach(RuleId.UNKNOWN_VALUE, path, phrase, outcome, says.entity)


def examine_config_map(body: bytes, namespace: Namespace, expired: Expired) -> tuple[Metadata, list[Breach]]:
    """Give every breach in a ConfigMap: its metadata, its texts, and binary data that is text."""
    try:
        config_map = _CONFIG_MAP.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableError("the object cannot be read") from None
    fields = Fields(namespace.table_of_all, Allowance(expired))
    collect_metadata(fields, config_map.metadata, "")
    _collect_data(fields, "data", config_map.data or {})
    binary = config_map.binary_data or {}
    _collect_data(fields, "binaryData", {key: decoded_text(value) for key, value in binary.items()})
    return config_map.metadata, list(fields.breaches())


def _collect_data(fields: Fields, field: str, data: Mapping[str, str]) -> None:
    keys = list(data)
    table = fields.table
    fields.add_named(
        RuleId.CONFIG_MAP_VALUE,
        keys,
        list(data.values()),
        lambda place: f"{field}[{shown(table, keys[place], place)}]",
    )


def examine_command(command: list[str], table: Table, expired: Expired) -> list[Breach]:
    """Give every breach in a command that somebody wants to run in a pod (exec)."""
    allowance = Allowance(expired)
    fields = Fields(table, allowance)
    fields.add_flagged(RuleId.ARGUMENT_VALUE, command, lambda _: "exec command")
    unseen = Environment(open=True, unknown=True)
    return [*fields.breaches(), *logged("exec command", command, unseen, table, allowance)]
