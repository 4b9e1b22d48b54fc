"""The caBundle that all replicas share: merged and pruned by pure functions, with the time as an argument.

Every replica writes the same bytes for the same certificates, in whatever order they write, so that
replicas converge and an unchanged bundle is never written again.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

MAX_AUTHORITIES = 32
"""Certificates kept: far more than replicas (two each while rotating), and still 22 KiB per webhook."""

MAX_BUNDLE_BYTES = 256 * 1024
"""More than this was not written by Privet: it is not parsed but replaced."""

GRACE = timedelta(minutes=5)
"""How long an expired CA is kept: the clock that wrote it may be ahead or behind by this much."""

_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,16384}?-----END CERTIFICATE-----")


def parse(bundle: bytes) -> tuple[x509.Certificate, ...]:
    """Read the certificates of a bundle; what is no certificate is left out rather than kept."""
    if len(bundle) > MAX_BUNDLE_BYTES:
        return ()
    return tuple(found for block in _BLOCK.findall(bundle) if (found := _certificate(block)) is not None)


def merge(
    bundle: bytes,
    own: Collection[x509.Certificate],
    now: datetime,
    subject: x509.Name | None = None,
) -> bytes:
    """Give the bundle that trusts `own` and every other CA that is still valid.

    Certificates with this replica's `subject` that are not among `own` were left by an earlier run, whose
    private keys are gone: they go too. Past the bound those that end first go, never `own`.
    """
    mine = {fingerprint(one): one for one in own}
    others = {
        fingerprint(one): one
        for one in parse(bundle)
        if one.not_valid_after_utc + GRACE > now and one.subject != subject
    }
    room = max(0, MAX_AUTHORITIES - len(mine))
    kept = sorted(
        (print_ for print_ in others if print_ not in mine),
        key=lambda print_: (others[print_].not_valid_after_utc, print_),
        reverse=True,
    )[:room]
    return render([*mine.values(), *(others[print_] for print_ in kept)])


def render(certificates: Iterable[x509.Certificate]) -> bytes:
    """Write certificates as PEM in an order that depends on nothing but themselves."""
    ordered = sorted(
        {fingerprint(one): one for one in certificates}.items(),
        key=lambda item: (item[1].not_valid_before_utc, item[0]),
    )
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for _, one in ordered)


def contains(bundle: bytes, own: Collection[x509.Certificate]) -> bool:
    """Tell whether every certificate of `own` is in the bundle."""
    return {fingerprint(one) for one in own} <= {fingerprint(one) for one in parse(bundle)}


def fingerprint(certificate: x509.Certificate) -> bytes:
    """Identify a certificate."""
    return certificate.fingerprint(hashes.SHA256())


def _certificate(block: bytes) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(block)
    except ValueError:
        return None
