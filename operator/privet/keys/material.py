"""Key material: bytes that no log, traceback, repr, format or pickle ever shows."""

import hmac
from typing import NoReturn, final


@final
class KeyMaterial:
    """Secret bytes with a blank face: only `reveal` gives them away."""

    __slots__ = ("_bytes",)

    def __init__(self, secret: bytes) -> None:
        self._bytes = secret

    def reveal(self) -> bytes:
        """Give the bytes, for a primitive of cryptography or for the Secret itself, never for a text."""
        return self._bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyMaterial) and hmac.compare_digest(self._bytes, other._bytes)

    def __hash__(self) -> NoReturn:
        raise TypeError("a hash of key material would be a trace of it")

    def __repr__(self) -> str:
        return "KeyMaterial(…)"

    def __len__(self) -> int:
        return len(self._bytes)

    def __reduce__(self) -> NoReturn:
        raise TypeError("key material cannot be pickled or copied")
