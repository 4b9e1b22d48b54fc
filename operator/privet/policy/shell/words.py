"""Words: quoting, expansion and substitution, as far as they decide which values a word holds."""

import codecs
from collections.abc import Callable, Mapping

from tree_sitter import Node

from privet.detection.linear import compile_own
from privet.policy.marks import mark, marks_in
from privet.policy.shell.scope import Scope

Run = Callable[[Node, str], str]
"""Follows a command with its input and gives its output."""

_ESCAPED = compile_own(r"\\(\n|.)")
_ESCAPED_IN_QUOTES = compile_own(r'\\([$`"\\])')
_LINE_GOES_ON = compile_own(r"\\\n")
_SPLIT = frozenset(("simple_expansion", "expansion", "command_substitution", "concatenation"))
"""Words whose value the shell splits at blanks when it is not quoted."""
_WHOLE = frozenset(("string", "raw_string", "ansi_c_string", "translated_string"))
_NAMES = frozenset(("variable_name", "special_variable_name"))
_OTHERWISE = frozenset((":-", "-", ":=", "="))
_INSTEAD = frozenset((":+", "+"))
_COMPLAIN = frozenset((":?", "?"))


class Words:
    """Reads words of a script in a scope; substituted commands are followed by `run`."""

    def __init__(self, scope: Scope, run: Run) -> None:
        self._scope = scope
        self._run = run
        self._readers: Mapping[str, Callable[[Node], str]] = {
            "word": lambda node: _ESCAPED.sub(r"\1", _LINE_GOES_ON.sub("", raw(node))),
            "raw_string": lambda node: raw(node)[1:-1],
            "ansi_c_string": lambda node: _ansi(raw(node)[2:-1]),
            "string": self._string,
            "translated_string": self._parts,
            "string_content": lambda node: _in_quotes(raw(node)),
            "heredoc_content": lambda node: _in_quotes(raw(node)),
            "simple_expansion": self._simple,
            "expansion": self._expansion,
            "command_substitution": self._substitution,
            "process_substitution": self._process,
            "arithmetic_expansion": self._arithmetic,
            "concatenation": self._parts,
            "heredoc_body": self._parts,
            "array": lambda node: " ".join(map(self.text, node.named_children)),
        }

    def __repr__(self) -> str:
        return "Words(…)"

    def fields(self, node: Node) -> list[str]:
        """Give the words that the shell makes of one: unquoted values are split at blanks."""
        text = self.text(node)
        if node.type in _SPLIT and not any(child.type in _WHOLE for child in node.children):
            return text.split()
        return [text]

    def text(self, node: Node) -> str:
        """Give the value of a word, with marks for what is not known."""
        with self._scope.budget.deeper():
            reader = self._readers.get(node.type)
            if reader is not None:
                return self._scope.budget.text(reader(node))
            return self._parts(node) if node.named_child_count else raw(node)

    def _string(self, node: Node) -> str:
        return self._parts(node)[1:-1]

    def _parts(self, node: Node) -> str:
        """Join the parts of a word, and what stands between them: the grammar leaves blanks out."""
        source = node.text or b""
        parts: list[str] = []
        place = node.start_byte
        for child in node.children:
            between = source[place - node.start_byte : child.start_byte - node.start_byte]
            parts.append(_in_quotes(between.decode(errors="replace")))
            parts.append(self.text(child))
            place = child.end_byte
        parts.append(source[place - node.start_byte :].decode(errors="replace"))
        return self._scope.budget.text("".join(parts))

    def _simple(self, node: Node) -> str:
        name = node.named_children[0] if node.named_children else None
        return self._scope.value_of(raw(name)) if name else raw(node)

    def _expansion(self, node: Node) -> str:
        name, operator, rest = _anatomy(node)
        if operator == "#" and node.children[1].type == "#":
            return ""
        if not name:
            return "".join(map(self.text, node.named_children))
        if operator == "!" and node.children[1].type == "!":
            return self._scope.values_named_by(self._scope.value_of(name))
        alternative = "".join(self.text(child) for child in rest)
        return self._alternative(name, operator, alternative)

    def _alternative(self, name: str, operator: str, alternative: str) -> str:
        value = self._scope.value_of(name)
        if operator in _INSTEAD:
            return alternative
        if operator in _COMPLAIN:
            self._scope.complain(alternative)
            return value
        if operator in _OTHERWISE:
            if operator in (":=", "=") and name not in self._scope.variables:
                self._scope.assign(name, alternative)
            known = name in self._scope.variables or name.isdigit()
            return value or alternative if known and not any(marks_in(value)) else f"{alternative} {value}"
        return value + "".join(map(mark, marks_in(alternative)))

    def _substitution(self, node: Node) -> str:
        output = [self._run(child, "") for child in node.named_children]
        return "".join(output).rstrip("\n")

    def _process(self, node: Node) -> str:
        """Give a name for what a substituted process writes, as the shell gives a path."""
        path = f"/dev/fd/substituted-{node.start_byte}"
        self._scope.files[path] = "".join(self._run(child, "") for child in node.named_children)
        return path

    def _arithmetic(self, node: Node) -> str:
        """Give the values of all variables in a sum: `$((PHONE + 0))` is the number itself."""
        found: list[str] = []
        pending = list(node.children)
        while pending:
            self._scope.budget.step()
            child = pending.pop()
            if child.type in _NAMES or child.type == "word":
                found.append(self._scope.value_of(raw(child)))
            elif child.type in ("command_substitution", "expansion", "simple_expansion"):
                found.append(self.text(child))
            else:
                pending += child.children
        return " ".join(found)


def raw(node: Node) -> str:
    """Give the source of a node."""
    return (node.text or b"").decode(errors="replace")


def _anatomy(node: Node) -> tuple[str, str, list[Node]]:
    """Take `${name operator words}` apart."""
    name, operator, rest = "", "", []
    for child in node.children[1:-1]:
        if not name and child.type in _NAMES:
            name = raw(child)
        elif not name and child.type == "subscript":
            name = raw(child.named_children[0]) if child.named_children else ""
        elif not operator and not child.is_named:
            operator = child.type
        elif child.is_named:
            rest.append(child)
    return name, operator, rest


def _in_quotes(text: str) -> str:
    return _ESCAPED_IN_QUOTES.sub(r"\1", _LINE_GOES_ON.sub("", text))


def _ansi(text: str) -> str:
    try:
        return codecs.decode(text.encode("latin-1", errors="ignore"), "unicode_escape")
    except UnicodeDecodeError:
        return text
