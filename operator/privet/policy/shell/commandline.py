"""The command line of a container: which program it runs, as far as the manifest tells."""

from collections.abc import Sequence

from privet.detection.wordlists import words as words_of
from privet.policy.marks import marks_in
from privet.policy.shell import commands, programs
from privet.policy.shell.shells import called
from privet.policy.shell.wrappers import MAX_PLACES, embedded, is_entrypoint

IMAGE = ""
"""What stands for the entrypoint of an image in front of arguments."""

_OF_INTERPRETERS = words_of(
    "--norc --noprofile --login --posix --rcfile --init-file --eval --print --run --command"
)
"""Long options that arguments of a shell or an interpreter begin with; others have such, too."""
_SHELL_LETTERS = frozenset("abcefilnouvxEO")
"""Letters of the options that are given to a shell in front of a script; other programs have whole words."""


def as_run(argv: Sequence[str]) -> list[str]:
    """Give a command line with its program: options with a script are for a shell.

    An empty first word stands for the image's own entrypoint, which nobody can see.
    """
    words = list(argv[1:] if argv and argv[0] == IMAGE else argv)
    if words and words[0][:1] in ("-", "+"):
        return ["sh", *words] if _are_of_a_shell(words) else words
    if len(words) < len(argv) and words and any(marks_in(words[0])):
        # An argument of the entrypoint, or a shell that nobody can see.
        return ["sh", *words[1:]] if called(words[1:]).script is not None else []
    return words


def _are_of_a_shell(words: Sequence[str]) -> bool:
    """Tell whether arguments are options of a shell with a script, rather than of a program with a value."""
    call = called(words)
    if call.script is None or any(marks_in(call.script.lstrip().partition(" ")[0])):
        return False
    options = [
        one for one in words[: len(words) - len(call.words)] if one[:1] in ("-", "+") and one[1:2] != "-"
    ]
    return all(
        len(set(one)) == len(one) and _SHELL_LETTERS.issuperset(one[1:])
        for one in options
        if one != call.script
    )


def takes_options(argv: Sequence[str]) -> bool:
    """Tell whether a command line begins with options for the image's own entrypoint."""
    return (argv[1] if argv[0] == IMAGE else argv[0])[:1] in ("-", "+")


def may_print(argv: Sequence[str]) -> bool:
    """Tell whether a command line runs what can print what it is given; quickly, as all of them are asked.

    References in it need not be expanded: one in the place of a program may be any.
    """
    words = argv[1:] if argv and argv[0] == IMAGE else argv
    if not words:
        return False
    if "$(" in "".join(words) and any("$(" in word and "=" not in word for word in words[:MAX_PLACES]):
        return True
    first = words[0]
    if first[:2] == "--" and first.partition("=")[0] not in _OF_INTERPRETERS:
        return False
    if first[:1] in ("-", "+"):
        return _are_of_a_shell(words) or bool(programs.given_without_interpreter(words[:2]))
    if commands.find(first) is not None or any(marks_in(first)):
        return True
    return len(words) > 1 and (is_entrypoint(words) or embedded(words) > 0)
