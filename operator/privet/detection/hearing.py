"""Whom a word of context may speak for where it stands: for what is behind it, or below it."""

from collections.abc import Sequence
from typing import NamedTuple

from privet.detection.context import CONTEXT_BYTES, LONGEST, spoken_for
from privet.detection.fields import sign_behind
from privet.detection.identifier import Identifier
from privet.detection.layers.headings import heads, may_head
from privet.detection.recognizer import Recognizer
from privet.linear.lines import Line
from privet.linear.structure import LETTERS

MOST_QUESTIONS = 64
"""Words of one line of which it is asked whether they make it a heading: a table has not as many columns."""

REACH = CONTEXT_BYTES + LONGEST
"""How far behind a word the end of a value may be."""

_DIGITS = b"0123456789"
_LETTERS = bytes(LETTERS)
_SIGNS = bytes(set(range(256)).difference(_LETTERS, _DIGITS))
_BLANKS_FOR_LETTERS = bytes.maketrans(_LETTERS, b" " * len(_LETTERS))


class Owner(NamedTuple):
    """A recognizer that a word speaks for."""

    number: int
    digits: int
    """How many digits its values have at least."""
    unlettered: bool
    """Whether only signs, and no letters, stand between the digits."""
    of_field: bool
    """Whether the word speaks only as the whole name of a field."""


def owner_of(recognizer: Recognizer, number: int, *, of_field: bool) -> Owner:
    """Give a recognizer as the owner of a word."""
    return Owner(number, recognizer.digits, recognizer.unlettered, of_field)


def fields_of(recognizer: Recognizer) -> Sequence[str]:
    """Give those of a recognizer's words that speak only as the whole name of a field."""
    return recognizer.fields if isinstance(recognizer, Identifier) else ()


class Hearing:
    """What the words of one text say, each where it ends; owners come in order of the digits they want."""

    def __init__(self, data: bytes, headings: set[Line]) -> None:
        """Take a text, and the lines that may name what stands on others, to which it adds."""
        self.headings = headings
        self._data = data
        self._asked: Line = (0, -1)
        self._questions = 0

    def in_fields(self, owners: Sequence[Owner], end: int) -> Sequence[Owner]:
        """Give those that are heard in view of whether the word is the whole name of a field."""
        if sign_behind(self._data, end):
            return owners
        return [owner for owner in owners if not owner.of_field]

    def satisfied(self, owners: Sequence[Owner], end: int, line: Line) -> Sequence[Owner]:
        """Give those for whom enough digits stand behind the word."""
        behind = self._data[end - 1 : min(line[1], end + REACH)]
        # Most words stand before none.
        if len(behind) - len(behind.translate(None, _DIGITS)) < owners[0].digits:
            return ()
        some = _satisfied(owners, behind)
        if some and some[-1].digits:
            # How far the word speaks takes longer to tell than that nothing is there.
            return _satisfied(some, self._data[end - 1 : spoken_for(self._data, end)])
        return some

    def ask(self, end: int, line: Line) -> None:
        """Ask whether the word makes its line a heading, and take that down."""
        if not may_head(self._data, end):
            return
        if line != self._asked:
            self._asked, self._questions = line, MOST_QUESTIONS
        if self._questions:
            self._questions -= 1
            if heads(self._data, end, line):
                self.headings.add(line)
                self._questions = 0


def _satisfied(owners: Sequence[Owner], behind: bytes) -> Sequence[Owner]:
    digits, together = len(behind) - len(behind.translate(None, _DIGITS)), -1
    some: list[Owner] = []
    for owner in owners:
        if digits < owner.digits:
            break
        if owner.unlettered:
            if together < 0:
                together = max(map(len, behind.translate(_BLANKS_FOR_LETTERS, _SIGNS).split()), default=0)
            if together < owner.digits:
                continue
        some.append(owner)
    return some
