import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from privet.admission.certificates import (
    BACKDATED,
    MAX_COMMON_NAME,
    Authority,
    Leaf,
    new_authority,
    new_leaf,
    replica_subject,
)
from tests.unit.admission.builders import HOUR, NOON, an_authority

NAME = "privet-webhook.privet-system.svc"


def verified(leaf: Leaf, *trusted: Authority) -> bool:
    store = Store([one.certificate for one in trusted])
    verifier = PolicyBuilder().store(store).time(NOON).build_server_verifier(x509.DNSName(NAME))
    try:
        verifier.verify(leaf.certificate, [])
    except VerificationError:
        return False
    return True


def test_a_leaf_is_verified_by_its_ca() -> None:
    authority = an_authority()

    assert verified(new_leaf(authority, [NAME, "127.0.0.1"], NOON, HOUR), authority)


def test_a_leaf_is_not_verified_by_another_ca_of_the_same_name() -> None:
    old, new = an_authority("one"), an_authority("one")

    assert not verified(new_leaf(old, [NAME], NOON, HOUR), new)
    assert verified(new_leaf(old, [NAME], NOON, HOUR), new, old)


def test_cas_of_one_replica_share_the_subject_but_not_the_key_identifier() -> None:
    old, new = an_authority("one").certificate, an_authority("one").certificate
    kind = x509.SubjectKeyIdentifier

    assert old.subject == new.subject
    assert old.extensions.get_extension_for_class(kind) != new.extensions.get_extension_for_class(kind)


def test_a_leaf_ends_with_its_ca_at_the_latest() -> None:
    authority = an_authority(ends=HOUR)

    assert new_leaf(authority, [NAME], NOON, 2 * HOUR).expires_at == authority.expires_at


def test_certificates_reach_back_for_clocks_that_are_behind() -> None:
    authority = an_authority()
    leaf = new_leaf(authority, [NAME], NOON, HOUR)

    assert authority.certificate.not_valid_before_utc == NOON - BACKDATED
    assert leaf.certificate.not_valid_before_utc == NOON - BACKDATED


def test_a_leaf_without_names_is_refused() -> None:
    with pytest.raises(ValueError, match="name"):
        new_leaf(an_authority(), [], NOON, HOUR)


@pytest.mark.parametrize("replica", ["a", "a" * MAX_COMMON_NAME, "a" * 253])
def test_a_replica_of_any_name_gets_a_ca(replica: str) -> None:
    new_authority(replica, NOON, HOUR)


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert replica_subject("a" * 100 + "1") != replica_subject("a" * 100 + "2")


def test_private_keys_have_no_representation() -> None:
    authority = an_authority()
    leaf = new_leaf(authority, [NAME], NOON, HOUR)

    assert "key" not in repr(authority).replace("public_key", "")
    assert "PRIVATE" not in repr(leaf)
    assert "pem" not in repr(leaf)
