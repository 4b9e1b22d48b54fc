"""Where a closer look is worth it: the lines of a long text on which anything may stand, and what it may be.

A set of eighty patterns tells which of them occur, and pays for it with states: on text that it has not seen
before it spends its time on making them. Here the question is smaller, whether anything occurs, and is put
by few patterns that share nothing: all words in one, all numbers in one, and what has signs of its own. A
word says itself whose it is; for the others the sets are asked, about the few lines that are left.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from privet.detection.context import words_pattern
from privet.detection.findings import Finding
from privet.detection.identifier import Identifier
from privet.detection.linear import Gate, Pattern, compile_bytes
from privet.detection.recognizer import Recognizer

MAX_AUTOMATON = 64 << 20
"""What one of the patterns may use; a thousand words in three spellings take about a tenth of it."""

MAX_WORDS = 8192
"""Spellings of words that are remembered with their owners."""

_PROSE = frozenset(("PersonName", "PostalAddress"))
"""Their patterns get along with the words in one automaton, as measured."""

Line = tuple[int, int]
Suspect = tuple[int, Line]
"""A recognizer, by its number, and a line on which it may find something."""
Numbers = frozenset[int]


class Excerpt:
    """Some lines of a text as one text, and the way back to where they stood."""

    def __init__(self, data: bytes, some: Iterable[Line]) -> None:
        lines = sorted(some)
        self.data = b"\n".join([data[start:end] for start, end in lines])
        self._firsts = [start for start, _ in lines]
        self._starts = list(accumulate((end - start + 1 for start, end in lines), initial=0))

    def __repr__(self) -> str:
        return f"Excerpt({len(self._firsts)} lines)"

    def back(self, finding: Finding) -> Finding:
        """Give the finding with its place in the whole text; no recognizer goes beyond a line."""
        number = bisect_right(self._starts, finding.start) - 1
        moved = self._firsts[number] - self._starts[number]
        return finding.at(finding.start + moved, finding.end + moved, finding.fingerprint)


class Suspects:
    """Finds the lines on which any of some recognizers may find something."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        every = list(enumerate(recognizers))
        numbers = [(at, one) for at, one in every if isinstance(one, Identifier) and one.alone]
        prose = [(at, one) for at, one in every if one.entity in _PROSE]
        others = [
            (at, one)
            for at, one in every
            if not isinstance(one, Identifier) and one.alone and one.entity not in _PROSE
        ]
        mail = [(at, one) for at, one in others if one.anchor == b"@"]
        rest = [(at, one) for at, one in others if one.anchor != b"@"]
        shapes = [
            _Shapes(group, anchor) for group, anchor in ((numbers, b""), (rest, b""), (mail, b"@")) if group
        ]
        self._all: tuple[_Shapes | _Words, ...] = (*shapes, _Words(every, prose))

    def __repr__(self) -> str:
        return f"Suspects({self._all[-1]})"

    def look(self, data: bytes) -> dict[int, set[Line]]:
        """Give the numbers of the recognizers that may find something, each with the lines to look at."""
        found: dict[int, set[Line]] = {}
        for some in self._all:
            for number, line in some.look(data):
                found.setdefault(number, set()).add(line)
        return found


class _Shapes:
    """Shapes that are evidence by themselves: one pattern for all, and a set that tells which."""

    def __init__(self, recognizers: Iterable[tuple[int, Recognizer]], anchor: bytes = b"") -> None:
        some = list(recognizers)
        self._pattern = compile_bytes("|".join(one.alone for _, one in some), max_bytes=MAX_AUTOMATON)
        self._gate = Gate([one.alone for _, one in some])
        self._numbers = [at for at, _ in some]
        self._anchor = anchor

    def look(self, data: bytes) -> Iterable[Suspect]:
        """Give the lines on which any of the shapes stands, for each that stands on any of them."""
        pattern, anchor = self._pattern, self._anchor
        # Most texts hold nothing, and that is to be said at once.
        if (anchor and anchor not in data) or (not anchor and pattern.search(data) is None):
            return ()
        lines = list(_anchored(pattern, data, anchor) if anchor else _lines(pattern, data))
        hits = self._gate.hits(b"\n".join([data[start:end] for start, end in lines])) if lines else ()
        return [(self._numbers[hit], line) for hit in hits for line in lines]


def _lines(pattern: Pattern[bytes], data: bytes) -> Iterator[Line]:
    begin = 0
    while (match := pattern.search(data, begin)) is not None:
        line = _line(data, match.end())
        begin = line[1]
        yield line


def _anchored(pattern: Pattern[bytes], data: bytes, anchor: bytes) -> Iterator[Line]:
    """Look only at lines that hold the anchor: to find one byte is ten times as fast as any pattern."""
    begin = 0
    while (place := data.find(anchor, begin)) >= 0:
        line = _line(data, place)
        begin = line[1]
        if pattern.search(data, *line) is not None:
            yield line


def _line(data: bytes, place: int) -> Line:
    end = data.find(b"\n", place)
    return data.rfind(b"\n", 0, place) + 1, len(data) if end < 0 else end


class _Words:
    """All context words in one pattern, and whose each of them is."""

    def __init__(
        self, every: Sequence[tuple[int, Recognizer]], prose: Sequence[tuple[int, Recognizer]]
    ) -> None:
        owners: dict[str, set[int]] = {}
        for at, one in every:
            for word in one.words if one.gated_by_words else ():
                owners.setdefault(word, set()).add(at)
        pattern = "|".join((words_pattern(owners), *(one.alone for _, one in prose)))
        self._pattern = compile_bytes(pattern, max_bytes=MAX_AUTOMATON)
        self._owners = {word.replace(" ", ""): _with_parts(word, owners) for word in owners}
        self._prose = frozenset(at for at, _ in prose)
        self._seen: dict[bytes, Numbers] = {}

    def __repr__(self) -> str:
        return f"_Words({len(self._owners)})"

    def look(self, data: bytes) -> Iterable[Suspect]:
        """Give the owners of each word, with its line."""
        search, seen = self._pattern.search, self._seen
        match = search(data)
        found: set[Suspect] = set()
        line = (0, -1)
        while match is not None:
            start, end = match.span()
            # Each line is measured once: with many words on a long one that would take time with the square.
            if end > line[1]:
                line = _line(data, end - 1)
            spelled = data[start:end]
            for number in seen.get(spelled) or self._owners_of(spelled):
                found.add((number, line))
            # Words overlap: `tax id` and `id number` in `tax id number`.
            match = search(data, start + 1)
        return found

    def _owners_of(self, spelled: bytes) -> Numbers:
        known = self._seen.get(spelled)
        if known is None:
            if len(self._seen) >= MAX_WORDS:
                self._seen.clear()
            known = self._seen[spelled] = self._looked_up(spelled.decode("utf-8", "replace"))
        return known

    def _looked_up(self, spelled: str) -> Numbers:
        """Look a word up in its plain spelling; the pattern may have taken a sign on each side."""
        word = spelled.lower().translate(_SEPARATORS)
        readings = (word, word[1:], word[:-1], word[1:-1])
        return frozenset[int]().union(*(self._owners.get(one, ()) for one in readings)) or self._prose


_SEPARATORS = str.maketrans("", "", " _.-")


def _with_parts(word: str, owners: dict[str, set[int]]) -> Numbers:
    """Give the owners of a phrase and of every phrase in it."""
    parts = word.split()
    found: set[int] = set()
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            found |= owners.get(" ".join(parts[first : last + 1]), set())
    return frozenset(found)
