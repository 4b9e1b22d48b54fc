"""YAML and JSON read into nodes that know their place, and into the plain values that rules read.

Scalars are resolved as the API server's own reader does (YAML 1.1, times stay text). Everything is bounded:
libyaml itself refuses to nest deeper than a thousand levels, and what aliases multiply is counted.
"""

import binascii
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from privet.detection.linear import compile_own

Json: TypeAlias = Any
"""What JSON decodes to."""

MAX_DEPTH = 200
"""Levels of one document, aliases followed; resource definitions have some dozens."""

MAX_BROKEN = 20
"""Documents of one file that are no YAML: for each, what stands before it is read once more."""

MAX_NODES = 1_000_000
"""Values of one document, aliases followed: past it, a few lines of YAML stand for gigabytes."""

NO_YAML = "it is not valid YAML"
NESTS_TOO_DEEPLY = "it nests too deeply"
NO_TEXT_KEY = "it has a key that is no text"
TWICE = "a key stands twice, and only one of its values counts"
_TOO_DEEP = "exceeded max"
"""What libyaml says of nesting."""
_PLAIN = "plain"
_BINARY = "tag:yaml.org,2002:binary"
_TEXT = "tag:yaml.org,2002:str"
_MERGE = "<<"

_INTEGER = compile_own(
    r"[-+]?(?:0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*|[0-9][0-9_]*)"
)
_FLOAT = compile_own(r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
_NUMERIC = frozenset("+-.0123456789")


class UnreadableDocumentError(ValueError):
    """A document that cannot be read: a fixed sentence and a line, and nothing of what it holds."""

    def __init__(self, why: str, line: int = 0) -> None:
        self.why = why
        self.line = line
        super().__init__(why)


class _Reader(CParser, BaseResolver):
    """Composes nodes in C and leaves it to `plain` to tell what plain scalars are."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)

    def resolve(self, _kind: type[Node], _value: str | None, implicit: object) -> str:
        return _PLAIN if isinstance(implicit, tuple) and implicit[0] else _TEXT

    def descend_resolver(self, _node: Node, _index: object) -> None:
        """Nothing is resolved by path."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved by path."""


Broken = Callable[["UnreadableDocumentError"], None]
"""Told of each document that cannot be read, where reading goes on behind it."""


def compose(text: str, broken: Broken | None = None) -> Iterator[Node]:
    """Give the root of every document; raise UnreadableDocumentError where the text is no YAML.

    With `broken`, that is told instead, and reading goes on at the next document.
    """
    start = 0
    for _ in range(MAX_BROKEN):
        end = start
        try:
            for node in _composed(_blank_before(text, start)):
                end = node.end_mark.index
                yield node
        except yaml.YAMLError as error:
            unread, place = _unread(error)
            if broken is None:
                raise unread from None
            broken(unread)
            start = _next_document(text, end, place)
        else:
            return
        if start < 0:
            return
    if broken is not None:
        line = text.count("\n", 0, start) + 1
        broken(UnreadableDocumentError("from here on it is not read: too much of it is no YAML", line))


def _composed(text: str) -> Iterator[Node]:
    reader = _Reader(text)
    try:
        while reader.check_node():
            node = reader.get_node()
            if node is not None:
                yield node
    finally:
        reader.dispose()


def _unread(error: yaml.YAMLError) -> tuple[UnreadableDocumentError, int]:
    """Say what is wrong without what is there, and where; less than nothing where that cannot be told."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    deep = _TOO_DEEP in str(getattr(error, "problem", ""))
    why = NESTS_TOO_DEEPLY if deep else NO_YAML
    return UnreadableDocumentError(why, mark.line + 1 if mark else 0), mark.index if mark else -1


def _blank_before(text: str, start: int) -> str:
    """Blank out what stands before a place, so that places behind it stay what they are."""
    if not start:
        return text
    return "\n".join(" " * len(line) for line in text[:start].split("\n")) + text[start:]


def _next_document(text: str, end: int, place: int) -> int:
    """Give where to go on: `end` is the end of what was read, `place` that of the error; -1 for nowhere."""
    first = _document(text, end) if place >= 0 else -1
    # The document that is broken has no beginning of its own, or it is the one that begins there.
    return first if first < 0 or place <= first != end else _document(text, first + 1)


def _document(text: str, start: int) -> int:
    """Give where the next document begins: `---` at the start of a line ends whatever stood before it."""
    while (start := text.find("---", start)) >= 0:
        behind = text[start + 3 : start + 4]
        if (start == 0 or text[start - 1] == "\n") and (not behind or behind.isspace()):
            return start
        start += 1
    return -1


def entries(node: Node | None) -> list[tuple[str, Node, Node]]:
    """Give name, name's node and value's node of a mapping; what is merged in comes last, and only adds.

    Raise UnreadableDocumentError where a key stands twice: readers keep one value, and the other stays in
    the file unseen.
    """
    found = _entries(node)
    if len({entry[0] for entry in found}) < len(found):
        raise _twice(found)
    return found


def _entries(node: Node | None) -> list[tuple[str, Node, Node]]:
    if not isinstance(node, MappingNode):
        return []
    found: list[tuple[str, Node, Node]] = []
    merged: list[Node] = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise UnreadableDocumentError(NO_TEXT_KEY, key.start_mark.line + 1)
        if key.value == _MERGE and key.tag == _PLAIN:
            merged += value.value if isinstance(value, SequenceNode) else [value]
        else:
            found.append((key.value, key, value))
    return found + _added(merged, found) if merged else found


def _added(merged: Sequence[Node], written: Sequence[tuple[str, Node, Node]]) -> list[tuple[str, Node, Node]]:
    """Give what is merged in and not written."""
    found: list[tuple[str, Node, Node]] = []
    known = {entry[0] for entry in written}
    for entry in (entry for one in merged for entry in _merged(one)):
        if entry[0] not in known:
            known.add(entry[0])
            found.append(entry)
    return found


def _twice(found: Sequence[tuple[str, Node, Node]]) -> UnreadableDocumentError:
    seen = set[str]()
    for name, key, _ in found:
        if name in seen:
            return UnreadableDocumentError(TWICE, key.start_mark.line + 1)
        seen.add(name)
    raise ValueError("no key stands twice")


def _merged(node: Node, depth: int = 0) -> list[tuple[str, Node, Node]]:
    if depth > MAX_DEPTH:
        raise UnreadableDocumentError(NESTS_TOO_DEEPLY, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        # What is merged in may stand where nobody else reads it.
        entries(MappingNode(node.tag, [one for one in node.value if not _merges(one[0])]))
    found: list[tuple[str, Node, Node]] = []
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if _merges(key):
            for one in value.value if isinstance(value, SequenceNode) else (value,):
                found += _merged(one, depth + 1)
        else:
            found.append((str(key.value), key, value))
    return found


def _merges(key: Node) -> bool:
    return bool(key.value == _MERGE and key.tag == _PLAIN)


def child(node: Node | None, name: str) -> Node | None:
    """Give the value of a mapping's key, None where there is none; of others it does not ask.

    Raise UnreadableDocumentError where the key stands twice.
    """
    found = [entry for entry in _entries(node) if entry[0] == name]
    if len(found) > 1:
        raise _twice(found)
    return found[0][2] if found else None


def items(node: Node | None) -> Sequence[Node]:
    """Give the items of a sequence; none of anything else."""
    return node.value if isinstance(node, SequenceNode) else ()


def text_of(node: Node | None) -> str:
    """Give the text of a scalar; nothing of anything else."""
    if not isinstance(node, ScalarNode):
        return ""
    return _decoded(node.value) if is_encoded(node) else str(node.value)


def is_encoded(node: Node) -> bool:
    """Tell whether a scalar is tagged as base64, which readers decode."""
    return bool(node.tag == _BINARY)


def _decoded(encoded: str) -> str:
    try:
        return binascii.a2b_base64(encoded).decode(errors="replace")
    except binascii.Error:
        return encoded


class Plain:
    """Turns the nodes of one document into plain values, within a budget."""

    def __init__(self, *, as_text: bool = False) -> None:
        self._left = MAX_NODES
        self._as_text = as_text
        """Whether numbers and the like are given as they are written, for what wants only text."""

    def value(self, node: Node, depth: int = 0) -> Json:
        """Give the value of a node; raise UnreadableDocumentError past a bound."""
        self._left -= 1
        if depth > MAX_DEPTH:
            raise UnreadableDocumentError(NESTS_TOO_DEEPLY, node.start_mark.line + 1)
        if self._left < 0:
            raise UnreadableDocumentError("it expands to more than is read", node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return _scalar(node, as_text=self._as_text)
        if isinstance(node, SequenceNode):
            return [self.value(one, depth + 1) for one in node.value]
        return {name: self.value(value, depth + 1) for name, _, value in entries(node)}


def _scalar(node: ScalarNode, *, as_text: bool) -> Json:
    value = node.value
    if node.tag == _PLAIN:
        if value in _WORDS:
            word = _WORDS[value]
            return value if as_text and word is not None else word
        if as_text or value[0] not in _NUMERIC:
            return value
        return _number(value)
    return text_of(node)


def _number(value: str) -> Json:
    if _INTEGER.fullmatch(value):
        digits = value.replace("_", "")
        try:
            number = int(digits, 0)
        except ValueError:
            number = int(digits, 8) if set(digits) <= set("+-01234567") else int(digits)
        # JSON readers in Go know 64 bits; what is longer becomes a float, as there.
        return number if -(2**63) <= number < 2**64 else float(number)
    if _FLOAT.fullmatch(value):
        fraction = float(value.replace("_", ""))
        return fraction if math.isfinite(fraction) else value
    return value
