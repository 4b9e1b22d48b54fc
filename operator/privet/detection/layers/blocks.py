"""Blocks: a key whose value is a list or a map on the lines under it speaks for what stands there."""

import re
from dataclasses import dataclass, field

from privet.detection.context import NEUTRAL
from privet.detection.layers.decoded import NEXT_TEXT
from privet.detection.layers.tables import MAX_NAME, Cell
from privet.detection.owners import spoken_of
from privet.detection.source import Budget
from privet.linear.lines import line_end

_SIGN = rb"[A-Za-z0-9_.\-\x80-\xff]"
_KEY = rb"[A-Za-z_\x80-\xff]%b{0,%d}+(?: %b{1,24}+){0,3}" % (_SIGN, MAX_NAME - 1, _SIGN)
# `ssn:`, `"ssn": [`, `ssn: &anchor !!seq`, `ssn = [`, `"ssn" => [`, `SSN: []string{`, `**SSN:**`.
_OPENER = re.compile(
    rb"(?:^|[ \t{,\[(\"'`*=.])(%b)\\?[\"'`*]{0,3}[ \t]{0,4}"
    rb"(?:(?::=?|=>?)[ \t]{0,8}[A-Za-z\[\].*]{0,24}[\[{(]"
    rb"|:\*{0,2}[ \t]{0,8}(?:[&!][^ \t\n]{1,64}[ \t]*){0,2})"
    rb"[ \t]*(?:#.*)?\r?$" % _KEY
)
_OWN_KEY = re.compile(rb"\\?[\"']?(%b)\\?[\"']?[ \t]{0,4}(?::=?|=>?)[ \t]{0,8}" % _KEY)
_TAG = re.compile(rb"<(%b)(?: [^<>]{0,96})?>[ \t]*\r?$" % _KEY)
_INDENT = re.compile(rb"[ \t]*(?:- +)*")
_CLOSES = (b"]", b"}", b")", b"</")
# A number alone on its line, in quotes or not.
_BARE = re.compile(rb"[ \t]*\\?[\"']?[+(]?[0-9][0-9 .\-/()]{3,46}\\?[\"']?[,;]?\r?$")

MAX_OPENER = 256
"""Bytes at the end of a line in which the key of a block stands."""


@dataclass(frozen=True)
class Opener:
    """The line that a block stands under."""

    name: bytes = field(repr=False)
    indent: int
    closed: bool
    """Whether a sign ends the block, rather than where its lines begin."""
    end: int


def opened_by(data: bytes, start: int, end: int) -> Opener | None:
    """Give what a line opens, if anything."""
    line = data[max(start, end - MAX_OPENER) : end]
    bare = line.partition(b" #")[0].rstrip()
    match = _OPENER.search(line) or _TAG.search(line)
    if match is None:
        return None
    indent = _INDENT.match(data, start, end)
    closed = bare[-1:] in b"[{(>"
    return Opener(match.group(1), indent.end() - start if indent else 0, closed, end)


class Block:
    """The lines under a key, and which of them it speaks for."""

    def __init__(self, data: bytes, opener: Opener, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        # A key within that says something else speaks for what is under it, and says nothing to us.
        self._keys: list[tuple[Opener, bytes]] = [(opener, opener.name)]
        self.cells: list[Cell] = []
        """The values in it, each behind the innermost key that is about it."""
        self.end = opener.end
        while self.end + 1 < len(data) and self._read(self.end + 1, line_end(data, self.end + 1)):
            pass

    def __repr__(self) -> str:
        return f"Block({len(self.cells)} cells)"

    def _read(self, begin: int, stop: int) -> bool:
        """Read a line, and tell whether it was one of the block."""
        self._budget.spend()
        data, keys = self._data, self._keys
        head = _INDENT.match(data, begin, stop)
        first = head.end() if head else begin
        if first < stop:
            opener = keys[0][0]
            indent = _depth(data, begin, first)
            while keys and _is_over(keys[-1][0], data, first, indent, listed=first - begin > indent):
                keys.pop()
            if not keys:
                if not self.cells and not opener.closed and _BARE.match(data, begin, stop):
                    self.cells.append(Cell(opener.name + b"=", first, stop))
                    self.end = stop
                return False
            within = opened_by(data, begin, stop)
            if within is not None:
                keys.append((within, _name(within.name, keys[-1][1])))
            elif keys[-1][1]:
                self._take(keys[-1][1], first, stop)
        self.end = stop
        return True

    def _take(self, name: bytes, first: int, stop: int) -> None:
        """Take what stands on a line of its own, or behind a key that says nothing about it."""
        key = _OWN_KEY.match(self._data, first, stop)
        if key is None:
            self.cells.append(Cell(name + b"=", first, stop))
        elif key.group(1).lower() in NEUTRAL and key.end() < stop:
            self.cells.append(Cell(name + b"=", key.end(), stop))


def _depth(data: bytes, begin: int, first: int) -> int:
    """Give how far a line is indented, without the signs of items."""
    return len(data[begin:first]) - len(data[begin:first].lstrip(b" \t"))


def _is_over(opener: Opener, data: bytes, first: int, indent: int, *, listed: bool) -> bool:
    """Tell whether a line that begins there is behind a block."""
    if data[first : first + 1] == NEXT_TEXT:
        return True
    if opener.closed:
        return indent < opener.indent or (indent == opener.indent and data.startswith(_CLOSES, first))
    # The items of a list in YAML stand as deep as its key.
    return indent < opener.indent or (indent == opener.indent and not listed)


def _name(name: bytes, outer: bytes) -> bytes:
    """Give whose values stand under a key in the block of another."""
    if spoken_of(name):
        return name
    return outer if name.lower() in NEUTRAL else b""
