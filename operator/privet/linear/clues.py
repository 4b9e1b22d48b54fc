"""Whether and where a pattern may occur in a text, told by its cores."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce

from privet.linear.alphabets import EDGE, PIECES, PLAIN, SHAPE, Alphabet, word_in
from privet.linear.cores import HEAD, Cores, cores_of, row_of
from privet.linear.structure import Sign, branches, structure
from privet.linear.view import View

Line = tuple[int, int]
"""Where a line of a text begins, and where it ends."""

MOST_TRIES = 512
"""Places that a pattern is tried at in vain before it counts as found."""

ANYWHERE = -1
"""Stands for the place of a match that was tried in vain too often to say where it is."""

Lines = AbstractSet[Line] | None
"""Lines of a text; None for all of them."""

DEAR = 400
"""Microseconds for 64 KiB of ordinary text that a row of bits costs, about."""

_WINDOW = 4096
_ONE_BY_ONE = 4
_FOUR = 4


def lines_at(data: bytes, places: Iterable[int]) -> Lines:
    """Give the lines of matches that end at these places; None where one of them may be anywhere."""
    found = set[Line]()
    for end in places:
        if end == ANYWHERE:
            return None
        found.add(line_at(data, end - 1))
    return found


def line_at(data: bytes, place: int) -> Line:
    """Give the line that a place stands on, without its end."""
    end = data.find(b"\n", place)
    return data.rfind(b"\n", 0, place) + 1, len(data) if end < 0 else end


class CoreClue:
    """Tells whether a pattern occurs, by its cores."""

    def __init__(self, some: Sequence[Cores]) -> None:
        cores = some[0]
        self._alphabet = cores.alphabet
        shift = 1 if cores.alphabet.edges else 0
        # How far from a string a match begins.
        self._first, self._last = -shift - cores.most, -shift - cores.least
        self._pattern = re.compile("|".join(f"(?:{one.pattern})" for one in some).encode())
        self._length = max(one.length for one in some)
        start = cores.starts_with if len(some) == 1 else b""
        self._literal = bool(start) and cores.least == cores.most == 0 and cores.strings == {start}
        self._heads = frozenset[bytes]() if len(some) > 1 else cores.heads
        # Two letters between an edge and a digit are a word.
        self._spoken_heads = b"".join(self._heads).isalpha()
        pieces = [one.pieces for one in some]
        self._pieces = re.compile("|".join(f"(?:{one})" for one in pieces).encode()) if all(pieces) else None
        self._strings = [(*_checks(one, cores.alphabet), one.strip(EDGE)) for one in sorted(cores.strings)]
        self.checks = [one[:4] for one in self._strings]

    def starts(self, view: View, most: int) -> set[int] | None:
        """Give where matches may begin: all places of matches are among them; None for too many."""
        found: set[int] = set()
        if self._pieces is not None and not self._pieces.search(view.pieces):
            return found
        for word, spoken, shaped, plain, string in self._strings:
            if (
                (not word or word in view.words)
                and (not spoken or spoken in view.spoken)
                and (not shaped or shaped in view.shapes)
                and (not plain or plain in view.pieces)
            ):
                folded = view.folded(self._alphabet)
                if (folded.count(string) + 1) * (1 + self._last - self._first) > most:
                    return None
                place = folded.find(string)
                while place >= 0:
                    if not self._heads or view.data[place : place + HEAD].lower() in self._heads:
                        found.update(range(max(0, place + self._first), place + self._last + 1))
                        if len(found) > most:
                            return None
                    place = folded.find(string, place + 1)
        return found

    def opens(self, view: View) -> bool:
        """Tell whether the pattern occurs."""
        return next(self._ends(view), None) is not None

    def may_be_in(self, piece: bytes) -> bool:
        """Tell whether one of the pieces of a text may hold a match; it stands between blanks."""
        return self._pieces is None or self._pieces.search(piece) is not None

    def lines(self, view: View) -> Lines:
        """Give the lines on which the pattern occurs."""
        return lines_at(view.data, self._ends(view))

    def _ends(self, view: View) -> Iterator[int]:
        """Give where matches end, one on each line; `ANYWHERE` after many tries in vain."""
        if self._pieces is not None and not self._pieces.search(view.pieces):
            return
        for word, spoken, shaped, plain, string in self._strings:
            if (
                (not word or word in view.words)
                and (not spoken or spoken in view.spoken)
                and (not shaped or shaped in view.shapes)
                and (not plain or plain in view.pieces)
            ):
                yield from self._ends_by(view, string)

    def _ends_by(self, view: View, string: bytes) -> Iterator[int]:
        data, tries, done = view.data, MOST_TRIES, 0
        if self._literal:
            yield from (match.end() for match in self._pattern.finditer(data))
            return
        for place in self._places(view, string):
            end = self._end_of_match(data, place) if place >= done else 0
            if end > 0:
                yield end
                done = max(place, data.find(b"\n", end))
            elif end < 0:
                tries -= 1
                if not tries:
                    yield ANYWHERE
                    return

    def _places(self, view: View, string: bytes) -> Iterator[int]:
        """Give where a string stands in the folded text."""
        data, heads, folded = view.data, self._heads, view.folded(self._alphabet)
        if heads:
            if self._spoken_heads and heads.isdisjoint(view.words):
                return
            for found in re.finditer(re.escape(string), folded):
                place = found.start()
                if data[place : place + HEAD].lower() in heads:
                    yield place
            return
        place = folded.find(string)
        while place >= 0:
            yield place
            place = folded.find(string, place + 1)

    def _end_of_match(self, data: bytes, place: int) -> int:
        """Give where a match with a string at this place ends, or a number below zero."""
        first, last = max(0, place + self._first), max(0, place + self._last)
        match = self._pattern.match(data, last)
        if match is None and last > first:
            if last - first <= _ONE_BY_ONE:
                match = next(filter(None, (self._pattern.match(data, at) for at in range(first, last))), None)
            else:
                end = last + self._length + 1 if self._length < _WINDOW else len(data)
                match = self._pattern.search(data, first, end)
        return -1 if match is None else match.end()


_PLAIN_PIECES = PLAIN.table.translate(PIECES)


def _checks(string: bytes, alphabet: Alphabet) -> tuple[bytes, bytes, bytes, bytes]:
    """Give what a text with this string has besides: a whole word, a part of one, a shape, a piece."""
    if alphabet is SHAPE:
        return b"", b"", b"" if b"a" in string else string, b""
    word = word_in(string)
    if not word:
        return b"", b"", b"", string.translate(_PLAIN_PIECES)
    if len(word) <= 1:
        return b"", b"", b"", b""
    before, _, behind = string.partition(word)
    if before and behind:
        return word, b"", b"", b""
    return b"", (b" " if before else b"") + word + (b" " if behind else b""), b"", b""


class RowClue:
    """Tells whether a row of signs out of given sets occurs, by the bits of one large number.

    The signs of a set are a bit of each byte; shifting the number brings neighbours together.
    """

    def __init__(self, period: Sequence[frozenset[int]], times: int) -> None:
        table = bytearray(256)
        for bit, signs in enumerate(period):
            for sign in signs:
                table[sign] |= 1 << bit
        self._table = bytes(table)
        self._period = len(period)
        self._times = times

    def opens(self, view: View) -> bool:
        """Tell whether the row occurs."""
        return bool(self._places(view))

    def starts(self, view: View, most: int) -> set[int] | None:
        """Give where the row occurs; None for too many."""
        places = self._places(view).to_bytes(len(view.data), "little")
        if places.count(1) > most:
            return None
        return {found.start() for found in _ONE.finditer(places)}

    def _places(self, view: View) -> int:
        """Give a number with bit 0 of each byte set where the row begins."""
        bits = int.from_bytes(view.data.translate(self._table), "little")
        # Bit 0 of each byte is what counts: bit n of the byte n places on is brought there.
        row = bits
        if self._period == _FOUR:
            row &= row >> 9
            row &= row >> 18
        else:
            row = reduce(int.__and__, (bits >> 9 * place for place in range(self._period)))
        have = 1
        while have < self._times:
            step = min(have, self._times - have)
            row &= row >> 8 * self._period * step
            have += step
        return row & _ones(len(view.data))

    def lines(self, view: View) -> Lines:
        """Give all lines or none."""
        return None if self.opens(view) else frozenset()


_ONE = re.compile(b"\1")
_BLOCK = 65536
_ONES = int.from_bytes(b"\1" * _BLOCK, "little")


def _ones(length: int) -> int:
    return _ONES if length <= _BLOCK else int.from_bytes(b"\1" * length, "little")


class Starts:
    """Where the matches of a pattern may begin, for those that have cores."""

    def __init__(self, pattern: str) -> None:
        self._clues: list[CoreClue | RowClue] | None = []
        for branch in branches(structure(pattern)):
            if branch == Sign(frozenset()):
                continue
            cores, row = cores_of(branch, whole=True), row_of(branch)
            if row is not None and (cores is None or cores.cost > DEAR):
                self._clues.append(RowClue(*row))
            elif cores is None:
                self._clues = None
                break
            else:
                self._clues.append(CoreClue([cores]))

    def __call__(self, view: View) -> Sequence[int] | None:
        """Give the places in order; None where they are many, or nobody can tell."""
        if self._clues is None:
            return None
        found: set[int] = set()
        most = len(view.data) // _SPARSE + _FEW_PLACES
        for clue in self._clues:
            some = clue.starts(view, most)
            if some is None:
                return None
            found |= some
        return sorted(found)


_SPARSE, _FEW_PLACES = 16, 64
