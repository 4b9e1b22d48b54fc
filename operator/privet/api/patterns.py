"""Regular expressions that users write: RE2, which takes time in step with the text, or refused.

What Perl adds at the price of linear time (look-around, back-references) is refused by name, with what to
do instead; that RE2 itself accepts the pattern is the last word. `_TOKEN` cuts a pattern into the parts
that could be mistaken, so that `[(?=]` and an escaped backslash before a digit are no offence.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

from pydantic import StringConstraints

from privet.api.rules import Rule
from privet.linear import HAS_RE2, NeedsRe2Error, Pattern, PatternError, compile_own_text, compile_users

MAX_PATTERN = 512
"""Bounds what a compiled pattern can take, and what CEL has to estimate."""

MAX_UNICODE_REPEATS = 32
"""A class such as \\pL is a thousand instructions, and counting it copies them."""


def cel_string(text: str) -> str:
    """Write a text as a CEL literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


_ESCAPE = r"\\(?s:.)"
_CLASS = r"\[\^?\]?(?:[^\[\]\\]|\[:\^?[a-z]+:\]|\[|" + _ESCAPE + r")*\]"
_TOKEN = _ESCAPE + "|" + _CLASS + r"|\(\?(?:<?[=!]|P=)"

_LOOK_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_BACK_REFERENCE = (*(rf"\{sign}" for sign in "123456789gk"), "(?P=")
_ANY_BYTE = r"\C"

_LOOK_AROUND_REMEDY = (
    "must not look ahead or behind: patterns are linear-time RE2; "
    "match the surroundings as well, or name them in context"
)
_BACK_REFERENCE_REMEDY = (
    "must not refer back to a group: patterns are linear-time RE2; write the alternatives out"
)
_ANY_BYTE_REMEDY = r"must not match half a character with \C; write . for any character"
# Escapes are skipped in pairs, so that an escaped backslash before a p is none; \x{1234} is no count.
_UNICODE_CLASS = r"^(?:[^\\]|\\(?s:.))*\\[pP]"
_MANY = "(?:3[3-9]|[4-9][0-9]|[0-9]{3,})"
_MANY_TIMES = rf"[^x]\{{(?:(?:[0-9]*,)?{_MANY}\}}|{_MANY},)"
_UNICODE_REMEDY = f"must not repeat a Unicode class (\\p) more than {MAX_UNICODE_REPEATS} times; write + or *"
_RE2_REMEDY = (
    "must be an RE2 regular expression that does not match the empty text, "
    "see https://github.com/google/re2/wiki/Syntax"
)


def compile_pattern(pattern: str) -> Pattern[str]:
    """Compile a pattern of this API's own, quietly; ValueError when it is not RE2."""
    try:
        return compile_own_text(pattern)
    except PatternError:
        # The cause would quote the pattern, which is the user's business alone.
        raise ValueError(_RE2_REMEDY) from None


_PERL_ONLY = {
    _LOOK_AROUND_REMEDY: _LOOK_AROUND,
    _BACK_REFERENCE_REMEDY: _BACK_REFERENCE,
    _ANY_BYTE_REMEDY: (_ANY_BYTE,),
}
_NOT_LINEAR: frozenset[str] = frozenset().union(*_PERL_ONLY.values())

_tokens = compile_own_text(_TOKEN)
_TOKEN_CEL = cel_string(_TOKEN)


@lru_cache(maxsize=512)
def _perl_only(pattern: str) -> frozenset[str]:
    return _NOT_LINEAR.intersection(_tokens.findall(pattern))


def _remedy(pattern: str) -> str:
    found = _perl_only(pattern)
    named = (remedy for remedy, tokens in _PERL_ONLY.items() if found.intersection(tokens))
    return next(named, _RE2_REMEDY)


def _cel_list(tokens: Iterable[str]) -> str:
    return f"[{', '.join(map(cel_string, tokens))}]"


def _cel_remedy() -> str:
    *first, (last, _) = _PERL_ONLY.items()
    cases = (
        f"self.findAll({_TOKEN_CEL}).exists(t, t in {_cel_list(found)}) ? {cel_string(remedy)}"
        for remedy, found in first
    )
    return f"{' : '.join(cases)} : {cel_string(last)}"


_unicode_class, _many_times = map(compile_own_text, (_UNICODE_CLASS, _MANY_TIMES))


def _is_linear(pattern: str) -> bool:
    try:
        return compile_users(pattern).search("") is None
    except PatternError:
        return False


def _why_not_linear(_pattern: str) -> str:
    return _RE2_REMEDY if HAS_RE2 else str(NeedsRe2Error())


LINEAR = (
    # One search, as it is by far the dearest rule of all.
    Rule(
        cel=f"!self.findAll({_TOKEN_CEL}).exists(t, t in {_cel_list(sorted(_NOT_LINEAR))})",
        message=_RE2_REMEDY,
        message_cel=_cel_remedy(),
        holds=lambda pattern: not _perl_only(pattern),
        explain=_remedy,
    ),
    Rule(
        cel=f"!self.matches({cel_string(_UNICODE_CLASS)}) || !self.matches({cel_string(_MANY_TIMES)})",
        message=_UNICODE_REMEDY,
        holds=lambda pattern: not (_unicode_class.search(pattern) and _many_times.search(pattern)),
    ),
    # An invalid pattern makes this an error of evaluation, which refuses the resource with this message.
    Rule(cel="!''.matches(self)", message=_RE2_REMEDY, holds=_is_linear, explain=_why_not_linear),
)

PatternText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_PATTERN), *LINEAR]
"""A regular expression in RE2's syntax, up to 512 characters."""
