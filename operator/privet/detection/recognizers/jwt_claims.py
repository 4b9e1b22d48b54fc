"""JSON Web Tokens (RFC 7519) whose claims name a person (OpenID Connect Core 1.0, 5.1)."""

import binascii
import json
import string
from collections.abc import Iterator, Sequence

from privet.detection.findings import Confidence, Finding
from privet.detection.linear import compile_bytes
from privet.detection.source import Source

_SIGNS = (string.ascii_letters + string.digits + "_-").encode()


def _starts(data: bytes) -> Sequence[int]:
    """Give where tokens may begin: at the first `eyJ` of the word before a `.eyJ`."""
    places, done = [], 0
    while (dot := data.find(b".eyJ", done)) >= 0:
        first = done + len(data[done:dot].rstrip(_SIGNS))
        while (first := data.find(b"eyJ", first, dot)) >= 0:
            if not data[first - 1 : first].isalnum() and data[first - 1 : first] != b"_":
                places.append(first)
                break
            first += 1
        done = dot + 1
    return places


_CANDIDATE = compile_bytes(r"\beyJ[A-Za-z0-9_\-]{8,}\.(eyJ[A-Za-z0-9_\-]{8,})\.[A-Za-z0-9_\-]*", _starts)
MAX_CLAIMS = 64 << 10
"""Characters of the claims that are read."""

_PERSONAL = frozenset(
    (
        "email", "phone_number", "phone", "given_name", "family_name", "middle_name", "birthdate",
        "birth_date",
        "address", "nickname", "unique_name", "upn", "ssn", "national_id", "gender", "first_name",
        "last_name",
        "mobile", "date_of_birth",
    )
)  # fmt: skip


class JwtClaimsRecognizer:
    """Finds tokens that say who their bearer is."""

    entity = "JwtClaims"
    standard = "RFC 7519; OpenID Connect Core 1.0, 5.1"
    proof_text = "decodes to claims that name a person"
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    default = True
    anchors = ()
    gated_by_words = False
    digits = 0
    # No longer than it takes to tell: without an end, time would grow with the square.
    gate = alone = r"eyJ[A-Za-z0-9_\-]{8}"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all such tokens."""
        for match in _CANDIDATE.finditer(source.data):
            source.budget.spend()
            if _names_a_person(match.group(1)[:MAX_CLAIMS]):
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH)


def _names_a_person(claims: bytes) -> bool:
    padded = claims.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(claims) % 4)
    try:
        decoded = json.loads(binascii.a2b_base64(padded))
    except (ValueError, RecursionError):
        return False
    return isinstance(decoded, dict) and any(
        key in _PERSONAL and isinstance(value, str | dict) and value for key, value in decoded.items()
    )


JWT_CLAIMS = JwtClaimsRecognizer()
