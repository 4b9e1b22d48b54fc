"""Tables in text: a column that is named in their first line has its name put before each of its values."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from privet.detection.layers.decoded import Decoded, Layer, Piece, Rewritten, line_end, line_start
from privet.detection.linear import compile_bytes
from privet.detection.owners import owners_of
from privet.detection.source import Budget

# How a line of names ends. A blank behind the comma is left to prose, of which many lines end so. One
# separator at a time: without RE2 they are looked for as strings.
_GATE = "|".join(rf"{one}\"?[A-Za-z_][A-Za-z_ ]*[0-9]?\"?\r?\n" for one in (",", ";", r"\t"))
_HEADER_END = compile_bytes(_GATE)

MAX_NAME = 64
"""Characters of a column's name."""

_NAME = rf"\"?([A-Za-z_][A-Za-z0-9_ .\-]{{0,{MAX_NAME - 1}}})\"?"
_WHOLE_NAME = compile_bytes(rf"^{_NAME}$")
# Before the first name a key may stand, or an indentation.
_LAST_NAME = compile_bytes(rf"{_NAME}$")

MIN_ROWS = 2
"""One line under another is no table: any enumeration may go on over a line."""

_KNOWN_ANYHOW = frozenset({"EmailAddress"})
"""What needs no name: to find it twice would cost and give nothing."""


class _Cell(NamedTuple):
    """A value, and the name of its column."""

    name: bytes
    start: int
    end: int


def _tables(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _HEADER_END.search(data, begin)) is not None:
        begin = match.end()
        separator = data[match.start() : match.start() + 1]
        names = _names(data[line_start(data, match.start()) : begin].rstrip(), separator, budget)
        if any(names):
            begin, cells = _rows(data, begin, separator, names)
            if cells:
                yield _under_names(data, cells, budget)


def _under_names(data: bytes, cells: Sequence[_Cell], budget: Budget) -> Decoded:
    """Write each value on a line of its own, behind its name."""
    budget.unfold(sum(len(cell.name) + 2 + cell.end - cell.start for cell in cells))
    raw = b"".join(b"%b=%b\n" % (cell.name, data[cell.start : cell.end]) for cell in cells)
    return Decoded("", raw, Rewritten(cells[0].start, lambda: _pieces(cells)))


def _names(header: bytes, separator: bytes, budget: Budget) -> list[bytes]:
    """Give the names of the columns: empty where a name says nothing, none where they are no names."""
    names: list[bytes] = []
    for cell in reversed(header.split(separator)):
        name = _WHOLE_NAME.search(cell) or _LAST_NAME.search(cell[-MAX_NAME - 2 :])
        if name is None:
            break
        budget.spend()
        names.append(name.group(1) if owners_of(name.group(1)) - _KNOWN_ANYHOW else b"")
        if len(name.group()) < len(cell):
            break
    return names[::-1] if len(names) > 1 else []


def _rows(data: bytes, begin: int, separator: bytes, names: Sequence[bytes]) -> tuple[int, list[_Cell]]:
    """Read lines as long as they have as many cells; give where they end, and what stands under the names."""
    cells: list[_Cell] = []
    rows = 0
    while begin < len(data):
        end = line_end(data, begin)
        places = _places(data[begin:end], separator)
        if len(places) != len(names):
            break
        rows += 1
        cells += (
            _Cell(name, begin + first, begin + last)
            for name, (first, last) in zip(names, places, strict=True)
            if name and first < last
        )
        begin = end + 1
    return begin, cells if rows >= MIN_ROWS else []


def _places(row: bytes, separator: bytes) -> list[tuple[int, int]]:
    """Give where the cells of a row begin and end; in quotes a separator is text (RFC 4180)."""
    parts = row.rstrip(b"\r").split(separator)
    ends = [end - 1 for end in accumulate(len(part) + 1 for part in parts)]
    plain = list(zip((0, *(end + 1 for end in ends)), ends, strict=False))
    if b'"' not in row:
        return plain
    quoted = list[tuple[int, int]]()
    start, inside = 0, False
    for part, end in zip(parts, ends, strict=True):
        inside ^= bool(part.count(b'"') % 2)
        if not inside:
            quoted.append((start, end))
            start = end + 1
    # A quote that nobody closes is a character like any other.
    return plain if inside else quoted


def _pieces(cells: Sequence[_Cell]) -> Iterator[Piece]:
    """Tell what stands between the values: their names, in place of what is between them in the text."""
    made, done = 0, cells[0].start
    for cell in cells:
        length = len(cell.name) + 1 + (made > 0)
        yield Piece(made, made + length, done, cell.start)
        made += length + cell.end - cell.start
        done = cell.end


TABLES = Layer("", _GATE, _tables)
