"""Programs that run the command among their arguments."""

import shlex
from collections import deque
from collections.abc import Sequence

from privet.detection.linear import compile_own
from privet.detection.wordlists import words
from privet.policy.marks import EVERYTHING, mark, marks_in
from privet.policy.shell import programs
from privet.policy.shell.command import Shell, base_name, plain_name
from privet.policy.shell.scope import Scope
from privet.policy.shell.shells import SHELLS, called
from privet.policy.shell.streams import read_files

DIRECT = words(
    "command builtin exec nohup time setsid tini dumb-init catatonit unbuffer busybox toybox noglob"
)
"""Wrappers whose command is their first operand."""
WRAPPERS = DIRECT | words(
    """
    nice ionice stdbuf timeout sudo doas su-exec gosu chroot chpst unshare nsenter strace ltrace setpriv
    prlimit taskset numactl s6-setuidgid setuidgid start-stop-daemon caffeinate coproc chrt setarch fakeroot
    eatmydata faketime systemd-run systemd-inhibit torify proxychains cpulimit softlimit"""
)
"""Wrappers that take operands of their own before the command."""
SCRIPT_WRAPPERS = words("su runuser sg flock script")
"""Wrappers that take a whole script as one word (`-c`)."""

_TRACERS = words("strace ltrace")
_USER_FIRST = words("gosu su-exec s6-setuidgid setuidgid chroot")
_WITH_FILE = words("chroot flock script strace ltrace start-stop-daemon nsenter unshare coproc")
_VALUED = words(
    "-D -R -d -l -C -a -p -e -r -o -f -n -u -g -k -s -E -S --rewrite --user --group --signal --kill-after"
)
_VALUED_OF = {
    "exec": ("-a",),
    "tini": ("-e", "-p"),
    "dumb-init": ("-r", "--rewrite"),
    "time": ("-f", "-o"),
}
_SHELL_OPTIONS = words("-s --shell -g -G --group --supp-group -w --whitelist-environment -O -B -I -T -m")
_ELSEWHERE = words("kubectl oc docker podman nerdctl crictl ctr ssh ansible vagrant lxc gcloud")
"""Programs that run commands on other machines and containers, with other variables."""
_ENTRYPOINT_RUNS = words(
    "echo printf printenv env cat exec tini dumb-init gosu su-exec time nice nohup timeout stdbuf busybox"
)
_LOADERS = ("ld-linux", "ld-musl", "ld.so")

MAX_PLACES = 64
"""Among how many arguments of an unknown program, or of an image's entrypoint, a shell is looked for."""
CHARACTERS_PER_STEP = 8
"""How much of a text is split into words at the price of one step."""

_ASSIGNMENT = compile_own(r"([A-Za-z_][A-Za-z0-9_]*)\+?=((?s:.*))")
_REFERENCE = compile_own(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def embedded(argv: Sequence[str]) -> int:
    """Give the place of a shell with a script among the arguments of a program, 0 where there is none.

    An interpreter with a program counts too, and so does what might be a shell: a name that is not known.
    """
    if base_name(argv[0]) in _ELSEWHERE:
        return 0
    for place in range(1, min(len(argv) - 1, MAX_PLACES)):
        word, option = argv[place], argv[place + 1]
        # Quickly, since the arguments of most programs are options with values.
        if word[:1] == "-" or (option[:1] not in ("-", "+") and option != "eval"):
            continue
        following = argv[place + 1 : place + MAX_PLACES]
        if plain_name(word) in SHELLS or "$(" in word or any(marks_in(word)):
            if called(following).script is not None:
                return place
        elif programs.language(word) and programs.given([word, *following]):
            return place
    return 0


def is_entrypoint(argv: Sequence[str]) -> bool:
    """Tell whether a program runs what follows it, by its name and what follows."""
    name = base_name(argv[0])
    if name.startswith(_LOADERS):
        return len(argv) > 1
    return "entrypoint" in name and len(argv) > 1 and plain_name(argv[1]) in _ENTRYPOINT_RUNS


def run_unknown(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow a program that is not known: it prints nothing, but entrypoints run what they are given."""
    if any(marks_in(argv[0])):
        if argv[1:] and argv[1][:1] in ("-", "+") and called(argv[1:]).script is not None:
            # `$SHELL -c`, where nobody can see which one it is.
            return shell.run_command(["sh", *argv[1:]], stdin)
        # "not found", with the name.
        shell.scope.complain(argv[0])
    if is_entrypoint(argv):
        return shell.run_command(argv[1:], stdin)
    place = embedded(argv)
    return shell.run_command(argv[place:], stdin) if place else ""


def run_wrapper(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow the command that another one runs: the first word that means something as a command."""
    name = plain_name(argv[0])
    if name in _TRACERS:
        shell.scope.complain(" ".join(argv[1:]))
    if name == "start-stop-daemon" and "--" in argv:
        argv = [one for one in argv if one != "--"]
    place = _direct(argv) if name in DIRECT else _meant(shell, argv)
    output = shell.run_command(argv[place:], stdin) if place else ""
    if place and plain_name(argv[place]) in SHELLS | WRAPPERS | SCRIPT_WRAPPERS | {"env", "xargs"}:
        return output
    # What was taken for the command may have been the name of a user.
    later = embedded(argv) if name not in DIRECT else 0
    return output + shell.run_command(argv[later:], stdin) if later > place else output


def _direct(argv: Sequence[str]) -> int:
    valued = _VALUED_OF.get(plain_name(argv[0]), ())
    operands = (
        place
        for place in range(1, len(argv))
        if argv[place][:1] not in ("-", "") and argv[place - 1] not in valued
    )
    return next(operands, 0)


def _meant(shell: Shell, argv: Sequence[str]) -> int:
    name = plain_name(argv[0])
    for place in range(2 if name in _USER_FIRST else 1, len(argv)):
        word = argv[place]
        if shell.means(word):
            return place
        if "/" in word and word[:1] != "-" and argv[place - 1] not in _VALUED and name not in _WITH_FILE:
            # A program that is not known: what follows are its arguments.
            return place
    return 0


def run_script_wrapper(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `su`, `flock` and their like, which take a script as one word."""
    name = plain_name(argv[0])
    place = _option_place(shell, argv)
    if name == "sg" and not place:
        return shell.run_script(" ".join(one for one in argv[2:] if one != "-c"), stdin)
    if not place:
        # Without a command, `su` is a shell that reads its input.
        return run_wrapper(shell, argv, stdin) if name != "su" else shell.run_script(stdin, "")
    option = argv[place]
    joined = option.partition("=")[2] if option.startswith("--") else option.partition("c")[2]
    following = argv[place + 1 :]
    script, rest = (joined, following) if joined else (" ".join(following[:1]), following[1:])
    with shell.scope.subshell(), shell.scope.parameters(list(rest), name):
        return shell.run_script(script, stdin)


def _option_place(shell: Shell, argv: Sequence[str]) -> int:
    """Give the place of the option that a script follows; 0 where a command of several words comes first."""
    name = plain_name(argv[0])
    whole_commands = name in ("flock", "script") or "-u" in argv or "--user" in argv
    for place in range(1, len(argv)):
        word = argv[place]
        if word.startswith(("--command", "--session-command")) or _has_letter(word, "c"):
            return place
        if whole_commands and argv[place - 1] not in _SHELL_OPTIONS and shell.means(word):
            return 0
    return 0


def _has_letter(word: str, letter: str) -> bool:
    return word[:1] == "-" and word[:2] != "--" and letter in word


def run_watch(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `watch`, which joins its arguments to a script."""
    place = 1
    while place < len(argv) and argv[place][:1] == "-":
        place += 2 if argv[place] in ("-n", "--interval", "-q", "--equexit") else 1
    if any(_has_letter(one, "x") or one == "--exec" for one in argv[1:place]):
        return shell.run_command(argv[place:], stdin)
    return shell.run_script(" ".join(argv[place:]), stdin)


def run_xargs(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `xargs`: what it reads is added to a command, or put in the place of a token."""
    token, place = "", 0
    for place in range(1, len(argv)):
        option, following = argv[place], argv[place + 1] if place + 1 < len(argv) else ""
        if option in ("-a", "--arg-file"):
            stdin = read_files(shell.scope, [following], "")
        elif option.startswith(("-I", "-i", "--replace")):
            value = option.removeprefix("--replace").removeprefix("-I").removeprefix("-i").removeprefix("=")
            token = value or (following if option == "-I" else "{}")
        elif option[:1] != "-" and argv[place - 1] not in ("-a", "-I", "-n", "-P", "-L", "-s", "-d", "-E"):
            break
    else:
        # By itself it prints what it reads.
        return stdin
    if any(_has_letter(one, "t") or one in ("--verbose", "-p", "--interactive") for one in argv[1:place]):
        shell.scope.complain(" ".join((*argv[place:], stdin)))
    if token:
        return shell.run_command([_replaced(shell.scope, one, token, stdin) for one in argv[place:]], "")
    shell.scope.budget.step(len(stdin) // CHARACTERS_PER_STEP)
    return shell.run_command([*argv[place:], *stdin.split()], "")


def _replaced(scope: Scope, text: str, token: str, by: str) -> str:
    by = by.strip()
    scope.budget.grow(len(text) + text.count(token) * len(by))
    return text.replace(token, by)


def run_parallel(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `parallel`, which makes a script of its command and what it reads."""
    ends = [place for place, one in enumerate(argv) if one.startswith(":::")]
    end = ends[0] if ends else len(argv)
    items = " ".join(argv[end + 1 :]) if ends else stdin
    begin = next((place for place in range(1, end) if shell.means(argv[place]) or " " in argv[place]), end)
    script = " ".join(argv[begin:end])
    return shell.run_script(
        _replaced(shell.scope, script, "{}", items) if "{}" in script else f"{script} {items}", ""
    )


def run_find(shell: Shell, argv: Sequence[str], _stdin: str) -> str:
    """Follow `find`: what it runs, and what it prints of its arguments."""
    output: list[str] = []
    first = next((place for place in range(1, len(argv)) if argv[place][:1] in ("-", "(", "!")), len(argv))
    output += [mark(one) for word in argv[1:first] for one in marks_in(word)]
    place = first
    while place < len(argv):
        word = argv[place]
        place += 1
        if word in ("-exec", "-execdir", "-ok", "-okdir"):
            end = next((at for at in range(place, len(argv)) if argv[at] in (";", "+")), len(argv))
            output.append(shell.run_command(argv[place:end], ""))
            place = end
        elif word in ("-printf", "-fprintf"):
            output += [mark(one) for told in argv[place : place + 2] for one in marks_in(told)]
    return "\n".join(output)


def run_env(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow `env`: a command with other variables, or all of them printed."""
    arguments = deque(argv[1:])
    emptied = False
    assigned: dict[str, str] = {}
    while arguments:
        word = arguments.popleft()
        match = _ASSIGNMENT.fullmatch(word)
        if match:
            assigned[match.group(1)] = match.group(2)
        elif word[:1] != "-":
            with shell.scope.subshell():
                shell.scope.variables.update(assigned)
                return shell.run_command([word, *arguments], stdin)
        else:
            emptied |= _env_option(shell.scope, word, arguments)
    listed = "" if emptied else mark(EVERYTHING)
    return "\n".join((listed, *assigned.values()))


def _env_option(scope: Scope, word: str, arguments: deque[str]) -> bool:
    """Take an option's value, or split it into words; tell whether the variables are dropped."""
    if word.startswith("--"):
        name, found, value = word.partition("=")
        if name == "--split-string":
            _put_split(scope, value if found else _taken(arguments), arguments)
        elif name in ("--unset", "--chdir", "--argv0") and not found:
            _taken(arguments)
        return name == "--ignore-environment"
    emptied = word == "-"
    for place in range(1, len(word)):
        letter, rest = word[place], word[place + 1 :]
        emptied |= letter == "i"
        if letter == "S":
            _put_split(scope, rest or _taken(arguments), arguments)
            break
        if letter in "uCa":
            if not rest:
                _taken(arguments)
            break
    return emptied


def _taken(arguments: deque[str]) -> str:
    return arguments.popleft() if arguments else ""


def _put_split(scope: Scope, text: str, arguments: deque[str]) -> None:
    parts: list[str] = []
    place = 0
    for match in _REFERENCE.finditer(text):
        parts += (text[place : match.start()], scope.value_of(match.group(1)))
        place = match.end()
    text = scope.budget.text("".join((*parts, text[place:])))
    scope.budget.step(len(text) // CHARACTERS_PER_STEP)
    try:
        split = shlex.split(text)
    except ValueError:
        split = text.split()
    arguments.extendleft(reversed(split))
