"""What a layer yields, and the ways back from it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from privet.detection.folding import BEYOND_ASCII
from privet.detection.source import Budget

Origin = Callable[[int, int], tuple[int, int]]
"""From a stretch of decoded bytes to the stretch that it was decoded from."""

MOST_BINARY = 0.1
"""What holds a larger share of control characters is no text."""

NEXT_TEXT = b"\0"
"""What stands between two texts, on a line of its own."""

_BINARY = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"


@dataclass(frozen=True)
class Decoded:
    """What an encoded stretch holds, and how its bytes lead back."""

    layer: str
    """Its name; empty for another spelling of the same text."""
    raw: bytes = field(repr=False)
    origin: Origin = field(repr=False)
    """From a stretch of `raw` to a stretch of what it was decoded from."""
    context: str = field(default="", repr=False)
    """What stands shortly before it on its line."""

    @cached_property
    def text(self) -> str:
        """The text; bytes that are none stay what they are, so that places can be counted."""
        return self.raw.decode("utf-8", "surrogateescape")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Lead from characters of `text` to bytes of what it was decoded from."""
        if self._bytes is None:
            return self.origin(start, end)
        return self.origin(self._bytes.place(start), self._bytes.place(end))

    @cached_property
    def _bytes(self) -> "CharacterPlaces | None":
        # Once for all places: it reads the whole.
        return None if self.raw.isascii() else CharacterPlaces(self.text)


class CharacterPlaces:
    """Leads from characters of a text to its bytes, without reading it again for each."""

    _EVERY = 256

    def __init__(self, text: str) -> None:
        self._text = text
        places, done = [0], 0
        for first in range(0, len(text), self._EVERY):
            done += len(text[first : first + self._EVERY].encode("utf-8", "surrogateescape"))
            places.append(done)
        self._places = places

    def __repr__(self) -> str:
        return "CharacterPlaces(…)"

    def place(self, character: int) -> int:
        """Give the byte that a character begins at."""
        number = min(character, len(self._text)) // self._EVERY
        rest = self._text[number * self._EVERY : character]
        return self._places[number] + len(rest.encode("utf-8", "surrogateescape"))


@dataclass(frozen=True)
class Layer:
    """One encoding."""

    name: str
    gate: str = field(repr=False)
    """A pattern that occurs wherever something is decoded."""
    decode: Callable[[bytes, Budget], Iterator[Decoded]] = field(repr=False)
    """Decodes all that is in some bytes, and pays for it before it is made."""


@dataclass(frozen=True)
class Piece:
    """Bytes that were replaced: where they stood, and where what replaced them stands."""

    made: int
    made_end: int
    start: int
    end: int


class Rewritten:
    """Leads back through replacements: what was copied by counting, a run of equal signs by their width.

    The replacements are listed when the first place is asked for: most texts hold nothing to place.
    """

    def __init__(self, first: int, pieces: Callable[[], Iterator[Piece]]) -> None:
        self._first = first
        self._listed = pieces

    def __repr__(self) -> str:
        return "Rewritten(…)"

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """Lead back from a stretch of what was made."""
        return self._back(start)[0], self._back(end - 1)[1]

    @cached_property
    def _pieces(self) -> list[Piece]:
        return list(self._listed())

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.made for piece in self._pieces]

    def _back(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return self._first + place, self._first + place + 1
        piece = self._pieces[number]
        if place >= piece.made_end:
            return piece.end + place - piece.made_end, piece.end + place - piece.made_end + 1
        made, width = piece.made_end - piece.made, piece.end - piece.start
        first = place - piece.made
        return piece.start + first * width // made, piece.start - (-(first + 1) * width // made)


def replaced(before: str, after: str, first: int) -> Callable[[], Iterator[Piece]]:
    """List where two texts differ, in bytes: by characters beyond ASCII, each in the place of another.

    `before` begins at `first`.
    """

    def pieces() -> Iterator[Piece]:
        grown = shrunk = 0
        for found in BEYOND_ASCII.finditer(before):
            place = found.start()
            one, other = before[place], after[place]
            width, length = len(one.encode()), len(other.encode())
            if one != other:
                made, start = place + shrunk, first + place + grown
                yield Piece(made, made + length, start, start + width)
            grown, shrunk = grown + width - 1, shrunk + length - 1

    return pieces


def shifted(first: int) -> Origin:
    """Lead back from bytes that were copied as they stand."""
    return lambda start, end: (first + start, first + end)


def whole(start: int, end: int) -> Origin:
    """Lead back from anything to the whole that it was decoded from."""
    return lambda _start, _end: (start, end)


def texty(raw: bytes) -> bool:
    """Tell text from binary data."""
    return bool(raw) and len(raw) - len(raw.translate(None, _BINARY)) <= MOST_BINARY * len(raw)
