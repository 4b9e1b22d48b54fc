"""Where output goes: into a log, into a file, nowhere, or on to whoever reads it."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from privet.detection.linear import compile_own
from privet.policy.marks import EVERYTHING, mark
from privet.policy.shell.scope import NO_FILE, Scope

_LOG_DEVICE = compile_own(
    r"/dev/(?:stdout|stderr|tty[A-Za-z]*[0-9]*|console|kmsg|pts/[0-9]+|termination-log|fd/[0-9]+)"
    r"|/proc/[^/]+/(?:task/[^/]+/)?fd/[0-9]+"
)
_ENVIRONMENT_FILE = compile_own(
    r"/proc/[^/\s]*/(?:task/[^/\s]*/)?"
    r"(?:environ\b|(?:e(?:n(?:v(?:i(?:r(?:on?)?)?)?)?)?)?[*?\[{])"
)
_ROOT = compile_own(r"(?:/proc/[^/]+/(?:task/[^/]+/)?root)+(/.*)")
MAX_FOLDERS = 8
"""How many folders a script may be in after branches; of more, the first are kept."""
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
        if is_log(scope, path):
            self.goals[descriptor] = Goal.LOG
            return
        self.goals[descriptor] = Goal.NOWHERE
        self.paths[descriptor] = path
        if not append and not scope.conditional:
            for place in places(scope, path):
                scope.files.pop(place, None)

    def duplicate(self, descriptor: int, other: str) -> None:
        """Lead a descriptor to where another one leads; one that a script opened earlier counts as a log."""
        if other == "-":
            self.goals[descriptor] = Goal.NOWHERE
        elif other.isdigit():
            self.goals[descriptor] = self.goals.get(int(other[:4]), Goal.LOG)
            self.paths[descriptor] = self.paths.get(int(other[:4]), NO_FILE)

    def errors(self) -> str | None:
        """Give the file that standard error leads to, no path for a log, None where nothing is said of it."""
        goal = self.goals.get(2, Goal.LOG)
        if goal is Goal.NOWHERE:
            return self.paths.get(2, NO_FILE)
        return "" if goal is Goal.READER else None

    def deliver(self, text: str, scope: Scope) -> str:
        """Send standard output on its way; give what is left for whoever reads it."""
        goal = self.goals.get(1, Goal.LOG)
        if goal is Goal.LOG:
            scope.log(text)
        elif goal is Goal.NOWHERE and 1 in self.paths:
            write_file(scope, self.paths[1], text)
        return text if goal is Goal.READER else ""


def places(scope: Scope, path: str) -> list[str]:
    """Give the names of a file: from each folder that the script may be in, and as it is written."""
    if path.startswith("/") or scope.folders == ("",):
        return [_normal(path)]
    scope.budget.step()
    return list(dict.fromkeys((*(_joined(folder, path) for folder in scope.folders), _normal(path))))


def _joined(folder: str, path: str) -> str:
    return _normal(f"{folder}/{path}" if folder and not path.startswith("/") else path)


def _normal(path: str) -> str:
    """Give a path without what leads nowhere: `//`, `/./`, `x/..`, `/proc/self/root`."""
    path = posixpath.normpath(path) if path else ""
    # POSIX leaves two slashes at the beginning to the system; Linux takes them for one.
    path = path[1:] if path.startswith("//") else path
    match = _ROOT.fullmatch(path)
    return match.group(1) if match else path


def change_folder(scope: Scope, path: str) -> None:
    """Go to a folder; in a branch, it remains possible that the script is where it was."""
    new = [_joined(folder, path) for folder in scope.folders]
    scope.folders = tuple(dict.fromkeys((*(scope.folders if scope.conditional else ()), *new)))[:MAX_FOLDERS]


def is_log(scope: Scope, path: str) -> bool:
    """Tell whether writing to a path shows in a log, or to whoever watches."""
    return any(_LOG_DEVICE.fullmatch(place) is not None for place in places(scope, path))


def write_file(scope: Scope, path: str, text: str) -> None:
    """Remember what a script wrote to a file, in case it prints the file later."""
    if text:
        for place in places(scope, path):
            scope.files[place] = scope.budget.text(scope.files.get(place, "") + text)


def read_files(scope: Scope, paths: Iterable[str], stdin: str) -> str:
    """Give what is in files: what the script wrote there, the environment, or nothing known."""
    return "\n".join(filter(None, (_read(scope, path, stdin) for path in paths)))


def _read(scope: Scope, path: str, stdin: str) -> str:
    if path in STANDARD_INPUT:
        return stdin
    known = places(scope, path)
    if any(_ENVIRONMENT_FILE.search(place) for place in known):
        return mark(EVERYTHING)
    return next((scope.files[place] for place in known if place in scope.files), "")
