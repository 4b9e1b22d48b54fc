"""Characters that are written otherwise: percent, escapes, quoted-printable, HTML, `(at)`."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence

from privet.detection.layers.decoded import NEXT_TEXT, Decoded, Layer, Piece, Rewritten
from privet.detection.linear import compile_bytes
from privet.detection.source import Budget
from privet.linear.lines import line_end, line_start

NEAR = 256
"""Lines so close to each other are decoded together: a line by itself costs as much as reading so far."""

Replace = Callable[["re.Match[bytes]"], bytes]
"""Gives what a match stands for."""


def by_line(name: str, trigger: str, sign: str, replace: Replace, *others: str) -> Layer:
    """Make the layer of an encoding of characters: it decodes every line that gives it away.

    `others` are signs as well: each makes another reading of the same line, where one may be wrong.
    """
    triggers = compile_bytes(trigger)
    # With nothing to go back for: the standard library's engine replaces five times as fast.
    readings = [re.compile(one.encode()) for one in (sign, *others)]

    def decode(data: bytes, budget: Budget) -> Iterator[Decoded]:
        begin = 0
        while (match := triggers.search(data, begin)) is not None:
            start = line_start(data, match.start())
            begin = line_end(data, match.end())
            while (more := triggers.search(data, begin, begin + NEAR)) is not None:
                if NEXT_TEXT in data[begin : more.end()]:
                    # Between two texts: what stands there is another one's.
                    break
                begin = line_end(data, more.end())
            line = data[start:begin]
            known = {line}
            for signs in readings:
                budget.unfold(begin - start)
                plain = signs.sub(replace, line)
                if plain not in known:
                    known.add(plain)
                    yield rewritten(name, plain, line, start, signs, replace)

    return Layer(name, trigger, decode)


def rewritten(
    name: str,
    plain: bytes,
    line: bytes,
    start: int,
    signs: re.Pattern[bytes],
    replace: Replace,
) -> Decoded:
    """Give a line in its plain spelling, with the way back through what was replaced in it."""

    def pieces() -> Iterator[Piece]:
        grown = 0
        for match in signs.finditer(line):
            first, end = match.span()
            length = len(replace(match))
            yield Piece(first + grown, first + grown + length, start + first, start + end)
            grown += length - (end - first)

    return Decoded(name, plain, Rewritten(start, pieces))


def _percent(match: re.Match[bytes]) -> bytes:
    """Undo RFC 3986, 2.1, and `%u006e` of old scripts; a `+` between digits is a blank, as forms write it."""
    signs = match.group()
    if signs.startswith(b"%u"):
        return _character(int(signs.removeprefix(b"%u"), 16))
    return b" " if signs == b"+" else bytes.fromhex(signs.replace(b"%", b"").decode())


_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b" ", b"f": b" "}


def _character(code: int) -> bytes:
    """Give a character in UTF-8 by its number; a question mark where there is none."""
    return chr(code).encode("utf-8", "replace") if code <= sys.maxunicode else b"?"


def _escape(match: re.Match[bytes]) -> bytes:
    r"""Undo RFC 8259, section 7, and `\x` and octal digits as programs print them."""
    signs = match.group()
    kind = signs[1:2]
    if kind.isdigit():
        return bytes(int(digits, 8) for digits in signs.split(b"\\")[1:])
    if b"{" in signs or kind == b"U":
        # As Rust, JavaScript and Perl have them, and Python and Go.
        return _character(int(signs[2:].strip(b"{}"), 16))
    if kind == b"x" and len(signs) > 2:  # noqa: PLR2004 - more than the sign itself
        return bytes.fromhex(signs.replace(rb"\x", b"").decode())
    if kind == b"u" and len(signs) > 2:  # noqa: PLR2004
        # Halves of one character (UTF-16) belong together; one alone is none.
        units = bytes.fromhex(signs.replace(rb"\u", b"").decode())
        return units.decode("utf-16-be", "replace").encode()
    return _ESCAPED.get(kind, kind)


QUOTED_PRINTABLE = r"(?:=[0-9A-F]{2})+|=\r?\n"
"""What stands for something else in quoted-printable; an end of a line for nothing."""


def quoted_printable(match: re.Match[bytes]) -> bytes:
    """Undo RFC 2045, 6.7; a name that was read with its equals sign stays."""
    signs = match.group()
    if signs.endswith(b"="):
        return signs
    return b"" if signs[1:2] in b"\r\n" else bytes.fromhex(signs.replace(b"=", b"").decode())


def _entity(match: re.Match[bytes]) -> bytes:
    """Undo HTML's character references."""
    # Not before it is needed: its table of names is half a MiB.
    from html import unescape

    return unescape(match.group().decode()).encode("utf-8", "replace")


_AT = frozenset((b"at", b"@", b"arroba", b"aroba"))


def _spelled_out(match: re.Match[bytes]) -> bytes:
    """Undo `jane (at) shop [dot] io`."""
    return b"@" if match.group().strip(b" \\[({<])}>").lower() in _AT else b"."


def _hyphen(_match: re.Match[bytes]) -> bytes:
    """Undo `123 - 45 - 6789`."""
    return b"-"


def _blanks(match: re.Match[bytes]) -> bytes:
    """Leave out what joins a word to an option: `-Dssn=…`."""
    return b" " * len(match.group())


def _nothing(_match: re.Match[bytes]) -> bytes:
    """Leave out what stands between the parts of a value."""
    return b""


def _undotted(match: re.Match[bytes]) -> bytes:
    """Write `R.U.T.` as `RUT`."""
    return match.group().replace(b".", b"") + b" "


_PARTED = (
    r"[\"'`][ \t]*(?:\+|\.{1,2}|\|\||&)?[ \t]*(?:\r?\n[ \t]*)?[\"'`]|\*\*(?: \*\*)?"
    r"|(?:</?(?:b|i|em|strong|span|mark|td|wbr|br ?/?)(?: [^<>\n]{0,64})?>){1,3}"
)
_PERCENT = r"(?:%[0-9A-Fa-f]{2})+|%u[0-9A-Fa-f]{4}"
_NAME = r"(?:-{0,2}[A-Za-z_][A-Za-z0-9_.\-]*=)"

CHARACTER_LAYERS: Sequence[Layer] = (
    by_line(
        "percent",
        r"%(?:2[05BDFbdf]|[3-7C-Fc-f][0-9A-Fa-f]|u00[2-7])|=[A-Za-z0-9%]+\+[A-Za-z0-9]",
        rf"{_PERCENT}|(?<=[0-9])\+(?=[0-9])",
        _percent,
        # Only in forms does it stand for a blank between words.
        rf"{_PERCENT}|(?<=[A-Za-z0-9.,;])\+(?=[A-Za-z0-9])",
    ),
    by_line(
        "escapes",
        r"\\(?:u[0-9A-Fa-f]{4}|x[2-7][0-9A-Fa-f]|[ux]\{[0-9A-Fa-f]|U000[01]"
        r"|0?(?:0[4-7]|1[0-7])[0-7]|[nrt][A-Za-z0-9+(]|\\\\\")",
        r"\\[ux]\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}"
        r"|(?:\\u00[0-7][0-9A-Fa-f])+|(?:\\u[0-9A-Fa-f]{4}){1,2}|(?:\\x[0-9A-Fa-f]{2})+"
        # As `echo` takes them (POSIX), and as C and Python do.
        r"|(?:\\0[0-3][0-7]{2})+|(?:\\[0-3][0-7]{2})+|\\[nrtbf\"'\\/]",
        _escape,
    ),
    by_line(
        "quoted-printable",
        r"[A-Za-z0-9]=40[A-Za-z](?:[A-Za-z0-9\-]|=2D)+(?:\.|=2E)[A-Za-z]"
        r"|(?:=[2-7][0-9A-F]){2}|[0-9)]=2[0DEF][0-9(]|[A-Za-z_\"']=3D[A-Za-z0-9+(\"']|[:;,]=20[A-Za-z0-9+(]",
        QUOTED_PRINTABLE,
        quoted_printable,
        # In `id=25=2D30` the first sign ends a name, in `room=2025=2D30` it is a blank: nobody can tell.
        rf"(?m:^)={_NAME}?|(?<![A-Za-z0-9_=.\-]){_NAME}|{QUOTED_PRINTABLE}",
    ),
    by_line(
        "html",
        r"&(?:#(?:x[0-9A-Fa-f]{2,4}|[0-9]{2,4})|commat|period|plus|nbsp|shy|lowbar|hyphen|dash);",
        r"&(?:#(?:[xX][0-9A-Fa-f]{2,6}|[0-9]{2,6})|[A-Za-z]{2,8});",
        _entity,
    ),
    by_line(
        "",
        r"(?i)[a-z0-9][ ]?[\[({<] ?(?:at|@|ar+oba) ?[\])}>]|[a-z0-9] at [a-z0-9.\-]+ dot [a-z]"
        r"|[a-z0-9](?: @ ?|\\@|@ )[a-z0-9]",
        r"(?i) ?[\[({<] ?(?:at|@|ar+oba|dot|\.|p[ou]nkt|p[ou]nto|point) ?[\])}>] ?| (?:at|dot) | ?\\?@ ?",
        _spelled_out,
    ),
    by_line("", r"[0-9] - [0-9]", r" - ", _hyphen),
    # Parts of a value as programs put them together: `"4539" + "1488"`, `<b>4539</b>1488`, `**jane**@…`.
    by_line("", rf"[0-9](?:{_PARTED})[0-9]|[A-Za-z0-9](?:{_PARTED})@", _PARTED, _nothing),
    # `-Dssn=…`, as Java, Gradle and the like take definitions.
    by_line(
        "", r"(?:^|[^A-Za-z0-9_\-])-[DPX][A-Za-z_][A-Za-z0-9_\-]*=", r"(?<![A-Za-z0-9_\-])-[DPX]", _blanks
    ),
    # `R.U.T.`
    by_line("", r"\b[A-Z]\.[A-Z]\.", r"\b(?:[A-Z]\.){2,8}", _undotted),
)
