"""Encoded words: base64, what is compressed or UTF-16 inside of it, hex, and bytes as lists of numbers."""

import binascii
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from privet.detection.context import CONTEXT_BYTES
from privet.detection.layers.characters import Replace, rewritten
from privet.detection.layers.decoded import Decoded, Layer, Origin, texty, whole
from privet.detection.linear import compile_bytes
from privet.detection.source import Budget

MAX_INFLATED = 1 << 20
"""What one compressed value may unfold to; a larger one is more than a scan takes."""

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
# Three bytes of printable ASCII leave a trace in each of their four signs (RFC 4648, table 1): ordinary
# words and digests have it for twelve signs in a row about once in three thousand places.
_QUARTET = r"[I-Za-f][C-HS-Xi-nyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_\-]"
_NARROW = rf"(?:{_QUARTET}){{3}}"
# ASCII in UTF-16, as PowerShell takes its commands: each other byte is zero, whichever comes first.
_WIDE = r"(?:[I-Za-f][AQgw][AB][A-Za-z0-9+/_\-]A[C-H][AEIMQUYcgkosw048]A){2}"
_BASE64_GATE = f"{_NARROW}|{_WIDE}"
_BASE64_TEXT = compile_bytes(_BASE64_GATE)
_BASE64_REST = compile_bytes(r"[A-Za-z0-9+/_\-]*={0,2}")
_NEXT_LINE = compile_bytes(r"\r?\n[ \t]*([A-Za-z0-9+/_\-]+={0,2})[ \t]*(?:\r|\n|$)")
_WRAPPED = (64, 76)
"""Where base64 is broken into lines (PEM, MIME)."""

_GZIP_GATE = r"H4sI[A-Za-z0-9+/_\-]{12}"
# Its two bytes of header, at each level of compression (RFC 1950, 2.2), and the check bits that they end in.
_ZLIB_GATE = r"\b(?:eJ[w-z]|eN[o-r]|eA[E-H]|eF[4-7])[A-Za-z0-9+/_\-]{13}"
_PACKED = compile_bytes(f"{_GZIP_GATE}|{_ZLIB_GATE}")

# Text, and the header of gzip (RFC 1952, 2.3).
_HEX_GATE = r"(?:[2-7][0-9A-Fa-f]){10}|1[Ff]8[Bb]08[0-9A-Fa-f]{14}"
_HEX_TEXT = compile_bytes(_HEX_GATE)
_HEX_DIGITS = b"0123456789abcdefABCDEF"
_ENCODED = compile_bytes(f"{_BASE64_GATE}|{_HEX_GATE}")
_HEX_REST = compile_bytes(r"[0-9A-Fa-f]*")
_LAST_BYTE = 255
_GZIP_HEADER = b"\x1f\x8b"


def _word_start(data: bytes, begin: int, inside: int, alphabet: bytes) -> int:
    """Go back to where a word begins, not beyond the end of the word before it."""
    return begin + len(data[begin:inside].rstrip(alphabet))


def _word_end(data: bytes, start: int) -> int:
    """Follow base64 to its end, also where it is broken into lines."""
    match = _BASE64_REST.match(data, start)
    end = match.end() if match else start
    if end - start not in _WRAPPED:
        return end
    while (more := _NEXT_LINE.match(data, end)) is not None:
        end = more.end(1)
        if more.end(1) - more.start(1) not in _WRAPPED:
            break
    return end


def _context(data: bytes, start: int) -> str:
    """Give what stands before an encoded word on its line, as the name of a field would.

    Another encoded word is no name, and is decoded in its own place alone.
    """
    begin = max(0, start - CONTEXT_BYTES, data.rfind(b"\n", max(0, start - CONTEXT_BYTES), start) + 1)
    while (other := _ENCODED.search(data, begin, start)) is not None:
        begin = max(other.end(), _word_end(data, other.start()))
    return data[begin:start].decode("utf-8", "ignore")


def _base64(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _BASE64_TEXT.search(data, begin)) is not None:
        inside = match.start()
        start = _word_start(data, begin, inside, _ALPHABET)
        begin = max(_word_end(data, start), match.end())
        budget.unfold((begin - start) * 3 // 4)
        for first in dict.fromkeys((start + (inside - start) % 4, inside)):
            raw, origin = from_base64(data[first:begin]), quartets(first, begin)
            wide = _utf_16(raw)
            if wide is not None:
                raw, origin = wide.narrow, wide.origin(origin)
            if texty(raw):
                yield Decoded("base64", raw, origin, _context(data, first))
                break


def from_base64(word: bytes) -> bytes:
    """Decode either alphabet, with or without padding, over several lines; what is cut off is left out."""
    signs = b"".join(word.rstrip(b"=").split()).translate(_TO_STANDARD)
    if len(signs) % 4 == 1:
        signs = signs[:-1]
    try:
        return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4))
    except binascii.Error:
        return b""


def decoded_text(encoded: str) -> str:
    """Decode what is base64 by its place, such as binary data, as far as it is text.

    What is compressed stays as it is: for a scan it is a word like any other.
    """
    try:
        raw = binascii.a2b_base64(encoded)
    except binascii.Error:
        return encoded
    if _PACKED.match(encoded.encode()) is not None:
        return encoded
    wide = _utf_16(raw)
    return (raw if wide is None else wide.narrow).decode("utf-8", errors="replace")


def quartets(first: int, end: int) -> Origin:
    """Lead back from decoded bytes to the groups of four signs that hold them."""

    def origin(start: int, stop: int) -> tuple[int, int]:
        return first + start // 3 * 4, min(end, first + -(-stop // 3) * 4)

    return origin


class _Wide:
    """Text that was in UTF-16, and the way back to where its characters stood."""

    def __init__(self, raw: bytes, order: str) -> None:
        self._text = raw[: len(raw) // 2 * 2].decode(order, "replace")
        self.narrow = self._text.encode()
        """The same in UTF-8."""

    def __repr__(self) -> str:
        return "_Wide(…)"

    def origin(self, outer: Origin) -> Origin:
        """Lead back through this and what is around it."""

        def origin(start: int, end: int) -> tuple[int, int]:
            return outer(self._place(start), self._place(end - 1) + 2)

        return origin

    def _place(self, byte: int) -> int:
        """Give where the character stood that a byte of the text belongs to."""
        if len(self.narrow) == len(self._text):
            return 2 * byte
        return self._places[bisect_right(self._places, byte, key=_FIRST) - 1][1]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Where each character begins, here and in UTF-16."""
        here = accumulate((len(sign.encode()) for sign in self._text), initial=0)
        there = accumulate((len(sign.encode("utf-16-le")) for sign in self._text), initial=0)
        return list(zip(here, there, strict=True))


_FIRST = itemgetter(0)
_MOSTLY = 0.8
"""The share of characters that are ASCII in what is taken for UTF-16."""


def _utf_16(raw: bytes) -> _Wide | None:
    """Read what is ASCII for the most part, in either byte order; None for what is no UTF-16."""
    most = max(1, int(_MOSTLY * (len(raw) // 2)))
    for order, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        if zeros.count(0) >= most:
            return _Wide(raw, order)
    return None


def _compressed(name: str, gate: str) -> Layer:
    """Make the layer of a format of compression, which its first bytes give away."""
    place = compile_bytes(gate)

    def decode(data: bytes, budget: Budget) -> Iterator[Decoded]:
        begin = 0
        while (match := place.search(data, begin)) is not None:
            start = match.start()
            begin = max(_word_end(data, start), match.end())
            budget.unfold(begin - start)
            raw = _inflate(from_base64(data[start:begin]), budget)
            if texty(raw):
                yield Decoded(name, raw, whole(start, begin), _context(data, start))

    return Layer(name, gate, decode)


def _inflate(packed: bytes, budget: Budget) -> bytes:
    """Unfold a stream of either format (RFC 1950, RFC 1952); of one that breaks off what came before."""
    stream = zlib.decompressobj(wbits=47)
    try:
        raw = stream.decompress(packed, MAX_INFLATED + 1)
    except zlib.error:
        return b""
    # What is not read could hold anything, so that a larger one is never clean.
    budget.unfold(len(raw) if len(raw) <= MAX_INFLATED else budget.decoded + 1)
    return raw


def _hex(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _HEX_TEXT.search(data, begin)) is not None:
        inside = match.start()
        start = _word_start(data, begin, inside, _HEX_DIGITS)
        rest = _HEX_REST.match(data, inside)
        begin = rest.end() if rest else match.end()
        first = start + (inside - start) % 2
        budget.unfold((begin - first) // 2)
        raw = bytes.fromhex(data[first : begin - (begin - first) % 2].decode())
        if raw.startswith(_GZIP_HEADER):
            plain = _inflate(raw, budget)
            if texty(plain):
                yield Decoded("gzip", plain, whole(first, begin), _context(data, first))
        elif _is_utf_8(raw):
            yield Decoded("hex", raw, _pairs(first), _context(data, first))


def _pairs(first: int) -> Origin:
    return lambda start, end: (first + 2 * start, first + 2 * end)


def _is_utf_8(raw: bytes) -> bool:
    """Tell text from what only begins like one: hardly any digest is UTF-8 throughout."""
    return texty(raw) and raw.decode(errors="replace").encode() == raw


# Byte by byte: `6E 61` as dumps have it, `0x6e, 0x61`, and `[110, 97]` as programs print bytes. Not `6e:61`:
# fingerprints are written so, and each time of the day begins like one.
_NEXT_HEX, _NEXT_DECIMAL = r"(?:, ?| {1,2})(?:0x)?", r"(?:, ?| )"
_BYTES_GATE = (
    r"(?:[2-7][0-9A-Fa-f] {1,2}){9}[2-7][0-9A-Fa-f]|(?:0x[2-7][0-9A-Fa-f],? ?){9}"
    rf"|[\[(](?:[0-9]{{1,3}}{_NEXT_DECIMAL}){{9}}[0-9]{{1,3}}"
)
_BYTES_PLACE = compile_bytes(_BYTES_GATE)
_LISTS = (
    (16, rf"[0-9A-Fa-f]{{2}}(?:{_NEXT_HEX}[0-9A-Fa-f]{{2}}\b)+", rf"([0-9A-Fa-f]{{2}})(?:{_NEXT_HEX})?"),
    (10, rf"\b[0-9]{{1,3}}(?:{_NEXT_DECIMAL}[0-9]{{1,3}}\b)+", rf"([0-9]{{1,3}})(?:{_NEXT_DECIMAL})?"),
)
_OF_LISTS = b"0123456789ABCDEFabcdefx, "


def _byte(base: int) -> Replace:
    """Give what reads a number in some base; one beyond a byte makes one that no text has."""
    return lambda match: bytes((min(int(match.group(1), base), _LAST_BYTE),))


_READINGS = [(compile_bytes(every), re.compile(each.encode()), _byte(base)) for base, every, each in _LISTS]
"""In each base: the whole of such a list, one byte of it with what parts it from the next, and its value."""


def _bytes(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _BYTES_PLACE.search(data, begin)) is not None:
        start, begin = _word_start(data, begin, match.start(), _OF_LISTS), match.end()
        for every, each, byte in _READINGS:
            found = every.search(data, start)
            if found is None or found.end() < match.end():
                continue
            begin = max(begin, found.end())
            budget.unfold((found.end() - found.start()) // 3)
            raw = each.sub(byte, found.group())
            if _is_utf_8(raw):
                yield rewritten("bytes", raw, found.group(), found.start(), each, byte)


BASE64 = Layer("base64", _BASE64_GATE, _base64)
GZIP = _compressed("gzip", _GZIP_GATE)
ZLIB = _compressed("zlib", _ZLIB_GATE)
HEX = Layer("hex", _HEX_GATE, _hex)
BYTES = Layer("bytes", _BYTES_GATE, _bytes)
