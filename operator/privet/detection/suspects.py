"""Where a closer look is worth it: the lines of a long text on which anything may stand, and what it may be.

A set of eighty patterns tells which of them occur, and pays for it with states: on text that it has not seen
before it spends its time on making them. Here the question is smaller, whether anything occurs, and is put
by one pattern of all words, and of all shapes with any digits in the place of the right ones: while digits
go on, words have ended, so that the states of both add up instead of multiplying. A word says itself whose
it is; for shapes a set is asked about the few lines that are left.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from privet.detection.context import words_pattern
from privet.detection.fields import EDGE_OF_FIELDS
from privet.detection.findings import Finding
from privet.detection.hearing import Hearing, Owner, fields_of, owner_of
from privet.detection.linear import NOTHING, Gate, Pattern, compile_bytes
from privet.detection.recognizer import Recognizer
from privet.linear.lines import Line, line_at
from privet.linear.outline import outline

MAX_AUTOMATON = 64 << 20
"""What one of the patterns may use; a thousand words in three spellings take about a tenth of it."""

MOST_SHAPES = 32
"""Shapes on one line that begin with a letter, behind which everybody reads the rest: each is a search."""

FEW_SHAPES = 4
"""Recognizers up to which it takes them less to read all lines than it would to ask for each line."""

MOST_ASKED = 64
"""Places of one word on one line that are looked at; behind so many everybody reads the line."""

MAX_WORDS = 8192
"""Spellings of words that are remembered with their owners."""

AS_WRITTEN = frozenset(("DatabaseUrl", "Iban", "JwtClaims", "PersonName", "PhoneNumber", "PostalAddress"))
"""Whose shapes gain nothing by any digits, or would be seen in every line: `+0000` is a time zone."""

Suspect = tuple[int, Line]
"""A recognizer, by its number, and a line on which it may find something."""
Numbers = frozenset[int]

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
        self._anchored = _Anchored([(at, one) for at, one in every if one.anchors])
        self._shapes = _Shapes([(at, one) for at, one in every if one.alone])
        self._words = _Words(every)
        shapes = self._shapes.patterns
        # Bytes beyond ASCII make every state larger, and most texts have none.
        self._plain = _either(
            *(one.replace(_BEYOND_ASCII, "") for one in shapes), self._words.pattern(ascii=True)
        )
        self._beyond = _either(
            *(one for one in shapes if _BEYOND_ASCII in one), self._words.pattern(ascii=False)
        )

    def __repr__(self) -> str:
        return f"Suspects({self._words})"

    def look(self, data: bytes, headings: set[Line] | None = None) -> dict[int, set[Line]]:
        """Give the numbers of the recognizers that may find something, each with the lines to look at.

        Takes down in `headings` which lines may name what stands on others.
        """
        headings = set() if headings is None else headings
        suspects = [*self._anchored.look(data), *self._occurring(self._plain, data, headings)]
        if not data.isascii():
            suspects += self._occurring(self._beyond, data, headings)
        found: dict[int, set[Line]] = {}
        for number, line in suspects:
            found.setdefault(number, set()).add(line)
        return found

    def _occurring(self, pattern: Pattern[bytes], data: bytes, headings: set[Line]) -> Iterable[Suspect]:
        """Search for words and shapes, and give whose they are."""
        search, hits = pattern.search, _Hits(data, self._words, headings)
        line = (0, -1)
        match = search(data)
        while match is not None:
            start, end = match.span()
            # Each line is measured once: with many words on a long one that would take time with the square.
            if end > line[1]:
                line = line_at(data, end - 1)
            begin = hits.add(start, end, line)
            match = None if begin is None else search(data, begin)
        return [*hits.found, *self._shapes.told_apart(data, hits.firsts)] if hits.firsts else hits.found


class _Hits:
    """What one search came upon: suspects by words, and lines on which shapes stand."""

    def __init__(self, data: bytes, words: "_Words", headings: set[Line]) -> None:
        self._data = data
        self._words = words
        self._hearing = Hearing(data, headings)
        self.found: set[Suspect] = set()
        self.firsts: dict[Line, int] = {}
        """Where the first shape of a line begins."""
        self._shaped: dict[Line, int] = {}
        self._asked: dict[tuple[bytes, Line], int] = {}
        """How often a word has been asked for on a line; as often as is enough where all are told."""

    def add(self, start: int, end: int, line: Line) -> int | None:
        """Take a match, and tell where to go on; None for nowhere."""
        spelled = self._data[start:end]
        owners = self._words.seen.get(spelled)
        if owners is None:
            if spelled.lstrip(b"_")[:1] in _NUMERIC:
                self.firsts.setdefault(line, start)
                # What else is on the line does not matter, unless it may be a word.
                other = _LETTER.search(self._data, start + 1)
                return other.start() if other else None
            owners = self._words.owners(spelled)
            if not owners:
                return self._add_shape(spelled, start, line)
        asked = self._asked.get((spelled, line), 0)
        if asked < MOST_ASKED:
            self._asked[spelled, line] = self._add_owners(owners, spelled, end, line, asked + 1)
        self._hearing.ask(end, line)
        # Words overlap: `tax id` and `id number` in `tax id number`.
        return start + 1

    def _add_owners(self, owners: Sequence[Owner], spelled: bytes, end: int, line: Line, asked: int) -> int:
        """Add those whom a word speaks for, and tell how often it counts as asked for."""
        heard = self._hearing.in_fields(owners, end) if spelled in self._words.of_fields else owners
        some = self._hearing.satisfied(heard, end, line) if heard else ()
        if asked == MOST_ASKED:
            some = owners
        if some:
            self.found.update((owner.number, line) for owner in some)
        return asked if len(some) < len(owners) else MOST_ASKED

    def _add_shape(self, spelled: bytes, start: int, line: Line) -> int:
        self.firsts.setdefault(line, start)
        self._shaped[line] = self._shaped.get(line, 0) + 1
        crowded = self._shaped[line] > MOST_SHAPES
        numbers = self._words.everybody if crowded else self._words.hidden_in(spelled)
        self.found.update((number, line) for number in numbers)
        return line[1] if crowded else start + 1


class _Shapes:
    """Shapes that are evidence by themselves."""

    def __init__(self, recognizers: Sequence[tuple[int, Recognizer]]) -> None:
        self.patterns = [
            one.alone if one.entity in AS_WRITTEN else outline(one.alone) for _, one in recognizers
        ]
        self._numbers = [at for at, _ in recognizers]

    @cached_property
    def _gate(self) -> Gate:
        # By their outlines once more: the exact ones have so many states that a line takes longer than to
        # have it read by who has no business with it.
        return Gate(self.patterns)

    def told_apart(self, data: bytes, lines: Mapping[Line, int]) -> Iterable[Suspect]:
        """Give whose shapes stand on lines, from a place on each; where they are few, with all lines."""
        # With what stands before it, which may be a part of a word.
        texts = [data[max(line[0], first - 1) : line[1]] for line, first in lines.items()]
        hits = self._gate.hits(b"\n".join(texts))
        if len(hits) <= FEW_SHAPES or len(lines) == 1:
            return [(self._numbers[hit], line) for hit in hits for line in lines]
        return [
            (self._numbers[hit], line)
            for text, line in zip(texts, lines, strict=True)
            for hit in self._gate.hits(text)
        ]


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
                start, end = line = line_at(data, place)
                for number, others in group:
                    for other in others:
                        if data.find(other, start, end) < 0:
                            break
                    else:
                        yield number, line
                place = data.find(first, end)


def _either(*patterns: str) -> Pattern[bytes]:
    """Compile a pattern for any of some; of two that match at one place the first is found."""
    return compile_bytes("|".join(filter(None, patterns)) or NOTHING, max_bytes=MAX_AUTOMATON)


class _Words:
    """All context words, and whose each of them is."""

    def __init__(self, every: Sequence[tuple[int, Recognizer]]) -> None:
        owners: dict[str, set[int]] = {}
        recognizers = dict(every)
        for at, one in every:
            for word in one.words if one.gated_by_words else ():
                owners.setdefault(word, set()).add(at)
        self._words = list(owners)
        self._said = owners
        self.everybody = frozenset[int]().union(*owners.values())
        self._recognizers = recognizers
        self.seen: dict[bytes, Sequence[Owner]] = {}
        """What was told of words by now, by their spelling."""
        self.of_fields: set[bytes] = set()
        """Spellings that speak for some recognizers only as the whole name of a field."""

    def __repr__(self) -> str:
        return f"_Words({len(self._words)})"

    def pattern(self, *, ascii: bool) -> str:  # noqa: A002  # as `str.isascii` has it
        """Give a pattern for those of them that are ASCII, or for the others."""
        some = [word for word in self._words if word.isascii() is ascii]
        # A word by itself is in many a text that has no such field.
        fields = {word for word in some if ascii and " " not in word and not self._speaking_anywhere(word)}
        others = [word for word in some if word not in fields]
        patterns = (words_pattern(others), words_pattern(fields, edge=EDGE_OF_FIELDS))
        return "|".join(filter(None, patterns))

    def _speaking_anywhere(self, word: str) -> set[int]:
        """Give whom a word speaks for also where it is not the whole name of a field."""
        return {at for at in self._said[word] if word not in fields_of(self._recognizers[at])}

    @cached_property
    def _owners(self) -> Mapping[str, Numbers]:
        return {word.replace(" ", ""): _with_parts(word, self._said) for word in self._words}

    @cached_property
    def _anywhere(self) -> Mapping[str, Numbers]:
        anywhere = {word: self._speaking_anywhere(word) for word in self._words}
        return {word.replace(" ", ""): _with_parts(word, anywhere) for word in self._words}

    def owners(self, spelled: bytes) -> Sequence[Owner]:
        """Give whose a word is, those that want the fewest digits behind it first; nobody's is no word."""
        known = self.seen.get(spelled)
        if known is None:
            word = _plain(spelled)
            # The pattern may have taken a sign before it and two behind it, and the sign of a plural.
            ends = {word[first:last] for first in (0, 1) for last in range(len(word) - 3, len(word) + 1)}
            spellings = ends | {one.removesuffix("s") for one in ends}
            anywhere = _whose(self._anywhere, spellings)
            known = sorted(
                (
                    owner_of(self._recognizers[at], at, of_field=at not in anywhere)
                    for at in self._whose(spellings)
                ),
                key=lambda owner: owner.digits,
            )
            if known:
                if len(self.seen) >= MAX_WORDS:
                    self.seen.clear()
                    self.of_fields.clear()
                if any(owner.of_field for owner in known):
                    self.of_fields.add(spelled)
                self.seen[spelled] = known
        return known

    def hidden_in(self, spelled: bytes) -> Numbers:
        """Give whose words a shape may begin with: of two at one place the search gives the shape."""
        word = _plain(spelled[: _HEAD.match(spelled).end()])  # type: ignore[union-attr]  # it matches nothing as well
        return self._whose([word[first:last] for first in (0, 1) for last in range(first + 1, len(word) + 1)])

    def _whose(self, words: Iterable[str]) -> Numbers:
        return _whose(self._owners, words)


def _whose(owners: Mapping[str, Numbers], words: Iterable[str]) -> Numbers:
    return frozenset[int]().union(*(owners.get(one, ()) for one in words))


def _plain(spelled: bytes) -> str:
    return spelled.decode("utf-8", "replace").lower().translate(_SEPARATORS)


_SEPARATORS = str.maketrans("", "", " _.-")
# A word ends at a digit, or with one.
_HEAD = re.compile(rb"[^0-9]*[0-9]?")


def _with_parts(word: str, owners: dict[str, set[int]]) -> Numbers:
    """Give the owners of a phrase and of every phrase in it."""
    if " " not in word and word.isascii():
        return frozenset(owners[word])
    parts = word.split()
    found: set[int] = set()
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            found |= owners.get(" ".join(parts[first : last + 1]), set())
    if not word.isascii():
        # Their scripts have no blanks: of two that begin alike the longer is found.
        found |= set[int]().union(*(owners.get(word[:last], ()) for last in range(1, len(word))))
    return frozenset(found)
