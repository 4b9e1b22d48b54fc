"""Marks: what stands in a text for the value of a variable that cannot be seen.

A mark is one word for a shell, so that it passes through quoting, expansion and parsing as the value would.
"""

from collections.abc import Iterator

from privet.detection.linear import compile_own

_OPEN, _CLOSE = "_privetvalue", "privetend_"
EVERYTHING = "*"
"""The name in the mark of a whole environment."""

_MARK = compile_own(f"{_OPEN}((?:[0-9a-f]{{2}})*){_CLOSE}")


def mark(name: str) -> str:
    """Give the word that stands for the value of a variable."""
    return f"{_OPEN}{name.encode().hex()}{_CLOSE}"


def marks_in(text: str) -> Iterator[str]:
    """Name the variables whose values stand in a text."""
    if _OPEN not in text:
        return
    for match in _MARK.finditer(text):
        yield bytes.fromhex(match.group(1)).decode(errors="replace")


def without_marks(text: str) -> str:
    """Give a text with every mark made a blank: what a manifest really says."""
    return _MARK.sub(" ", text) if _OPEN in text else text
