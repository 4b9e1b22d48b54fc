"""What a command is to the interpreter, and the interpreter to a command."""

from collections.abc import Callable, Sequence
from typing import Protocol

from privet.policy.shell.scope import Scope


class Shell(Protocol):
    """What commands need of the interpreter."""

    scope: Scope

    def run_command(self, argv: Sequence[str], stdin: str) -> str:
        """Follow a command and give its output."""

    def run_script(self, source: str, stdin: str) -> str:
        """Follow a script and give its output."""

    def call(self, name: str, argv: Sequence[str], stdin: str) -> str | None:
        """Follow a function or alias of the script; None when there is none of that name."""

    def means(self, word: str) -> bool:
        """Tell whether a word is a command, function or alias that is followed."""

    def expand(self, text: str) -> str:
        """Give a text as it is in double quotes."""


Command = Callable[[Shell, Sequence[str], str], str]
"""Follows one command with its arguments and input, and gives its output."""


def base_name(word: str) -> str:
    """Give the name of a program without its folder."""
    return word.rpartition("/")[2]


def plain_name(word: str) -> str:
    """Give the name of a program without its folder and what tells how it was built."""
    return base_name(word).removesuffix(".exe").removesuffix("-static").removesuffix(".static")
