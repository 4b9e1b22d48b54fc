"""Names that stand elsewhere than before their values: over a block, over a table, beside a `value`.

Where a name says so by its form alone (`,ssn` at the end of a line), a gate tells. Most headings look like
ordinary lines, and to ask every line would cost more than all gates together: here a word of context comes
first, and only the line that it stands on is read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from privet.detection.layers.blocks import Block, opened_by
from privet.detection.layers.decoded import Decoded
from privet.detection.layers.tables import MAX_NAME, Cell, tables_under, tuples_near, under_names
from privet.detection.linear import compile_bytes
from privet.detection.owners import spoken_of
from privet.detection.source import Budget
from privet.linear.lines import Line, line_end

# What may stand behind a word that is, or ends, the name over something: the rest of the name, and then the
# next name, the end of a list of names, or the end of the line. Tried at one place only.
_FOLLOWS = re.compile(
    rb"[A-Za-z0-9_\x80-\xff]{0,2}?s?(?:[ _.\-]?(?:numbers?|nummer|num|nr|no|values?|val|list"
    rb"|[0-9]{1,3})){0,3}\\?[\"'`*]{0,3} {0,64}"
    rb"(?:[,;|\t)\]}]|(?::=?|=>?|>)[^0-9\"'\n]{0,96}\r?$|(\r?$))",
    re.IGNORECASE,
)
# Most words are told by the signs around their end: what goes on is a `number`, a `value` or a `list`, of
# which the pattern of words may have taken one or two signs.
_ENDS = rb",;|\t)\]}:=>\r\n\\\"'`*sS0-9"
_MAY_HEAD = re.compile(
    rb"(?s:.)(?:[ _.\-](?:(?i:nu|nr|no|va|li)|[ %b]|\Z)|[%b]|\Z)|(?i:_[nvl]|nu|nr|no|va|li|um|al|is)"
    % (_ENDS, _ENDS)
)
_LISTS = frozenset(bytes((sign,)) for sign in b",;|)]}")
_OPENED = frozenset(bytes((sign,)) for sign in b" \t-0123456789\"'\\+([{<")
# How the line under a name begins, or the one under that, where it matters: with a value, a comment, a frame.
_UNDER = re.compile(rb"[ \t]*(?:[0-9\"'()+|#\]]|//|--|==|[A-Z]{1,4}[0-9])")
# What every heading has: the sign of a block at its end, a frame, a `name`, rows, or nothing but names.
_HEADING = re.compile(
    rb"[:=>\[{(][^\n\"'0-9]{0,96}$|\||name\\?[\"']?:|\)[ \t]*(?:VALUES|FROM)|\][ \t]*,"
    rb"|^[A-Za-z0-9_\"'`*\t ,;.=\-\x80-\xff()\[\]\r]+$",
    re.IGNORECASE,
)


def may_head(data: bytes, word_end: int) -> bool:
    """Tell by the signs around the end of a word whether it may be, or end, a name over something."""
    return _MAY_HEAD.match(data, word_end - 1) is not None


def heads(data: bytes, word_end: int, line: Line) -> bool:
    """Tell whether the line of such a word may be a heading, by what follows the word on it."""
    start, end = line
    match = _FOLLOWS.match(data, max(0, word_end - 2), end)
    if match is None:
        return False
    if match.start(1) < 0:
        # What opens a block at the end of a line has something deeper, an item or a value under it.
        opens = match.end() == end and data[end - 1 : end] not in _LISTS
        return not opens or data[end + 1 : end + 2] in _OPENED
    # A line that ends in a word: sentences do as well.
    if _UNDER.match(data, end + 1) is not None:
        return True
    return data.find(b"value", max(0, start - MOST_BEFORE), start) >= 0


def headings(data: bytes) -> Iterator[Line]:
    """Give all lines that may be headings by what stands on them."""
    begin = 0
    while begin < len(data):
        end = line_end(data, begin)
        if end > begin and _HEADING.search(data[begin:end]) is not None:
            yield begin, end
        begin = end + 1


def under_headings(data: bytes, lines: Iterable[Line], budget: Budget) -> Iterator[Decoded]:
    """Put the names that stand on some lines before the values that they are the names of."""
    block_end = table_end = 0
    for start, end in sorted(lines):
        if _HEADING.search(data[start:end]) is None:
            continue
        budget.spend()
        # What was read under one heading is not read again under another.
        opener = opened_by(data, start, end) if start >= block_end else None
        if opener is not None and spoken_of(opener.name):
            block = Block(data, opener, budget)
            yield from _under(data, block.cells, budget)
            block_end = block.end
            continue
        for cells in _beside(data, start, end, budget):
            yield from _under(data, cells, budget)
        if start >= table_end:
            near = tuples_near(data, (start, end), table_end, budget)
            for cells, stop in chain(near, tables_under(data, (start, end), budget)):
                table_end = max(table_end, stop)
                yield from _under(data, cells, budget)


def _under(data: bytes, cells: Sequence[Cell], budget: Budget) -> Iterator[Decoded]:
    if cells:
        yield under_names(data, cells, budget)


_KEY = rf"([A-Za-z_][A-Za-z0-9_.\-]{{0,{MAX_NAME - 1}}})"
_NAME = compile_bytes(rf"(?:^|[ \t{{,\"'])name\\?[\"']?: ?\\?[\"']?{_KEY}\\?[\"']?,?[ \t]*(?:#[^\n]*)?\r?$")
_VALUE = compile_bytes(r"^[ \t]*[\"']?value[\"']?: ?")
_VALUE_FIRST = compile_bytes(
    rf"\bvalue\\?[\"']?: ?([^\n{{}}]*?),?[ \t]*(?:\r?\n[ \t]*)?\\?[\"']?name\\?[\"']?: ?\\?[\"']?{_KEY}\b"
)
_COMMENT = re.compile(rb"[ \t]*(?:#|//)")
MOST_BETWEEN = 4
"""Lines of comment between a name and its value."""
MOST_BEFORE = 256
"""Bytes before a line in which the value may stand whose name the line is."""


def _beside(data: bytes, start: int, end: int, budget: Budget) -> Iterator[Sequence[Cell]]:
    """Find values beside names: behind a comment, or before the name."""
    if data.find(b"name", start, end) < 0:
        return
    for match in _VALUE_FIRST.finditer(data, max(0, start - MOST_BEFORE), end):
        if match.end() > start and spoken_of(match.group(2)):
            yield (Cell(match.group(2) + b"=", *match.span(1)),)
    name = _NAME.search(data[start:end])
    if name is None or not spoken_of(name.group(1)):
        return
    begin = end + 1
    for _ in range(MOST_BETWEEN):
        budget.spend()
        stop = line_end(data, begin)
        value = _VALUE.search(data[begin:stop])
        if value is not None and begin + value.end() < stop:
            yield (Cell(name.group(1) + b"=", begin + value.end(), stop),)
        if _COMMENT.match(data, begin, stop) is None:
            return
        begin = stop + 1
