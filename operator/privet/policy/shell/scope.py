"""The state of a script while it is followed: variables, functions, files, and what has been printed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tree_sitter import Node

from privet.detection import Expired, OutOfTimeError, never
from privet.policy.marks import EVERYTHING, mark, marks_in

MAX_STEPS = 40_000
"""Commands and words followed in one object, loops and nested scripts included: some 0.4 s."""

STEPS_PER_LOOK = 256
"""After how many steps it is asked whether time is up."""

VARIABLES_PER_STEP = 64
"""How many variables are set aside for a subshell at the price of one step."""

MAX_DEPTH = 60
"""How deep commands, functions and scripts may nest; Python's own stack is not far beyond."""

MAX_TEXT = 256 << 10
"""Characters that one value or one output may grow to."""

MAX_CHARACTERS = 16 << 20
"""Characters of all values and outputs on the way together: what bounds the time."""


class ScriptTooLongError(ValueError):
    """A script that goes on, nests or grows beyond what is followed."""


@dataclass
class Budget:
    """What is left to spend on the commands of one object and on all the scripts that they run."""

    expired: Expired = never
    steps: int = MAX_STEPS
    depth: int = MAX_DEPTH
    characters: int = MAX_CHARACTERS

    def text(self, text: str) -> str:
        """Give a text back, or refuse it when it, or all of them, have grown too long."""
        self.characters -= len(text)
        if len(text) > MAX_TEXT or self.characters < 0:
            raise ScriptTooLongError("the script makes too long a text")
        return text

    def step(self, count: int = 1) -> None:
        """Spend a step, or some."""
        look = self.steps // STEPS_PER_LOOK
        self.steps -= count
        if self.steps < 0:
            raise ScriptTooLongError("the script goes on for too long")
        if self.steps // STEPS_PER_LOOK < look and self.expired():
            raise OutOfTimeError("no time is left to follow the script")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Go one level down."""
        self.step()
        self.depth -= 1
        if self.depth < 0:
            raise ScriptTooLongError("the script nests too deeply")
        try:
            yield
        finally:
            self.depth += 1


@dataclass
class Scope:
    """Everything that a command can see and change."""

    variables: dict[str, str] = field(default_factory=dict, repr=False)
    positional: list[str] = field(default_factory=list, repr=False)
    functions: dict[str, Node] = field(default_factory=dict, repr=False)
    aliases: dict[str, str] = field(default_factory=dict, repr=False)
    files: dict[str, str] = field(default_factory=dict, repr=False)
    printed: set[str] = field(default_factory=set, repr=False)
    budget: Budget = field(default_factory=Budget, repr=False)
    traced: bool = False
    """Whether commands are printed with their arguments before they run (`set -x`)."""
    conditional: int = 0
    """How many branches and loops are around: what is assigned there may or may not have happened."""

    def log(self, text: str) -> None:
        """Take note of a text that reaches a log."""
        self.printed.update(marks_in(text))

    def trace(self, text: str) -> None:
        """Take note of a command where commands are traced."""
        if self.traced:
            self.log(text)

    def value_of(self, name: str) -> str:
        """Give the value of a variable or parameter, as a mark where it is not known."""
        if name in _ALL_PARAMETERS:
            return " ".join(self.positional)
        if name in _STATE_PARAMETERS:
            return ""
        if name.isdigit():
            place = int(name[:4]) - 1
            return self.positional[place] if 0 <= place < len(self.positional) else ""
        value = self.variables.get(name)
        return mark(name) if value is None else value

    def values_named_by(self, text: str) -> str:
        """Give the values of all variables that a text names (`${!name}`, `printenv`)."""
        if not text or any(True for _ in marks_in(text)):
            # Nobody can tell which variable that is.
            return mark(EVERYTHING)
        return " ".join(self.value_of(name) for name in text.split())

    def assign(self, name: str, value: str) -> None:
        """Set a variable; in a branch, its old value remains possible."""
        old = self.variables.get(name)
        if self.conditional and old and old != value:
            value = f"{old} {value}"
        self.variables[name] = self.budget.text(value)

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Follow something that may not happen."""
        self.conditional += 1
        try:
            yield
        finally:
            self.conditional -= 1

    @contextmanager
    def subshell(self) -> Iterator[None]:
        """Follow something whose changes end with it."""
        self.budget.step(len(self.variables) // VARIABLES_PER_STEP)
        kept = (self.variables, self.positional, self.aliases, self.traced)
        self.variables, self.positional, self.aliases = (
            dict(self.variables),
            list(self.positional),
            dict(self.aliases),
        )
        try:
            yield
        finally:
            self.variables, self.positional, self.aliases, self.traced = kept

    @contextmanager
    def parameters(self, positional: list[str]) -> Iterator[None]:
        """Follow a function or script with its own parameters."""
        kept, self.positional = self.positional, positional
        try:
            yield
        finally:
            self.positional = kept


_ALL_PARAMETERS = ("@", "*")
_STATE_PARAMETERS = ("?", "$", "!", "#", "-", "_", "0")


def scope_of(variables: Mapping[str, str], budget: Budget) -> Scope:
    """Begin with the variables of a container."""
    budget.step(len(variables) // VARIABLES_PER_STEP)
    return Scope(variables=dict(variables), budget=budget)
