"""The token: a JWT signed with ES256 whose bytes follow from what status records.

What it says never comes from a label, an annotation or an older token: only from the record of the issue
(`IssuedKey`), which the controller computed from policy, key and ceiling.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, final

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwa import ESAlgorithm, JWSAlgModel
from joserfc.jwk import ECKey
from joserfc.registry import JWS_HEADER_REGISTRY, HeaderRegistryDict

from privet.api.v1alpha1 import Action, Grant, IssuedKey
from privet.keys import derive
from privet.keys.canonical import canonical, grant_claim

ALGORITHM = "ES256"
TOKEN_TYPE = "privet-key+jwt"  # noqa: S105 - the media type of a token, not a token
LEEWAY = timedelta(seconds=60)
"""How far the clock of a verifier may be off; nbf is backdated as well, see `rotation.BACKDATED`."""

MAX_TOKEN_BYTES = 64 * 1024
"""A token of 64 grants in the longest words has 20 KB."""
MAX_SIGNING_KEYS = 64
"""A ring holds two or three keys; past this a JWKS is not ours."""
_MAX_HEADER_BYTES = 512
_SIGNATURE_BYTES = 86


class _DeterministicES256(ESAlgorithm):
    """ES256 with a signature that is a function of key and message (RFC 6979): a repeat repeats the bytes."""

    def __init__(self) -> None:
        super().__init__(ALGORITHM, "P-256", 256, recommended=True)

    def sign(self, msg: bytes, key: ECKey) -> bytes:
        private: ec.EllipticCurvePrivateKey = key.get_op_key("sign")
        r, s = decode_dss_signature(private.sign(msg, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


_ALGORITHMS: dict[str, JWSAlgModel] = {ALGORITHM: _DeterministicES256()}
_ALLOWED = [ALGORITHM]
_HEADER: HeaderRegistryDict = {name: JWS_HEADER_REGISTRY[name] for name in ("alg", "kid", "typ")}


class _TokenRegistry(jws.JWSRegistry):
    """Our one algorithm and our three header members; nothing else, so neither `crit` nor `b64` nor `jku`.

    A registry of its own: joserfc's is shared by the whole process, and this one must not change it.
    """

    # joserfc declares these three without ClassVar; as its subclass, so do we.
    algorithms: dict[str, JWSAlgModel] = _ALGORITHMS
    recommended: list[str] = _ALLOWED
    default_header_registry: HeaderRegistryDict = _HEADER
    max_header_length = _MAX_HEADER_BYTES
    max_payload_length = MAX_TOKEN_BYTES - _MAX_HEADER_BYTES - _SIGNATURE_BYTES - 2
    max_signature_length = _SIGNATURE_BYTES


_REGISTRY = _TokenRegistry()


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose key it is: the ProvisioningKey and the identity it is bound to; immutable, as its spec is."""

    uid: str
    namespace: str
    name: str
    service_account: str

    @property
    def subject(self) -> str:
        """The ServiceAccount as the API server writes it."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"


@final
class Signer:
    """A signing key with its id (RFC 7638), ready to sign."""

    __slots__ = ("_key", "_public", "kid")

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._public = key.public_key()
        self.kid = derive.thumbprint(self._public)
        self._key = ECKey.import_key(key)

    def jwk(self) -> dict[str, str]:
        """Give the public half as the JWKS lists it."""
        return {**derive.public_jwk(self._public), "alg": ALGORITHM, "kid": self.kid, "use": "sig"}

    def sign(self, claims: Mapping[str, object]) -> bytes:
        """Sign claims into a compact JWS."""
        header = {"alg": ALGORITHM, "kid": self.kid, "typ": TOKEN_TYPE}
        return jws.serialize_compact(header, canonical(claims), self._key, registry=_REGISTRY).encode()

    def __repr__(self) -> str:
        return f"Signer(kid={self.kid!r})"


def claims(issuer: str, holder: Holder, issued: IssuedKey, confirmation: str) -> dict[str, object]:
    """Say what a token says: who may do what, for whom, from when until when, with which key pair.

    There is no status-list index yet: it is the authority's to hand out (docs/decisions).
    """
    return {
        "iss": issuer,
        "sub": holder.subject,
        "aud": list(issued.audiences),
        "iat": int(issued.issued_at.timestamp()),
        "nbf": int(issued.not_before.timestamp()),
        "exp": int(issued.expires_at.timestamp()),
        "jti": issued.id,
        "cnf": {"jkt": confirmation},
        "grants": [grant_claim(grant) for grant in issued.grants],
        "policy": {"uid": issued.policy_uid, "generation": issued.policy_generation},
        "key": {"uid": holder.uid, "name": holder.name, "sequence": issued.sequence},
    }


def jwks_document(keys: Iterable[Mapping[str, str]]) -> bytes:
    """Write the public keys as a JWKS (RFC 7517); the same keys give the same bytes."""
    ordered = sorted((dict(key) for key in keys), key=lambda key: key["kid"])
    return canonical({"keys": ordered}) + b"\n"


class Refusal(StrEnum):
    """Why a token is not accepted; nothing of the token itself."""

    MALFORMED = "Malformed"
    UNKNOWN_KEY = "UnknownSigningKey"
    BAD_SIGNATURE = "BadSignature"
    BAD_CLAIMS = "BadClaims"
    NOT_YET_VALID = "NotYetValid"
    EXPIRED = "Expired"
    OTHER_ISSUER = "OtherIssuer"
    OTHER_AUDIENCE = "OtherAudience"


@dataclass(frozen=True)
class Refused:
    """The token is not accepted."""

    reason: Refusal


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a token proves, taken from the very bytes that were verified."""

    key_id: str
    subject: str
    audiences: tuple[str, ...]
    issued_at: datetime
    not_before: datetime
    expires_at: datetime
    confirmation: str
    """The thumbprint of the key pair that the bearer has to prove it holds (RFC 7800, RFC 9449)."""
    grants: tuple[Grant, ...]
    policy_uid: str
    policy_generation: int
    key_uid: str
    """The ProvisioningKey: with the sequence, all of its keys up to one can be told from later ones."""
    key_name: str
    sequence: int


@final
class Verifier:
    """Checks tokens of one issuer against its public keys: parsed once, used often."""

    def __init__(self, jwks: bytes | Mapping[str, Any], issuer: str) -> None:
        self._keys = _public_keys(jwks)
        self._issuer = issuer

    @property
    def key_ids(self) -> frozenset[str]:
        """The signing keys that it knows."""
        return frozenset(self._keys)

    def verify(
        self, token: bytes | str, *, audience: str, now: datetime, leeway: timedelta = LEEWAY
    ) -> Verified | Refused:
        """Accept a token that this issuer signed for this audience and that is valid now, or say why not."""
        # 1. Size, before anything is parsed. 2. Shape and header, without trusting either. 3. Signature, by a
        # key of ours that the header only selects. 4. Claims, from the verified bytes alone.
        raw = token if isinstance(token, bytes) else token.encode(errors="replace")
        if len(raw) > MAX_TOKEN_BYTES:
            return Refused(Refusal.MALFORMED)
        try:
            signature = jws.extract_compact(raw, registry=_REGISTRY)
        except (JoseError, ValueError, TypeError, RecursionError):
            return Refused(Refusal.MALFORMED)
        if not _header_is_ours(signature.headers()):
            return Refused(Refusal.MALFORMED)
        key = self._keys.get(signature.headers()["kid"])
        if key is None:
            return Refused(Refusal.UNKNOWN_KEY)
        if not _signed_by(signature, key):
            return Refused(Refusal.BAD_SIGNATURE)
        return _read(signature.payload, self._issuer, audience, now, leeway)


def _header_is_ours(header: object) -> bool:
    """Exactly our three members: `crit`, `b64`, `jwk`, `jku`, `x5c` and whatever comes next are refused."""
    return (
        isinstance(header, dict)
        and header.keys() == {"alg", "kid", "typ"}
        and header["alg"] == ALGORITHM
        and header["typ"] == TOKEN_TYPE
        and isinstance(header["kid"], str)
    )


def _signed_by(signature: jws.CompactSignature, key: ECKey) -> bool:
    try:
        return jws.validate_compact(signature, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False


class _Confirmation(msgspec.Struct, frozen=True):
    jkt: str


class _Policy(msgspec.Struct, frozen=True):
    uid: str
    generation: int


class _Key(msgspec.Struct, frozen=True):
    uid: str
    name: str
    sequence: int


class _Grant(msgspec.Struct, frozen=True):
    entity: str
    purpose: str
    actions: list[Action]


class _Claims(msgspec.Struct, frozen=True):
    """The claims that a token must have, each of its type; others are not ours and are not read."""

    iss: str
    sub: str
    aud: list[str]
    iat: int
    nbf: int
    exp: int
    jti: str
    cnf: _Confirmation
    grants: list[_Grant]
    policy: _Policy
    key: _Key


def _read(payload: bytes, issuer: str, audience: str, now: datetime, leeway: timedelta) -> Verified | Refused:
    try:
        content = msgspec.json.decode(payload, type=_Claims)
        verified = _verified(content)
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError):
        return Refused(Refusal.BAD_CLAIMS)
    refusals = (
        (content.iss != issuer, Refusal.OTHER_ISSUER),
        (audience not in content.aud, Refusal.OTHER_AUDIENCE),
        (verified.expires_at <= now - leeway, Refusal.EXPIRED),
        (max(verified.not_before, verified.issued_at) > now + leeway, Refusal.NOT_YET_VALID),
    )
    return next((Refused(refusal) for applies, refusal in refusals if applies), verified)


def _verified(content: _Claims) -> Verified:
    return Verified(
        key_id=content.jti,
        subject=content.sub,
        audiences=tuple(content.aud),
        issued_at=datetime.fromtimestamp(content.iat, UTC),
        not_before=datetime.fromtimestamp(content.nbf, UTC),
        expires_at=datetime.fromtimestamp(content.exp, UTC),
        confirmation=content.cnf.jkt,
        grants=tuple(
            Grant(entity=grant.entity, purpose=grant.purpose, actions=tuple(grant.actions))
            for grant in content.grants
        ),
        policy_uid=content.policy.uid,
        policy_generation=content.policy.generation,
        key_uid=content.key.uid,
        key_name=content.key.name,
        sequence=content.key.sequence,
    )


def _public_keys(jwks: bytes | Mapping[str, Any]) -> dict[str, ECKey]:
    """Take the keys that can be ours; ValueError when the document is no JWKS at all."""
    document = json.loads(jwks) if isinstance(jwks, bytes) else jwks
    listed = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(listed, list) or len(listed) > MAX_SIGNING_KEYS:
        raise ValueError("not a JWKS of this issuer")
    return {jwk["kid"]: _public_key(jwk) for jwk in listed if _can_be_ours(jwk)}


def _can_be_ours(jwk: object) -> bool:
    wanted = {"kty": "EC", "crv": "P-256", "alg": ALGORITHM, "use": "sig"}
    return isinstance(jwk, dict) and isinstance(jwk.get("kid"), str) and wanted.items() <= jwk.items()


def _public_key(jwk: dict[str, Any]) -> ECKey:
    # Only the public members: a private one that slipped into the document is not even read.
    return ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y", "alg", "use", "kid")})
