"""The commands that print, pass on, run others, or change what is printed."""

import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from privet.detection.linear import compile_own
from privet.detection.wordlists import words
from privet.policy.marks import EVERYTHING, mark, marks_in
from privet.policy.shell.scope import Scope
from privet.policy.shell.streams import is_log, read_files, write_file

SHELLS = words("sh bash dash ash zsh ksh mksh rbash hush")
"""Programs that run what they are given as a script."""

_WRAPPERS = words(
    """
    command builtin exec nohup time nice ionice stdbuf timeout sudo doas su-exec gosu setsid chroot chpst tini
    dumb-init catatonit unshare nsenter flock watch strace ltrace busybox toybox xargs unbuffer script runuser
    setpriv prlimit taskset numactl s6-setuidgid start-stop-daemon parallel caffeinate"""
)
_PASSING_ON = words(
    """
    cat tac tee head tail sed awk gawk mawk nawk grep egrep fgrep zgrep rg tr cut paste sort uniq rev fold fmt
    nl pr expand unexpand column od xxd hexdump hd strings base32 base64 basenc iconv jq yq less more most
    rot13 uuencode shuf comm join split csplit dd pv sponge ts gzip gunzip zcat openssl md5sum sha1sum
    sha224sum sha256sum sha384sum sha512sum b2sum cksum envsubst"""
)
_LOGGERS = words("logger wall write systemd-cat notify-send syslog")
_DECLARING = words("export declare typeset local readonly")
_AWKS = words("awk gawk mawk nawk")
_TEXT_DECODERS = words("base64 basenc")
_DECODE_OPTIONS = words("-d -D --decode -di -id --d")
_PLACEHOLDER = compile_own(r"%[-+ #0]*[0-9]*(?:\.[0-9]+)?[a-zA-Z]")
_AWK_NAMED = compile_own(r"ENVIRON\[[\"']([^\"'\]]+)[\"']\]")
_AWK_ALL = compile_own(r"ENVIRON(?:[^\[]|\[[^\"']|$)")
_ASSIGNMENT = compile_own(r"([A-Za-z_][A-Za-z0-9_]*)\+?=((?s:.*))")


class Shell(Protocol):
    """What commands need of the interpreter."""

    scope: Scope

    def run_command(self, argv: Sequence[str], stdin: str) -> str:
        """Follow a command and give its output."""

    def run_script(self, source: str, stdin: str) -> str:
        """Follow a script and give its output."""

    def call(self, name: str, argv: Sequence[str], stdin: str) -> str | None:
        """Follow a function or alias of the script; None when there is none of that name."""


Command = Callable[[Shell, Sequence[str], str], str]
"""Follows one command with its arguments and input, and gives its output."""


def base_name(word: str) -> str:
    """Give the name of a program without its folder."""
    return word.rpartition("/")[2]


def find(name: str) -> Command | None:
    """Give the meaning of a command, or None for a program that is taken to print nothing."""
    return _COMMANDS.get(name)


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


def _echo(_shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    words_of = list(argv[1:])
    while words_of and words_of[0] in ("-n", "-e", "-E", "-ne", "-en", "-r", "-nr", "--"):
        words_of.pop(0)
    return " ".join(words_of) + "\n"


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


def _env(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    arguments = list(argv[1:])
    emptied = False
    assigned: dict[str, str] = {}
    while arguments:
        word = arguments.pop(0)
        match = _ASSIGNMENT.fullmatch(word)
        if match:
            assigned[match.group(1)] = match.group(2)
        elif word in ("-i", "-", "--ignore-environment"):
            emptied = True
        elif word in ("-u", "-C", "--unset", "--chdir"):
            arguments[:1] = []
        elif word.startswith(("-S", "--split-string")):
            split = word.removeprefix("-S").removeprefix("--split-string").removeprefix("=")
            arguments[:0] = split.split() if split else arguments.pop(0).split() if arguments else []
        elif not word.startswith("-"):
            with shell.scope.subshell():
                shell.scope.variables.update(assigned)
                return shell.run_command([word, *arguments], stdin)
    listed = "" if emptied else mark(EVERYTHING)
    return "\n".join((listed, *assigned.values()))


def _set(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    arguments = list(argv[1:])
    if not arguments:
        return mark(EVERYTHING)
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


def _declaration(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    options = [one for one in argv[1:] if one[:1] in ("-", "+")]
    names: list[str] = []
    for word in argv[1:]:
        match = _ASSIGNMENT.fullmatch(word)
        if match:
            shell.scope.assign(match.group(1), match.group(2))
        if word not in options:
            names.append(match.group(1) if match else word)
    return declare(shell, base_name(argv[0]), options, names)


def _shell(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    with shell.scope.subshell():
        arguments = list(argv[1:])
        script: str | None = None
        while arguments and arguments[0][:1] in ("-", "+") and arguments[0] not in ("-", "--"):
            option = arguments.pop(0)
            shell.scope.traced |= "x" in option and not option.startswith("--")
            if option.startswith("-") and not option.startswith("--") and "o" in option and arguments:
                shell.scope.traced |= arguments.pop(0) == "xtrace"
            if not option.startswith("--") and "c" in option and arguments:
                script = ""
        return _script(shell, script, arguments, stdin)


def _script(shell: Shell, script: str | None, arguments: list[str], stdin: str) -> str:
    if script is not None and arguments:
        with shell.scope.parameters(arguments[2:]):
            return shell.run_script(arguments[0], stdin)
    paths = [one for one in arguments if one not in ("-", "--")]
    source = read_files(shell.scope, paths[:1], stdin) if paths else stdin
    with shell.scope.parameters(paths[1:]):
        return shell.run_script(source, "" if not paths else stdin)


def _eval(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    return shell.run_script(" ".join(argv[1:]), stdin)


def _source(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    return shell.run_script(read_files(shell.scope, argv[1:2], stdin), "")


def _trap(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    handlers = [one for one in argv[1:2] if not one.startswith("-")]
    return shell.run_script(handlers[0], stdin) if handlers else ""


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


def _wrapper(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow the command that another one runs: the first word that means something as a command."""
    for place in range(1, len(argv)):
        name = base_name(argv[place])
        if name in _COMMANDS or name in shell.scope.functions or name in shell.scope.aliases:
            appended = [stdin] if base_name(argv[0]) in ("xargs", "parallel") and stdin else []
            return shell.run_command([*argv[place:], *appended], stdin)
    if base_name(argv[0]) == "xargs":
        # By itself it prints what it reads.
        return stdin
    return ""


def _passing_on(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow a filter: what comes in goes out, and so do the values among its arguments."""
    name = base_name(argv[0])
    arguments = [one.removeprefix("if=") for one in argv[1:]]
    if name in _TEXT_DECODERS and not _DECODE_OPTIONS.isdisjoint(arguments) and not any(marks_in(stdin)):
        return _decoded(stdin)
    text = "\n".join(filter(None, (stdin, read_files(shell.scope, arguments, ""))))
    if name == "tee":
        for path in arguments:
            if is_log(path):
                shell.scope.log(text)
            else:
                write_file(shell.scope, path, text)
        return text
    inserted = [mark(one) for argument in arguments for one in marks_in(argument)]
    if name in _AWKS:
        inserted += _of_awk(shell.scope, " ".join(arguments))
    if name == "envsubst":
        inserted.append(_substituted(shell, text))
    return "\n".join((text, *inserted)) if inserted else text


_REFERENCE = compile_own(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?")


def _substituted(shell: Shell, text: str) -> str:
    return " ".join(shell.scope.value_of(match.group(1)) for match in _REFERENCE.finditer(text))


def _of_awk(scope: Scope, program: str) -> list[str]:
    named = [scope.value_of(match.group(1)) for match in _AWK_NAMED.finditer(program)]
    return [*named, mark(EVERYTHING)] if _AWK_ALL.search(program) else named


def _decoded(text: str) -> str:
    try:
        return binascii.a2b_base64(text).decode(errors="replace")
    except binascii.Error:
        return ""


def _copy(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    paths = [one for one in argv[1:] if not one.startswith("-") or one == "-"]
    text = read_files(shell.scope, paths[:-1], stdin)
    if paths and is_log(paths[-1]):
        shell.scope.log(text)
    elif paths:
        write_file(shell.scope, paths[-1], text)
    return ""


_COMMANDS: Mapping[str, Command] = {
    **dict.fromkeys(_PASSING_ON, _passing_on),
    **dict.fromkeys(_WRAPPERS, _wrapper),
    **dict.fromkeys(_LOGGERS, _logger),
    **dict.fromkeys(_DECLARING, _declaration),
    **dict.fromkeys(SHELLS, _shell),
    **dict.fromkeys(("cp", "mv", "install", "ln"), _copy),
    **dict.fromkeys(("read", "mapfile", "readarray"), _read),
    **dict.fromkeys(("source", "."), _source),
    "echo": _echo,
    "print": _echo,
    "printf": _printf,
    "printenv": _printenv,
    "env": _env,
    "set": _set,
    "eval": _eval,
    "trap": _trap,
    "alias": _alias,
    "shift": _shift,
    "unset": _unset,
}
