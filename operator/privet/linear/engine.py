"""Which engine runs a pattern: RE2 where it is installed.

What stands in for it where it is not is not even imported where it is.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Protocol, cast

from privet.linear.binding import BoundPattern
from privet.linear.pattern import NeedsRe2Error, Pattern, PatternError, StartsOf

try:
    import re2  # type: ignore[import-untyped] # google-re2 ships no types; Pattern says what is used
except ImportError:
    from privet.linear.backtracking import BytesPattern, TextPattern
    from privet.linear.view import viewed
    from privet.linear.wordplaces import WordPlaces

    re2 = None

HAS_RE2: bool = re2 is not None

MAX_PROGRAM_BYTES = 8 << 20
"""What RE2 may use for one pattern; a larger one is refused, never slowed down."""


def compile_users(pattern: str) -> Pattern[str]:
    """Compile a pattern that a user wrote; PatternError when RE2 refuses it, or is not there."""
    if re2 is None:
        raise NeedsRe2Error
    return _compile(pattern)


def compile_own_text(pattern: str) -> Pattern[str]:
    """Compile a pattern of ours for text."""
    if re2 is None:
        return TextPattern(pattern)
    return _compile(pattern)


def compile_own_bytes(
    pattern: str,
    starts: StartsOf | None = None,
    words: Iterable[str] = (),
    max_bytes: int = MAX_PROGRAM_BYTES,
) -> Pattern[bytes]:
    """Compile a pattern of ours for text in UTF-8: places are bytes, and nothing is counted or copied.

    For a search without RE2 `starts` tells where matches may begin, or `words` with what they begin;
    `max_bytes` is what the pattern may use with its automaton: one that needs more is slow.
    """
    if re2 is None:
        return BytesPattern(pattern, WordPlaces(words) if words else starts)
    anchors = re2._re2.RE2.Anchor  # noqa: SLF001 - see `binding`
    return BoundPattern(partial(_bound, pattern, max_bytes), anchors)


def _bound(pattern: str, max_bytes: int) -> Callable[..., Any]:
    """Compile a pattern on the binding; PatternError when RE2 refuses it, which a test would have seen."""
    compiled = re2._re2.RE2(pattern.encode(), _options(max_bytes))  # noqa: SLF001
    if not compiled.ok():
        raise PatternError("not a pattern that RE2 takes")
    return cast("Callable[..., Any]", compiled.Match)


def searched(data: bytes) -> bytes:
    """Give bytes that are to be searched by many patterns, with what helps to do so without RE2."""
    return viewed(data) if re2 is None else data


class PatternSet(Protocol):
    """Many patterns in one automaton."""

    def Match(self, text: str | bytes, /) -> Sequence[int] | None:  # noqa: N802 - RE2's name
        """Give the numbers of those that match; bytes are UTF-8."""


def set_of(patterns: Sequence[str], max_bytes: int, *, whole: bool) -> PatternSet:
    """Compile patterns together, to occur in a text or to match the whole of it; PatternError as above."""
    if re2 is None:
        raise NeedsRe2Error
    kind = re2.Set.FullMatchSet if whole else re2.Set.SearchSet
    made = kind(_options(max_bytes))
    for pattern in patterns:
        try:
            made.Add(pattern)
        except re2.error as error:
            raise PatternError("not a pattern that RE2 takes") from _without_text(error)
    made.Compile()
    return cast("PatternSet", made)


def _compile(pattern: str) -> Pattern[str]:
    try:
        return cast("Pattern[str]", re2.compile(pattern, _options(MAX_PROGRAM_BYTES)))
    except re2.error as error:
        raise PatternError("not a pattern that RE2 takes") from _without_text(error)


def _without_text(error: Exception) -> Exception:
    """Keep the kind of the cause and drop its message, which quotes the pattern."""
    return type(error)()


def _options(max_bytes: int) -> object:
    made = re2.Options()
    made.log_errors = False
    made.max_mem = max_bytes
    return made
