"""Where a closer look is worth it: the lines of a long text on which anything may stand, and what it may be.

A set of eighty patterns tells which of them occur, and pays for it with states: on text that it has not seen
before it spends its time on making them. Here the question is smaller, whether anything occurs, and is put
by two patterns: all words with few shapes in one, all numbers in the other. A word says itself whose it is;
for the shapes sets are asked, about the few lines that are left.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from privet.detection.context import CONTEXT_BYTES, LONGEST, spoken_for, words_pattern
from privet.detection.findings import Finding
from privet.detection.linear import NOTHING, Gate, Pattern, compile_bytes
from privet.detection.recognizer import Recognizer

MAX_AUTOMATON = 64 << 20
"""What one of the patterns may use; a thousand words in three spellings take about a tenth of it."""

MAX_WORDS = 8192
"""Spellings of words that are remembered with their owners."""

_AMONG_WORDS = frozenset(("CreditCard", "Iban", "PersonName", "PhoneNumber", "PostalAddress"))
"""Their shapes and the words get along in one automaton, as measured: where one goes on, the others ended."""

Line = tuple[int, int]
Suspect = tuple[int, Line]
"""A recognizer, by its number, and a line on which it may find something."""
Numbers = frozenset[int]
Owner = tuple[int, int]
"""A recognizer that a word speaks for, and how many digits its values have at least."""

REACH = CONTEXT_BYTES + LONGEST
"""How far behind a word the end of a value may be."""

_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"
"""As the patterns of shapes write it, always in a class with others."""

_DIGITS = b"0123456789"
# Where a word may begin, or another line does.
_LETTER = re.compile(rb"[A-Za-z_\n\x80-\xff]")
_NUMERIC = frozenset(bytes((sign,)) for sign in _DIGITS + b"+(")


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
        alone = [(at, one) for at, one in every if one.alone]
        among_words = [(at, one) for at, one in alone if one.entity in _AMONG_WORDS]
        apart = [(at, one) for at, one in alone if one.entity not in _AMONG_WORDS]
        anchored = [(at, one) for at, one in every if one.anchors]
        self._all = (_Shapes(apart), _Anchored(anchored), _Words(every, among_words))

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

    def __init__(self, recognizers: Sequence[tuple[int, Recognizer]]) -> None:
        shapes = [one.alone for _, one in recognizers]
        self.pattern = "|".join(shapes)
        self._search = _pattern_of(self.pattern).search
        self._gate = Gate(shapes)
        self._numbers = [at for at, _ in recognizers]

    def look(self, data: bytes) -> Iterable[Suspect]:
        """Give the lines on which any of the shapes stands, for each that stands on any of them."""
        lines: list[Line] = []
        match = self._search(data)
        while match is not None:
            lines.append(line := _line(data, match.end()))
            match = self._search(data, line[1])
        # Most texts hold nothing.
        return self.told_apart(data, lines) if lines else ()

    def told_apart(self, data: bytes, lines: Sequence[Line]) -> Iterable[Suspect]:
        """Give the same for lines on which some shape stands."""
        hits = self._gate.hits(b"\n".join([data[start:end] for start, end in lines]))
        return [(self._numbers[hit], line) for hit in hits for line in lines]


class _Anchored:
    """What no line holds without some strings; one byte is found ten times as fast as a pattern.

    Such lines are few, and to read them takes no longer than to search them before.
    """

    def __init__(self, recognizers: Iterable[tuple[int, Recognizer]]) -> None:
        self._groups: dict[bytes, list[tuple[int, Sequence[bytes]]]] = {}
        for number, one in recognizers:
            first, *others = one.anchors
            self._groups.setdefault(first, []).append((number, others))

    def look(self, data: bytes) -> Iterator[Suspect]:
        """Give the lines on which all the strings of a recognizer stand."""
        for first, group in self._groups.items():
            place = data.find(first)
            while place >= 0:
                start, end = line = _line(data, place)
                for number, others in group:
                    for other in others:
                        if data.find(other, start, end) < 0:
                            break
                    else:
                        yield number, line
                place = data.find(first, end)


def _line(data: bytes, place: int) -> Line:
    end = data.find(b"\n", place)
    return data.rfind(b"\n", 0, place) + 1, len(data) if end < 0 else end


def _digits_behind(data: bytes, end: int, line_end: int, least: int) -> int:
    """Count the digits that a word may speak for; most words stand before none, and that is told first."""
    digits = _count(data[end - 1 : min(line_end, end + REACH)])
    return _count(data[end - 1 : spoken_for(data, end)]) if digits >= least > 0 else digits


def _count(data: bytes) -> int:
    return len(data) - len(data.translate(None, _DIGITS))


def _pattern_of(*parts: str) -> Pattern[bytes]:
    return compile_bytes("|".join(filter(None, parts)) or NOTHING, max_bytes=MAX_AUTOMATON)


class _Words:
    """All context words in one pattern, and whose each of them is; with shapes that get along with them."""

    def __init__(
        self, every: Sequence[tuple[int, Recognizer]], shapes: Sequence[tuple[int, Recognizer]]
    ) -> None:
        owners: dict[str, set[int]] = {}
        for at, one in every:
            for word in one.words if one.gated_by_words else ():
                owners.setdefault(word, set()).add(at)
        self._shapes = _Shapes(shapes)
        # Bytes beyond ASCII make every state larger, and most texts have none.
        plain = words_pattern([word for word in owners if word.isascii()])
        self._plain = _pattern_of(plain, self._shapes.pattern.replace(_BEYOND_ASCII, ""))
        beyond = words_pattern([word for word in owners if not word.isascii()])
        self._beyond = _pattern_of(beyond, *(one.alone for _, one in shapes if _BEYOND_ASCII in one.alone))
        self._owners = {word.replace(" ", ""): _with_parts(word, owners) for word in owners}
        self._recognizers = dict(every)
        self._seen: dict[bytes, Sequence[Owner]] = {}

    def __repr__(self) -> str:
        return f"_Words({len(self._owners)})"

    def look(self, data: bytes) -> Iterable[Suspect]:
        """Give the owners of each word, with its line, and those of the shapes."""
        found = self._found(self._plain, data)
        return found if data.isascii() else [*found, *self._found(self._beyond, data)]

    def _found(self, pattern: Pattern[bytes], data: bytes) -> Iterable[Suspect]:
        search, seen = pattern.search, self._seen
        found: set[Suspect] = set()
        shaped: list[Line] = []
        line = (0, -1)
        match = search(data)
        while match is not None:
            start, end = match.span()
            # Each line is measured once: with many words on a long one that would take time with the square.
            if end > line[1]:
                line = _line(data, end - 1)
            spelled = data[start:end]
            if spelled.lstrip(b"_")[:1] in _NUMERIC:
                shaped.append(line)
                # What else is on the line does not matter, unless it may be a word.
                other = _LETTER.search(data, end - 1)
                match = search(data, max(start + 1, other.start())) if other else None
                continue
            owners = seen.get(spelled) or self._owners_of(spelled)
            if owners:
                digits = _digits_behind(data, end, line[1], owners[0][1])
                found.update((number, line) for number, least in owners if digits >= least)
            else:
                shaped.append(line)
            # Words overlap: `tax id` and `id number` in `tax id number`.
            match = search(data, start + 1)
        return [*found, *self._shapes.told_apart(data, list(dict.fromkeys(shaped)))] if shaped else found

    def _owners_of(self, spelled: bytes) -> Sequence[Owner]:
        """Give whose a word is, those that want the fewest digits behind it first; nobody's is no word."""
        numbers = self._looked_up(spelled.decode("utf-8", "replace"))
        owners = sorted(((at, self._recognizers[at].digits) for at in numbers), key=lambda owner: owner[1])
        if owners:
            if len(self._seen) >= MAX_WORDS:
                self._seen.clear()
            self._seen[spelled] = owners
        return owners

    def _looked_up(self, spelled: str) -> Numbers:
        """Look a word up in its plain spelling; the pattern may have taken a sign on each side."""
        word = spelled.lower().translate(_SEPARATORS)
        readings = (word, word[1:], word[:-1], word[1:-1])
        return frozenset[int]().union(*(self._owners.get(one, ()) for one in readings))


_SEPARATORS = str.maketrans("", "", " _.-")


def _with_parts(word: str, owners: dict[str, set[int]]) -> Numbers:
    """Give the owners of a phrase and of every phrase in it."""
    parts = word.split()
    found: set[int] = set()
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            found |= owners.get(" ".join(parts[first : last + 1]), set())
    return frozenset(found)
