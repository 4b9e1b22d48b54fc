"""Unicode spellings of ASCII: full-width digits, zero-width characters between them, compatibility forms.

To a reader, and to most programs that parse it, the value is the same; so it is here.
"""

import unicodedata
from dataclasses import dataclass

_INVISIBLE = frozenset(("Cf", "Mn"))
"""Formatting characters (zero-width, direction) and combining marks."""


@dataclass(frozen=True)
class Folded:
    """A text in its plain spelling, and where each of its characters stood."""

    text: str
    places: tuple[int, ...]

    def __repr__(self) -> str:
        return "Folded(…)"


def fold(text: str) -> Folded:
    """Spell a text plainly: NFKC character by character, without what nobody sees."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = sign if sign.isascii() else _plain(sign)
        signs.append(plain)
        places.extend([place] * len(plain))
    return Folded("".join(signs), (*places, len(text)))


def _plain(sign: str) -> str:
    if unicodedata.category(sign) in _INVISIBLE:
        return ""
    digit = unicodedata.digit(sign, None)
    return unicodedata.normalize("NFKC", sign) if digit is None else str(digit)
