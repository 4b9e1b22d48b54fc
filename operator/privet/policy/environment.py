"""The environment of a container as far as a manifest shows it: known, unknown and personal values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from privet.policy.allowance import Allowance
from privet.policy.compiled import Table
from privet.policy.expansion import expand
from privet.policy.fields import Held
from privet.policy.marks import mark, marks_in
from privet.policy.workload import Container, EnvVar

_NOTHING: frozenset[str] = frozenset()


@dataclass
class Environment:
    """Values by name. What is unknown stands as a mark, so that it can be followed through a command line."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    carriers: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """Variables that carry personal data, with its entities."""
    unknown: bool = False
    """Whether some value cannot be seen in the manifest."""
    open: bool = False
    """Whether there are variables (envFrom) whose very names cannot be seen."""

    def value_of(self, name: str) -> str | None:
        """Give a variable's value for the kubelet's expansion; unknown ones as marks."""
        value = self.values.get(name)
        return mark(name) if value is None and self.open else value

    def entities_of(self, name: str, table: Table) -> frozenset[str]:
        """Tell which entities a variable carries, be it listed or out of sight."""
        if self.open and name not in self.values:
            return _entities_by_name(table, name)
        return self.carriers.get(name, _NOTHING)


def _entities_by_name(table: Table, name: str) -> frozenset[str]:
    entity = table.variable(name).entity
    return frozenset((entity,)) if entity else _NOTHING


def environment_of(container: Container, table: Table, held: Held, allowance: Allowance) -> Environment:
    """Read a container's variables in order, as the kubelet does.

    `held` names the variables in whose literal values something was found.
    """
    environment = Environment(open=bool(container.env_from), unknown=bool(container.env_from))
    for variable in container.env or ():
        _define(environment, variable, table, held, allowance)
    return environment


def _define(
    environment: Environment, variable: EnvVar, table: Table, held: Held, allowance: Allowance
) -> None:
    name, source = variable.name, variable.value_from
    if variable.value:
        value = expand(variable.value, environment.value_of, allowance)
        entities = frozenset(held.get(name, ()))
        if table.variable(name).declared:
            entities |= _entities_by_name(table, name)
        inherited = (environment.entities_of(one, table) for one in marks_in(value))
        if entities:
            # Beside the text, so that it can be followed as a value and still be run as a script.
            value += mark(name)
        entities = entities.union(*inherited)
    elif source is None:
        value, entities = "", _NOTHING
    else:
        value, entities = mark(name), _entities_by_name(table, name)
        environment.unknown = environment.unknown or not source.known
    environment.values[name] = value
    environment.carriers[name] = entities


def expanded(
    arguments: Sequence[str], value_of: Callable[[str], str | None], allowance: Allowance
) -> list[str]:
    """Expand the references in a command and its arguments."""
    return [expand(argument, value_of, allowance) for argument in arguments]
