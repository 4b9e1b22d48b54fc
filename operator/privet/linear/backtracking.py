"""Patterns of ours on the standard library's engine, with the answers that RE2 gives.

The two differ in what they take for the end of a text: RE2 looks beyond the stretch that is searched, so
that a word does not end where the stretch cuts it. And bytes beyond ASCII are characters to RE2.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, cast

from privet.linear.clues import Starts
from privet.linear.pattern import Match, Pattern, StartsOf, Text
from privet.linear.spelling import Tail, beyond_matters, spelled, tail_matters
from privet.linear.view import ViewedBytes

_WORD = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_TAILS: dict[object, Tail] = {
    **dict.fromkeys((*_WORD, *_WORD.decode()), Tail.WORD),
    **dict.fromkeys(("\n", ord("\n")), Tail.LINE),
}
MOST_LOOKED_OVER = 1024
"""Bytes that are looked over for such beyond ASCII before one search."""
LEAST_FOR_WORDS = 64
"""Bytes from which on it pays to look for a word before its many spellings are tried."""
_END = 1 << 62


class _Variants(Generic[Text]):
    """One pattern, compiled when it is first needed, for each kind of stretch that it is searched in."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._by_kind: dict[tuple[Tail, bool], Pattern[Text]] = {}
        self._tail_matters = tail_matters(pattern)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def search(self, text: Text, pos: int = 0, endpos: int = _END, /) -> Match[Text] | None:
        """Find the first match."""
        return self._for(text, pos, endpos).search(text, pos, endpos)

    def match(self, text: Text, pos: int = 0, endpos: int = _END, /) -> Match[Text] | None:
        """Match what begins just there."""
        return self._for(text, pos, endpos).match(text, pos, endpos)

    def fullmatch(self, text: Text, /) -> Match[Text] | None:
        """Match the whole text or nothing."""
        return self._for(text, 0, _END).fullmatch(text)

    def finditer(self, text: Text, pos: int = 0, endpos: int = _END, /) -> Iterator[Match[Text]]:
        """Find all matches that do not overlap."""
        return self._for(text, pos, endpos).finditer(text, pos, endpos)

    def findall(self, text: Text, /) -> list[Text]:
        """Give the texts of all matches; the pattern must have no group."""
        return self._for(text, 0, _END).findall(text)

    def sub(self, repl: Text | Callable[[Match[Text]], Text], text: Text, /) -> Text:
        """Replace all matches."""
        return self._for(text, 0, _END).sub(repl, text)

    def _for(self, text: Text, pos: int, endpos: int) -> Pattern[Text]:
        tail = Tail.NOTHING
        if self._tail_matters and endpos < len(text):
            tail = _TAILS.get(text[endpos], Tail.OTHER)
        kind = tail, self._goes_beyond(text, pos, endpos)
        known = self._by_kind.get(kind)
        return self._made(kind) if known is None else known

    def _made(self, kind: tuple[Tail, bool]) -> Pattern[Text]:
        made = self._by_kind[kind] = self._compiled(*kind)
        return made

    def _goes_beyond(self, text: Text, pos: int, endpos: int) -> bool:
        raise NotImplementedError

    def _compiled(self, tail: Tail, beyond: bool) -> Pattern[Text]:
        raise NotImplementedError


class BytesPattern(_Variants[bytes]):
    """A pattern for bytes in UTF-8."""

    def __init__(self, pattern: str, starts: StartsOf | None = None) -> None:
        super().__init__(pattern)
        self._beyond_matters = beyond_matters(pattern)
        self._starts_of = starts
        self._most = MOST_LOOKED_OVER if starts is None else LEAST_FOR_WORDS

    def search(self, text: bytes, pos: int = 0, endpos: int = _END, /) -> Match[bytes] | None:
        """Find the first match."""
        if isinstance(text, ViewedBytes) and min(endpos, len(text)) - pos > self._most:
            return next(self.finditer(text, pos, endpos), None)
        return super().search(text, pos, endpos)

    def finditer(self, text: bytes, pos: int = 0, endpos: int = _END, /) -> Iterator[Match[bytes]]:
        """Find all matches that do not overlap."""
        if isinstance(text, ViewedBytes) and min(endpos, len(text)) - pos > self._most:
            starts = self._starts(text)
            if starts is not None:
                return self._matches(starts, text, pos, endpos)
        return super().finditer(text, pos, endpos)

    def _starts(self, text: ViewedBytes) -> Sequence[int] | None:
        known = text.view.starts
        if self not in known:
            if self._starts_of is None:
                self._starts_of = Starts(self._pattern)
            known[self] = self._starts_of(text)
        return known[self]

    def _matches(self, starts: Sequence[int], text: bytes, pos: int, endpos: int) -> Iterator[Match[bytes]]:
        """Try the places where matches may begin, in order: what a search finds, without reading the rest."""
        match = self._for(text, pos, endpos).match
        for number in range(bisect_left(starts, pos), len(starts)):
            start = starts[number]
            if start > endpos:
                return
            found = match(text, start, endpos) if start >= pos else None
            if found is not None:
                yield found
                # An empty match would be found again.
                pos = found.end() + (found.end() == start)

    def _goes_beyond(self, text: bytes, pos: int, endpos: int) -> bool:
        if not self._beyond_matters:
            return False
        if isinstance(text, ViewedBytes):
            # Known since the text is: a look at all of it for each search would be a look too many.
            return not text.view.ascii
        if min(endpos, len(text)) - pos <= MOST_LOOKED_OVER:
            return not text[pos:endpos].isascii()
        return not text.isascii()

    def _compiled(self, tail: Tail, beyond: bool) -> Pattern[bytes]:
        return cast("Pattern[bytes]", re.compile(spelled(self._pattern, tail, beyond=beyond).encode("ascii")))


class TextPattern(_Variants[str]):
    """A pattern for text."""

    def _goes_beyond(self, text: str, pos: int, endpos: int) -> bool:
        del text, pos, endpos
        return True

    def _compiled(self, tail: Tail, beyond: bool) -> Pattern[str]:
        return cast(
            "Pattern[str]", re.compile(spelled(self._pattern, tail, beyond=beyond, characters=True), re.ASCII)
        )
