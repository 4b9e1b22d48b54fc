"""What a key's Secret holds: a function of the root and of what status records, and of nothing else.

So a crash, a repeat and a healing write the same bytes, and nothing that was written has to be read.
"""

from collections.abc import Mapping
from typing import final

from privet.api.meta import format_time
from privet.api.v1alpha1 import IssuedKey
from privet.errors import KeyGoneError
from privet.keys import derive
from privet.keys.canonical import canonical, grant_claim
from privet.keys.derive import Root
from privet.keys.ring import SigningRing
from privet.keys.token import Holder, Signer, claims, jwks_document

TOKEN = "token"  # noqa: S105 - the name of a file
PRIVATE_KEY = "key.pem"
JWKS = "jwks.json"
METADATA = "metadata.json"


@final
class Mint:
    """Makes the content of Secrets from one root and one ring of signing keys."""

    def __init__(self, root: Root, ring: SigningRing) -> None:
        self._root = root
        self._signers = {key.id: _signer(root, key.root_epoch, key.sequence) for key in ring.keys}
        if any(kid != signer.kid for kid, signer in self._signers.items()):
            raise KeyGoneError("the ring names signing keys that this root does not give")
        self._jwks = jwks_document(signer.jwk() for signer in self._signers.values())

    @property
    def jwks(self) -> bytes:
        """Every public key that a valid token can be signed with, and the next one: for the ConfigMap too."""
        return self._jwks

    def secret_files(self, holder: Holder, issued: IssuedKey) -> dict[str, bytes]:
        """Make the files of one issued key; KeyGoneError when its root epoch or signing key is gone."""
        epoch = self._root.epoch(issued.root_epoch)
        pair = derive.provisioning_key(epoch, holder.uid, issued.id)
        said = claims(epoch.issuer, holder, issued, derive.thumbprint(pair.public_key()))
        return {
            TOKEN: self._signer(issued).sign(said),
            PRIVATE_KEY: derive.private_pem(pair),
            JWKS: self._jwks,
            METADATA: metadata(holder, issued, epoch.issuer),
        }

    def _signer(self, issued: IssuedKey) -> Signer:
        try:
            return self._signers[issued.signing_key_id]
        except KeyError:
            raise KeyGoneError("the signing key is gone") from None

    def __repr__(self) -> str:
        return f"Mint(signing keys: {len(self._signers)})"


def _signer(root: Root, epoch: int, sequence: int) -> Signer:
    return Signer(derive.signing_key(root.epoch(epoch), sequence))


def metadata(holder: Holder, issued: IssuedKey, issuer: str) -> bytes:
    """Say what the token says, for programs that do not read tokens; nothing in it is secret."""
    described: Mapping[str, object] = {
        "id": issued.id,
        "sequence": issued.sequence,
        "issuer": issuer,
        "namespace": holder.namespace,
        "name": holder.name,
        "subject": holder.subject,
        "audiences": list(issued.audiences),
        "issuedAt": format_time(issued.issued_at),
        "notBefore": format_time(issued.not_before),
        "expiresAt": format_time(issued.expires_at),
        "signingKeyID": issued.signing_key_id,
        "grants": [grant_claim(grant) for grant in issued.grants],
        "policy": {"uid": issued.policy_uid, "generation": issued.policy_generation},
    }
    return canonical(described) + b"\n"
