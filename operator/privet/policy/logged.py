"""`EnvLogged`: commands that print variables with personal data, or the whole environment, to a log."""

from collections.abc import Iterator, Sequence

from privet.api.v1alpha1 import RuleId
from privet.policy.allowance import Allowance
from privet.policy.breach import Breach
from privet.policy.compiled import Table
from privet.policy.environment import Environment, expanded
from privet.policy.fields import shown
from privet.policy.marks import EVERYTHING
from privet.policy.shell import IMAGE, may_print, printed
from privet.policy.workload import Container


def may_log(container: Container) -> bool:
    """Tell whether a container runs anything that can print, as far as its manifest shows."""
    if may_print(_words(container)):
        return True
    return any(handler.exec is not None for _, handler in container.handlers())


def _words(container: Container) -> tuple[str, ...]:
    """Give a container's command line; without a command, an image's own runs its arguments."""
    return (*(container.command or (IMAGE,)), *(container.args or ()))


def commands_of(
    container: Container, environment: Environment, allowance: Allowance
) -> Iterator[tuple[str, list[str]]]:
    """Give every command of a container with its path, its references expanded as the kubelet does.

    What a hook or probe prints goes into an Event when it fails, and into the log when it writes to the
    descriptors of process 1. The kubelet expands nothing in hooks, and only what is written out in probes.
    """
    if container.command or container.args:
        path = "args" if container.args else "command"
        yield path, expanded(_words(container), environment.value_of, allowance)
    written = {one.name: one.value or "" for one in container.env or ()}
    for path, handler in container.handlers():
        command = handler.exec.command if handler.exec else None
        if command:
            hook = path.startswith("lifecycle")
            yield f"{path}.exec.command", command if hook else expanded(command, written.get, allowance)


def logged(
    path: str, argv: Sequence[str], environment: Environment, table: Table, allowance: Allowance
) -> Iterator[Breach]:
    """Object to each variable with personal data that a command prints, and to the whole environment."""
    names = printed(argv, environment.values, allowance.commands)
    witness = hash(tuple(argv))
    for name in sorted(names - {EVERYTHING}):
        for entity in sorted(environment.entities_of(name, table)):
            phrase = f"prints {shown(table, name, 0)}, which carries {entity}"
            keepers = None if table.variable(name).declared else table.keepers_of_entity(entity)
            outcome = table.outcome(RuleId.ENV_LOGGED, keepers)
            yield Breach(RuleId.ENV_LOGGED, path, phrase, outcome, entity, witness)
    if EVERYTHING in names and (environment.unknown or any(environment.carriers.values())):
        outcome = table.outcome(RuleId.ENV_LOGGED)
        yield Breach(RuleId.ENV_LOGGED, path, "prints the whole environment", outcome, witness=witness)
