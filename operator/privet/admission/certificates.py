"""The certificates of one replica: a CA that lives in its memory alone, and the leaves it serves with.

Nothing is stored: a replica that starts makes a new CA and publishes its certificate (see
`privet.admission.publication`), so there is no private key in etcd that anybody could read.
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BACKDATED = timedelta(minutes=10)
"""How far certificates reach back, so that an API server whose clock is behind trusts them at once."""

MAX_COMMON_NAME = 64
"""The longest common name that X.509 allows (ub-common-name)."""

ORGANIZATION = "Privet admission"
"""Marks the CAs of replicas apart from others in a bundle."""


@dataclass(frozen=True)
class Authority:
    """A CA of this process. Its private key has no representation and never leaves the process."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @property
    def expires_at(self) -> datetime:
        """When its certificate ends."""
        return self.certificate.not_valid_after_utc


@dataclass(frozen=True)
class Leaf:
    """A server certificate with its private key, as PEM for the TLS library."""

    certificate: x509.Certificate
    pem: bytes = field(repr=False, compare=False)

    @property
    def expires_at(self) -> datetime:
        """When it ends."""
        return self.certificate.not_valid_after_utc


def replica_subject(replica: str) -> x509.Name:
    """Name the CA after its replica, so that a replica finds what an earlier run of it left behind."""
    common_name = replica
    if len(replica) > MAX_COMMON_NAME:
        digest = hashlib.sha256(replica.encode()).hexdigest()[:16]
        common_name = f"{replica[: MAX_COMMON_NAME - 17]}-{digest}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def new_authority(replica: str, now: datetime, lifetime: timedelta) -> Authority:
    """Make a CA for one replica.

    The old and the new CA of a replica carry the same subject: the subject key identifier is what tells
    verifiers which of the two signed a leaf, so it is derived from the key and never left out.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = replica_subject(replica)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + lifetime)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def new_leaf(authority: Authority, names: Sequence[str], now: datetime, lifetime: timedelta) -> Leaf:
    """Issue a server certificate that ends with its CA at the latest; it gets a key of its own."""
    if not names:
        raise ValueError("a server certificate needs at least one name")
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "privet-webhook")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(max(now - BACKDATED, issuer.not_valid_before_utc))
        .not_valid_after(min(now + lifetime, authority.expires_at))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Leaf(certificate, certificate.public_bytes(serialization.Encoding.PEM) + private)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
