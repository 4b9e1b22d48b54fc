"""Tables in text: a column that is named in their first line has its name put before each of its values."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from privet.detection.layers.decoded import NEXT_TEXT, Decoded, Layer, Piece, Rewritten
from privet.detection.linear import compile_bytes
from privet.detection.owners import spoken_of
from privet.detection.source import Budget
from privet.linear.lines import Line, line_end, line_start

# How a line of names ends. A blank behind the comma is left to prose, of which many lines end so. One
# separator at a time: without RE2 they are looked for as strings.
_GATE = "|".join(rf"{one}\"?[A-Za-z_][A-Za-z_ ]*[0-9]?\"?\r?\n" for one in (",", ";", r"\t"))
_HEADER_END = compile_bytes(_GATE)

MAX_NAME = 64
"""Characters of a column's name."""

MAX_HEADER = 4096
"""Bytes of a line of names."""

_NAME = rf"\"?([A-Za-z_][A-Za-z0-9_ .\-]{{0,{MAX_NAME - 1}}})\"?"
_WHOLE_NAME = compile_bytes(rf"^{_NAME}$")
# Before the first name a key may stand, or an indentation.
_LAST_NAME = compile_bytes(rf"{_NAME}$")

SURE_ROWS = 2
"""One line under another is hardly a table, unless it holds a number: enumerations go on over a line."""

SURE_COLUMNS = 3
"""So many names without a blank are a table with one row, too: an enumeration has blanks."""

_KNOWN_ANYHOW = frozenset({"EmailAddress"})
"""What needs no name: to find it twice would cost and give nothing."""

# A number of some length, by itself, as its whole cell: no word stands behind it.
_NUMBER = re.compile(rb"(?!.* [A-Za-z]{2})[\"' \t]*[A-Za-z]{0,4}[0-9][0-9A-Za-z .\-/_+]{3,46}[\"' \t\r]*$")
_LEAST_DIGITS = 5
_DIGITS = b"0123456789"


class Cell(NamedTuple):
    """A value, and what is put before it."""

    name: bytes
    start: int
    end: int


def is_number(cell: bytes) -> bool:
    """Tell whether a cell holds a number or code and nothing else: what a row by itself must have."""
    return _NUMBER.match(cell) is not None and len(cell) - len(cell.translate(None, _DIGITS)) >= _LEAST_DIGITS


def _tables(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _HEADER_END.search(data, begin)) is not None:
        begin = match.end()
        separator = data[match.start() : match.start() + 1]
        header = data[line_start(data, match.start()) : begin].rstrip()
        names = _names(header, separator, budget)
        if any(names):
            sure = len(names) >= SURE_COLUMNS and b" " not in header
            begin, cells = _rows(data, begin, separator, names, sure=sure)
            if cells:
                yield under_names(data, cells, budget)


def under_names(data: bytes, cells: Sequence[Cell], budget: Budget) -> Decoded:
    """Write each value on a line of its own, behind its name."""
    budget.unfold(sum(len(cell.name) + 1 + cell.end - cell.start for cell in cells))
    raw = b"".join(b"%b%b\n" % (cell.name, data[cell.start : cell.end]) for cell in cells)
    return Decoded("", raw, Rewritten(cells[0].start, lambda: _pieces(cells)))


def _names(header: bytes, separator: bytes, budget: Budget) -> list[bytes]:
    """Give the names of the columns: empty where a name says nothing, none where they are no names."""
    names: list[bytes] = []
    for cell in reversed(header.split(separator)):
        name = _WHOLE_NAME.search(cell) or _LAST_NAME.search(cell[-MAX_NAME - 2 :])
        if name is None:
            break
        budget.spend()
        names.append(_prefix(name.group(1)))
        if len(name.group()) < len(cell):
            break
    return names[::-1] if len(names) > 1 else []


def _rows(
    data: bytes, begin: int, separator: bytes, names: Sequence[bytes], *, sure: bool
) -> tuple[int, list[Cell]]:
    """Read lines as long as they have as many cells; give where they end, and what stands under the names."""
    cells: list[Cell] = []
    rows = 0
    while begin < len(data):
        end = line_end(data, begin)
        places = _places(data[begin:end], separator)
        if len(places) != len(names):
            break
        rows += 1
        cells += (
            Cell(name, begin + first, begin + last)
            for name, (first, last) in zip(names, places, strict=True)
            if name and first < last
        )
        begin = end + 1
    return begin, _believed(data, cells, sure=sure or rows >= SURE_ROWS)


def _believed(data: bytes, cells: list[Cell], *, sure: bool) -> list[Cell]:
    """Give the cells of a table; of what may be none those that hold a number."""
    if sure:
        return cells
    return [cell for cell in cells if is_number(data[cell.start : cell.end])]


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


def _pieces(cells: Sequence[Cell]) -> Iterator[Piece]:
    """Tell what stands between the values: their names, in place of what is between them in the text."""
    made, done = 0, cells[0].start
    for cell in cells:
        length = len(cell.name) + (made > 0)
        yield Piece(made, made + length, done, cell.start)
        made += length + cell.end - cell.start
        done = cell.end


TABLES = Layer("", _GATE, _tables)


# What follows is asked for by a word of context alone, see `headings`.

MOST_WORDS = 4
"""Words of a name in a heading; more are a sentence."""
_PROSE = frozenset(b"a an the this that my your our his her their please and or is are was for to".split())
_FIELD = re.compile(rb"[ \t]*[\"'`]?([A-Za-z_\x80-\xff][A-Za-z0-9_.\- \x80-\xff]{0,63}?)[\"'`]?[ \t]*$")
_RULE = re.compile(rb"[ \t]*[|+]?[ \t]*[:\-=]{2}[\-=+:| \t]*\r?$")
_SEPARATORS = (b"|", b"\t", b",", b";")


def tables_under(data: bytes, line: Line, budget: Budget) -> Iterator[tuple[Sequence[Cell], int]]:
    """Give what stands under a line of names, and where that ends."""
    start, end = line
    begin = start
    if end - start > MAX_HEADER or end + 1 >= len(data) or _HEADER_END.search(data, start, end + 1):
        return
    header = data[begin:end].rstrip(b"\r")
    separator = next((one for one in _SEPARATORS if one in header), b"")
    names = _fields(header, separator)
    if not any(names):
        return
    yield _cells_under(data, end + 1, separator, names, budget)


def _fields(header: bytes, separator: bytes) -> list[bytes]:
    """Give what is put before the values of each column; none where they are no names."""
    cells = header.split(separator) if separator else [header]
    # The first may have the name of its text before it.
    cells[0] = cells[0].rpartition(b"=")[2]
    if separator == b"|":
        cells = _inner(cells)
    names: list[bytes] = []
    for cell in cells:
        field = _FIELD.match(cell)
        if field is None or not _is_name(field.group(1)):
            return []
        names.append(_prefix(field.group(1)))
    return names


def _is_name(field: bytes) -> bool:
    parts = field.lower().split()
    return len(parts) <= MOST_WORDS and _PROSE.isdisjoint(parts)


def _prefix(name: bytes) -> bytes:
    return name + b"=" if spoken_of(name) - _KNOWN_ANYHOW else b""


def _inner(cells: list[bytes]) -> list[bytes]:
    """Leave out what stands outside of the first and the last sign of a row in a frame."""
    first = 1 if len(cells) > 1 and not cells[0].strip() else 0
    last = len(cells) - 1 if len(cells) > 1 and not cells[-1].strip() else len(cells)
    return cells[first:last]


def _cells_under(
    data: bytes, begin: int, separator: bytes, names: Sequence[bytes], budget: Budget
) -> tuple[list[Cell], int]:
    cells, rows, ruled = list[Cell](), 0, False
    done = begin - 1
    while begin < len(data):
        budget.spend()
        end = line_end(data, begin)
        row = data[begin:end]
        if row.startswith((b"\\.", NEXT_TEXT)) or row.rstrip().endswith(b";"):
            break
        if separator in (b"|", b"") and _RULE.match(row):
            ruled = True
        else:
            places = _places(row, separator) if separator else [(0, len(row.rstrip(b"\r")))]
            if separator == b"|":
                places = _framed(row, places)
            if len(places) != len(names) or (not separator and not is_number(row)):
                break
            rows += 1
            cells += (
                Cell(name, *_stripped(data, begin + first, begin + last))
                for name, (first, last) in zip(names, places, strict=True)
                if name and row[first:last].strip()
            )
        done, begin = end, end + 1
    # Nothing but a table has a line between its names and its rows.
    return _believed(data, cells, sure=rows >= SURE_ROWS or (ruled and separator == b"|")), done


def _framed(row: bytes, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(places) > 1 and not row[slice(*places[0])].strip():
        places = places[1:]
    if len(places) > 1 and not row[slice(*places[-1])].strip() and row.rstrip().endswith(b"|"):
        places = places[:-1]
    return places


def _stripped(data: bytes, start: int, end: int) -> tuple[int, int]:
    cell = data[start:end]
    # `N'…'` is a text as well (ISO/IEC 9075-2, national character strings).
    begin = start + len(cell) - len(cell.lstrip()) + cell.lstrip().startswith((b"N'", b"E'"))
    return begin, end - len(cell) + len(cell.rstrip())


# A list of columns and what it is of: the rows of INSERT, those of COPY, and lists in JSON.
_INSERT = compile_bytes(r"(?i)\(([^()\x00]+)\)\s*VALUES\s*\(")
_COPY = compile_bytes(r"(?i)\(([^()\x00]+)\)\s+FROM\s+STDIN\b[^\n]*\r?\n")
_COLUMNS = compile_bytes(r"\[([^\[\]{}\x00]+)\]\s*,\s*\\?\"[A-Za-z_]{1,32}\\?\"\s*:\s*\[\s*\[")
_FRAMES = ((b"(", _INSERT), (b"[", _COLUMNS))
_PART = re.compile(
    rb"'(?:[^'\\\x00]|\\.|''){0,1024}+'|\\?\"(?:[^\"\\\x00]|\\[^\"]){0,1024}+\\?\"|"
    rb"[^,()\[\]'\"\\\x00]++|.",
    re.DOTALL,
)
MAX_ROW = 4 << 10
"""Bytes of one row in brackets; a longer one is none."""
_NEXT_ROW = re.compile(rb"\s{0,64}+,\s{0,64}+[(\[]")

MAX_COLUMNS = 1024
"""Bytes of a list of columns before the line that a word in it stands on, and behind that line."""


def tuples_near(data: bytes, line: Line, done: int, budget: Budget) -> Iterator[tuple[Sequence[Cell], int]]:
    """Give what stands in rows whose columns are listed on a line, or around it, and where they end.

    What stands before `done` has been read.
    """
    start, end = line
    first, last = max(done, start - MAX_COLUMNS), min(len(data), end + MAX_COLUMNS)
    for opening, pattern in _FRAMES:
        begin = first if data.find(opening, first, end) >= 0 else last
        while (match := pattern.search(data, begin, last)) is not None and match.start() <= end:
            budget.spend()
            begin = match.end()
            names = _fields(match.group(1).replace(b"\n", b" ").replace(b'\\"', b'"'), b",")
            cells: Sequence[Cell] = ()
            if match.end(1) > start and any(names):
                cells, begin = _tuples(data, match.end() - 1, names, budget)
            yield cells, begin
    if data.find(b"(", start, end) >= 0:
        for match in _COPY.finditer(data, start, end + 1):
            names = _fields(match.group(1), b",")
            if any(names):
                yield _cells_under(data, match.end(), b"\t", names, budget)


def _tuples(data: bytes, begin: int, names: Sequence[bytes], budget: Budget) -> tuple[list[Cell], int]:
    """Read rows in brackets as long as one follows the other."""
    cells: list[Cell] = []
    while True:
        budget.spend()
        row, begin = _row(data, begin)
        if len(row) == len(names):
            cells += (
                Cell(name, *_stripped(data, *place)) for name, place in zip(names, row, strict=True) if name
            )
        following = _NEXT_ROW.match(data, begin)
        if following is None:
            return cells, begin
        begin = following.end() - 1


def _row(data: bytes, begin: int) -> tuple[list[tuple[int, int]], int]:
    """Give where the values of a row begin and end, and where it ends itself."""
    places, depth, first = list[tuple[int, int]](), 0, begin + 1
    for part in _PART.finditer(data, begin, begin + MAX_ROW):
        sign = part.group()
        if sign in (b"(", b"["):
            depth += 1
        elif sign in (b")", b"]"):
            depth -= 1
            if not depth:
                return [*places, (first, part.start())], part.end()
        elif sign == NEXT_TEXT:
            return [], part.start()
        elif sign == b"," and depth == 1:
            places.append((first, part.start()))
            first = part.end()
    # What was read is not read again: another bracket in it would be read as far.
    return [], min(len(data), begin + MAX_ROW)
