"""Key pairs from the root: the same epoch, key and id give the same pair, whoever asks and when.

So nothing that was issued has to be stored or read back, and a repeated write repeats the bytes.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privet.errors import KeyGoneError
from privet.keys.material import KeyMaterial

ROOT_BYTES = 32
"""A root as strong as what is derived from it: P-256 and HMAC-SHA256."""

_CURVE = ec.SECP256R1()
# The order of the group of P-256 (SP 800-186, section 3.2.1.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# 128 bits more than the order has: the bias of the remainder is then under 2^-128 (FIPS 186-5, A.2.1).
_SCALAR_BYTES = 48
_KEY_ID_LENGTH = 20


@dataclass(frozen=True, kw_only=True)
class RootEpoch:
    """One epoch of the root: a secret of its own, not derived from the one before, and who issues by it."""

    number: int
    issuer: str
    created_at: datetime
    secret: KeyMaterial

    def __post_init__(self) -> None:
        if len(self.secret) != ROOT_BYTES:
            raise ValueError(f"the secret of a root epoch has {ROOT_BYTES} bytes")
        if self.number < 1:
            raise ValueError("root epochs count from 1")


@dataclass(frozen=True)
class Root:
    """The epochs of the root that are still needed."""

    epochs: tuple[RootEpoch, ...]
    _by_number: Mapping[int, RootEpoch] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_number = {epoch.number: epoch for epoch in self.epochs}
        if len(by_number) != len(self.epochs):
            raise ValueError("two root epochs have one number")
        object.__setattr__(self, "_by_number", by_number)

    @property
    def newest(self) -> RootEpoch | None:
        """The epoch that new signing keys come from."""
        return max(self.epochs, key=lambda epoch: epoch.number, default=None)

    def epoch(self, number: int) -> RootEpoch:
        """Look an epoch up; KeyGoneError when it is no longer there."""
        try:
            return self._by_number[number]
        except KeyError:
            raise KeyGoneError(f"root epoch {number} is gone") from None


def provisioning_key(epoch: RootEpoch, uid: str, key_id: str) -> ec.EllipticCurvePrivateKey:
    """Derive the pair by which the pods of one key prove that a token is theirs."""
    return _derive(epoch.secret, "privet.dev/provisioning-key/v1", str(epoch.number), uid, key_id)


def signing_key(epoch: RootEpoch, sequence: int) -> ec.EllipticCurvePrivateKey:
    """Derive the pair that signs tokens."""
    return _derive(epoch.secret, "privet.dev/signing-key/v1", str(epoch.number), str(sequence))


def _derive(secret: KeyMaterial, *context: str) -> ec.EllipticCurvePrivateKey:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=_SCALAR_BYTES, salt=None, info=_unambiguous(context))
    candidate = int.from_bytes(hkdf.derive(secret.reveal()), "big")
    return ec.derive_private_key(candidate % (_ORDER - 1) + 1, _CURVE)


def _unambiguous(parts: tuple[str, ...]) -> bytes:
    """Join with the lengths in front, so that no two lists of parts give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def key_id(uid: str, content: str) -> str:
    """Name one issued key (`jti`) by what it says: short, a valid label value, no trace of key material.

    As the pair is derived from the id, two keys that differ in anything share neither id nor pair, even where
    a restored backup and a clock that was set back give them one sequence.
    """
    digest = hashlib.sha256(_unambiguous(("privet.dev/key-id/v1", uid, content))).digest()
    return base64.b32encode(digest)[:_KEY_ID_LENGTH].decode().lower()


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a private key as PKCS#8, unencrypted: for the Secret alone."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Write a public key as the members of a JWK that its thumbprint covers, in their order."""
    numbers = key.public_numbers()
    return {"crv": "P-256", "kty": "EC", "x": _base64url(numbers.x), "y": _base64url(numbers.y)}


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """Name a public key by its content (RFC 7638, SHA-256)."""
    jwk = public_jwk(key)
    canonical = "{" + ",".join(f'"{name}":"{jwk[name]}"' for name in sorted(jwk)) + "}"
    return _unpadded(hashlib.sha256(canonical.encode()).digest())


def _base64url(coordinate: int) -> str:
    return _unpadded(coordinate.to_bytes(32, "big"))


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
