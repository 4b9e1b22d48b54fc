"""What stands in one piece of a text with every match of a pattern: pieces are few, and are asked first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from privet.linear.alphabets import BETWEEN, DIGITS, EXACT, LARGE, PIECES, SMALL, share_of_piece
from privet.linear.spelling import class_of
from privet.linear.structure import Choice, Edge, Node, Repeat, Row, Sign

_ALNUM = frozenset(DIGITS + LARGE + SMALL)


@dataclass(frozen=True)
class Piece:
    """What matches in one piece of a text, as `PIECES` folds it."""

    pattern: str
    whole: bool
    """Whether the match stands in one piece from end to end."""
    literal: bytes
    """A string of it, folded, which stands in every such piece."""
    share: float
    """The share of places where it stands in logs, about."""


def piece_of(nodes: Sequence[Node]) -> Piece | None:
    """Give what is most seldom of what stands in one piece with every match of a row of nodes."""
    parts = list(_parts(nodes))
    if len(parts) == 1 and len(parts[0]) == len(nodes):
        return _piece(nodes, whole=True)
    # The last of equals: what comes first was looked for already, in most texts.
    pieces = [_piece(_inner(part), whole=False) for part in reversed(parts)]
    return min((one for one in pieces if one.literal), key=lambda one: one.share, default=None)


def _piece(nodes: Sequence[Node], *, whole: bool) -> Piece:
    written = [_folded(node) or "" for node in nodes]
    if len(nodes) > 1 and is_edge(nodes[0]) and is_in_words(nodes[1]) and written[1]:
        # The sign first, as it is found faster than an edge.
        written[:2] = [f"{written[1]}(?<![0A]{written[1]})"]
    literal = min(_literals(nodes), key=share_of_piece, default=b"")
    return Piece("".join(written), whole, literal, prod(map(_share, nodes)))


def _parts(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """Part nodes where a match goes on in another piece: at letters, and at ends of lines, that both have."""
    part: list[Node] = []
    for node in nodes:
        ends_line = takes_line_ends(node)
        if _folded(node) is not None:
            part.append(node)
            if not ends_line:
                continue
        yield part
        part = [node] if node == _LINE_END else []
    yield part


def _inner(part: Sequence[Node]) -> Sequence[Node]:
    """Leave out ends of words at either end: there are letters beyond, which no piece shows."""
    places = [place for place, node in enumerate(part) if not is_edge(node)]
    return part[places[0] : places[-1] + 1] if places else ()


def _literals(nodes: Sequence[Node]) -> Iterator[bytes]:
    string = b""
    for node in nodes:
        folded = (
            {PIECES[sign] for sign in node.ascii} if isinstance(node, Sign) and not node.beyond else set()
        )
        if len(folded) == 1:
            string += bytes(folded)
        else:
            yield from (string,) if string else ()
            string = b""
    yield from (string,) if string else ()


def _share(node: Node) -> float:
    match node:
        case Sign():
            return min(1.0, sum(EXACT.share(bytes((sign,))) for sign in node.ascii))
        case Edge():
            return 1.0
        case Row():
            return prod(map(_share, node.nodes))
        case Choice():
            return min(1.0, sum(map(_share, node.nodes)))
        case Repeat():
            return _share(node.node) ** node.least


def is_in_words(node: Node) -> bool:
    """Tell one sign that is a letter or a digit, whichever it is."""
    return isinstance(node, Sign) and not node.beyond and node.ascii <= _ALNUM


def takes_line_ends(node: Node) -> bool:
    """Tell whether what a node matches may hold the end of a line."""
    match node:
        case Sign():
            return ord("\n") in node.ascii
        case Edge():
            return False
        case Row() | Choice():
            return any(map(takes_line_ends, node.nodes))
        case Repeat():
            return takes_line_ends(node.node)


def is_edge(node: Node) -> bool:
    """Tell the end of a word, also where an underscore may stand for it."""
    if isinstance(node, Choice):
        return any(isinstance(one, Edge) for one in node.nodes) and all(map(_is_edge_or_joint, node.nodes))
    return isinstance(node, Edge)


def _is_edge_or_joint(node: Node) -> bool:
    return isinstance(node, Edge) or node == Sign(frozenset(b"_"))


_LINE_END = Sign(frozenset(b"\n"))
_PIECE_END, _PIECE_START = r"(?=\x02\x20)", r"(?:(?<=\x20)|(?<=\x20\x02))"
_PIECE_EDGES = {r"\b": r"\b", r"\Z": _PIECE_END, r"\A": _PIECE_START}
"""Before and behind a text stands the end of a line."""


def _folded(node: Node) -> str | None:
    """Write a node for text that `PIECES` has folded; None where it takes letters that part the pieces."""
    match node:
        case Sign():
            folded = frozenset(PIECES[sign] for sign in node.ascii)
            return (
                None
                if node.beyond or BETWEEN in folded
                else class_of(folded, takes_beyond=False, beyond=False)
            )
        case Edge():
            return _PIECE_EDGES.get(node.written, "")
        case Row():
            written = [_folded(one) for one in node.nodes]
            return None if None in written else "".join(filter(None, written))
        case Choice():
            written = [_folded(one) for one in node.nodes]
            return None if None in written else f"(?:{'|'.join(one or '' for one in written)})"
        case Repeat():
            inner = _folded(node.node)
            most = "" if node.most is None else node.most
            return None if inner is None else f"(?:{inner}){{{node.least},{most}}}"
