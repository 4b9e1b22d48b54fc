"""What must stand in a text that a pattern matches, as few short strings of a folded alphabet.

Once digits and letters are folded, most shapes are strings, and strings are found at the speed of memory
(`bytes.find`). The strings are worked out from the pattern itself, so that none can be forgotten.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from privet.linear.alphabets import (
    ALPHABETS,
    DIGITS,
    EDGE,
    EXACT,
    LARGE,
    LOWER,
    SHAPE,
    SMALL,
    Alphabet,
    word_in,
)
from privet.linear.pieces import Piece, is_edge, is_in_words, piece_of, takes_line_ends
from privet.linear.structure import Choice, Edge, Node, Repeat, Row, Sign, rendered, width

MOST = 64
"""Strings that are searched for one pattern."""

_LONGEST = 24
_MOST_COPIES = 20
_FEW = 3
_MOST_BEGINNINGS = 4
_LAST_ASCII = 127
HEAD = 2
"""Signs at the beginning of a match that are looked at before it is tried."""

_WINDOW = 1024
"""Bytes from the start of a match to a string in it, at most; beyond, what comes before is left out."""

_OF_LETTERS = (EXACT, LOWER)
"""Alphabets in which the end of a word is asked for by looking its letters up."""

_ALNUM = frozenset(DIGITS + LARGE + SMALL)
_BLOCK = 65536


@dataclass(frozen=True)
class Cores:
    """Strings of which one stands in every match, and how far behind the start of the match it begins."""

    alphabet: Alphabet
    strings: frozenset[bytes] = field(repr=False)
    least: int
    most: int
    pattern: str = field(repr=False)
    """What matches there, for the standard library's engine."""
    starts_with: bytes
    """Signs that every match begins with; none where they differ."""
    piece: Piece | None
    """What matches in one of the pieces of a text."""
    length: int
    """The most bytes of a match; more than `_WINDOW` where nobody can tell."""
    heads: frozenset[bytes]
    """What stands behind the first sign of the strings, in lower case; none where that is anything."""
    share: float
    """The share of places where one of them stands in logs, about."""
    beyond: bool
    """Whether a match may go beyond a line."""
    needs: bytes
    """A sign that is seldom and stands on the line of every match; nothing where there is none."""
    cost: float
    """The microseconds that 64 KiB of ordinary text cost, about."""


@dataclass(frozen=True)
class _Candidate:
    """Strings that could be the cores of a row of nodes."""

    alphabet: Alphabet
    strings: frozenset[bytes]
    first: int
    """The node that they begin with."""
    led: bool
    """Whether the sign before it is one of theirs."""
    spread: int
    """In how many more places than one a match may begin."""
    lost: int
    """Signs before them that are not looked at."""
    in_pieces: bool

    @property
    def share(self) -> float:
        """The share of places where one of them stands, in logs."""
        return sum(map(self._share, self.strings))

    @property
    def cost(self) -> float:
        hits = self.share * _BLOCK
        each = 2.0 if self.spread <= _FEW else 16
        if self.in_pieces and self.alphabet is SHAPE:
            # What cannot be is seen in the pieces, whatever the strings.
            each = 0.4
        return sum(map(self._search, self.strings)) + hits * each + self.lost * _LOSS

    def _search(self, string: bytes) -> float:
        # Searched among the different pieces of a text first, which are few.
        if self.alphabet is SHAPE:
            return 20 if b"a" in string else 3
        word = word_in(string)
        if len(word) > 1 and string[:1] != word[:1] and string[-1:] != word[-1:]:
            return 0.3
        return 4 if len(word) > 1 else 20

    def _share(self, string: bytes) -> float:
        ended: int = 8 ** string.count(EDGE)
        return self.alphabet.share(string.strip(EDGE)) / ended


def cores_of(branch: Node, *, whole: bool = False) -> Cores | None:
    """Give the cheapest strings that stand in every match of a branch; None where there are none.

    What comes before them may be left out of what matches there, unless the whole is asked for.
    """
    nodes = list(_flat(branch))
    piece = piece_of(nodes)
    in_piece = piece is not None and piece.whole
    found = [
        _Candidate(alphabet, _shortest(strings), first, led, *_lead(nodes[:first]), in_piece)
        for alphabet in ALPHABETS
        for strings, first, led in _candidates(nodes, alphabet)
    ]
    best = min(found, key=lambda one: one.cost, default=None)
    return None if best is None else _cores(nodes, best, piece, whole=whole)


_LOSS = 3000
"""What it costs to take for a match what is none, in microseconds."""


def _lead(nodes: Sequence[Node]) -> tuple[int, int]:
    """Give in how many places more than one a match may begin, and how many signs before go unseen."""
    widths = [width(node) for node in nodes]
    least, most = sum(one for one, _ in widths), sum(one for _, one in widths)
    return (0, least) if most > _WINDOW else (most - least, 0)


def _shortest(strings: frozenset[bytes]) -> frozenset[bytes]:
    """Leave out strings that begin with another."""
    kept: list[bytes] = []
    for one in sorted(strings, key=len):
        if not one.startswith(tuple(kept)):
            kept.append(one)
    return frozenset(kept)


_LEAST_ROW, _MOST_PERIOD = 10, 4


def row_of(branch: Node) -> tuple[Sequence[frozenset[int]], int] | None:
    """Give the sets of a branch that is a row of signs, and how often they come in turn; else None."""
    signs = [node.ascii for node in _flat(branch) if isinstance(node, Sign) and not node.beyond]
    if len(signs) < max(_LEAST_ROW, len(list(_flat(branch)))):
        return None
    for period in range(1, _MOST_PERIOD + 1):
        times, rest = divmod(len(signs), period)
        if not rest and signs == signs[:period] * times:
            return signs[:period], times
    return None


def _flat(node: Node) -> Iterator[Node]:
    """Give the nodes of a row one by one, with those that are there several times."""
    match node:
        case Row():
            for one in node.nodes:
                yield from _flat(one)
        case Repeat() if 0 < node.least <= _MOST_COPIES:
            # What may be missing goes first, so that what must be there stands by what follows.
            if node.most != node.least:
                rest = None if node.most is None else node.most - node.least
                yield Repeat(node.node, 0, rest)
            for _ in range(node.least):
                yield from _flat(node.node)
        case Choice() if (last := _same_end(node)) is not None:
            yield Choice(tuple(Row(one.nodes[:-1]) for one in node.nodes if isinstance(one, Row)))
            yield last
        case _:
            yield node


def _same_end(choice: Choice) -> Node | None:
    """Give the node that all branches end in."""
    ends = {one.nodes[-1] if isinstance(one, Row) and one.nodes else None for one in choice.nodes}
    return ends.pop() if len(ends) == 1 else None


def _candidates(nodes: Sequence[Node], alphabet: Alphabet) -> Iterator[tuple[frozenset[bytes], int, bool]]:
    for first in range(len(nodes)):
        # A match may begin with an end of a word: the sign that makes it one comes before it.
        edge = nodes[first - 1] if first else None
        for strings in _grown(nodes[first:], alphabet):
            if (
                alphabet in _OF_LETTERS
                and isinstance(edge, Edge)
                and all(one[:1].isalpha() for one in strings)
            ):
                yield frozenset(EDGE + one for one in strings), first, False
            elif alphabet.edges and edge is not None and is_edge(edge) and _in_word(strings):
                yield frozenset(b"-" + one for one in strings), first - 1, True
            else:
                yield strings, first, False


def _in_word(strings: frozenset[bytes]) -> bool:
    return all(one[:1] in (b"0", b"A", b"a") for one in strings)


def _cores(nodes: Sequence[Node], best: _Candidate, piece: Piece | None, *, whole: bool) -> Cores | None:
    first = best.first
    widths = [width(node) for node in nodes]
    least, most = sum(one for one, _ in widths[:first]), sum(one for _, one in widths[:first])
    begin, before = 0, ""
    if whole and most > _WINDOW:
        return None
    if not whole and (most > _WINDOW or (least == 0 and most and not best.led)):
        begin, least, most = first, 0, 0
        if first and is_edge(nodes[first - 1]) and is_in_words(nodes[first]):
            before = _NOT_IN_WORD
    return Cores(
        alphabet=best.alphabet,
        strings=best.strings,
        # The sign before a word's end is no part of the match, unless it is an underscore.
        least=least - best.led,
        most=most,
        pattern=before + "".join(map(rendered, nodes[begin:])),
        starts_with=b"" if before else _start(nodes[begin:]),
        piece=piece,
        length=sum(most for _, most in widths[begin:]),
        heads=_heads(nodes[first + 1]) if best.led else frozenset(),
        share=best.share,
        beyond=any(map(takes_line_ends, nodes)),
        needs=_needs(nodes, best),
        cost=best.cost,
    )


def _needs(nodes: Sequence[Node], best: _Candidate) -> bytes:
    """Give a sign that a match holds besides the strings, where it goes beyond no line."""
    if best.alphabet.edges or any(map(takes_line_ends, nodes)):
        return b""
    signs = (bytes(node.ascii) for node in nodes if isinstance(node, Sign) and not node.beyond)
    return next((one for one in signs if len(one) == 1 and not EXACT.shares[one[0]]), b"")


def _heads(node: Node) -> frozenset[bytes]:
    """Give the two signs that each branch of a choice begins with; none where they are anything."""
    if not isinstance(node, Choice):
        return frozenset()
    heads: set[bytes] = set()
    for one in node.nodes:
        pair = next((some for some in _grown(list(_flat(one)), LOWER) if min(map(len, some)) >= HEAD), None)
        if pair is None:
            return frozenset()
        heads |= {string[:HEAD] for string in pair}
    return frozenset(heads)


def _start(nodes: Sequence[Node]) -> bytes:
    start = bytearray()
    for node in nodes:
        if not isinstance(node, Sign) or node.beyond or len(node.ascii) != 1:
            break
        start += bytes(node.ascii)
    return bytes(start)


_NOT_IN_WORD = "(?<![0-9A-Za-z])"


def _grown(nodes: Sequence[Node], alphabet: Alphabet) -> Iterator[frozenset[bytes]]:
    """Give longer and longer strings that a row begins with."""
    strings = frozenset((b"",))
    for place, node in enumerate(nodes):
        if is_edge(node):
            yield from _ended(strings, nodes[place:], alphabet)
            return
        more = _exact(node, alphabet)
        begun = more is None and isinstance(node, Choice)
        if more is None:
            more = _beginnings(node, alphabet) if isinstance(node, Choice) else None
        if more is None:
            return
        strings = frozenset(head + tail for head, tail in product(strings, more))
        if not strings or len(strings) > MOST or max(map(len, strings)) > _LONGEST:
            return
        if all(strings):
            yield strings
        if begun:
            return


def _ended(strings: frozenset[bytes], rest: Sequence[Node], alphabet: Alphabet) -> Iterator[frozenset[bytes]]:
    """Give strings with the end of a word behind them."""
    if alphabet.edges and all(map(is_edge, rest)) and all(one[-1:] in (b"0", b"A", b"a") for one in strings):
        yield frozenset(one + b"-" for one in strings)
    elif alphabet in _OF_LETTERS and isinstance(rest[0], Edge) and all(one[-1:].isalpha() for one in strings):
        yield frozenset(one + EDGE for one in strings)


def _beginnings(choice: Choice, alphabet: Alphabet) -> frozenset[bytes] | None:
    """Give strings of which every branch begins with one."""
    begun: set[bytes] = set()
    for one in choice.nodes:
        grown = [some for some in _grown(list(_flat(one)), alphabet) if len(some) <= _MOST_BEGINNINGS]
        if not grown:
            return None
        begun |= max(grown, key=lambda some: min(map(len, some)))
    return frozenset(begun) if len(begun) <= MOST else None


def _exact(node: Node, alphabet: Alphabet) -> frozenset[bytes] | None:
    """Give all strings that a node is, folded; None where they are many."""
    match node:
        case Sign():
            return _signs(node, alphabet)
        case Edge():
            return frozenset((b"",))
        case Row():
            return _joined([_exact(one, alphabet) for one in node.nodes])
        case Choice():
            return _any_of([_exact(one, alphabet) for one in node.nodes])
        case Repeat():
            if node.most is None or node.most > _FEW:
                return None
            one = _exact(node.node, alphabet)
            return _any_of([_joined([one] * count) for count in range(node.least, node.most + 1)])


def _signs(node: Sign, alphabet: Alphabet) -> frozenset[bytes] | None:
    if node.beyond or (alphabet.edges and any(sign > _LAST_ASCII for sign in node.ascii)):
        return None
    folded = frozenset(bytes((alphabet.table[sign],)) for sign in node.ascii)
    return folded if len(folded) <= MOST else None


def _any_of(parts: Sequence[frozenset[bytes] | None]) -> frozenset[bytes] | None:
    known = [part for part in parts if part is not None]
    union = frozenset[bytes]().union(*known)
    return union if len(known) == len(parts) and len(union) <= MOST else None


def _joined(parts: Sequence[frozenset[bytes] | None]) -> frozenset[bytes] | None:
    strings = frozenset((b"",))
    for part in parts:
        if part is None:
            return None
        strings = frozenset(head + tail for head, tail in product(strings, part))
        if len(strings) > MOST:
            return None
    return strings
