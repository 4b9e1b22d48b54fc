"""The commands that print, pass on, run others, or change what is printed."""

from collections.abc import Mapping, Sequence

from privet.detection.linear import compile_own
from privet.detection.wordlists import words
from privet.policy.marks import EVERYTHING, mark, marks_in
from privet.policy.shell import filters, programs, shells, wrappers
from privet.policy.shell.command import Command, Shell, base_name, plain_name
from privet.policy.shell.streams import change_folder, is_log, read_files, write_file

_ECHOING = words("yes expr dirname seq cowsay banner")
"""Commands that print their arguments, or a part of them."""
_NAMING = words("ls stat file du realpath readlink which type wc compgen tree")
"""Commands that print the names which they are given, but not what they read."""
_COMPLAINING = words("exit return")
"""Built-ins that repeat an argument which is not a number."""
_LOGGERS = words("logger wall write systemd-cat notify-send syslog")
_DECLARING = words("export declare typeset local readonly")
_PLACEHOLDER = compile_own(r"%[-+ #0]*[0-9]*(?:\.[0-9]+)?[a-zA-Z]")
_VARIANTS = (*"0123456789", "static", ".exe")
"""How the names of programs end that are known by another name: `python3.12`, `busybox.static`."""
_PS_VALUED = compile_own(r"-[a-zA-Z]*[oOpCuUgGtsqN]|--[a-z]+|[a-z]*[oO]")
_IDENTIFIER = compile_own(r"[A-Za-z_][A-Za-z0-9_]*")
_VERBOSE = compile_own(r"-[a-zA-Z]{0,5}v[a-zA-Z]{0,5}|--verbose")
_WGET_QUIET = compile_own(r"-[a-zA-Z]{0,3}q.*|--quiet|-nv|--no-verbose")
_BODY = compile_own(r"-[a-zA-Z]{0,3}[dFT]|--data(?:-[a-z]+)?|--form(?:-string)?|--json|--upload-file")
_ASSIGNMENT = compile_own(r"([A-Za-z_][A-Za-z0-9_]*)\+?=((?s:.*))")


def find(word: str) -> Command | None:
    """Give the meaning of a command, or None for a program that is taken to print nothing."""
    name = base_name(word)
    found = _COMMANDS.get(name)
    if found is not None or not name.endswith(_VARIANTS):
        return found
    return _COMMANDS.get(plain_name(name)) or _COMMANDS.get(programs.language(name))


def declare(shell: Shell, keyword: str, options: Sequence[str], names: Sequence[str]) -> str:
    """Follow `export`, `declare` and their like after their assignments: they print with `-p` or alone."""
    if any("f" in option.lower() for option in options):
        # Functions, not variables.
        return ""
    printing = any(option.startswith("-") and "p" in option for option in options)
    if names and printing:
        return " ".join(shell.scope.value_of(name) for name in names)
    listing = keyword in ("declare", "typeset") or not options
    return mark(EVERYTHING) if not names and (printing or listing) else ""


def is_reference(options: Sequence[str]) -> bool:
    """Tell whether what is declared stands for another variable (`-n`)."""
    return any(one.startswith("-") and "n" in one for one in options)


def _echo(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    place = 1
    while place < len(argv) and argv[place] in ("-n", "-e", "-E", "-ne", "-en", "-r", "-nr", "--"):
        place += 1
    return " ".join(argv[place:]) + "\n"


def _echoing(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    return " ".join(argv[1:])


def _naming(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    return " ".join(mark(one) for word in argv[1:] for one in marks_in(word))


def _complaining(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    shell.scope.complain(" ".join(argv[1:]))
    return ""


def _base(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    return " ".join(map(base_name, argv[1:]))


def _date(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    return " ".join(one.removeprefix("+") for one in argv[1:])


def _processes(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    """Follow `ps`: the letter `e` among options without a dash shows the environment."""
    shown = any(
        "e" in argv[place] and argv[place].isalpha() and _PS_VALUED.fullmatch(argv[place - 1]) is None
        for place in range(1, len(argv))
    )
    return mark(EVERYTHING) if shown else ""


def _printf(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    arguments = list(argv[1:])
    target = ""
    if len(arguments) > 1 and arguments[0] == "-v":
        target, arguments = arguments[1], arguments[2:]
    if arguments and arguments[0] == "--":
        arguments.pop(0)
    text = shell.scope.budget.text(_formatted(arguments))
    if target:
        shell.scope.assign(target, text)
        return ""
    return text


def _formatted(arguments: list[str]) -> str:
    if not arguments:
        return ""
    text, rest = arguments[0], arguments[1:]
    parts: list[str] = []
    place = 0
    for match in _PLACEHOLDER.finditer(text):
        parts.append(text[place : match.start()])
        parts.append(rest.pop(0) if rest else "")
        place = match.end()
    text = "".join((*parts, text[place:])).replace("\\n", "\n")
    return " ".join((text, *rest))


def _printenv(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    names = [one for one in argv[1:] if not one.startswith("-")]
    return "\n".join(map(shell.scope.values_named_by, names)) if names else mark(EVERYTHING)


def _set(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    arguments = list(argv[1:])
    if not arguments:
        return mark(EVERYTHING)
    _set_elsewhere(shell, argv)
    while arguments and arguments[0][:1] in ("-", "+") and len(arguments[0]) > 1:
        option = arguments.pop(0)
        if option == "--":
            shell.scope.positional = arguments
            return ""
        named = arguments.pop(0) if option[1:].endswith("o") and arguments else ""
        if "x" in option[1:].rstrip("o") or named == "xtrace":
            shell.scope.traced = option[0] == "-" or bool(shell.scope.conditional and shell.scope.traced)
    if arguments:
        shell.scope.positional = arguments
    return ""


def _set_elsewhere(shell: Shell, argv: Sequence[str]) -> None:
    """Follow `set` and `setenv` of csh and fish, which assign; in other shells they do not: both may be."""
    named = [one for one in argv[1:] if not one.startswith("-") and one != "="]
    name, found, value = named[0].partition("=") if named else ("", "", "")
    if name.isidentifier() and (found or len(named) > 1):
        with shell.scope.branch():
            old = shell.scope.value_of(name)
            shell.scope.assign(name, " ".join((old, value, *named[1:])))


def _setenv(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    _set_elsewhere(shell, argv)
    return ""


def _declaration(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    options = [one for one in argv[1:] if one[:1] in ("-", "+")]
    names: list[str] = []
    for word in argv[1:]:
        match = _ASSIGNMENT.fullmatch(word)
        if match and is_reference(options):
            shell.scope.references[match.group(1)] = match.group(2)
        elif match:
            shell.scope.assign(match.group(1), match.group(2))
        if word not in options:
            names.append(match.group(1) if match else word)
    return declare(shell, base_name(argv[0]), options, names)


def _alias(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    for word in argv[1:]:
        name, found, text = word.partition("=")
        if found:
            shell.scope.aliases[name] = text
    return ""


def _read(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    names = [one for one in argv[1:] if one.isidentifier()] or ["REPLY"]
    for name in names:
        shell.scope.assign(name, stdin)
    return ""


def _getopts(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    shell.scope.assign("OPTARG", " ".join(argv[3:] or shell.scope.positional))
    return ""


def _let(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    for word in argv[1:]:
        name, found, value = word.partition("=")
        if found and name.isidentifier():
            known = [shell.scope.value_of(one.group(0)) for one in _IDENTIFIER.finditer(value)]
            shell.scope.assign(name, " ".join((value, *known)))
    return ""


def _cd(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    paths = [one for one in argv[1:] if not one.startswith("-")]
    change_folder(shell.scope, paths[0] if paths else "/")
    return ""


def _folder(shell: Shell, _argv: Sequence[str], _stdin: str) -> str:
    return " ".join(shell.scope.folders)


def _shift(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    count = int(argv[1][:4]) if len(argv) > 1 and argv[1].isdigit() else 1
    if not shell.scope.conditional:
        shell.scope.positional = shell.scope.positional[count:]
    return ""


def _unset(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    if not shell.scope.conditional:
        for name in argv[1:]:
            if name.isidentifier():
                shell.scope.variables[name] = ""
    return ""


def _logger(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    shell.scope.log(" ".join((*argv[1:], stdin)))
    return ""


def _curl(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `curl`: it prints what it sends, but for bodies, when it is verbose, and files by their URL."""
    output = [
        read_files(shell.scope, [word.removeprefix("file://")], stdin)
        for word in argv[1:]
        if word.startswith("file://")
    ]
    bodies = {place for place in range(2, len(argv)) if _BODY.fullmatch(argv[place - 1])}
    if any(word.startswith("--trace") for word in argv):
        shell.scope.complain(" ".join(argv[1:]))
    elif any(_VERBOSE.fullmatch(word) for word in argv[1:]):
        shell.scope.complain(" ".join(argv[place] for place in range(1, len(argv)) if place not in bodies))
    told = ("-w", "--write-out")
    output += [argv[place] for place in range(2, len(argv)) if argv[place - 1] in told]
    return "\n".join(output)


def _wget(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    """Follow `wget`: it says which addresses it reads, unless it is quiet."""
    if not any(_WGET_QUIET.fullmatch(word) for word in argv[1:]):
        shell.scope.complain(" ".join(word for word in argv[1:] if "://" in word and word[:1] != "-"))
    return ""


def _copy(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    paths = [one for one in argv[1:] if not one.startswith("-") or one == "-"]
    text = read_files(shell.scope, paths[:-1], stdin)
    if paths and is_log(shell.scope, paths[-1]):
        shell.scope.log(text)
    elif paths:
        write_file(shell.scope, paths[-1], text)
    return ""


_COMMANDS: Mapping[str, Command] = {
    **dict.fromkeys(filters.FILTERS, filters.run_filter),
    **dict.fromkeys(_ECHOING, _echoing),
    **dict.fromkeys(_NAMING, _naming),
    **dict.fromkeys(_COMPLAINING, _complaining),
    **dict.fromkeys(_LOGGERS, _logger),
    **dict.fromkeys(_DECLARING, _declaration),
    **dict.fromkeys(wrappers.WRAPPERS, wrappers.run_wrapper),
    **dict.fromkeys(wrappers.SCRIPT_WRAPPERS, wrappers.run_script_wrapper),
    **dict.fromkeys(shells.SHELLS, shells.run_shell),
    **dict.fromkeys(programs.INTERPRETERS, programs.run_interpreter),
    **dict.fromkeys(("cp", "mv", "install", "ln"), _copy),
    **dict.fromkeys(("read", "mapfile", "readarray"), _read),
    **dict.fromkeys(("source", "."), shells.run_source),
    **dict.fromkeys(("cd", "pushd", "chdir"), _cd),
    "shift": _shift,
    "echo": _echo,
    "print": _echo,
    "printf": _printf,
    "printenv": _printenv,
    "basename": _base,
    "date": _date,
    "ps": _processes,
    "pwd": _folder,
    "curl": _curl,
    "wget": _wget,
    "env": wrappers.run_env,
    "find": wrappers.run_find,
    "xargs": wrappers.run_xargs,
    "parallel": wrappers.run_parallel,
    "watch": wrappers.run_watch,
    "set": _set,
    "setenv": _setenv,
    "eval": shells.run_eval,
    "trap": shells.run_trap,
    "getopts": _getopts,
    "let": _let,
    "alias": _alias,
    "unset": _unset,
}
