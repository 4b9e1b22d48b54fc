"""Encoded words: base64, gzip inside of it, and hex."""

import binascii
import zlib
from collections.abc import Iterator

from privet.detection.context import CONTEXT_BYTES
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
_ENCODED = compile_bytes(f"{_BASE64_GATE}|{_HEX_GATE}")
_HEX_REST = compile_bytes(r"[0-9A-Fa-f]*")


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
        for first in dict.fromkeys((start + (inside - start) % 4, inside)):
            budget.unfold((begin - first) * 3 // 4)
            raw = from_base64(data[first:begin])
            if texty(raw):
                yield Decoded("base64", raw, quartets(first, begin), _context(data, first))
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


def quartets(first: int, end: int) -> Origin:
    """Lead back from decoded bytes to the groups of four signs that hold them."""

    def origin(start: int, stop: int) -> tuple[int, int]:
        return first + start // 3 * 4, min(end, first + -(-stop // 3) * 4)

    return origin


def _gzip(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _GZIP.search(data, begin)) is not None:
        start = match.start()
        begin = max(_word_end(data, start), match.end())
        budget.unfold(begin - start)
        raw = _inflate(from_base64(data[start:begin]), budget)
        if texty(raw):
            yield Decoded("gzip", raw, whole(start, begin), _context(data, start))


def _inflate(packed: bytes, budget: Budget) -> bytes:
    """Unfold a stream; of one that breaks off what came before (RFC 1952)."""
    stream = zlib.decompressobj(wbits=31)
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
        if texty(raw) and raw.isascii():
            yield Decoded("hex", raw, _pairs(first), _context(data, first))


def _pairs(first: int) -> Origin:
    return lambda start, end: (first + 2 * start, first + 2 * end)


BASE64 = Layer("base64", _BASE64_GATE, _base64)
GZIP = Layer("gzip", _GZIP_GATE, _gzip)
HEX = Layer("hex", _HEX_GATE, _hex)
