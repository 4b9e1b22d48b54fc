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

MAX_REFERENCES = 4
"""How many names in a row stand for another one."""

NO_FILE = "/dev/null"

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
        self.grow(len(text))
        return text

    def grow(self, characters: int) -> None:
        """Refuse a text of so many characters, before it is made."""
        self.spend(characters)
        if characters > MAX_TEXT:
            raise ScriptTooLongError("the script makes too long a text")

    def spend(self, characters: int) -> None:
        """Spend characters on what is read again."""
        self.characters -= characters
        if self.characters < 0:
            raise ScriptTooLongError("the script makes too long a text")

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
    references: dict[str, str] = field(default_factory=dict, repr=False)
    """Variables that stand for another one (`declare -n`), with its name."""
    folders: tuple[str, ...] = ("",)
    """Where `cd` may have led."""
    traps: list[str] = field(default_factory=list, repr=False)
    """What is run when the script ends."""
    program: str = field(default="sh", repr=False)
    """What a script is told of its own name (`$0`)."""
    last: str = field(default="", repr=False)
    """The last word of the command before (`$_`)."""
    errors: str = field(default="", repr=False)
    """The file that standard error leads to; a log where there is none."""
    traced: bool = False
    """Whether commands are printed with their arguments before they run (`set -x`)."""
    conditional: int = 0
    """How many branches and loops are around: what is assigned there may or may not have happened."""

    def log(self, text: str) -> None:
        """Take note of a text that reaches a log."""
        self.printed.update(marks_in(text))

    def complain(self, text: str) -> None:
        """Take note of a text on standard error."""
        if not self.errors:
            self.log(text)
        elif self.errors != NO_FILE and any(marks_in(text)):
            self.files[self.errors] = self.budget.text(self.files.get(self.errors, "") + text)

    def value_of(self, name: str) -> str:
        """Give the value of a variable or parameter, as a mark where it is not known."""
        value = self._value_of(name)
        self.budget.spend(len(value))
        return value

    def _value_of(self, name: str) -> str:
        if name in _ALL_PARAMETERS:
            return " ".join(self.positional)
        if name in _STATE_PARAMETERS:
            return _STATE_PARAMETERS[name]
        if name == "_":
            return self.last
        if name.isdigit():
            place = int(name[:4]) - 1
            words = (self.program,) if place < 0 else self.positional[place : place + 1]
            return "".join(words)
        name = self.meant(name)
        value = self.variables.get(name)
        return mark(name) if value is None else value

    def values_named_by(self, text: str) -> str:
        """Give the values of all variables that a text names (`${!name}`, `printenv`)."""
        if not text or any(True for _ in marks_in(text)):
            # Nobody can tell which variable that is.
            return mark(EVERYTHING)
        return " ".join(self.value_of(name) for name in text.split())

    def meant(self, name: str) -> str:
        """Give the variable that a name stands for."""
        for _ in range(MAX_REFERENCES):
            name = self.references.get(name, name)
        return name

    def assign(self, name: str, value: str) -> None:
        """Set a variable; in a branch, its old value remains possible."""
        name = self.meant(name)
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
        kept = (self.variables, self.positional, self.aliases, self.traced, self.folders)
        self.variables, self.positional, self.aliases = (
            dict(self.variables),
            list(self.positional),
            dict(self.aliases),
        )
        try:
            yield
        finally:
            self.variables, self.positional, self.aliases, self.traced, self.folders = kept

    @contextmanager
    def parameters(self, positional: list[str], program: str | None = None) -> Iterator[None]:
        """Follow a function, or a script that has a name, with its own parameters."""
        kept = (self.positional, self.program)
        self.positional, self.program = positional, self.program if program is None else program
        try:
            yield
        finally:
            self.positional, self.program = kept

    @contextmanager
    def errors_to(self, path: str | None) -> Iterator[None]:
        """Follow something whose standard error leads to a file, or to a log (no path); None changes none."""
        kept, self.errors = self.errors, self.errors if path is None else path
        try:
            yield
        finally:
            self.errors = kept


_ALL_PARAMETERS = ("@", "*")
_STATE_PARAMETERS: Mapping[str, str] = {"?": "0", "$": "1", "!": "1", "#": "0", "-": ""}


def scope_of(variables: Mapping[str, str], budget: Budget) -> Scope:
    """Begin with the variables of a container."""
    budget.step(len(variables) // VARIABLES_PER_STEP)
    return Scope(variables=dict(variables), budget=budget)
