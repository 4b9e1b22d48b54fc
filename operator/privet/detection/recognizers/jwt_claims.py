"""JSON Web Tokens (RFC 7519) whose claims name a person (OpenID Connect Core 1.0, 5.1)."""

import binascii
import json
import string
from collections.abc import Iterator, Mapping, Sequence

from privet.detection.findings import Confidence, Finding, FindingClass
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
_NAMES = ("name", "preferred_username", "username")
"""Claims that name a person as well as a machine."""
_OF_MACHINES = ("service-account", "serviceaccount", "system:", "svc-", "svc_", "bot-", "robot")
"""How the names of what is no person begin: Keycloak's and the cluster's service accounts."""
_OF_TESTS = frozenset(("john doe", "jane doe", "max mustermann", "erika mustermann"))


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
    unlettered = False
    # No longer than it takes to tell: without an end, time would grow with the square.
    gate = alone = r"eyJ[A-Za-z0-9_\-]{8}"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all such tokens."""
        for match in _CANDIDATE.finditer(source.data):
            source.budget.spend()
            kind = _kind(_claims(match.group(1)[:MAX_CLAIMS]))
            if kind is not None:
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)


def _claims(claims: bytes) -> Mapping[str, object]:
    padded = claims.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(claims) % 4)
    try:
        decoded = json.loads(binascii.a2b_base64(padded))
    except (ValueError, RecursionError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


def _kind(claims: Mapping[str, object]) -> FindingClass | None:
    """Tell whose a token is; None where its claims name nobody."""
    if any(key in _PERSONAL and isinstance(value, str | dict) and value for key, value in claims.items()):
        return FindingClass.PERSONAL
    names = [value.lower() for key in _NAMES if isinstance(value := claims.get(key), str) and value]
    if not names or _is_machines(claims, names):
        return None
    return FindingClass.EXAMPLE if _OF_TESTS.issuperset(names) else FindingClass.PERSONAL


def _is_machines(claims: Mapping[str, object], names: Sequence[str]) -> bool:
    """Tell a token that a program got for itself (RFC 6749, 4.4), or a service account from the cluster."""
    own = claims.get("gty") == "client-credentials" or claims.get("idtyp") == "app"
    subject = str(claims.get("sub", "")).lower()
    return own or "kubernetes.io" in claims or any(one.startswith(_OF_MACHINES) for one in (*names, subject))


JWT_CLAIMS = JwtClaimsRecognizer()
