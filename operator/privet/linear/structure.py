"""What a pattern of ours is made of: read once, to tell what must stand in every text that it matches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from privet.linear.pattern import PatternError
from privet.linear.spelling import class_of, escaped_sign, is_by_line, members, parts


@dataclass(frozen=True)
class Sign:
    """One character out of a set."""

    ascii: frozenset[int]
    beyond: bool = False
    """Whether it may be one beyond ASCII."""


@dataclass(frozen=True)
class Edge:
    """A place between characters, such as the end of a word; it takes none."""

    written: str
    """For the standard library's engine."""


@dataclass(frozen=True)
class Row:
    """One node after the other."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Choice:
    """One of several nodes."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat:
    """A node so many times."""

    node: "Node"
    least: int
    most: int | None


Node = Sign | Edge | Row | Choice | Repeat


def structure(pattern: str) -> Node:
    """Read a pattern; PatternError for what no pattern of ours has."""
    return _Reader(pattern).read()


_ENDS_OF_TEXT = {"^": r"\A", "$": r"\Z"}
_ENDS_OF_LINES = {"^": "(?m:^)", "$": r"(?=\n|\Z)"}


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._ends = _ENDS_OF_LINES if is_by_line(pattern) else _ENDS_OF_TEXT
        self._tokens = [(kind, part[kind]) for part in parts(pattern) for kind in (part.lastgroup or "sign",)]
        self._place = 0

    def read(self) -> Node:
        node = self._choice(any_case=False)
        if self._place < len(self._tokens):
            raise PatternError("a bracket too many")
        return node

    def _sign(self) -> str:
        if self._place >= len(self._tokens):
            return ""
        kind, text = self._tokens[self._place]
        return text if kind == "sign" else ""

    def _choice(self, *, any_case: bool) -> Node:
        if self._tokens[self._place : self._place + 1] == [("flags", "(?i)")]:
            # It speaks for all alternatives.
            self._place += 1
            any_case = True
        rows = [self._row(any_case=any_case)]
        while self._sign() == "|":
            self._place += 1
            rows.append(self._row(any_case=any_case))
        return rows[0] if len(rows) == 1 else Choice(tuple(rows))

    def _row(self, *, any_case: bool) -> Node:
        nodes: list[Node] = []
        while self._place < len(self._tokens) and self._sign() not in ("|", ")"):
            kind, text = self._tokens[self._place]
            if kind == "flags" and text == "(?i)":
                self._place += 1
                any_case = True
                continue
            nodes.append(self._repeated(self._one(kind, text, any_case=any_case)))
        return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))

    def _one(self, kind: str, text: str, *, any_case: bool) -> Node:
        self._place += 1
        if kind in ("open", "flags"):
            node = self._choice(any_case=any_case or text == "(?i:")
            if self._sign() != ")":
                raise PatternError("a bracket that is not closed")
            self._place += 1
            return node
        if kind == "sign" and text in self._ends:
            return Edge(self._ends[text])
        return _leaf(kind, text, any_case=any_case)

    def _repeated(self, node: Node) -> Node:
        while (count := self._count()) is not None:
            node = Repeat(node, *count)
        return node

    def _count(self) -> tuple[int, int | None] | None:
        sign = self._sign()
        if sign in ("?", "*", "+") and sign:
            self._place += 1
            if self._sign() == "?":
                self._place += 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        if sign != "{":
            return None
        self._place += 1
        text = "".join(self._until("}"))
        if self._sign() == "?":
            self._place += 1
        least, comma, most = text.partition(",")
        return int(least), (int(most) if most else None) if comma else int(least)

    def _until(self, end: str) -> Iterator[str]:
        while (sign := self._sign()) != end:
            self._place += 1
            yield sign
        self._place += 1


def _leaf(kind: str, text: str, *, any_case: bool) -> Node:
    if kind == "class":
        ascii_members, beyond = members(text)
        return Sign(_cases(ascii_members) if any_case else ascii_members, beyond)
    if kind in ("long", "short"):
        return _character(chr(int(text, 16)), any_case=any_case)
    if kind == "escape":
        taken = escaped_sign(text)
        return Edge(r"\Z" if text == "z" else f"\\{text}") if taken is None else Sign(taken)
    if text == ".":
        return Sign(frozenset(range(128)) - {10}, beyond=True)
    return _character(text, any_case=any_case)


def _character(sign: str, *, any_case: bool) -> Node:
    if not sign.isascii():
        return Row(tuple(Sign(frozenset({byte})) for byte in sign.encode()))
    one = frozenset({ord(sign)})
    return Sign(_cases(one) if any_case else one)


def _cases(numbers: frozenset[int]) -> frozenset[int]:
    return numbers | {
        ord(other) for number in numbers for other in (chr(number).lower(), chr(number).upper())
    }


def written(node: Node, leaf: Callable[[Sign | Edge], str]) -> str:
    """Write a node as a pattern, its signs and edges as an engine has them."""
    match node:
        case Sign() | Edge():
            return leaf(node)
        case Row():
            return "".join(written(one, leaf) for one in node.nodes)
        case Choice():
            return f"(?:{'|'.join(written(one, leaf) for one in node.nodes)})"
        case Repeat():
            most = "" if node.most is None else node.most
            return f"(?:{written(node.node, leaf)}){{{node.least},{most}}}"


def rendered(node: Node) -> str:
    """Write a node for the standard library's engine and bytes in UTF-8."""
    return written(node, _for_bytes)


def _for_bytes(leaf: Sign | Edge) -> str:
    if isinstance(leaf, Edge):
        return leaf.written
    return class_of(leaf.ascii, takes_beyond=leaf.beyond, beyond=True)


_MOST_BRANCHES = 12


def branches(node: Node) -> Sequence[Node]:
    """Give the alternatives of a pattern, each with what stands around it."""
    if isinstance(node, Choice):
        return [branch for one in node.nodes for branch in branches(one)]
    if not isinstance(node, Row):
        return [node]
    for place, one in enumerate(node.nodes):
        if isinstance(one, Choice) and _is_long(one):
            before, behind = node.nodes[:place], node.nodes[place + 1 :]
            rows = [Row((*before, branch, *behind)) for branch in branches(one)]
            found = [branch for row in rows for branch in branches(flat(row))]
            return found if len(found) <= _MOST_BRANCHES else [node]
        if isinstance(one, Row):
            return branches(flat(node))
    return [node]


def flat(row: Row) -> Row:
    """Put rows within a row in their places."""
    nodes: list[Node] = []
    for one in row.nodes:
        nodes += flat(one).nodes if isinstance(one, Row) else (one,)
    return Row(tuple(nodes))


_LONG = 4


def _is_long(choice: Choice) -> bool:
    """Tell a choice between whole spellings from one between signs or words."""
    return any(
        _signs(one) > _LONG or (isinstance(one, Row) and any(map(_is_endless, one.nodes)))
        for one in choice.nodes
        if isinstance(one, Row | Repeat | Choice)
    )


def _is_endless(node: Node) -> bool:
    return isinstance(node, Repeat) and node.most is None


def _signs(node: Node) -> int:
    match node:
        case Row():
            return sum(map(_signs, node.nodes))
        case Choice():
            return min(map(_signs, node.nodes))
        case Repeat():
            return _signs(node.node) * node.least
        case Sign():
            # A letter that is given is a part of a word.
            return int(len(node.ascii) > 2)  # noqa: PLR2004
        case Edge():
            return 0


def is_nothing(node: Node) -> bool:
    """Tell whether a node matches nothing, not even the empty text."""
    match node:
        case Sign():
            return not node.ascii and not node.beyond
        case Edge():
            return False
        case Row():
            return any(map(is_nothing, node.nodes))
        case Choice():
            return all(map(is_nothing, node.nodes))
        case Repeat():
            return node.least > 0 and is_nothing(node.node)


DIGITS = frozenset(b"0123456789")


def least(node: Node, signs: frozenset[int]) -> int:
    """Give how many of its characters are of these signs, at least, in whatever a node matches."""
    match node:
        case Sign():
            return int(node.ascii <= signs and not node.beyond)
        case Edge():
            return 0
        case Row():
            return sum(least(one, signs) for one in node.nodes)
        case Choice():
            return min(least(one, signs) for one in node.nodes)
        case Repeat():
            return least(node.node, signs) * node.least


LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def holds(node: Node, signs: frozenset[int]) -> bool:
    """Tell whether any of these signs may stand in what a node matches."""
    match node:
        case Sign():
            return not node.ascii.isdisjoint(signs)
        case Edge():
            return False
        case Row() | Choice():
            return any(holds(one, signs) for one in node.nodes)
        case Repeat():
            return holds(node.node, signs)


UNBOUNDED = 2048
"""Bytes that stand for a repetition without an end."""


def width(node: Node) -> tuple[int, int]:
    """Give the least and the most bytes of a node."""
    match node:
        case Sign():
            return 1, 4 if node.beyond else 1
        case Edge():
            return 0, 0
        case Row():
            widths = [width(one) for one in node.nodes]
            return sum(least for least, _ in widths), sum(most for _, most in widths)
        case Choice():
            widths = [width(one) for one in node.nodes]
            return min(least for least, _ in widths), max(most for _, most in widths)
        case Repeat():
            least, most = width(node.node)
            return least * node.least, most * node.most if node.most is not None else UNBOUNDED
