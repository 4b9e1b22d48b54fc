"""Regular expressions of the engine: the one door to them, and many patterns in one pass."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from privet.linear import (
    HAS_RE2,
    Match,
    NeedsRe2Error,
    Pattern,
    PatternError,
    compile_own_bytes,
    compile_own_text,
    compile_users,
    searched,
)
from privet.linear.engine import set_of

__all__ = [
    "HAS_RE2", "NOTHING", "Gate", "Gates", "Match", "NeedsRe2Error", "Pattern", "PatternError",
    "WholeGate", "compile_bytes", "compile_own", "compile_pattern", "searched",
]  # fmt: skip

MAX_PATTERN_LENGTH = 1024
"""A recognizer's or allow pattern's length; CRDs bound it lower, this holds whoever calls."""

NOTHING = r"[^\x00-\x{10FFFF}]"
"""A pattern that matches nothing."""

MAX_GATE_BYTES = 64 << 20
"""What RE2 may use for all patterns of a detector together."""

compile_own = compile_own_text
"""Compile a pattern of ours: those with country lists are longer than a user's may be."""

compile_bytes = compile_own_bytes
"""Compile a pattern of ours for text in UTF-8: places are bytes, and nothing is counted or copied."""


def compile_pattern(pattern: str) -> Pattern[str]:
    """Compile one pattern of a user's; raise PatternError when RE2 refuses it, or is not there."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternError(f"a pattern has at most {MAX_PATTERN_LENGTH} characters")
    return compile_users(pattern)


class Gate:
    """Many patterns in one pass: tells which of them occur in a text, not where.

    The pass costs about as much for forty patterns as for one, so that clean text costs nothing more.
    """

    whole = False
    """Whether the patterns match the whole text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._set = set_of(patterns, MAX_GATE_BYTES, whole=self.whole) if patterns else None

    def hits(self, text: str | bytes) -> Sequence[int]:
        """Give the numbers of the patterns that match; bytes are UTF-8."""
        return (self._set.Match(text) or ()) if self._set is not None else ()


class Gates:
    """Several gates as one: what is apart in them does not multiply the states of one automaton."""

    def __init__(self, *groups: Sequence[str]) -> None:
        firsts = accumulate((len(group) for group in groups), initial=0)
        self._gates = [(first, Gate(group)) for first, group in zip(firsts, groups, strict=False) if group]

    def hits(self, text: str | bytes) -> list[int]:
        """Give the numbers of the patterns that match, counted through all groups."""
        return [first + number for first, gate in self._gates for number in gate.hits(text)]

    def among(self, wanted: AbstractSet[int], text: str | bytes) -> list[int]:
        """Give the numbers of the wanted patterns that match."""
        return [number for number in self.hits(text) if number in wanted]


class WholeGate(Gate):
    """Many patterns in one pass: tells which of them match the whole text."""

    whole = True

    def __init__(self, patterns: Sequence[str]) -> None:
        for pattern in patterns:
            # By itself first: what compiles here, and only that, is no riddle for the set.
            compile_pattern(pattern)
        super().__init__(patterns)
