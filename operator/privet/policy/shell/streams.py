"""Where output goes: into a log, into a file, nowhere, or on to whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from privet.detection.linear import compile_own
from privet.policy.marks import EVERYTHING, mark
from privet.policy.shell.scope import Scope

_LOG_DEVICE = compile_own(
    r"/dev/(?:stdout|stderr|tty|console|kmsg|pts/[0-9]+|termination-log|fd/[0-9]+)|/proc/[^/]+/fd/[0-9]+"
)
_ENVIRONMENT_FILE = compile_own(r"/proc/[^/\s]*/(?:task/[^/\s]*/)?environ\b")
STANDARD_INPUT = ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")


class Goal(Enum):
    """What a descriptor leads to."""

    READER = "reader"
    LOG = "log"
    NOWHERE = "nowhere"


@dataclass
class Streams:
    """The descriptors of one command."""

    stdin: str = field(default="", repr=False)
    goals: dict[int, Goal] = field(default_factory=lambda: {1: Goal.READER, 2: Goal.LOG})
    paths: dict[int, str] = field(default_factory=dict, repr=False)

    def open(self, descriptor: int, path: str, *, append: bool, scope: Scope) -> None:
        """Lead a descriptor to a path."""
        if is_log(path):
            self.goals[descriptor] = Goal.LOG
            return
        self.goals[descriptor] = Goal.NOWHERE
        self.paths[descriptor] = path
        if not append and not scope.conditional:
            scope.files.pop(path, None)

    def duplicate(self, descriptor: int, other: str) -> None:
        """Lead a descriptor to where another one leads; one that a script opened earlier counts as a log."""
        if other == "-":
            self.goals[descriptor] = Goal.NOWHERE
        elif other.isdigit():
            self.goals[descriptor] = self.goals.get(int(other[:4]), Goal.LOG)
            self.paths.pop(descriptor, None)

    def deliver(self, text: str, scope: Scope) -> str:
        """Send standard output on its way; give what is left for whoever reads it."""
        goal = self.goals.get(1, Goal.LOG)
        if goal is Goal.LOG:
            scope.log(text)
        elif goal is Goal.NOWHERE and 1 in self.paths:
            write_file(scope, self.paths[1], text)
        return text if goal is Goal.READER else ""


def is_log(path: str) -> bool:
    """Tell whether writing to a path shows in a log, or to whoever watches."""
    return _LOG_DEVICE.fullmatch(path) is not None


def write_file(scope: Scope, path: str, text: str) -> None:
    """Remember what a script wrote to a file, in case it prints the file later."""
    if text:
        scope.files[path] = scope.budget.text(scope.files.get(path, "") + text)


def read_files(scope: Scope, paths: Iterable[str], stdin: str) -> str:
    """Give what is in files: what the script wrote there, the environment, or nothing known."""
    return "\n".join(filter(None, (_read(scope, path, stdin) for path in paths)))


def _read(scope: Scope, path: str, stdin: str) -> str:
    if path in STANDARD_INPUT:
        return stdin
    if _ENVIRONMENT_FILE.search(path):
        return mark(EVERYTHING)
    return scope.files.get(path, "")
