"""What a compiled pattern offers, whichever engine runs it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Text = TypeVar("Text", str, bytes)
Text_co = TypeVar("Text_co", str, bytes, covariant=True)


StartsOf = Callable[[bytes], Sequence[int] | None]
"""Gives where matches may begin, in order, all places of matches among them; None where nobody can tell."""


class PatternError(ValueError):
    """A pattern that the engine does not take; it is not repeated, since a pattern may quote a value."""


class NeedsRe2Error(PatternError):
    """A pattern of a user's where there is no RE2 to run it."""

    def __init__(self) -> None:
        super().__init__(
            "needs google-re2, which is not installed here: patterns of users run on nothing else; use an "
            "image or a platform that it has a wheel for (glibc, macOS, Windows), or leave the pattern out"
        )


class Match(Protocol[Text_co]):
    """One place where a pattern matched."""

    def start(self, group: int = 0) -> int:
        """Tell where it starts."""

    def end(self, group: int = 0) -> int:
        """Tell where it ends."""

    def span(self, group: int = 0) -> tuple[int, int]:
        """Tell both."""

    def group(self, group: int = 0, /) -> Text_co:
        """Give the matched text."""

    def __getitem__(self, group: int) -> Text_co:
        """Give the text of one group."""


class Pattern(Protocol[Text]):
    """A compiled pattern, for text or for its bytes in UTF-8."""

    def search(self, text: Text, pos: int = 0, endpos: int = ..., /) -> Match[Text] | None:
        """Find the first match."""

    def match(self, text: Text, pos: int = 0, endpos: int = ..., /) -> Match[Text] | None:
        """Match what begins just there: a search would read on to the end of the text for nothing."""

    def fullmatch(self, text: Text, /) -> Match[Text] | None:
        """Match the whole text or nothing."""

    def finditer(self, text: Text, pos: int = 0, endpos: int = ..., /) -> Iterator[Match[Text]]:
        """Find all matches that do not overlap."""

    def findall(self, text: Text, /) -> list[Text]:
        """Give the texts of all matches; the pattern must have no group."""

    def sub(self, repl: Text | Callable[[Match[Text]], Text], text: Text, /) -> Text:
        """Replace all matches."""
