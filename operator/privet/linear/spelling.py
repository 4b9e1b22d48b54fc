"""RE2's spelling of a pattern, written for the standard library's engine.

Only what patterns of ours use is known; anything else is refused, so that nothing can mean two things.
Bytes are UTF-8: a class that takes characters beyond ASCII takes all of their bytes, as RE2 does.
"""

import re
from collections.abc import Iterator
from enum import Enum

from privet.linear.pattern import PatternError

_ASCII = 0x80
_LAST = 0x10FFFF
_RANGE = -1
_DIGITS = frozenset(range(ord("0"), ord("9") + 1))
_SPACES = frozenset(map(ord, "\t\n\f\r "))
_WORD = frozenset(ord(sign) for sign in map(chr, range(_ASCII)) if sign.isalnum() or sign == "_")
_SETS = {"d": _DIGITS, "s": _SPACES, "w": _WORD}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}

# One part of a pattern: a character's number, an escape, a class, or any other sign.
_PARTS = re.compile(
    r"\\x\{(?P<long>[0-9A-Fa-f]{1,6})\}|\\x(?P<short>[0-9A-Fa-f]{2})|\\(?P<escape>.)"
    r"|\[(?P<class>\^?\]?(?:\\.|[^\]\\])*)\]|(?P<flags>\(\?[a-z]+[:)])|(?P<open>\(\??:?)|(?P<sign>.)",
    re.DOTALL,
)
_KNOWN_FLAGS = frozenset(("(?i)", "(?i:", "(?s)", "(?s:", "(?m:"))
_NEVER = "(?!)"
_ANY_BEYOND = r"[\xc2-\xf4][\x80-\xbf]++"
"""One character of two bytes or more."""


class Tail(Enum):
    """What follows the stretch that is searched, whose end the standard library takes for the text's."""

    NOTHING = 0
    WORD = 1
    OTHER = 2
    LINE = 3
    """The end of a line."""


def tail_matters(pattern: str) -> bool:
    """Tell whether a pattern may ask what follows the stretch that is searched."""
    return any(sign in pattern for sign in (r"\b", r"\z", "$"))


def beyond_matters(pattern: str) -> bool:
    """Tell whether a pattern may take characters beyond ASCII by a class."""
    return any(sign in pattern for sign in ("[^", ".", r"\x{"))


def spelled(pattern: str, tail: Tail, *, beyond: bool, characters: bool = False) -> str:
    """Write a pattern for bytes, or for characters; without `beyond` the text is known to be ASCII."""
    return "".join(_spelled(pattern, tail, beyond=beyond, characters=characters))


def _spelled(pattern: str, tail: Tail, *, beyond: bool, characters: bool) -> Iterator[str]:
    lines = is_by_line(pattern)
    for part in parts(pattern):
        if part["long"] or part["short"]:
            yield _literal(chr(int(part["long"] or part["short"], 16)), characters=characters)
        elif part["escape"]:
            yield _escape(part["escape"], tail, characters=characters)
        elif part["class"] is not None:
            yield _class(*members(part["class"]), beyond=beyond, characters=characters)
        elif part["flags"]:
            if part["flags"] not in _KNOWN_FLAGS:
                raise PatternError("flags that no pattern of ours has")
            yield "(?:" if part["flags"] == "(?m:" else part["flags"]
        elif part["open"]:
            yield part["open"]
        else:
            yield _sign(part["sign"], tail, beyond=beyond, characters=characters, lines=lines)


def parts(pattern: str) -> "Iterator[re.Match[str]]":
    """Cut a pattern into its parts; the name of a part's last group says what it is."""
    return _PARTS.finditer(pattern)


def escaped_sign(sign: str) -> frozenset[int] | None:
    """Give the characters that an escape stands for; None for a place between characters."""
    if sign in "bAz":
        return None
    return _SETS.get(sign) or frozenset({ord(_CONTROLS.get(sign, sign))})


def is_by_line(pattern: str) -> bool:
    """Tell whether the ends that a pattern asks for are those of lines; in ours all are, or none."""
    return "(?m:" in pattern


def _end(tail: Tail, *, lines: bool) -> str:
    if not lines:
        return r"\Z" if tail is Tail.NOTHING else _NEVER
    return r"(?=\n|\Z)" if tail in (Tail.NOTHING, Tail.LINE) else r"(?=\n)"


def _sign(sign: str, tail: Tail, *, beyond: bool, characters: bool, lines: bool) -> str:
    if sign == "$":
        return _end(tail, lines=lines)
    if sign == "^" and lines:
        return "(?m:^)"
    if sign == "." and not characters:
        return rf"(?:.(?<![\x80-\xff])|{_ANY_BEYOND})" if beyond else "."
    if sign in "^|)?*+{}." or sign.isascii():
        return sign
    return _literal(sign, characters=characters)


def _literal(sign: str, *, characters: bool) -> str:
    if characters:
        return f"\\U{ord(sign):08x}"
    written = "".join(f"\\x{byte:02x}" for byte in sign.encode())
    return written if sign.isascii() else f"(?:{written})"


def _escape(sign: str, tail: Tail, *, characters: bool) -> str:
    if sign == "b":
        return r"(?:(?!\Z)\b|\Z(?<![0-9A-Za-z_]))" if tail is Tail.WORD else r"\b"
    if sign == "z":
        return r"\Z" if tail is Tail.NOTHING else _NEVER
    if sign == "A":
        return r"\A"
    if sign in _SETS:
        return _class(_SETS[sign], takes_beyond=False, beyond=False, characters=characters)
    if sign in _CONTROLS:
        return f"\\{sign}"
    if sign.isalnum():
        raise PatternError("an escape that no pattern of ours has")
    return f"\\{sign}"


def members(inner: str) -> tuple[frozenset[int], bool]:
    """Give the ASCII members of a class, and whether it takes the characters beyond ASCII."""
    negated = inner.startswith("^")
    taken: set[int] = set()
    takes_beyond = False
    listed = [_class_part(part) for part in _PARTS.finditer(inner[negated:])]
    place = 0
    while place < len(listed):
        first = listed[place]
        if isinstance(first, frozenset):
            taken |= first
            place += 1
            continue
        if first == _RANGE:
            # At either end of a class it stands for itself.
            first = ord("-")
        ranged = place + 2 < len(listed) and listed[place + 1] == _RANGE
        last = listed[place + 2] if ranged else first
        if isinstance(last, frozenset) or (last >= _ASCII and (first > _ASCII or last != _LAST)):
            raise PatternError("a class that takes some characters beyond ASCII and not others")
        takes_beyond = takes_beyond or last >= _ASCII or first == _ASCII
        taken |= set(range(first, min(last, _ASCII - 1) + 1))
        place += 3 if ranged else 1
    if negated:
        return frozenset(range(_ASCII)) - taken, not takes_beyond
    return frozenset(taken), takes_beyond


def _class_part(part: "re.Match[str]") -> int | frozenset[int]:
    if part["long"] or part["short"]:
        return int(part["long"] or part["short"], 16)
    escape = part["escape"]
    if escape in _SETS:
        return _SETS[escape]
    if escape:
        return ord(_CONTROLS.get(escape, escape))
    return _RANGE if part[0] == "-" else ord(part[0])


def _class(taken: frozenset[int], takes_beyond: bool, *, beyond: bool, characters: bool) -> str:
    if not characters:
        return class_of(taken, takes_beyond=takes_beyond, beyond=beyond)
    members_written = _listed(taken) + (rf"\x80-\U{_LAST:08x}" if takes_beyond else "")
    return f"[{members_written}]" if members_written else _NEVER


def class_of(taken: frozenset[int], *, takes_beyond: bool, beyond: bool) -> str:
    """Write a class of bytes, with whole characters beyond ASCII where it takes them and they may occur."""
    wide = takes_beyond and beyond
    if not taken:
        return f"(?:{_ANY_BEYOND})" if wide else _NEVER
    return f"(?:[{_listed(taken)}]|{_ANY_BEYOND})" if wide else f"[{_listed(taken)}]"


def _listed(taken: frozenset[int]) -> str:
    return "".join(
        f"\\x{first:02x}" if first == last else f"\\x{first:02x}-\\x{last:02x}"
        for first, last in _ranges(sorted(taken))
    )


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
