"""The shells: which of their arguments is a script, and how it is run."""

from collections.abc import Sequence
from dataclasses import dataclass

from privet.detection.wordlists import words
from privet.policy.marks import marks_in
from privet.policy.shell.command import Shell, plain_name
from privet.policy.shell.scope import Scope
from privet.policy.shell.streams import read_files

SHELLS = words("sh bash dash ash zsh ksh ksh93 mksh oksh loksh pdksh yash posh osh rbash hush csh tcsh fish")
"""Programs that run what they are given as a script."""

_WITH_VALUE = words("--rcfile --init-file --emulate --features --init-command --profile --debug-output")
_FUNCTION = ("BASH_FUNC_", "%%")
"""How bash names the functions that it takes from its environment."""


@dataclass(frozen=True)
class Call:
    """How a shell is called."""

    script: str | None
    """What is given as a script (`-c`)."""
    words: tuple[str, ...] = ()
    """What follows: the name and parameters of a given script, else a file and its parameters."""
    traced: bool = False
    from_input: bool = False
    """Whether the script is the input (`-s`), so that there is no file among the words."""

    def __repr__(self) -> str:
        return "Call(…)"


def called(arguments: Sequence[str]) -> Call:
    """Read the arguments of a shell."""
    place = 0
    letters, script = "", None
    while place < len(arguments) and len(arguments[place]) > 1 and arguments[place][0] in "-+":
        option = arguments[place]
        place += 1
        if option == "--":
            break
        if option.startswith("--"):
            name, found, value = option.partition("=")
            script = value if found and name == "--command" else script
            place += option in _WITH_VALUE
            letters += "c" if option == "--command" else ""
            continue
        letters += option[1:] if option[0] == "-" else ""
        for _ in range(option.count("o") + option.count("O")):
            letters += "x" if arguments[place : place + 1] == ["xtrace"] and option[0] == "-" else ""
            place += 1
    rest = list(arguments[place:])
    if rest and rest[0] in ("-", "--"):
        rest.pop(0)
    if script is None and "c" in letters and rest:
        script = rest.pop(0)
    return Call(script, tuple(rest), "x" in letters, "s" in letters)


def run_shell(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow a shell: the script that it is given, in a file or as its input."""
    call = called(argv[1:])
    scope = shell.scope
    with scope.subshell():
        scope.traced |= call.traced
        output = _begun(shell, plain_name(argv[0]))
        if call.script is not None:
            source, given = call.script, stdin
            program, parameters = (call.words[0], call.words[1:]) if call.words else (argv[0], ())
        elif call.words and not call.from_input:
            source, given = read_files(scope, call.words[:1], stdin), stdin
            program, parameters = call.words[0], call.words[1:]
        else:
            source, given, program, parameters = stdin, "", argv[0], call.words
        kept, scope.traps = scope.traps, []
        with scope.parameters(list(parameters), program):
            output += shell.run_script(source, given)
            handlers, scope.traps = scope.traps, kept
            return output + "".join([shell.run_script(handler, "") for handler in handlers])


def _begun(shell: Shell, name: str) -> str:
    """Follow what bash reads from its environment before any script."""
    if name not in ("bash", "rbash", "sh"):
        return ""
    first, last = _FUNCTION
    output = ""
    for variable, value in list(shell.scope.variables.items()):
        if variable.startswith(first) and variable.endswith(last) and not any(marks_in(value)):
            output += shell.run_script(f"{variable[len(first) : -len(last)]} {value}", "")
    start = shell.scope.variables.get("BASH_ENV", "")
    if start and name != "sh":
        path = shell.expand(start) if "$" in start or "`" in start else start
        output += shell.run_script(read_files(shell.scope, [path], ""), "")
    return output


def run_eval(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `eval`."""
    return shell.run_script(" ".join(argv[1:]), stdin)


def run_source(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `source`."""
    return shell.run_script(read_files(shell.scope, argv[1:2], stdin), "")


def run_trap(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow what is run when the script ends: now, and with what is known then."""
    handlers = [one for one in argv[1:] if one != "--"][:1]
    if not handlers or handlers[0].startswith("-"):
        return ""
    shell.scope.traps += handlers
    return shell.run_script(handlers[0], stdin)


def trace(shell: Shell, text: str) -> None:
    """Take note of a command where commands are traced (`set -x`), with what is put before it."""
    scope: Scope = shell.scope
    if not scope.traced:
        return
    scope.complain(text)
    prompt = scope.value_of("PS4") if "PS4" in scope.variables else ""
    if prompt:
        # What the prompt itself runs is not traced.
        scope.traced = False
        try:
            scope.complain(shell.expand(prompt) if "$" in prompt or "`" in prompt else prompt)
        finally:
            scope.traced = True
