"""What may be spent on one object beyond reading it once: references can repeat, commands can go round."""

from collections.abc import Sequence

from privet.detection import Expired, never
from privet.policy.shell import Budget, ScriptTooLongError

MAX_COMMANDS = 256 << 10
"""Characters of all commands and arguments of an object together."""

MAX_EXPANDED = 2 << 20
"""Characters that all references of an object together may expand to, each time that they are expanded. A
kernel gives one argument 128 KiB, and all of them with the environment some 2 MiB."""


class ExpansionTooLongError(ValueError):
    """References that expand to more than a container could take."""


class Allowance:
    """One object's; all its containers, hooks and probes spend from it."""

    def __init__(self, expired: Expired = never) -> None:
        self.expired = expired
        self.commands = Budget(expired)
        self._expanded = MAX_EXPANDED
        self._commands = MAX_COMMANDS

    def __repr__(self) -> str:
        return f"Allowance({self._expanded} characters)"

    def follow(self, command: Sequence[str]) -> None:
        """Spend characters on a command, or raise ScriptTooLongError: what it prints has to be followed."""
        self._commands -= sum(map(len, command))
        if self._commands < 0:
            raise ScriptTooLongError("the object holds more command text than is followed")

    def expand(self, characters: int) -> None:
        """Spend characters on what a reference stands for, or raise ExpansionTooLongError."""
        self._expanded -= characters
        if self._expanded < 0:
            raise ExpansionTooLongError("the references expand to too long a text")
