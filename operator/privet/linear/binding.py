"""Patterns for bytes straight on RE2's binding: google-re2's own classes cost four times as much a search.

Where much is found in little text that is most of the time of a scan. The binding is not public, so that a
test holds both against each other.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Spans = Sequence[tuple[int, int]]


class BytesMatch:
    """One place where a pattern matched, and its groups."""

    __slots__ = ("_data", "_spans")

    def __init__(self, data: bytes, spans: Spans) -> None:
        self._data = data
        self._spans = spans

    def __repr__(self) -> str:
        return f"BytesMatch{self._spans[0]}"

    def start(self, group: int = 0) -> int:
        """Tell where it starts."""
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        """Tell where it ends."""
        return self._spans[group][1]

    def span(self, group: int = 0) -> tuple[int, int]:
        """Tell both."""
        return self._spans[group]

    def group(self, group: int = 0) -> bytes:
        """Give the matched bytes; nothing for a group that took no part."""
        start, end = self._spans[group]
        return self._data[start:end]

    def __getitem__(self, group: int) -> bytes:
        return self.group(group)


class BoundPattern:
    """A compiled pattern for bytes in UTF-8."""

    __slots__ = ("_anywhere", "_at_start", "_compile", "_match", "_whole")

    def __init__(self, compile_it: Callable[[], Any], anchors: Any) -> None:  # noqa: ANN401 - untyped
        # Compiled when it is first asked: most are never, in a process that looks at little text.
        self._compile = compile_it
        self._anywhere, self._at_start = anchors.UNANCHORED, anchors.ANCHOR_START
        self._whole = anchors.ANCHOR_BOTH

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name != "_match":
            raise AttributeError(name)
        self._match: Callable[..., Spans] = self._compile()
        return self._match

    def __repr__(self) -> str:
        return "BoundPattern(…)"

    def search(self, text: bytes, pos: int = 0, endpos: int | None = None, /) -> BytesMatch | None:
        """Find the first match."""
        return self._matched(self._anywhere, text, pos, endpos)

    def match(self, text: bytes, pos: int = 0, endpos: int | None = None, /) -> BytesMatch | None:
        """Match what begins just there."""
        return self._matched(self._at_start, text, pos, endpos)

    def fullmatch(self, text: bytes, /) -> BytesMatch | None:
        """Match the whole text or nothing."""
        return self._matched(self._whole, text, 0, None)

    def finditer(self, text: bytes, pos: int = 0, endpos: int | None = None, /) -> Iterator[BytesMatch]:
        """Find all matches that do not overlap."""
        match, anywhere = self._match, self._anywhere
        end = len(text) if endpos is None else min(endpos, len(text))
        while pos <= end:
            spans = match(anywhere, text, pos, end)
            first, last = spans[0]
            if first < 0:
                return
            yield BytesMatch(text, spans)
            # An empty match would be found again.
            pos = last + (last == pos)

    def findall(self, text: bytes, /) -> list[bytes]:
        """Give the texts of all matches."""
        return [one.group() for one in self.finditer(text)]

    def sub(self, repl: bytes | Callable[[Any], bytes], text: bytes, /) -> bytes:
        """Replace all matches."""
        parts: list[bytes] = []
        done = 0
        for one in self.finditer(text):
            parts += (text[done : one.start()], repl if isinstance(repl, bytes) else repl(one))
            done = one.end()
        return b"".join((*parts, text[done:]))

    def _matched(self, anchor: object, text: bytes, pos: int, endpos: int | None) -> BytesMatch | None:
        end = len(text) if endpos is None or endpos > len(text) else endpos
        if pos > end:
            return None
        spans = self._match(anchor, text, pos, end)
        return BytesMatch(text, spans) if spans[0][0] >= 0 else None
