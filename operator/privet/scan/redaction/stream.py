"""The filter: reads what is there, writes whole lines at once, and never waits with what could be shown."""

import os
import select
from collections.abc import Callable

from privet.scan.redaction.redactor import MAX_LINE, WITHHELD, Redactor

READ = 256 << 10
"""Bytes that are read at once: searching blocks is several times faster than searching lines."""

HELD_LINES = 4
"""Lines that wait for the next block while more is there: a value may go on over the end of a line."""

Read = Callable[[], bytes]
Write = Callable[[bytes], None]


def follow(read: Read, write: Write, more: Callable[[], bool], redactor: Redactor) -> None:
    """Copy lines until the input ends. `more` tells whether a read would not have to wait."""
    filter_ = _Filter(write, redactor)
    while chunk := read():
        filter_.take(chunk, more=more())
    filter_.end()


class _Filter:
    """Keeps what cannot be written yet: the beginning of a line, and the last lines of a block."""

    def __init__(self, write: Write, redactor: Redactor) -> None:
        self._write = write
        self._redactor = redactor
        self._kept = b""
        self._too_long = False

    def take(self, chunk: bytes, *, more: bool) -> None:
        """Take in what was read; without more to come at once, write every line that is complete."""
        if self._too_long:
            chunk = self._rest_of_long_line(chunk)
        block = self._kept + chunk
        end = block.rfind(b"\n") + 1
        # Where much waits already, as the next line is long, nothing waits longer.
        if end and more and len(block) <= MAX_LINE:
            end = self._cut(block, end)
        self._kept = block[end:]
        self._put(block[:end])
        if len(self._kept) > MAX_LINE:
            self._write(_withheld(self._kept))
            self._kept, self._too_long = b"", True

    def end(self) -> None:
        """Write what is left, which has no end of line."""
        self._put(self._kept)

    def _put(self, block: bytes) -> None:
        if len(block) > MAX_LINE:
            block = b"\n".join(_withheld(one) if len(one) > MAX_LINE else one for one in block.split(b"\n"))
        if block:
            self._write(self._redactor.redact(block))

    def _cut(self, block: bytes, end: int) -> int:
        """Leave the last lines for the next block, unless they are all that there is."""
        cut = _lines_back(block, end, HELD_LINES)
        start = _lines_back(block, cut, 2 * HELD_LINES)
        if start == 0:
            return 0 if end < READ else end
        return start + self._redactor.cut(block[start:end], cut - start)

    def _rest_of_long_line(self, chunk: bytes) -> bytes:
        """Pass over what belongs to a line that was withheld."""
        end = chunk.find(b"\n")
        if end < 0:
            return b""
        self._too_long = False
        begin = end - 1 if chunk[max(0, end - 1) : end] == b"\r" else end
        return chunk[begin:]


def _lines_back(block: bytes, end: int, count: int) -> int:
    """Give where the line begins that is so many lines before an end."""
    for _ in range(count):
        end = block.rfind(b"\n", 0, max(end - 1, 0)) + 1
    return end


def _withheld(line: bytes) -> bytes:
    looks_like_json = line.lstrip()[:1] in (b"{", b"[", b'"')
    said = f'"{WITHHELD}"' if looks_like_json else WITHHELD
    return said.encode() + (b"\r" if line.endswith(b"\r") else b"")


class Input:
    """What a file handle gives until it ends, or until the user interrupts, which is an end like any other.

    An interrupt counts only while there is nothing to read, so that nothing that was read is lost by it;
    a second one counts at once.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._waiting = False
        self._over = False

    def interrupt(self, *_: object) -> None:
        """End the input; a handler of signals."""
        again, self._over = self._over, True
        if self._waiting or again:
            raise KeyboardInterrupt

    def read(self) -> bytes:
        """Read what is there, waiting only where there is nothing."""
        try:
            self._waiting = True
            if self._over:
                return b""
            select.select([self._handle], [], [])
        except KeyboardInterrupt:
            return b""
        finally:
            self._waiting = False
        return os.read(self._handle, READ)

    def more(self) -> bool:
        """Tell whether there is something to read at once."""
        return bool(select.select([self._handle], [], [], 0)[0])


def writer(handle: int) -> Write:
    """Write all of a block to a file handle."""

    def write(block: bytes) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(handle, rest) :]

    return write
