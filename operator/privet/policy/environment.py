"""The environment of a container as far as a manifest shows it: known, unknown and personal values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from privet.policy.compiled import Table
from privet.policy.expansion import expand
from privet.policy.marks import mark, marks_in
from privet.policy.workload import Container, EnvVar


@dataclass
class Environment:
    """Values by name. What is unknown stands as a mark, so that it can be followed through a command line."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    carriers: dict[str, str] = field(default_factory=dict, repr=False)
    """Variables that carry personal data, with its entity."""
    unknown: bool = False
    """Whether some value cannot be seen in the manifest."""
    open: bool = False
    """Whether there are variables (envFrom) whose very names cannot be seen."""

    def value_of(self, name: str) -> str | None:
        """Give a variable's value for the kubelet's expansion; unknown ones as marks."""
        value = self.values.get(name)
        return mark(name) if value is None and self.open else value

    def entity_of(self, name: str, table: Table) -> str | None:
        """Tell which entity a variable carries, be it listed or out of sight."""
        entity = self.carriers.get(name)
        if entity is None and self.open and name not in self.values:
            return table.variable(name).entity
        return entity


def environment_of(container: Container, table: Table, held: Mapping[str, str]) -> Environment:
    """Read a container's variables in order, as the kubelet does.

    `held` names the variables in whose literal values something was found.
    """
    environment = Environment(open=bool(container.env_from), unknown=bool(container.env_from))
    for variable in container.env or ():
        _define(environment, variable, table, held)
    return environment


def _define(environment: Environment, variable: EnvVar, table: Table, held: Mapping[str, str]) -> None:
    name, source = variable.name, variable.value_from
    says = table.variable(name)
    if variable.value:
        value = expand(variable.value, environment.value_of)
        inherited = (environment.entity_of(one, table) for one in marks_in(value))
        entity = held.get(name) or (says.entity if says.declared else None)
        if entity:
            # Beside the text, so that it can be followed as a value and still be run as a script.
            value += mark(name)
        else:
            entity = next((one for one in inherited if one), None)
    elif source is None:
        value, entity = "", None
    else:
        value, entity = mark(name), says.entity
        environment.unknown = environment.unknown or not source.known
    environment.values[name] = value
    if entity is None:
        environment.carriers.pop(name, None)
    else:
        environment.carriers[name] = entity


def expanded(arguments: Sequence[str], value_of: Callable[[str], str | None]) -> list[str]:
    """Expand the references in a command and its arguments."""
    return [expand(argument, value_of) for argument in arguments]
