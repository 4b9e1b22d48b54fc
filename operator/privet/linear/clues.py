"""Whether and where a pattern may occur in a text, told by its cores."""

import re
from binascii import unhexlify
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from privet.linear.alphabets import (
    EDGE,
    EXACT,
    SHAPE,
    Alphabet,
    pieces_of,
    share_of_piece,
    share_of_shape,
    word_in,
)
from privet.linear.cores import HEAD, Cores, cores_of, row_of
from privet.linear.lines import Line, line_at
from privet.linear.structure import branches, is_nothing, structure
from privet.linear.view import View, view_of

MOST_TRIES = 512
"""Places that a pattern is tried at in vain before it counts as found."""

ANYWHERE = -1
"""Stands for the place of a match that was tried in vain too often to say where it is."""

Lines = AbstractSet[Line] | None
"""Lines of a text; None for all of them."""

DEAR = 400
"""Microseconds for 64 KiB of ordinary text that a row of bits costs, about."""

_BRIEF = 1024
"""Bytes of a match that may be read again for each beginning in it."""
_WINDOW = 4096
_ONE_BY_ONE = 4
_BITS = 4
"""Bits of a digit: sets that a row may have in turn, at most."""


def lines_at(data: bytes, places: Iterable[int]) -> Lines:
    """Give the lines of matches that end at these places; None where one of them may be anywhere."""
    found = set[Line]()
    for end in places:
        if end == ANYWHERE:
            return None
        found.add(line_at(data, end - 1))
    return found


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a text with a string has besides, so far as its different words and pieces tell."""

    words: bytes = b""
    """Stands in one of its runs of letters, between blanks; nothing where they do not tell."""
    exact: bool = False
    """Whether in the case that it is written in; else in lower case."""
    shape: bytes = b""
    """Stands in the shape of one of its pieces."""
    plain: bytes = b""
    """Stands in one of its pieces."""

    def passes(self, view: View) -> bool:
        """Tell whether a text has all of it."""
        return (
            (not self.words or self.words in (view.spelled if self.exact else view.spoken))
            and (not self.shape or self.shape in view.shapes)
            and (not self.plain or self.plain in view.pieces)
        )


@dataclass(frozen=True)
class Group:
    """Strings that begin alike, so that one search is enough for all."""

    pattern: "re.Pattern[bytes]"
    checks: Sequence[Check]


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
        self._beyond = any(one.beyond for one in some)
        self._heads = frozenset[bytes]() if len(some) > 1 else cores.heads
        needs = {one.needs for one in some}
        self._needs = needs.pop() if len(needs) == 1 else b""
        # What it begins with is found by the pattern itself. Nobody counts those tries: a long match that may
        # hold its own beginning would take time with the square.
        brief = self._length <= _BRIEF or not cores.starts_with.isalnum()
        self._literal = brief and len(some) == 1 and cores.strings == {cores.starts_with}
        self._pieces = _in_pieces(some)
        self.in_pieces = self._pieces is not None
        self.groups = _groups(cores, by_piece=self.in_pieces)

    def starts(self, view: View, most: int) -> set[int] | None:
        """Give where matches may begin: all places of matches are among them; None for too many."""
        found: set[int] = set()
        width = self._last - self._first + 1
        for group in self._possible(view):
            places = list(islice(self._places(view, group), most // width + 1))
            if len(found) + len(places) * width > most:
                return None
            for place in places:
                found.update(range(max(0, place + self._first), place + self._last + 1))
        return found

    def opens(self, view: View, groups: Iterable[int] | None = None) -> bool:
        """Tell whether the pattern occurs, where only these groups of strings may."""
        return next(self._ends(view, groups), None) is not None

    def may_be_in(self, pieces: bytes) -> bool:
        """Tell whether one of the pieces of a text may hold a match; they stand between blanks."""
        return self._pieces is None or self._pieces.search(pieces) is not None

    def lines(self, view: View, groups: Iterable[int] | None = None) -> Lines:
        """Give the lines on which the pattern occurs, where only these groups of strings may."""
        return lines_at(view.data, self._ends(view, groups))

    def _possible(self, view: View) -> Iterator[Group]:
        if self.may_be_in(view.pieces):
            for group in self.groups:
                if any(check.passes(view) for check in group.checks):
                    yield group

    def _ends(self, view: View, groups: Iterable[int] | None) -> Iterator[int]:
        """Give where matches end, one on each line; `ANYWHERE` after many tries in vain."""
        some = self._possible(view) if groups is None else map(self.groups.__getitem__, groups)
        for group in some:
            yield from self._ends_by(view, group)

    def _ends_by(self, view: View, group: Group) -> Iterator[int]:
        data, tries, done = view.data, MOST_TRIES, 0
        if self._literal and self._lines(view) is None:
            yield from (match.end() for match in self._pattern.finditer(data))
            return
        for place in self._places(view, group):
            if place < done:
                continue
            match = self._matched(data, place)
            if match is not None:
                yield match.end()
                done = max(place, data.find(b"\n", match.end()))
            else:
                tries -= 1
                if not tries:
                    yield ANYWHERE
                    return

    def _places(self, view: View, group: Group) -> Iterator[int]:
        """Give where a string stands in the folded text."""
        data, heads = view.data, self._heads
        places = map(_START_OF, self._found(view, group.pattern))
        if not heads:
            return places
        return (place for place in places if data[place : place + HEAD].lower() in heads)

    def _lines(self, view: View) -> Sequence[Line] | None:
        """Give the only lines that can hold a match; None for all."""
        return view.lines_with(self._needs) if self._needs else None

    def _found(self, view: View, pattern: "re.Pattern[bytes]") -> "Iterator[re.Match[bytes]]":
        lines = self._lines(view)
        if lines is None:
            return pattern.finditer(view.folded(self._alphabet))
        folded = view.folded(self._alphabet) if lines else b""
        return chain.from_iterable(pattern.finditer(folded, start, end) for start, end in lines)

    def _matched(self, data: bytes, place: int) -> "re.Match[bytes] | None":
        """Give a match with a string at this place."""
        last = max(0, place + self._last)
        match = self._pattern.match(data, last)
        if match is not None or self._first == self._last:
            return match
        first = max(0, place + self._first)
        if not self._beyond:
            # What stands on the lines before has been told, or will not be.
            first = data.rfind(b"\n", first, last) + 1 or first
        if last - first <= _ONE_BY_ONE:
            return next(filter(None, (self._pattern.match(data, at) for at in range(first, last))), None)
        end = last + self._length + 1 if self._length < _WINDOW else len(data)
        match = self._pattern.search(data, first, end)
        while self._beyond and match is not None and match.end() <= place:
            # Another one, maybe on another line: what begins in it may reach further.
            match = self._pattern.search(data, match.start() + 1, end)
        return match


_START_OF = re.Match.start


_SELDOM = 0.02
"""The share of places at which what strings have in common may stand: each costs a look at what follows."""


def _in_pieces(some: Sequence[Cores]) -> "re.Pattern[bytes] | None":
    """Give what matches in one of the pieces of a text wherever any of several patterns does."""
    pieces = [one.piece for one in some if one.piece is not None]
    if len(pieces) < len(some) or not (all(one.whole for one in pieces) or _is_better(some)):
        return None
    return re.compile("|".join(f"(?:{one.pattern})" for one in pieces).encode())


_SELDOM_PIECE = 0.01
"""The share of places up to which it pays to look for another part of a pattern than its strings."""


def _is_better(some: Sequence[Cores]) -> bool:
    """Tell whether another part of a pattern than its strings is the one to look for in the pieces."""
    cores = some[0]
    if len(some) > 1 or cores.piece is None:
        return False
    checks = [_check(one, cores) for one in cores.strings]
    if any(one.words for one in checks):
        return False
    shares = [share_of_shape(one.shape) if one.shape else share_of_piece(one.plain) for one in checks]
    return cores.piece.share < min(_SELDOM_PIECE, max(shares))


def _groups(cores: Cores, *, by_piece: bool) -> Sequence[Group]:
    """Give the strings in groups of those that begin alike."""
    alphabet = cores.alphabet
    strings = sorted(cores.strings)
    groups: list[Group] = []
    while strings:
        first = strings[0].strip(EDGE)
        begin = next(
            (first[:length] for length in range(1, len(first)) if alphabet.share(first[:length]) <= _SELDOM),
            first,
        )
        alike = [one for one in strings if one.strip(EDGE).startswith(begin)]
        strings = [one for one in strings if one not in alike]
        bare = [one.strip(EDGE) for one in alike]
        groups.append(
            Group(re.compile(_finder(bare)), [_check(one, cores, by_piece=by_piece) for one in alike])
        )
    return groups


def _finder(strings: Sequence[bytes]) -> bytes:
    """Write what finds all places of strings that begin alike, also where one begins in another."""
    columns = takewhile(lambda signs: len(signs) == 1, map(set, zip(*strings, strict=False)))
    common = bytes(sign for signs in columns for sign in signs)
    again = next(
        place for place in range(1, len(common) + 1) if common[place:] == common[: len(common) - place]
    )
    rests = b"|".join(sorted({re.escape(one[again:]) for one in strings}))
    return re.escape(common[:again]) + (b"(?=%b)" % rests if rests else b"")


def _check(string: bytes, cores: Cores, *, by_piece: bool = False) -> Check:
    whole = cores.piece is not None and cores.piece.whole
    words = _words(string, cores.alphabet)
    if by_piece and cores.piece is not None and not whole:
        return Check(words=words, exact=cores.alphabet is EXACT, plain=cores.piece.literal)
    if cores.alphabet is SHAPE:
        # What an end of a line may be in stands in several pieces.
        parted = b"a" in string or (cores.beyond and not whole and b"-" in string.strip(b"-"))
        return Check(shape=b"" if parted else string)
    plain = max(pieces_of(string.strip(EDGE)).split(), key=len, default=b"")
    # One sign besides a word is in any text.
    return Check(
        words=words, exact=cores.alphabet is EXACT, plain=plain if len(plain) > 1 or not words else b""
    )


def _words(string: bytes, alphabet: Alphabet) -> bytes:
    word = b"" if alphabet is SHAPE else word_in(string)
    if len(word) <= 1:
        return b""
    before, _, behind = string.partition(word)
    return (b" " if before else b"") + word + (b" " if behind else b"")


class RowClue:
    """Tells whether a row of signs out of given sets occurs, by the bits of one large number.

    Each byte of the text is a digit of it, with a bit for each set that the byte is in; shifting the number
    brings neighbours together.
    """

    def __init__(self, period: Sequence[frozenset[int]], times: int) -> None:
        digits = [sum(1 << bit for bit, signs in enumerate(period) if sign in signs) for sign in range(256)]
        self._table = bytes(b"0123456789abcdef"[digit] for digit in digits)
        self._period = len(period)
        self._times = times

    def opens(self, view: View, _groups: Iterable[int] | None = None) -> bool:
        """Tell whether the row occurs."""
        return bool(self._places(view))

    def starts(self, view: View, most: int) -> set[int] | None:
        """Give where the row occurs; None for too many."""
        places = self._places(view)
        if places.bit_count() > most:
            return None
        return {found.start() for found in _ONE.finditer(f"{places:0{len(view.data)}x}")}

    def _places(self, view: View) -> int:
        """Give a number with bit 0 of each digit set where the row begins; the first byte is the highest."""
        odd = len(view.data) % 2
        number = int.from_bytes(unhexlify(view.data.translate(self._table) + b"0" * odd)) >> _BITS * odd
        # Bit 0 of each digit is what counts: bit n of the digit n places on is brought there.
        row = number
        for place in range(1, self._period):
            row &= number << (_BITS - 1) * place
        have = 1
        while have < self._times:
            step = min(have, self._times - have)
            row &= row << _BITS * self._period * step
            have += step
        return row & _ones(len(view.data))

    def lines(self, view: View, _groups: Iterable[int] | None = None) -> Lines:
        """Give all lines or none."""
        return None if self.opens(view) else frozenset()


_ONE = re.compile("1")
_BLOCK = 65536
_ONES = int("1" * _BLOCK, 16)


def _ones(length: int) -> int:
    return _ONES if length <= _BLOCK else int("1" * length, 16)


class Starts:
    """Where the matches of a pattern may begin, for those that have cores."""

    def __init__(self, pattern: str) -> None:
        self._clues: list[CoreClue | RowClue] | None = []
        for branch in branches(structure(pattern)):
            if is_nothing(branch):
                continue
            cores, row = cores_of(branch, whole=True), row_of(branch)
            if row is not None and (cores is None or cores.cost > DEAR):
                self._clues.append(RowClue(*row))
            elif cores is None or cores.share > 1 / _SPARSE:
                self._clues = None
                break
            else:
                self._clues.append(CoreClue([cores]))

    def __call__(self, data: bytes) -> Sequence[int] | None:
        """Give the places in order; None where they are many, or nobody can tell."""
        if self._clues is None:
            return None
        found: set[int] = set()
        view = view_of(data)
        most = len(data) // _SPARSE + _FEW_PLACES
        for clue in self._clues:
            some = clue.starts(view, most)
            if some is None:
                return None
            found |= some
        return sorted(found)


_SPARSE, _FEW_PLACES = 16, 64
