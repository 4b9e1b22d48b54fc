"""The command line of a container: which program it runs, as far as the manifest tells."""

from collections.abc import Sequence

from privet.policy.marks import marks_in
from privet.policy.shell import commands, programs
from privet.policy.shell.shells import called
from privet.policy.shell.wrappers import MAX_PLACES, embedded, is_entrypoint

IMAGE = ""
"""What stands for the entrypoint of an image in front of arguments."""


def as_run(argv: Sequence[str]) -> list[str]:
    """Give a command line with its program: options with a script are for a shell.

    An empty first word stands for the image's own entrypoint, which nobody can see.
    """
    words = list(argv[1:] if argv and argv[0] == IMAGE else argv)
    if words and words[0][:1] in ("-", "+"):
        script = called(words).script
        # An option with a value, rather than a script that begins with the value.
        value = script is None or any(marks_in(script.lstrip().partition(" ")[0]))
        return words if value else ["sh", *words]
    if len(words) < len(argv) and words and any(marks_in(words[0])):
        # An argument of the entrypoint, or a shell that nobody can see.
        return ["sh", *words[1:]] if called(words[1:]).script is not None else []
    return words


def may_print(argv: Sequence[str]) -> bool:
    """Tell whether a command line runs what can print what it is given; quickly, as all of them are asked.

    References in it need not be expanded: one in the place of a program may be any.
    """
    words = argv[1:] if argv and argv[0] == IMAGE else argv
    if not words:
        return False
    if any("$(" in word and "=" not in word for word in words[:MAX_PLACES]):
        return True
    first = words[0]
    if first[:1] in ("-", "+"):
        return called(words).script is not None or bool(programs.given_without_interpreter(words[:2]))
    if commands.find(first) is not None or any(marks_in(first)):
        return True
    return len(words) > 1 and (is_entrypoint(words) or embedded(words) > 0)
