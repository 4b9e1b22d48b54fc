"""Encodings that text hides behind: what gives each away, and how it is undone.

Each layer yields what it decoded together with the way back to the bytes that it came from. None decides
whether there is something in it: the detector scans what comes out like any other text.
"""

import binascii
import html
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from privet.detection.context import CONTEXT_BYTES
from privet.detection.linear import Match, compile_bytes

MAX_INFLATED = 1 << 20
"""What one compressed value may unfold to; the rest of it is not read."""

MAX_TOKEN = 1 << 20
"""How far back an encoded word may begin before the place that gave it away."""


@dataclass(frozen=True)
class Decoded:
    """What an encoded stretch holds, and how its bytes lead back."""

    layer: str
    """Its name; empty for another spelling of the same text."""
    raw: bytes = field(repr=False)
    origin: Callable[[int, int], tuple[int, int]] = field(repr=False)
    """From a stretch of `raw` to a stretch of what it was decoded from."""
    context: str = field(default="", repr=False)
    """What stands shortly before it on its line."""

    @cached_property
    def text(self) -> str:
        """The text; bytes that are none stay what they are, so that places can be counted."""
        return self.raw.decode("utf-8", "surrogateescape")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Lead from characters of `text` to bytes of what it was decoded from."""
        if self.raw.isascii():
            return self.origin(start, end)
        before = len(self.text[:start].encode("utf-8", "surrogateescape"))
        within = len(self.text[start:end].encode("utf-8", "surrogateescape"))
        return self.origin(before, before + within)


@dataclass(frozen=True)
class Layer:
    """One encoding."""

    name: str
    gate: str = field(repr=False)
    """A pattern that occurs wherever something is decoded."""
    decode: Callable[[bytes], Iterator[Decoded]] = field(repr=False)


# --- words: base64, hex ------------------------------------------------------------------------------

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
# Three bytes of printable ASCII leave a trace in each of their four signs (RFC 4648, table 1): ordinary
# words and digests have it for twelve signs in a row about once in three thousand places.
_QUARTET = r"[I-Za-f][C-HS-Xi-nyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_\-]"
_BASE64_GATE = rf"(?:{_QUARTET}){{3}}"
_BASE64_TEXT = compile_bytes(_BASE64_GATE)
_BASE64_REST = compile_bytes(r"[A-Za-z0-9+/_\-]*={0,2}")
_NEXT_LINE = compile_bytes(r"\r?\n[ \t]*([A-Za-z0-9+/_\-]+={0,2})[ \t]*(?:\r|\n|$)")
_WRAPPED = (64, 76)
"""Where base64 is broken into lines (PEM, MIME)."""

_GZIP_GATE = r"H4sI[A-Za-z0-9+/_\-]{12}"
_GZIP = compile_bytes(_GZIP_GATE)

_HEX_GATE = r"(?:[2-7][0-9A-Fa-f]){10}"
_HEX_TEXT = compile_bytes(_HEX_GATE)
_HEX_DIGITS = b"0123456789abcdefABCDEF"
_HEX_REST = compile_bytes(r"[0-9A-Fa-f]*")

_BINARY = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"
MOST_BINARY = 0.1
"""What holds a larger share of control characters is no text."""


def _texty(raw: bytes) -> bool:
    return bool(raw) and len(raw) - len(raw.translate(None, _BINARY)) <= MOST_BINARY * len(raw)


def _context(data: bytes, start: int) -> str:
    """Give what stands before an encoded word, as the name of a field would."""
    line = data[max(0, start - CONTEXT_BYTES) : start].rpartition(b"\n")[2]
    return line.decode("utf-8", "replace")


def _word_start(data: bytes, inside: int, alphabet: bytes) -> int:
    before = data[max(0, inside - MAX_TOKEN) : inside]
    return inside - len(before) + len(before.rstrip(alphabet))


def _word_end(data: bytes, inside: int) -> int:
    match = _BASE64_REST.search(data, inside)
    return match.end() if match else inside


def _wrapped_end(data: bytes, start: int, end: int) -> int:
    """Follow base64 that is broken into lines."""
    if end - start not in _WRAPPED:
        return end
    while (more := _NEXT_LINE.search(data, end)) is not None and more.start() == end:
        end = more.end(1)
        if more.end(1) - more.start(1) not in _WRAPPED:
            break
    return end


def _base64(data: bytes) -> Iterator[Decoded]:
    begin = 0
    while (match := _BASE64_TEXT.search(data, begin)) is not None:
        start = _word_start(data, match.start(), _ALPHABET)
        begin = max(_wrapped_end(data, start, _word_end(data, match.start())), match.end())
        aligned = start + (match.start() - start) % 4
        for first in dict.fromkeys((aligned, match.start())):
            raw = _from_base64(data[first:begin])
            if _texty(raw):
                yield Decoded("base64", raw, _quartets(first, begin), _context(data, first))
                break


def _from_base64(word: bytes) -> bytes:
    signs = b"".join(word.rstrip(b"=").split()).translate(_TO_STANDARD)
    if len(signs) % 4 == 1:
        signs = signs[:-1]
    return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4))


def _quartets(first: int, end: int) -> Callable[[int, int], tuple[int, int]]:
    def origin(start: int, stop: int) -> tuple[int, int]:
        return first + start // 3 * 4, min(end, first + -(-stop // 3) * 4)

    return origin


def _whole(start: int, end: int) -> Callable[[int, int], tuple[int, int]]:
    return lambda _start, _end: (start, end)


def _gzip(data: bytes) -> Iterator[Decoded]:
    begin = 0
    while (match := _GZIP.search(data, begin)) is not None:
        start = match.start()
        begin = max(_wrapped_end(data, start, _word_end(data, start)), match.end())
        raw = _inflate(_from_base64(data[start:begin]))
        if _texty(raw):
            yield Decoded("gzip", raw, _whole(start, begin), _context(data, start))


def _inflate(packed: bytes) -> bytes:
    """Unfold as much as the bound allows; a stream that breaks off gives what came before (RFC 1952)."""
    stream = zlib.decompressobj(wbits=31)
    try:
        return stream.decompress(packed, MAX_INFLATED)
    except zlib.error:
        return b""


def _hex(data: bytes) -> Iterator[Decoded]:
    begin = 0
    while (match := _HEX_TEXT.search(data, begin)) is not None:
        start = _word_start(data, match.start(), _HEX_DIGITS)
        rest = _HEX_REST.search(data, match.start())
        begin = rest.end() if rest else match.end()
        first = start + (match.start() - start) % 2
        raw = bytes.fromhex(data[first : begin - (begin - first) % 2].decode())
        if _texty(raw) and raw.isascii():
            yield Decoded("hex", raw, _pairs(first), _context(data, first))


def _pairs(first: int) -> Callable[[int, int], tuple[int, int]]:
    return lambda start, end: (first + 2 * start, first + 2 * end)


# --- lines: characters that are written otherwise -----------------------------------------------------


class _Way:
    """Leads back through replacements: what was copied by counting, what was replaced as a whole."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._starts: list[int] = []
        self._pieces: list[tuple[int, int, int, int]] = []

    def add(self, made: int, length: int, start: int, end: int) -> None:
        """Note that a replacement of that length stands at `made` for the bytes from `start` to `end`."""
        self._starts.append(made)
        self._pieces.append((made, made + length, start, end))

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        return self._back(start)[0], self._back(end - 1)[1]

    def _back(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return self._first + place, self._first + place + 1
        _, made_end, start, end = self._pieces[number]
        if place < made_end:
            return start, end
        return end + place - made_end, end + place - made_end + 1


Replace = Callable[[bytes, "Match[bytes]"], bytes | None]
"""Gives what a match stands for, or None to leave it."""


def _by_line(name: str, trigger: str, sign: str, replace: Replace) -> Layer:
    """Make the layer of an encoding of single characters: it decodes every line that gives it away."""
    triggers, signs = compile_bytes(trigger), compile_bytes(sign)

    def decode(data: bytes) -> Iterator[Decoded]:
        begin = 0
        while (match := triggers.search(data, begin)) is not None:
            start = data.rfind(b"\n", 0, match.start()) + 1
            begin = _line_end(data, match.end())
            plain = _rewritten(name, data, (start, begin), signs.finditer(data, start, begin), replace)
            if plain.raw != data[start:begin]:
                yield plain

    return Layer(name, trigger, decode)


def _line_end(data: bytes, place: int) -> int:
    end = data.find(b"\n", place)
    return len(data) if end < 0 else end


def _rewritten(
    name: str, data: bytes, line: tuple[int, int], matches: Iterator[Match[bytes]], replace: Replace
) -> Decoded:
    start, end = line
    way, made, copied = _Way(start), 0, start
    parts: list[bytes] = []
    for match in matches:
        plain = replace(data, match)
        if plain is None:
            continue
        parts += (data[copied : match.start()], plain)
        made += match.start() - copied
        way.add(made, len(plain), match.start(), match.end())
        made, copied = made + len(plain), match.end()
    return Decoded(name, b"".join((*parts, data[copied:end])), way)


def _percent(data: bytes, match: Match[bytes]) -> bytes | None:
    """Undo RFC 3986, 2.1; a `+` between digits is a blank, as forms write it."""
    signs = match.group()
    if signs == b"+":
        around = data[match.start() - 1 : match.start()] + data[match.end() : match.end() + 1]
        return b" " if around.isdigit() else None
    return bytes.fromhex(signs.replace(b"%", b"").decode())


_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b" ", b"f": b" "}


def _escape(_data: bytes, match: Match[bytes]) -> bytes:
    """Undo RFC 8259, section 7, and `\\x` as programs print it."""
    sign = match.group()[1:]
    if sign[:1] in b"ux" and len(sign) > 1:
        return chr(int(sign[1:], 16)).encode("utf-8", "replace")
    return _ESCAPED.get(sign, sign)


def _quoted_printable(_data: bytes, match: Match[bytes]) -> bytes:
    """Undo RFC 2045, 6.7."""
    sign = match.group()
    return b"" if sign[1:2] in b"\r\n" else bytes.fromhex(sign[1:].decode())


def _entity(_data: bytes, match: Match[bytes]) -> bytes:
    """Undo HTML's character references."""
    return html.unescape(match.group().decode()).encode("utf-8", "replace")


def _spelled_out(_data: bytes, match: Match[bytes]) -> bytes:
    """Undo `jane (at) shop [dot] io`."""
    return b"@" if match.group().strip(b" \\[({<])}>").lower() in (b"at", b"@") else b"."


# --- lines that belong together -----------------------------------------------------------------------

# A line of nothing but digits behind one that ends in a digit.
_BROKEN = r"[0-9][ \t\-]*\r?\n[ \t]*[0-9][0-9 .\-]*[ \t]*(?:\r?\n|$)"
_BROKEN_MAIL = r"[A-Za-z0-9](?:@[ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*@)[A-Za-z0-9\-]+\.[A-Za-z]"
_BROKEN_GATE = f"{_BROKEN}|{_BROKEN_MAIL}"
_BROKEN_PLACE = compile_bytes(_BROKEN_GATE)
_BREAK = compile_bytes(r"[ \t]*\r?\n[ \t]*")
_DIGIT_LINE = compile_bytes(r"\r?\n[ \t]*[0-9][0-9 .\-]*[ \t]*(?:\r|\n|$)")


def _joined(data: bytes, match: Match[bytes]) -> bytes:
    """Close the gap: a hyphen or an `@` holds its two sides together."""
    around = data[match.start() - 1 : match.start()] + data[match.end() : match.end() + 1]
    return b"" if b"-" in around or b"@" in around else b" "


def _broken(data: bytes) -> Iterator[Decoded]:
    begin = 0
    while (match := _BROKEN_PLACE.search(data, begin)) is not None:
        start = data.rfind(b"\n", 0, match.start()) + 1
        end = _line_end(data, _line_end(data, match.start()) + 1)
        while (more := _DIGIT_LINE.search(data, end)) is not None and more.start() == end:
            end = _line_end(data, end + 1)
        begin = end
        yield _rewritten("", data, (start, end), _BREAK.finditer(data, start, end), _joined)


# --- names that stand on a line of their own ----------------------------------------------------------

# As in a list of variables: `- name: CUSTOMER_TAX_ID` and, on the next line, `value: "…"`.
_PAIR = (
    r"\bname[\"']?: ?[\"']?[A-Za-z0-9_.\-]{1,128}[\"']?,?[ \t]*\r?\n[ \t]*[\"']?value[\"']?:"
    r"|\bname[\"']?: ?[\"']?[A-Za-z0-9_.\-]{1,128}[\"']?, ?[\"']?value[\"']?:"
)
_PAIR_PLACE = compile_bytes(
    r"\bname[\"']?: ?[\"']?([A-Za-z0-9_.\-]{1,128})[\"']?,?[ \t]*(?:\r?\n[ \t]*)?[\"']?value[\"']?:[ \t]*([^\n{}]*)"
)


def _pairs_of_lines(data: bytes) -> Iterator[Decoded]:
    for match in _PAIR_PLACE.finditer(data):
        raw = match.group(2)
        if raw:
            yield Decoded("", raw, _shifted(match.start(2)), match.group(1).decode())


def _shifted(first: int) -> Callable[[int, int], tuple[int, int]]:
    return lambda start, end: (first + start, first + end)


# --- Secrets in plain text ----------------------------------------------------------------------------

_SECRET = r"\bkind[\"']?: ?[\"']?Secret\b"
_SECRET_PLACE = compile_bytes(_SECRET)
_ENTRY = compile_bytes(r"\n[ \t]+[\"']?([A-Za-z0-9._\-]{1,128})[\"']?: ?[\"']?([A-Za-z0-9+/]{4,}={0,2})[\"']?,?[ \t\r]*")


def _secret(data: bytes) -> Iterator[Decoded]:
    """Decode what stands in the data of a Secret, however short: there it is base64 by its place."""
    done = 0
    for match in _SECRET_PLACE.finditer(data):
        start = max(data.rfind(b"\n---", 0, match.start()), done)
        end = data.find(b"\n---", match.end())
        done = len(data) if end < 0 else end
        for entry in _ENTRY.finditer(data, start, done):
            word = entry.group(2)
            raw = _from_base64(word) if len(word) % 4 == 0 else b""
            if _texty(raw):
                first = entry.start(2)
                yield Decoded("base64", raw, _quartets(first, entry.end(2)), entry.group(1).decode())


LAYERS: Sequence[Layer] = (
    Layer("base64", _BASE64_GATE, _base64),
    Layer("gzip", _GZIP_GATE, _gzip),
    Layer("hex", _HEX_GATE, _hex),
    _by_line(
        "percent",
        r"%(?:2[05-9BDFbdf]|[3-7][0-9A-Fa-f]|[C-Ec-e][0-9A-Fa-f]%[89ABab])",
        r"(?:%[0-9A-Fa-f]{2})+|\+",
        _percent,
    ),
    _by_line(
        "escapes",
        r"\\(?:u00[2-7][0-9A-Fa-f]|x[2-7][0-9A-Fa-f]|[nrt][A-Za-z0-9+(])",
        r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[nrtbf\"'\\/])",
        _escape,
    ),
    _by_line(
        "quoted-printable",
        r"[A-Za-z0-9]=40[A-Za-z](?:[A-Za-z0-9\-]|=2D)+(?:\.|=2E)[A-Za-z]|(?:=[2-7][0-9A-F]){2}|[0-9]=2[0DEF][0-9]",
        r"=(?:[0-9A-F]{2}|\r?\n)",
        _quoted_printable,
    ),
    _by_line(
        "html",
        r"&(?:#(?:x[0-9A-Fa-f]{2,4}|[0-9]{2,4})|commat|period|plus|nbsp|lowbar|hyphen|dash);",
        r"&(?:#(?:[xX][0-9A-Fa-f]{2,6}|[0-9]{2,6})|[A-Za-z]{2,8});",
        _entity,
    ),
    _by_line(
        "",
        r"(?i)[a-z0-9][ ]?[\[({<] ?(?:at|@) ?[\])}>]|[a-z0-9] at [a-z0-9.\-]+ dot [a-z]|[a-z0-9](?: @ ?|\\@|@ )[a-z0-9]",
        r"(?i) ?[\[({<] ?(?:at|@|dot|\.) ?[\])}>] ?| (?:at|dot) | ?\\?@ ?",
        _spelled_out,
    ),
    _by_line("", r"[0-9] - [0-9]", r" - ", lambda _, __: b"-"),
    Layer("", _BROKEN_GATE, _broken),
    Layer("", _PAIR, _pairs_of_lines),
    Layer("base64", _SECRET, _secret),
)
"""In the order in which they are tried; what one yields goes through all of them again."""


def decoded_text(encoded: str) -> str:
    """Decode what is base64 by its place, such as binary data, as far as it is text."""
    try:
        return binascii.a2b_base64(encoded).decode("utf-8", errors="replace")
    except binascii.Error:
        return encoded
