"""A text in the alphabets that cores are strings of, and what its different words and pieces are."""

import re
from collections.abc import Sequence
from functools import cached_property

from privet.linear.alphabets import EXACT, SHAPE, Alphabet, pieces_of
from privet.linear.lines import Line, line_at

_ALL_LETTERS = bytes(sign if bytes((sign,)).isalpha() else 32 for sign in range(256))
_TO_SHAPES = bytes(
    {ord(" "): ord("a"), ord("0"): ord("0"), ord("A"): ord("A")}.get(sign, ord("-")) for sign in range(256)
)


MOST_LINES = 128
"""Lines that hold a sign, up to which it pays to look at them alone."""


def shape_of(piece: bytes) -> bytes:
    """Give a piece in the alphabet of shapes."""
    return piece.translate(_TO_SHAPES)


class View:
    """A text, and what it looks like in the alphabets, each made when it is first asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ascii = data.isascii()
        self._folded: dict[str, bytes] = {}
        self._lines: dict[bytes, Sequence[Line] | None] = {}
        self.starts: dict[object, Sequence[int] | None] = {}
        """By pattern: where its matches may begin, as far as somebody has asked."""

    def folded(self, alphabet: Alphabet) -> bytes:
        """Give the text in an alphabet; one where words have edges has some before and behind it."""
        known = self._folded.get(alphabet.name)
        if known is None:
            known = self.data if alphabet is EXACT else self.data.translate(alphabet.table)
            if alphabet.edges:
                known = b"-%b-" % known
            self._folded[alphabet.name] = known
        return known

    @cached_property
    def different(self) -> frozenset[bytes]:
        """The different stretches between small letters and ends of lines, folded: most lines are alike."""
        # Ends of lines around it, as a text ends a word.
        return frozenset(pieces_of(b"\n%b\n" % self.data).split())

    @cached_property
    def pieces(self) -> bytes:
        """These pieces in one."""
        return b" %b " % b" ".join(self.different)

    @cached_property
    def shapes(self) -> bytes:
        """The same in the alphabet of shapes, of which still fewer are different."""
        return b"-a%ba-" % b"a".join(set(shape_of(self.pieces).split(b"a")))

    @cached_property
    def runs(self) -> frozenset[bytes]:
        """Its different runs of letters."""
        return frozenset(self.data.translate(_ALL_LETTERS).split())

    @cached_property
    def words(self) -> frozenset[bytes]:
        """All its words in lower case: runs of letters, and what they are made of in camel case."""
        return words_of(b" ".join(self.runs))

    @cached_property
    def spelled(self) -> bytes:
        """Its runs of letters in one piece."""
        return b" %b " % b" ".join(self.runs)

    @cached_property
    def spoken(self) -> bytes:
        """The same in lower case."""
        return self.spelled.lower()

    def lines_with(self, sign: bytes) -> Sequence[Line] | None:
        """Give the lines that hold a sign; None where they are many."""
        if sign not in self._lines:
            self._lines[sign] = self._found_lines(sign)
        return self._lines[sign]

    def _found_lines(self, sign: bytes) -> Sequence[Line] | None:
        lines: list[Line] = []
        place = self.data.find(sign)
        while place >= 0:
            if len(lines) == MOST_LINES:
                return None
            lines.append(line_at(self.data, place))
            place = self.data.find(sign, lines[-1][1])
        return lines

    @cached_property
    def signs(self) -> frozenset[str]:
        """All its characters."""
        return frozenset(self.data.decode("utf-8", "replace"))


def words_of(runs: bytes) -> frozenset[bytes]:
    """Give runs of letters between blanks in lower case, and what they are made of in camel case."""
    folded = runs.translate(SHAPE.table)
    found = runs.lower().split()
    for edge in (_CAMEL, _ACRONYM):
        places = [one.start() + 1 for one in edge.finditer(folded)]
        if places:
            ends = zip([0, *places], [*places, len(runs)], strict=True)
            found += b" ".join([runs[first:last] for first, last in ends]).lower().split()
    return frozenset(found)


_CAMEL = re.compile(b"aA")
# `SSNNumber`: an abbreviation in capitals ends before the last of them.
_ACRONYM = re.compile(b"a(?=A)|A(?=Aa)")


class ViewedBytes(bytes):
    """Bytes that carry their view, so that every search in them may use it."""

    view: View


def viewed(data: bytes) -> bytes:
    """Give bytes with a view."""
    made = ViewedBytes(data)
    made.view = View(data)
    return made


def view_of(data: bytes) -> View:
    """Give the view of bytes, their own where they have one."""
    return data.view if isinstance(data, ViewedBytes) else View(data)
