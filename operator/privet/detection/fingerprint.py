"""Telling that two findings are of one value, without the value: a keyed hash of one installation.

A plain hash of a telephone number is the telephone number: all of them can be tried in a minute. So the hash
has a key (HMAC, RFC 2104), and whoever lacks it learns nothing.
"""

import base64

MIN_KEY_BYTES = 32
"""As long as the hash (RFC 2104, section 3): a shorter key is weaker than it looks."""

SHOWN_BYTES = 10
"""80 bits: no two values of one installation ever share a fingerprint by chance. Sixteen characters."""

_SEPARATORS = str.maketrans("", "", " \t\r\n-./()_")
_BLANKS = str.maketrans("", "", " \t\r\n")


class Fingerprints:
    """Gives one value the same fingerprint in every spelling and behind every encoding."""

    def __init__(self, key: bytes) -> None:
        if len(key) < MIN_KEY_BYTES:
            raise ValueError(f"the key of fingerprints has at least {MIN_KEY_BYTES} bytes")
        self._key = key

    def __repr__(self) -> str:
        return "Fingerprints(…)"

    def __reduce__(self) -> str:
        raise TypeError("the key of fingerprints is not to be written anywhere")

    def of(self, entity: str, value: str) -> str:
        """Give the fingerprint of a value of an entity; `value` is decoded and in its plain spelling."""
        # The separators of a number are spelling, those of a mailbox or a name are not.
        # Whoever asks for no fingerprints needs no OpenSSL: it is a third of the engine's memory.
        import hmac
        from hashlib import sha256

        said = value.translate(_BLANKS if "@" in value else _SEPARATORS).casefold()
        digest = hmac.digest(self._key, f"{entity}\0{said}".encode("utf-8", "surrogateescape"), sha256)
        return base64.b32encode(digest[:SHOWN_BYTES]).decode().lower()
