"""Regular expressions in linear time: the one door for everything that reads foreign text.

The engine is RE2. Where there is no wheel of it (musl), patterns of ours run on the standard library's: they
are few, bounded and tested for linear time there, too. Patterns that users write never do: an engine that
goes back could be brought to a halt by any of them, so that they are refused with a remedy instead.
"""

from privet.linear.engine import (
    HAS_RE2,
    MAX_PROGRAM_BYTES,
    compile_own_bytes,
    compile_own_text,
    compile_users,
    searched,
)
from privet.linear.pattern import Match, NeedsRe2Error, Pattern, PatternError

__all__ = [
    "HAS_RE2",
    "MAX_PROGRAM_BYTES",
    "Match",
    "NeedsRe2Error",
    "Pattern",
    "PatternError",
    "compile_own_bytes",
    "compile_own_text",
    "compile_users",
    "searched",
]
