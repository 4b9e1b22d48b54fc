"""Regular expressions in linear time: the one door to RE2 for everything that reads foreign text."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Protocol, TypeVar, cast

import re2  # type: ignore[import-untyped] # google-re2 ships no types; Pattern says what is used

MAX_PATTERN_LENGTH = 1024
"""A recognizer's or allow pattern's length; CRDs bound it lower, this holds whoever calls."""

MAX_PROGRAM_BYTES = 8 << 20
"""What RE2 may use for one pattern; a larger one is refused, never slowed down."""

MAX_GATE_BYTES = 64 << 20
"""What RE2 may use for all patterns of a detector together."""


class PatternError(ValueError):
    """A pattern that RE2 does not take; the text is not repeated, since a pattern may quote a value."""


Text = TypeVar("Text", str, bytes)


class Match(Protocol[Text]):
    """One place where a pattern matched."""

    def start(self, group: int = 0) -> int:
        """Tell where it starts."""

    def end(self, group: int = 0) -> int:
        """Tell where it ends."""

    def group(self, *groups: int) -> Text:
        """Give the matched text."""


class Pattern(Protocol[Text]):
    """A compiled pattern, for text or for its bytes in UTF-8."""

    def search(self, text: Text, pos: int = 0, endpos: int = ..., /) -> Match[Text] | None:
        """Find the first match."""

    def fullmatch(self, text: Text, /) -> Match[Text] | None:
        """Match the whole text or nothing."""

    def finditer(self, text: Text, pos: int = 0, endpos: int = ..., /) -> Iterator[Match[Text]]:
        """Find all matches that do not overlap."""

    def sub(self, repl: Text, text: Text, /) -> Text:
        """Replace all matches."""


def compile_pattern(pattern: str) -> Pattern[str]:
    """Compile one RE2 pattern; raise PatternError when RE2 refuses it."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternError(f"a pattern has at most {MAX_PATTERN_LENGTH} characters")
    return _compile(pattern)


def compile_own(pattern: str) -> Pattern[str]:
    """Compile a pattern of ours: those with country lists are longer than a user's may be."""
    return _compile(pattern)


def compile_bytes(pattern: str) -> Pattern[bytes]:
    """Compile a pattern of ours for text in UTF-8: places are bytes, and nothing is counted or copied."""
    return cast("Pattern[bytes]", _compile(pattern))


def escape(text: str) -> str:
    """Give a pattern that matches just this text."""
    return cast("str", re2.escape(text))


def _compile(pattern: str) -> Pattern[str]:
    try:
        return cast("Pattern[str]", re2.compile(pattern, _options(MAX_PROGRAM_BYTES)))
    except re2.error as error:
        raise PatternError("not a pattern that RE2 takes") from _without_text(error)


def _without_text(error: Exception) -> Exception:
    """Keep the kind of the cause and drop its message, which quotes the pattern."""
    return type(error)()


def _options(max_bytes: int) -> object:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = max_bytes
    return options


class Gate:
    """Many patterns in one pass: tells which of them occur in a text, not where.

    The pass costs about as much for forty patterns as for one, so that clean text costs nothing more.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._set = self._new_set()
        for pattern in patterns:
            try:
                self._set.Add(pattern)
            except re2.error as error:
                raise PatternError("not a pattern that RE2 takes") from _without_text(error)
        self._open = bool(patterns)
        if self._open:
            self._set.Compile()

    def hits(self, text: str | bytes) -> Sequence[int]:
        """Give the numbers of the patterns that match; bytes are UTF-8."""
        return cast("Sequence[int]", self._set.Match(text) or ()) if self._open else ()

    def _new_set(self) -> Any:  # noqa: ANN401 - google-re2 ships no types
        return re2.Set.SearchSet(_options(MAX_GATE_BYTES))


class Gates:
    """Several gates as one: what is apart in them does not multiply the states of one automaton."""

    def __init__(self, *groups: Sequence[str]) -> None:
        firsts = accumulate((len(group) for group in groups), initial=0)
        self._gates = [(first, Gate(group)) for first, group in zip(firsts, groups, strict=False) if group]

    def hits(self, text: str | bytes) -> list[int]:
        """Give the numbers of the patterns that match, counted through all groups."""
        return [first + number for first, gate in self._gates for number in gate.hits(text)]


class WholeGate(Gate):
    """Many patterns in one pass: tells which of them match the whole text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        for pattern in patterns:
            # By itself first: what compiles here, and only that, is no riddle for the set.
            compile_pattern(pattern)
        super().__init__(patterns)

    def _new_set(self) -> Any:  # noqa: ANN401 - google-re2 ships no types
        return re2.Set.FullMatchSet(_options(MAX_GATE_BYTES))
