"""Ways to fold text so that most shapes become strings, and how often such strings occur in logs."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import prod

EDGE = b"\b"
"""Before or behind a letter: a word begins or ends there."""

DIGITS, LARGE, SMALL = b"0123456789", bytes(range(65, 91)), bytes(range(97, 123))
_BRACKETS = ((b"[({<", b"("), (b"])}>", b")"))
_CASES = tuple((bytes((large,)), bytes((large + 32,))) for large in LARGE)


def _table(*folded: tuple[bytes, bytes], other: bytes = b"") -> bytes:
    table = bytearray(other * 256 if other else range(256))
    for signs, stand_in in folded:
        for sign in signs:
            table[sign] = stand_in[0]
    return bytes(table)


@dataclass(frozen=True)
class Alphabet:
    """A way to fold bytes, and how often its signs occur in logs, roughly."""

    name: str
    table: bytes = field(repr=False)
    shares: bytes = field(default=b"", repr=False)
    """Per cent, by sign."""
    edges: bool = False
    """Whether the end of a word is a sign of it: all that is no letter or digit is a hyphen then."""

    def share(self, string: bytes) -> float:
        """Give the share of places where a string occurs, in logs."""
        if self.edges:
            return share_of_shape(string)
        return prod(max(0.05, self.shares[sign]) / 100 for sign in string)


_SHARES = (
    (SMALL, b"\x04"),
    (DIGITS, b"\x04"),
    (b' -."=', b"\x05"),
    (b"/_,:", b"\x02"),
    (b"\n", b"\x02"),
)
SHAPE = Alphabet(
    "shape",
    _table((DIGITS, b"0"), (LARGE, b"A"), (SMALL, b"a"), other=b"-"),
    edges=True,
)
"""Digits, capitals and small letters each as one sign, everything else as a hyphen."""

EXACT = Alphabet("exact", bytes(range(256)), _table(*_SHARES, (LARGE, b"\x01"), other=b"\x00"))
"""All signs as they are."""

LOWER = Alphabet("lower", _table(*_CASES), _table(*_SHARES, other=b"\x00"))
"""Letters without their case."""

PLAIN = Alphabet(
    "plain",
    _table(*_CASES, (DIGITS, b"0"), *_BRACKETS),
    _table(
        (SMALL, b"\x04"),
        (b"0", b"\x1e"),
        (b' -."=', b"\x05"),
        (b"/_,:()", b"\x02"),
        (b"\n", b"\x02"),
        other=b"\x00",
    ),
)
"""The same with digits as one sign, and brackets as two."""

BETWEEN = 32
_BLANKS = {sign: 1 + number for number, sign in enumerate(b" \n\t\r\v\f")}
PIECES = bytes(
    BETWEEN if sign in SMALL else _BLANKS.get(sign, sign)
    for sign in _table((DIGITS, b"0"), (LARGE, b"A"), *_BRACKETS)
)
"""Digits and capitals each as one sign, small letters as blanks, at which the text is parted."""
_LINE_END = b"\na\n"


def pieces_of(text: bytes) -> bytes:
    """Fold a text, with a blank between pieces: they end at small letters, and with the line.

    The end of a line stands in the piece before it and in the one behind it, so that both show it.
    """
    return text.replace(b"\n", _LINE_END).translate(PIECES)


ALPHABETS = (SHAPE, EXACT, LOWER, PLAIN)
_LETTERS = frozenset(SMALL + LARGE)


# How often one sign follows another in logs, in per cent, and how often it occurs.
_FOLLOWS = {
    b"0": {b"0": 70, b"-": 22, b"a": 6, b"A": 2},
    b"a": {b"0": 3, b"-": 15, b"a": 80, b"A": 2},
    b"A": {b"0": 5, b"-": 15, b"a": 30, b"A": 50},
    b"-": {b"0": 22, b"-": 25, b"a": 45, b"A": 8},
}
_OCCURS = {b"0": 20, b"-": 24, b"a": 50, b"A": 6}


@lru_cache(maxsize=4096)
def share_of_shape(string: bytes) -> float:
    """Give the share of places where a shape occurs, in logs."""
    signs = [bytes((sign,)) for sign in string]
    share = _OCCURS[signs[0]] / 100
    for before, sign in pairwise(signs):
        share *= _FOLLOWS[before][sign] / 100
    return share


_WITH_BLANKS = bytes.maketrans(bytes(_BLANKS.values()), bytes(_BLANKS))


def share_of_piece(part: bytes) -> float:
    """Give the share of places where a part of a piece occurs, in logs."""
    return PLAIN.share(part.translate(_WITH_BLANKS))


def word_in(string: bytes) -> bytes:
    """Give the longest run of letters in a string."""
    return max(
        "".join(chr(sign) if sign in _LETTERS else " " for sign in string).split(), key=len, default=""
    ).encode()
