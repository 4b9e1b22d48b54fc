"""Follows a command line from its first word to what it prints."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import tree_sitter_bash
from tree_sitter import Language, Node, Parser, Tree

from privet.detection.linear import compile_own
from privet.policy.shell import commands, programs
from privet.policy.shell.command import base_name
from privet.policy.shell.commandline import as_run, may_print, takes_options
from privet.policy.shell.scope import Budget, Scope, ScriptTooLongError, scope_of
from privet.policy.shell.shells import trace
from privet.policy.shell.streams import Goal, Streams, read_files
from privet.policy.shell.words import Words, raw
from privet.policy.shell.wrappers import run_unknown

MAX_SCRIPT = 32 << 10
"""Characters of one script on a command line; what is longer lives in a file, in practice."""

MAX_SIGNS: Mapping[str, int] = {"|": 400, "<": 400, "(": 400, "{": 800, "`": 200, '"': 2_000, "'": 2_000}
"""How often signs may stand in one script. The parser takes time, and some 600 MiB for 8,000 pipes, with the
square of what is chained or nested by them."""

LOOP_ROUNDS = 2
"""How often a loop's body is followed: what one round assigns, the next one may print."""

WORDS_PER_STEP = 2
"""How many words of a command are looked at for the price of one step."""

CHARACTERS_PER_STEP = 32
"""How much of a script is parsed for the price of one step."""

_NOT_ASCII = compile_own(r"[^\x01-\x7f]")
_LITERAL = "%"
"""What stands for other characters: to a shell they are text, and end the name of a variable."""

_BASH = Language(tree_sitter_bash.language())
_REDIRECTS = frozenset(("file_redirect", "heredoc_redirect", "herestring_redirect"))
_TORN = "<<"
"""How the grammar reads `<<<` behind another redirect: an error, and an input redirect with the text."""
_CAUGHT = ("BASH_REMATCH", "MATCH", "match")
"""Where shells keep what a pattern matched."""
_ASSIGNMENTS = frozenset(("variable_assignment", "variable_assignments"))


def printed(argv: Sequence[str], variables: Mapping[str, str], budget: Budget) -> frozenset[str]:
    """Name the variables whose values a command prints, and `*` where it prints all of them.

    `variables` gives what is known of the environment; a value that is not known is its mark. A command
    line without a program (`args` for an image's own entrypoint) is taken for the shell's where it looks so.
    Raises ScriptTooLongError when the budget is spent, and OutOfTimeError when time is.
    """
    words = as_run(argv)
    if not words or not may_print(argv):
        return frozenset()
    interpreter = Interpreter(scope_of(variables, budget))
    scope = interpreter.scope
    scope.log(interpreter.run_command(words, ""))
    if takes_options(argv):
        # The image's own entrypoint may be an interpreter.
        program = programs.given_without_interpreter(argv)
        scope.log(programs.run_program(interpreter, program, "", implied=False))
    return frozenset(scope.printed)


class Interpreter:
    """Follows commands and scripts over one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._words = Words(scope, self._run)
        self._parser = Parser(_BASH)
        self._followers: Mapping[str, Callable[[Node, str], str]] = {
            "command": self._command,
            "declaration_command": self._declaration,
            "unset_command": self._unset,
            "variable_assignment": self._assignment,
            "redirected_statement": self._redirected,
            "pipeline": self._pipeline,
            "list": self._list,
            "subshell": self._subshell,
            "if_statement": self._branches,
            "case_statement": self._branches,
            "while_statement": self._loop,
            "c_style_for_statement": self._loop,
            "for_statement": self._for,
            "function_definition": self._define,
            "test_command": self._test,
            "file_redirect": self._bare_redirect,
            "comment": lambda _node, _stdin: "",
        }

    def __repr__(self) -> str:
        return "Interpreter(…)"

    def run_script(self, source: str, stdin: str) -> str:
        """Follow a script and give its output."""
        with self.scope.budget.deeper():
            tree = self._parse(source)
            if tree.root_node.has_error:
                self._doubt(tree.root_node)
            return self._statements(tree.root_node.named_children, stdin)

    def _parse(self, source: str) -> Tree:
        if len(source) > MAX_SCRIPT or any(source.count(sign) > most for sign, most in MAX_SIGNS.items()):
            raise ScriptTooLongError("the script is too long")
        self.scope.budget.step(len(source) // CHARACTERS_PER_STEP)
        # The grammar's scanner looks characters up in C's tables of 256 entries: others crash the process.
        return self._parser.parse(_NOT_ASCII.sub(_LITERAL, source).encode())

    def run_command(self, argv: Sequence[str], stdin: str) -> str:
        """Follow a command and give its output."""
        if not argv:
            return ""
        self.scope.budget.step(len(argv) // WORDS_PER_STEP)
        with self.scope.budget.deeper():
            trace(self, " ".join(argv))
            output = self.call(base_name(argv[0]), argv, stdin)
            if output is None:
                follow = commands.find(argv[0]) or run_unknown
                output = self.scope.budget.text(follow(self, argv, stdin))
            self.scope.last = argv[-1]
            return output

    def means(self, word: str) -> bool:
        """Tell whether a word is a command, function or alias that is followed."""
        name = base_name(word)
        return name in self.scope.functions or name in self.scope.aliases or commands.find(word) is not None

    def expand(self, text: str) -> str:
        """Give a text as it is in double quotes."""
        return self._expanded(text)

    def call(self, name: str, argv: Sequence[str], stdin: str) -> str | None:
        """Follow a function or alias of the script; None when there is none of that name."""
        body = self.scope.functions.get(name)
        if body is not None:
            with self.scope.parameters(list(argv[1:])):
                return self._run(body, stdin)
        alias = self.scope.aliases.pop(name, None)
        if alias is None:
            return None
        # An alias is not expanded within itself.
        output = self.run_script(" ".join((alias, *argv[1:])), stdin)
        self.scope.aliases[name] = alias
        return output

    def _doubt(self, root: Node) -> None:
        """Where a statement cannot be parsed, take every value in it for printed."""
        pending = [root]
        while pending:
            self.scope.budget.step()
            node = pending.pop()
            if any((child.is_error and raw(child) != _TORN) or child.is_missing for child in node.children):
                self.scope.log(" ".join(self._values_below(node)))
            pending += [child for child in node.children if child.has_error]

    def _values_below(self, node: Node) -> Iterator[str]:
        pending = [node]
        while pending:
            self.scope.budget.step()
            child = pending.pop()
            if child.type in ("variable_name", "special_variable_name"):
                yield self.scope.value_of(raw(child))
            elif child.type == "word":
                yield raw(child)
            pending += child.children

    def _statements(self, nodes: Sequence[Node], stdin: str) -> str:
        return self.scope.budget.text("".join([self._run(node, stdin) for node in nodes]))

    def _run(self, node: Node, stdin: str) -> str:
        with self.scope.budget.deeper():
            follower = self._followers.get(node.type)
            if follower is not None:
                return follower(node, stdin)
            return self._statements(node.named_children, stdin)

    def _command(self, node: Node, stdin: str) -> str:
        streams = Streams(stdin)
        argv: list[str] = []
        assigned: list[Node] = []
        tail: list[Node] = []
        for child in node.named_children:
            if child.type in _REDIRECTS:
                tail += self._redirect(child, streams)
            elif child.type in _ASSIGNMENTS:
                assigned.append(child)
            elif child.type == "command_name":
                argv += self._words.fields(child.named_children[0]) if child.named_children else [raw(child)]
            else:
                argv += self._words.fields(child)
        kept = dict(self.scope.variables) if assigned else None
        for one in assigned:
            self._run(one, "")
        with self.scope.errors_to(streams.errors()):
            output = self.run_command(argv, streams.stdin)
        if kept is not None:
            self.scope.variables = kept
        return self._onward(tail, streams.deliver(output, self.scope))

    def _redirected(self, node: Node, stdin: str) -> str:
        streams = Streams(stdin)
        body: Node | None = None
        tail: list[Node] = []
        torn = False
        for child in node.named_children:
            if torn:
                streams.stdin = "".join(map(self._words.text, child.named_children)) + "\n"
            elif child.type in _REDIRECTS:
                tail += self._redirect(child, streams)
            elif not child.is_error:
                body = child
            torn = child.is_error and raw(child) == _TORN
        with self.scope.errors_to(streams.errors()):
            output = self._run(body, streams.stdin) if body is not None else ""
        return self._onward(tail, streams.deliver(output, self.scope))

    def _onward(self, tail: Sequence[Node], output: str) -> str:
        """Hand output to the commands that a here-document is written in front of."""
        for node in tail:
            if node.type == "pipeline":
                for stage in node.named_children:
                    output = self._run(stage, output)
            else:
                output += self._run(node, "")
        return output

    def _redirect(self, node: Node, streams: Streams) -> list[Node]:
        """Apply a redirect; give the commands that the grammar hangs below it."""
        if node.type == "herestring_redirect":
            streams.stdin = "".join(map(self._words.text, node.named_children)) + "\n"
            return []
        if node.type == "heredoc_redirect":
            return self._here_document(node, streams)
        self._file_redirect(node, streams)
        return []

    def _here_document(self, node: Node, streams: Streams) -> list[Node]:
        tail: list[Node] = []
        for child in node.named_children:
            if child.type == "heredoc_body":
                quoted = any(
                    one.type == "heredoc_start" and raw(one)[:1] in "'\"\\" for one in node.named_children
                )
                streams.stdin = raw(child) if quoted else self._expanded(raw(child))
            elif child.type in _REDIRECTS:
                tail += self._redirect(child, streams)
            elif not child.type.startswith("heredoc_"):
                tail.append(child)
        return tail

    def _expanded(self, text: str) -> str:
        """Expand a here-document as if in double quotes: the grammar overlooks what begins a line."""
        quoted = text.replace('"', '\\"')
        root = self._parse(f': "{quoted}"').root_node
        command = root.named_children[0] if root.named_child_count == 1 else root
        if root.has_error or command.type != "command":
            return " ".join(self._values_below(root))
        return "".join(map(self._words.text, command.named_children[1:]))

    def _file_redirect(self, node: Node, streams: Streams) -> None:
        operator = next((child.type for child in node.children if not child.is_named), "")
        descriptor = next((raw(one) for one in node.named_children if one.type == "file_descriptor"), "")
        destinations = node.children_by_field_name("destination")
        into = destinations[0] if destinations else None
        target = self._words.text(into) if into is not None else "-"
        if operator in ("<", "<>", "<&"):
            streams.stdin = read_files(self.scope, [target], streams.stdin)
            return
        number = int(descriptor[:4]) if descriptor.isdigit() else 1
        numbers = (
            (1, 2) if operator.startswith("&") or (operator == ">&" and not _is_number(target)) else (number,)
        )
        for one in numbers:
            if operator in (">&", ">&-") and (_is_number(target) or operator == ">&-"):
                streams.duplicate(one, "-" if operator == ">&-" else target)
            elif into is not None and into.type == "process_substitution":
                streams.goals[one] = Goal.LOG
            else:
                streams.open(one, target, append=">>" in operator, scope=self.scope)

    def _bare_redirect(self, node: Node, _stdin: str) -> str:
        self._redirect(node, Streams())
        return ""

    def _pipeline(self, node: Node, stdin: str) -> str:
        output = stdin
        for stage in node.named_children:
            with self.scope.subshell():
                output = self._run(stage, output)
        return output

    def _list(self, node: Node, stdin: str) -> str:
        first, *others = node.named_children
        output = self._run(first, stdin)
        with self.scope.branch():
            return output + self._statements(others, stdin)

    def _subshell(self, node: Node, stdin: str) -> str:
        with self.scope.subshell():
            return self._statements(node.named_children, stdin)

    def _branches(self, node: Node, stdin: str) -> str:
        with self.scope.branch():
            return self._statements(node.named_children, stdin)

    def _loop(self, node: Node, stdin: str) -> str:
        with self.scope.branch():
            rounds = [self._statements(node.named_children, stdin) for _ in range(LOOP_ROUNDS)]
        return "".join(rounds)

    def _for(self, node: Node, stdin: str) -> str:
        variable, *others = node.named_children
        values = [child for child in others if child.type != "do_group"]
        words = [word for child in values for word in self._words.fields(child)]
        words = words if values else self.scope.positional
        self.scope.assign(raw(variable), " ".join(words))
        if node.children[0].type == "select":
            # Its menu goes to standard error.
            self.scope.complain(" ".join(words))
        with self.scope.branch():
            bodies = [child for child in others if child.type == "do_group"]
            rounds = [self._statements(bodies, stdin) for _ in range(LOOP_ROUNDS)]
        return "".join(rounds)

    def _define(self, node: Node, _stdin: str) -> str:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.scope.functions[raw(name)] = body
        return ""

    def _assignment(self, node: Node, _stdin: str) -> str:
        target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if target is None:
            return ""
        name = raw(target.named_children[0] if target.type == "subscript" else target)
        text = self._words.text(value) if value is not None else ""
        if target.type == "subscript" or any(child.type == "+=" for child in node.children):
            text = self.scope.variables.get(name, "") + text
        trace(self, text)
        self.scope.assign(name, text)
        return ""

    def _declaration(self, node: Node, _stdin: str) -> str:
        keyword, options, names = raw(node.children[0]), list[str](), list[str]()
        for child in node.named_children:
            if child.type == "variable_assignment":
                self._declared(child, options)
                names.append("")
            else:
                words = self._words.fields(child) if child.type != "variable_name" else [raw(child)]
                options += [word for word in words if word[:1] in ("-", "+")]
                names += [word for word in words if word[:1] not in ("-", "+")]
        return commands.declare(self, keyword, options, names)

    def _declared(self, node: Node, options: Sequence[str]) -> None:
        target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if commands.is_reference(options) and target is not None and value is not None:
            self.scope.references[raw(target)] = self._words.text(value)
        else:
            self._assignment(node, "")

    def _unset(self, node: Node, _stdin: str) -> str:
        return self.run_command(["unset", *map(raw, node.named_children)], "")

    def _test(self, node: Node, _stdin: str) -> str:
        # Its words are read for what they substitute, for a trace of them, and for what a pattern may catch.
        text = self._words.text(node)
        trace(self, text)
        if "=~" in raw(node):
            for name in _CAUGHT:
                self.scope.assign(name, text)
        return ""


def _is_number(text: str) -> bool:
    return text.isdigit() or text == "-"
