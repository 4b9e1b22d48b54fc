"""The key of a value as words: `customer.fullName` is `customer`, `full`, `name`."""

from collections.abc import Sequence

from privet.detection.linear import compile_bytes

_PARTS = compile_bytes(r"[A-Z]?[a-z]+|[A-Z]+|[\x{80}-\x{10FFFF}]+")

_KEY_BYTES = 64
"""No key is read further back: what is longer ends in the same words."""
_KEY = compile_bytes(r"[A-Za-z0-9_.\-]*$")
# The key right before a value; of `"name": "DOB_FORMAT", "value":` the name.
_ASSIGNED = compile_bytes(
    r"([A-Za-z0-9_.\-]+(?: [A-Za-z0-9_.\-]+){0,3})"
    r"(?:\\?[\"']?,[ \t]{0,4}\\?[\"']?(?:value|Value|VALUE))?"
    r"\\?[\"'\])]?[ \t]{0,4}\*{0,2}(?::=|=>|[:=>]|\t)\*{0,2}[ \t]{0,12}\\?[\"'(\[]{0,2}$"
)


def parts_of(key: bytes) -> Sequence[str]:
    """Give the words of a key in small letters; digits belong to none."""
    return [part.group().decode("utf-8", "replace").lower() for part in _PARTS.finditer(key)]


def parts_before(data: bytes, start: int) -> Sequence[str]:
    """Give the words of a key that stand in it before one of its words: of `serviceFullName` `service`.

    A word may have taken the last letter of the one before with it.
    """
    taken = data[start : start + 2]
    joined = start + 1 if taken[:1].islower() and taken[1:].isupper() else start
    before = data[max(0, start - _KEY_BYTES) : joined]
    key = _KEY.search(before)
    return parts_of(key.group()) if key else ()


def key_of_value(data: bytes, start: int) -> Sequence[str]:
    """Give the words of the key that a value is assigned to; none where no key stands right before it."""
    line = data[max(0, start - 2 * _KEY_BYTES) : start].rpartition(b"\n")[2]
    key = _ASSIGNED.search(line)
    return parts_of(key.group(1)) if key else ()
