"""`ReferenceValue`: variables and volumes fed from what is known to hold personal data."""

from collections.abc import Iterator

from privet.api.v1alpha1 import RuleId
from privet.policy.breach import Breach
from privet.policy.compiled import Table
from privet.policy.fields import shown
from privet.policy.policy_set import References
from privet.policy.values import Owner
from privet.policy.workload import EnvFrom, EnvVar, PodTemplate


def fed_variables(table: Table, owner: Owner, known: References) -> Iterator[Breach]:
    """Object to variables of a container that such a key feeds."""
    for place, variable in enumerate(owner.container.env or ()):
        source = _source_of(variable)
        if source:
            kind, name, key = source
            entity = known.get((kind, name), {}).get(key)
            path = owner.variable(table, variable.name, place)
            yield from _objection(table, path, kind, entity)
    for many in owner.container.env_from or ():
        kind, name = _imported(many)
        for entity in sorted(set(known.get((kind, name), {}).values())):
            yield from _objection(table, f"{owner.path(table)}.envFrom", kind, entity)


def fed_volumes(table: Table, template: PodTemplate, known: References) -> Iterator[Breach]:
    """Object to volumes that hold such a key."""
    for place, volume in enumerate(template.spec.volumes or ()):
        sources = (
            ("ConfigMap", (volume.config_map.name if volume.config_map else "") or ""),
            ("Secret", (volume.secret.secret_name if volume.secret else "") or ""),
        )
        for source in sources:
            for entity in sorted(set(known.get(source, {}).values())):
                path = f"{template.prefix}volumes[{shown(table, volume.name, place)}]"
                yield from _objection(table, path, source[0], entity)


def _source_of(variable: EnvVar) -> tuple[str, str, str] | None:
    source = variable.value_from
    if source and source.config_map_key_ref:
        return "ConfigMap", source.config_map_key_ref.name or "", source.config_map_key_ref.key or ""
    if source and source.secret_key_ref:
        return "Secret", source.secret_key_ref.name or "", source.secret_key_ref.key or ""
    return None


def _imported(many: EnvFrom) -> tuple[str, str]:
    if many.config_map_ref:
        return "ConfigMap", many.config_map_ref.name or ""
    return "Secret", (many.secret_ref.name if many.secret_ref else "") or ""


def _objection(table: Table, path: str, kind: str, entity: str | None) -> Iterator[Breach]:
    """Object, unless it comes from where it belongs, a Secret, to somebody who may read it."""
    if entity is None or (kind == "Secret" and entity in table.readable):
        return
    outcome = table.outcome(RuleId.REFERENCE_VALUE, table.keepers_of_entity(entity))
    phrase = f"is fed from a {kind} that holds {entity}"
    yield Breach(RuleId.REFERENCE_VALUE, path, phrase, outcome, entity)
