"""Values of an `INSERT` statement, each with its column: the columns are named before the values."""

from collections.abc import Iterator
from typing import NamedTuple

from privet.detection.linear import compile_bytes
from privet.detection.source import Budget

INSERTED = r"\b(?:INSERT|insert|Insert) (?:INTO|into|Into) "
"""A pattern that occurs in every statement."""

_INSERT = compile_bytes(
    rf"{INSERTED}[A-Za-z0-9_.`\"\[\]]{{1,128}} ?\(([A-Za-z0-9_ ,`\"\[\]]{{1,600}})\)[ \t]{{0,4}}"
    r"(?:VALUES|values|Values)[ \t]{0,4}"
)
_QUOTED = r"'((?:[^'\n\\]|''|\\[^\n])*)'"
_CELL = compile_bytes(rf"[ \t]*([(,])[ \t]*(?:[NE]?{_QUOTED}|[^',()\n]*(?:\([^()\n]*\))?)(?:[ \t]*\))?")


class Cell(NamedTuple):
    """A quoted value, and its column as it is written."""

    column: bytes
    start: int
    end: int


def inserted(data: bytes, budget: Budget) -> Iterator[Cell]:
    """Give the quoted values of all rows of all statements that stand on one line each."""
    for statement in _INSERT.finditer(data):
        columns = [column.strip(b' \t`"[]') for column in statement.group(1).split(b",")]
        place, number = statement.end(), 0
        while (cell := _CELL.match(data, place, len(data))) is not None:
            budget.spend()
            # A row ends where the next begins: there the columns start anew.
            number = 0 if cell.group(1) == b"(" else number + 1
            if number < len(columns) and cell.start(2) >= 0:
                yield Cell(columns[number], *cell.span(2))
            place = cell.end()
            if data[place : place + 1] == b",":
                rest = data[place + 1 : place + 8].lstrip()
                place += 1 if rest[:1] == b"(" else 0
