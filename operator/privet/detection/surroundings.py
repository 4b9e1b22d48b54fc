"""What touches a candidate: a value stands by itself, not inside a word, a number, a version or an id."""

_DIGITS = frozenset(b"0123456789")
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") | frozenset(range(128, 256))
"""Bytes of other scripts count as letters: they are, once signs are folded."""
_JOINTS = frozenset(b"-.")


def isolated(data: bytes, start: int, end: int, *, named: bool = False) -> bool:
    """Tell whether a value stands by itself.

    A word that was joined to it, as in `ssn-…` or `id.…`, is no objection where that word is the context.
    """
    before = data[start - 1] if start else 0
    if before in _DIGITS or (before in _LETTERS and not _unparted(data, start - 1)):
        return False
    if before in _JOINTS and start > 1:
        joined = data[start - 2]
        if joined in _DIGITS or (joined in _LETTERS and not named):
            return False
    after = data[end] if end < len(data) else 0
    if after in _DIGITS or (after in _LETTERS and not _unparted(data, end)):
        return False
    if after in _JOINTS and end + 1 < len(data):
        joined = data[end + 1]
        return joined not in _DIGITS and joined not in _LETTERS
    return True


def _unparted(data: bytes, place: int) -> bool:
    """Tell whether a byte belongs to a script that parts words by no blanks, as Chinese, Korean and Thai."""
    while data[place] & 0xC0 == 0x80 and place:  # noqa: PLR2004 - what is no first byte of a character (RFC 3629)
        place -= 1
    first, second = data[place], data[place + 1 : place + 2]
    # From U+3000 on; Thai, Lao and Tibetan.
    return first >= 0xE3 or (first == 0xE0 and second >= b"\xb8")  # noqa: PLR2004
