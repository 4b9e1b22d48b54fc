import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from privet.errors import KeyGoneError
from privet.keys import derive
from privet.keys.derive import Root, RootEpoch
from privet.keys.material import KeyMaterial
from tests.unit.keys.builders import NOON, UID, a_root, an_epoch


def scalar(key: ec.EllipticCurvePrivateKey) -> int:
    return key.private_numbers().private_value


def test_the_same_question_gets_the_same_pair() -> None:
    assert scalar(derive.provisioning_key(an_epoch(), UID, "seven")) == scalar(
        derive.provisioning_key(an_epoch(), UID, "seven")
    )


def test_the_derivation_never_changes() -> None:
    """Secrets of running pods depend on it: another value here changes every key under its pods."""
    pair = derive.provisioning_key(an_epoch(), UID, "seven")

    assert derive.thumbprint(pair.public_key()) == "DDUeVdEpx0RC4Rwh_i-MmhFoIa20a1sYxT1t2d-uvLA"
    assert (
        derive.thumbprint(derive.signing_key(an_epoch(), 1).public_key())
        == "0HRaEL-t1qv6g-mjdyKM4ld4rla6kRjgPN9W_UvfHEM"
    )
    assert derive.key_id(UID, "content") == "b36rrdoibjmioelnark6"


def test_a_scalar_is_hkdf_reduced_without_bias() -> None:
    """The same by hand: HKDF (RFC 5869) with 48 bytes, then FIPS 186-5, A.2.1."""
    info = derive._unambiguous(("privet.dev/provisioning-key/v1", "1", UID, "seven"))
    extracted = hmac.digest(bytes(32), bytes([1]) * 32, "sha256")
    first = hmac.digest(extracted, info + b"\x01", "sha256")
    second = hmac.digest(extracted, first + info + b"\x02", "sha256")
    wide = int.from_bytes((first + second)[:48], "big")

    assert scalar(derive.provisioning_key(an_epoch(), UID, "seven")) == wide % (derive._ORDER - 1) + 1


def test_the_order_is_that_of_the_curve() -> None:
    """The order less one is the negative of one: same x, other y."""
    one, last = (ec.derive_private_key(n, ec.SECP256R1()).public_key() for n in (1, derive._ORDER - 1))

    assert one.public_numbers().x == last.public_numbers().x
    assert one.public_numbers().y != last.public_numbers().y


def test_every_part_of_the_context_makes_another_pair() -> None:
    pairs = [
        derive.provisioning_key(an_epoch(), UID, "seven"),
        derive.provisioning_key(an_epoch(), UID, "eight"),
        derive.provisioning_key(an_epoch(), "another", "seven"),
        derive.provisioning_key(an_epoch(2, fill=1), UID, "seven"),
        derive.provisioning_key(an_epoch(1, fill=2), UID, "seven"),
        derive.signing_key(an_epoch(), 7),
    ]

    assert len({scalar(pair) for pair in pairs}) == len(pairs)


@given(first=st.lists(st.text(max_size=8), max_size=4), second=st.lists(st.text(max_size=8), max_size=4))
def test_no_two_contexts_are_joined_alike(first: list[str], second: list[str]) -> None:
    joined_alike = derive._unambiguous(tuple(first)) == derive._unambiguous(tuple(second))

    assert joined_alike == (first == second)


@given(uid=st.text(max_size=40), key_id=st.text(max_size=40))
@settings(max_examples=50)
def test_a_scalar_is_in_the_group_and_the_thumbprint_is_the_standard_one(uid: str, key_id: str) -> None:
    pair = derive.provisioning_key(an_epoch(), uid, key_id)

    assert 1 <= scalar(pair) < derive._ORDER
    assert derive.thumbprint(pair.public_key()) == ECKey.import_key(pair).thumbprint()


@given(uid=st.text(max_size=40), content=st.text(max_size=40))
def test_an_id_is_short_and_can_be_a_label(uid: str, content: str) -> None:
    key_id = derive.key_id(uid, content)

    assert len(key_id) == 20
    assert key_id.isascii()
    assert key_id.isalnum()


def test_epochs_are_found_by_number() -> None:
    root = a_root(2, 5)

    assert root.epoch(2).number == 2
    assert root.newest is not None
    assert root.newest.number == 5
    with pytest.raises(KeyGoneError, match="root epoch 3 is gone"):
        root.epoch(3)


def test_a_root_without_epochs_has_no_newest() -> None:
    assert Root(()).newest is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"secret": KeyMaterial(b"short")}, id="too short a secret"),
        pytest.param({"number": 0}, id="number zero"),
    ],
)
def test_an_impossible_epoch_is_refused(change: dict[str, Any]) -> None:
    fields: dict[str, Any] = {
        "number": 1,
        "issuer": "i",
        "created_at": NOON,
        "secret": KeyMaterial(bytes(32)),
    }

    with pytest.raises(ValueError, match="root epoch"):
        RootEpoch(**(fields | change))


def test_two_epochs_of_one_number_are_refused() -> None:
    with pytest.raises(ValueError, match="two root epochs"):
        a_root(1, 1)
