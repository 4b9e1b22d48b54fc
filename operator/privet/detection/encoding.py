"""One layer of base64 over a whole value or line: the spelling in which values hide by habit."""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from privet.detection.linear import compile_own

ENCODED = r"(?m)^[ \t\"']*(?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?[ \t\"']*$"
"""Nine bytes or more, the shortest mailbox; the whole line, so that paths and names cost nothing."""

_WORD = compile_own(
    r"(?m)^[ \t\"']*((?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)[ \t\"']*$"
)


@dataclass(frozen=True)
class Decoded:
    """What a word holds, and where the word stands."""

    text: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Decoded({self.start}, {self.end})"


def decoded_words(text: str) -> Iterator[Decoded]:
    """Decode each line that is base64 of readable text."""
    for match in _WORD.finditer(text):
        try:
            plain = binascii.a2b_base64(match.group(1)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if plain.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
            yield Decoded(plain, match.start(1), match.end(1))


def decoded_text(encoded: str) -> str:
    """Decode what is base64 by its place, such as binary data, as far as it is text."""
    try:
        return binascii.a2b_base64(encoded).decode("utf-8", errors="replace")
    except binascii.Error:
        return encoded
