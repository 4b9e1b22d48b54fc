"""Lines that are JSON, or a part of a document over several lines, and the values in them."""

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from privet.detection.linear import compile_own

_TOKEN = compile_own(r'"(?:[^"\\]|\\.)*"|[-+.0-9A-Za-z_]+')
_ESCAPE = compile_own(r"\\(?:u[0-9a-fA-F]{4}|.)")
_STRUCTURE = compile_own(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]]')
_OPENING, _CLOSING = ("{", "["), ("}", "]")
_SIMPLE = 2
"""Characters of an escape that stands for one control character, a quote or a stroke."""


@dataclass(frozen=True)
class Token:
    """A text between its quotes, or a number; where it begins and ends in the line."""

    start: int
    end: int
    text: bool
    escaped: bool = True
    """Whether a stroke begins an escape in it, as between quotes."""
    cache: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict, repr=False, compare=False)

    def clipped(self, line: str, start: int, end: int) -> tuple[int, int]:
        """Give what to replace of it: of a text the part between start and end, no escape cut in two."""
        if not self.text:
            return self.start, self.end
        start, end = max(start, self.start), min(end, self.end)
        if not self.escaped:
            return start, end
        first, last = self._escape(line, start)
        if first < start < last:
            # A blank or quote before the value stays; what is spelled by its number belongs to it.
            start = last if last - first == _SIMPLE else first
        first, last = self._escape(line, end)
        return start, last if first < end < last else end

    def _escape(self, line: str, index: int) -> tuple[int, int]:
        """Give the last escape that begins before an index; nothing at its end where there is none."""
        starts, ends = self._escapes(line)
        number = bisect_left(starts, index) - 1
        return (starts[number], ends[number]) if number >= 0 else (0, 0)

    def _escapes(self, line: str) -> tuple[list[int], list[int]]:
        """Give where its escapes begin and end; looked for once, however much is found in it."""
        known = self.cache.get(self.start)
        if known is None:
            found = list(_ESCAPE.finditer(line[self.start : self.end]))
            known = self.cache[self.start] = (
                [self.start + match.start() for match in found],
                [self.start + match.end() for match in found],
            )
        return known


def json_tokens(line: str) -> list[Token] | None:
    """Give the values of a line that is JSON, ends in JSON or is a line of a document; None for others."""
    start = _start(line)
    if start is None:
        return None
    # What stands before it is text like any other.
    tokens = [Token(0, start, text=True, escaped=False)] if start else []
    for match in _TOKEN.finditer(line[start:]):
        first, last = start + match.start(), start + match.end()
        text = line[first] == '"'
        tokens.append(Token(first + 1, last - 1, text=True) if text else Token(first, last, text=False))
    return tokens


def distinct_keys(line: str) -> str:
    """Put numbers to keys of one object that marks have made equal: of equal keys, readers keep one alone."""
    start = _start(line)
    if start is None:
        return line
    levels, kept, done = [Counter[str]()], list[str](), start
    for match in _STRUCTURE.finditer(line[start:]):
        sign, colon = match.group(0), match.group(1)
        if sign in _OPENING:
            levels.append(Counter())
        elif sign in _CLOSING:
            levels = levels[:-1] or [Counter()]
        elif colon is not None:
            key, end = sign.removesuffix(colon), start + match.end() - len(colon)
            levels[-1][key] += 1
            if levels[-1][key] > 1 and "[" in key:
                kept += (line[done : end - 1], _number(key, levels[-1]))
                done = end - 1
    return "".join((line[:start], *kept, line[done:]))


def _number(key: str, seen: Counter[str]) -> str:
    """Give what to put behind a key so that it is another one."""
    number = seen[key]
    while f'{key[:-1]} {number}"' in seen:
        number += 1
    seen[f'{key[:-1]} {number}"'] += 1
    return f" {number}"


def _start(line: str) -> int | None:
    stripped = line.strip()
    part = stripped.removesuffix(",").rstrip()
    # A list's number on its own line; a key and its value; the opening of an object or a list.
    if _is_json(stripped) or (part != stripped and _is_json(part)):
        return 0
    if part.startswith('"') and (_is_json(f"{{{part}}}") or _opens(part)):
        return 0
    # Time and level before an object, as containers' logs have them.
    for opening, closing in ("{}", "[]"):
        start = line.find(opening)
        if start > 0 and stripped.endswith(closing) and _is_json(line[start:]):
            return start
    return None


def _opens(part: str) -> bool:
    """Tell whether it is the line of a document that opens an object or a list."""
    return any(
        part.endswith(opening) and _is_json(f"{{{part}{closing}}}") for opening, closing in ("{}", "[]")
    )


def _is_json(text: str) -> bool:
    if not text or text[0] not in '{["-0123456789tfn':
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
