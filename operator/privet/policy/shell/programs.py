"""Programs that are given to an interpreter on the command line (`python -c`, `perl -e` …).

They are not followed as scripts are. One that both reads the environment and prints is taken to print what it
names of the environment, wherever it may use it; one that does only either prints nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from privet.detection.linear import Pattern, compile_own
from privet.policy.marks import EVERYTHING, mark, marks_in
from privet.policy.shell.command import Shell, plain_name
from privet.policy.shell.streams import read_files

MAX_CALLS = 32
"""How many commands that a program runs are followed."""
CHARACTERS_PER_STEP = 64
"""How much of a program is looked through at the price of one step."""
STEPS_PER_CALL = 8
"""What it costs to look for one."""
MAX_CALL = 600
"""Characters in which the words of such a command are looked for."""

_LETTERS: Mapping[str, str] = {
    "python": "c",
    "pypy": "c",
    "perl": "eE",
    "raku": "e",
    "ruby": "e",
    "jruby": "e",
    "node": "ep",
    "nodejs": "ep",
    "bun": "ep",
    "deno": "",
    "php": "rBRE",
    "lua": "e",
    "luajit": "e",
    "Rscript": "e",
    "julia": "eE",
    "elixir": "e",
    "groovy": "e",
    "pwsh": "c",
    "powershell": "c",
}
"""The interpreters, with the letters of the options that a program follows."""
INTERPRETERS = frozenset(_LETTERS)
_LONG = frozenset(("--eval", "--print", "--run", "--execute", "-Command", "-eval", "eval"))
_PRINTS_RESULT = frozenset(("node", "nodejs", "bun"))
"""Interpreters that print what a program gives (`-p`)."""
_FILTERS = frozenset(("perl", "ruby", "jruby", "raku"))
"""Interpreters that run a program for each line of their input (`-n`), and print the line (`-p`)."""

_MOST_LETTERS = 5
"""How many of an option's characters can be letters of options."""

_NAME = r"([A-Za-z_][A-Za-z0-9_]*)"
_OS = r"(?:os\.)?"
_QUOTED = "[bu]?[\"'`]"
_READS = compile_own(
    "|".join(
        (
            # What only sets a variable, hands all of them to a child, or asks whether one is there.
            r"import [\w, ]{0,80}\b(?:environ|getenv)\b",
            r"\benv ?[=:] ?(?:dict\(|\{ ?\*\*|\{ ?\.\.\.)?(?:os\.environ|process\.env|ENV)\b",
            rf"\bin {_OS}environ ?[:;)\]]",
            r"environ(?:\.setdefault|\.update)\(",
            r"environ\[[^\]\n]{1,80}\] ?=[^=]",
            r"process\.env\.\w{1,80} ?=[^=]",
            r"ENV[\[{][^\]}\n]{1,80}[\]}] ?=[^=~]",
            # What names one.
            rf"(?:environb?(?:\[|\.(?:get|pop)\()|[gG]etenvb?[ (]{{1,3}}) ?{_QUOTED}{_NAME}",
            rf"\bENV(?:\[|\.fetch[ (]) ?{_QUOTED}{_NAME}",
            rf"(?:process\.env|Bun\.env)(?:\?\.)?\[ ?{_QUOTED}{_NAME}|Deno\.env\.get\( ?{_QUOTED}{_NAME}",
            rf"(?:process|Bun)\.env\??\.{_NAME}",
            rf"\$ENV ?\{{ ?[\"']?{_NAME}|\$_(?:ENV|SERVER)\[ ?{_QUOTED}{_NAME}",
            rf"\$\{{?(?:env|Env|ENV):{_NAME}",
            # And what reads all of them, or one that nobody can tell.
            (
                r"(environb?\b|[gG]etenvb?\b|process\.env\b|process ?\[|(?:Bun|Deno)\.env\b|%ENV\b|\$ENV ?\{"
                r"|\bENV[.\[]|\b(?:pp?|puts|print|inspect)[ (]ENV\b|\$_(?:ENV|SERVER)\b|\b[eE]nv:|phpinfo"
                r"|/proc/[^/\s]{1,40}/environ)"
            ),
        )
    )
)
_GROUPS = 9
"""Each for a name but the last, which is for all variables."""

_TEXT = "(?:\"(?:[^\"\\\\{}$#@%]|\\\\[nrt])*\"|'(?:[^'\\\\{}$#@%]|\\\\[nrt])*'|[0-9]+)"
_SAYING = (
    r"\b(?:print|println|printf|puts|say|echo|p|warn|die|abort|sys\.exit|exit|raise [\w.]+|throw (?:new )?\w+"
    r"|console\.\w+|logg(?:ing|er)\.\w+|sys\.std(?:out|err)\.\w+|process\.std(?:out|err)\.\w+)"
)
_FIXED = compile_own(
    rf"{_SAYING} ?(?:\( ?{_TEXT}?(?:, ?flush ?= ?True)? ?\) ?(?:[;\n}}),]|$)|{_TEXT} ?(?:[;\n}}]|$))"
)
"""A statement that prints a fixed text: it prints no variable."""
_PRINTS = compile_own(
    r"\b(?:print|println|printf|pprint|puts|putc|say|echo|warn|die|raise|throw|abort|var_dump|print_r"
    r"|var_export|error_log|trigger_error|phpinfo)\b"
    r"|\bconsole\b"
    r"|\b(?:sys|process|io)\.(?:__)?std(?:out|err)\b|\$std(?:out|err)\b|import std(?:out|err)\b|STDOUT|STDERR"
    r"|php://(?:std|out)|/dev/(?:stdout|stderr|tty|fd/)|/proc/[^/\s]{1,40}/fd/|\bos\.write\( ?[12]\b"
    r"|write\w*\( ?[12]\b|\blogg(?:ing|er)\b|\bexit\( ?[^\s0-9)]|\bWrite-|\bOut-|(?:^|[;\n]) ?\$env:"
)
_RUBY_PRINTS = compile_own(r"\bpp?[ (]")
_PRINTS_OF: Mapping[str, Pattern[str]] = {
    "ruby": _RUBY_PRINTS,
    "jruby": _RUBY_PRINTS,
    "Rscript": compile_own(r"\b(?:cat|message)\("),
}
"""Words that print in one language, and are names in others."""
_ON_ERROR = compile_own(
    r"stderr\b|STDERR|\b(?:warn|die|raise|throw|abort|error_log|logg(?:ing|er))\b|console\.(?:error|warn|trace)"
    r"|exit\(|/dev/|/proc/|\( ?2\b"
)
_ARGUMENTS = compile_own(r"\b(?:argv|ARGV|args|shift)\b")
_INPUT = compile_own(r"std(?:in|IN)\b|STDIN|<>|\bgets\b|\binput\(|readFileSync\( ?[0\"']|\$<|ARGF|/dev/fd/0")
_RUNS = compile_own(
    r"\b(?:system|shell_exec|passthru|proc_open|popen\w*|Popen|getoutput|getstatusoutput|check_output"
    r"|subprocess\.\w+|exec[vl]\w*|exec\w*Sync|spawn\w*|exec|qx)\b|`"
)
_LITERAL = compile_own(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`([^`]*)`")
_CAPTURED = (
    "popen",
    "getoutput",
    "getstatusoutput",
    "check_output",
    "exec",
    "spawn",
    "shell_exec",
    "qx",
    "`",
)


def language(word: str) -> str:
    """Give the interpreter that a word names, without its version; nothing where it names none."""
    name = plain_name(word)
    if name in _LETTERS:
        return name
    name = name.rstrip("0123456789.")
    return name if name in _LETTERS else ""


def given(argv: Sequence[str]) -> str:
    """Give the programs among the arguments of an interpreter."""
    letters = _LETTERS[language(argv[0])]
    return "\n".join(_given(argv, letters))


def given_without_interpreter(arguments: Sequence[str]) -> str:
    """Give the program among the arguments of an image whose entrypoint may be an interpreter."""
    return "\n".join(_given(("", *arguments), "ceEpr"))


def _given(argv: Sequence[str], letters: str) -> Iterator[str]:
    for place in range(1, len(argv)):
        word = argv[place]
        following = argv[place + 1] if place + 1 < len(argv) else ""
        if word in _LONG:
            yield following
        elif word.startswith("--"):
            name, _, value = word.partition("=")
            if name in _LONG:
                yield value
        elif word[:1] == "-" and word[1:]:
            if word[-1] in letters:
                yield following
            else:
                joined = [at for at in map(word.find, letters) if at > 0]
                yield word[min(joined) + 1 :] if joined else ""


def run_interpreter(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow an interpreter: the program among its arguments, in a file of the script's, or its input."""
    name = language(argv[0])
    program = given(argv)
    if name == "php" and "-i" in argv:
        return mark(EVERYTHING)
    if not program.strip():
        paths = [one for one in argv[1:] if one[:1] != "-" or one == "-"]
        program, stdin = (read_files(shell.scope, paths[:1], stdin), "") if paths else (stdin, "")
    options = [
        one[1:_MOST_LETTERS] for one in argv[1:] if one[:1] == "-" and one[:2] not in ("--", "-M", "-I")
    ]
    if name in _FILTERS and any("i" in one for one in options):
        # Files are edited in place: what is printed goes into them.
        return "" if not _ON_ERROR.search(program) else run_program(shell, program, "", implied=False)
    implied = name in _PRINTS_RESULT and any(one.startswith(("-p", "--print", "-ep", "-pe")) for one in argv)
    implied |= name in _FILTERS and any("p" in one for one in options)
    implied |= name in _PRINTS_OF and _PRINTS_OF[name].search(program) is not None
    filtering = name in _FILTERS and any("p" in one or "n" in one for one in options)
    read = stdin if filtering or _INPUT.search(program) else ""
    if _ARGUMENTS.search(program):
        read = "\n".join((read, *argv[1:]))
    return run_program(shell, program, read, implied=implied)


def run_program(shell: Shell, program: str, read: str, *, implied: bool) -> str:
    """Give what a program prints: `read` is what it reads besides the environment."""
    if not program.strip():
        return ""
    shell.scope.budget.text(program)
    shell.scope.budget.step(len(program) // CHARACTERS_PER_STEP)
    prints = implied or _prints(program)
    output = _of_commands(shell, program, prints=prints)
    if not prints:
        return output
    values = [mark(one) for text in (program, read) for one in marks_in(text)]
    for match in _READS.finditer(program):
        named = [match.group(group) for group in range(1, _GROUPS + 1)]
        values += [shell.scope.value_of(name) for name in named[:-1] if name]
        values += [mark(EVERYTHING)] if named[-1] else []
    text = shell.scope.budget.text("\n".join(values))
    if _ON_ERROR.search(program):
        shell.scope.complain(text)
    return output + text


def _prints(program: str) -> bool:
    """Tell whether a program prints anything but fixed texts."""
    place = 0
    kept: list[str] = []
    for match in _FIXED.finditer(program):
        if not any(marks_in(match.group(0))):
            kept.append(program[place : match.start()])
            place = match.end()
    return _PRINTS.search("\n".join((*kept, program[place:]))) is not None


def _of_commands(shell: Shell, program: str, *, prints: bool) -> str:
    """Follow the commands that a program runs, as far as they are written out in it."""
    output: list[str] = []
    for match in islice(_RUNS.finditer(program), MAX_CALLS):
        if (
            not prints
            and match.group(0).startswith(_CAPTURED)
            and match.group(0)[:5] not in ("execv", "execl")
        ):
            continue
        begin = match.start() if match.group(0) == "`" else match.end()
        line = program[begin : begin + MAX_CALL]
        words = [_literal(one.group(0)) for one in islice(_LITERAL.finditer(line), MAX_CALLS)]
        shell.scope.budget.step(STEPS_PER_CALL)
        if words:
            argv = words[1:] if words[1:2] == words[:1] else words
            output.append(shell.run_script(words[0], ""))
            output.append(shell.run_command(argv, "") if len(argv) > 1 else "")
    return "".join(output)


def _literal(quoted: str) -> str:
    return quoted[1:-1].replace('\\"', '"').replace("\\'", "'").replace("\\n", "\n")
