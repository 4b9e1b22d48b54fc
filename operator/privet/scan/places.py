"""Where in a file something stands: from an offset in a decoded scalar back to line and column."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from yaml.nodes import Node, ScalarNode

from privet.detection.linear import compile_own

MAX_MAPPED = 1 << 20
"""Characters of one scalar that are followed; in longer ones the place is that of the scalar."""

_BREAK = compile_own(r"\r\n|\n|\r")
_ESCAPE = compile_own(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[^\n]|\n)")
_BLANK_ESCAPES = frozenset("ntrvf NLP_\t\n\r")
_QUOTED = ("'", '"')
_PROPERTIES = ("&", "!")
_BEHIND_PROPERTY = compile_own(r"\s+")
_BLOCKS = ("|", ">")


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a file: lines and columns count from one, columns in characters; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class _Spelling:
    """How a scalar is written: its signs that are no blanks, in the file and in the value.

    Folding and indentation change blanks only, so that these are the same signs in the same order.
    """

    def __init__(self, value: str, written: Iterator[tuple[int, int, bool]]) -> None:
        self._in_value = array("Q", (index for index, sign in enumerate(value) if not sign.isspace()))
        self._starts, self._ends = array("Q"), array("Q")
        for start, end, blank in written:
            if not blank:
                self._starts.append(start)
                self._ends.append(end)

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Give where a stretch of the value is written; None where its ends are blanks or cannot be told."""
        first, last = bisect_left(self._in_value, start), bisect_left(self._in_value, end - 1)
        solid = len(self._in_value) == len(self._starts) and last < len(self._in_value)
        if not solid or self._in_value[first] != start or self._in_value[last] != end - 1:
            return None
        return self._starts[first], self._ends[last]


class Text:
    """The text of a file, which knows its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._last: tuple[Node, _Spelling] | None = None

    def __repr__(self) -> str:
        return f"Text({len(self.text)} characters)"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def place(self, start: int, end: int) -> Place:
        """Give the place of a stretch of characters."""
        return Place(*self._spot(start), *self._spot(max(start, end)))

    def _spot(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def place_of(self, node: Node) -> Place:
        """Give the place of a whole node, without the blanks after it."""
        start, end = self._content(node)
        # Blocks end where the next thing begins.
        stop = start + len(self.text[start:end].rstrip())
        return self.place(start, max(stop, start))

    def place_within(self, node: Node, start: int, end: int) -> Place:
        """Give the place of a stretch of a scalar's value, or of the scalar where that cannot be told."""
        first, last = self._content(node)
        if not isinstance(node, ScalarNode) or last - first > MAX_MAPPED or start >= end:
            return self.place_of(node)
        if self.text[first:last] == node.value:
            return self.place(first + start, first + end)
        stretch = self._spelling(node).stretch(start, end)
        return self.place(*stretch) if stretch else self.place_of(node)

    def _spelling(self, node: ScalarNode) -> _Spelling:
        """Give how a scalar is written; worked out once for all that is found in it."""
        if self._last is None or self._last[0] is not node:
            self._last = node, _Spelling(node.value, self._signs(node))
        return self._last[1]

    def _content(self, node: Node) -> tuple[int, int]:
        """Give where a node begins and ends, without the anchor and the tag before it."""
        start, end = node.start_mark.index, node.end_mark.index
        while start < end and self.text[start] in _PROPERTIES:
            behind = _BEHIND_PROPERTY.search(self.text, start, end)
            if behind is None:
                break
            start = behind.end()
        return start, end

    def _signs(self, node: ScalarNode) -> Iterator[tuple[int, int, bool]]:
        """Give each written sign of a scalar: where it begins and ends, and whether it stands for a blank."""
        start, end = self._content(node)
        if node.style in _BLOCKS:
            header = _BREAK.search(self.text, start, end)
            start = header.end() if header else end
        elif node.style in _QUOTED:
            start, end = start + 1, end - 1
        index = start
        while index < end:
            sign = self.text[index]
            width, blank = 1, sign.isspace()
            if node.style == '"' and sign == "\\":
                width, blank = self._escape(index, end)
            elif node.style == "'" and sign == "'":
                width = 2
            yield index, index + width, blank
            index += width

    def _escape(self, index: int, end: int) -> tuple[int, bool]:
        match = _ESCAPE.search(self.text, index, end)
        if match is None or match.start() != index:
            return 1, False
        written = match.group(0)[1:]
        if written[0] in "xuU" and len(written) > 1:
            return len(written) + 1, chr(min(int(written[1:], 16), 0x10FFFF)).isspace()
        return len(written) + 1, written[0] in _BLANK_ESCAPES
