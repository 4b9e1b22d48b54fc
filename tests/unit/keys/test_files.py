import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.api.v1alpha1 import ProvisioningKeyStatus, Slot
from privet.errors import KeyGoneError
from privet.keys import derive
from privet.keys.files import Mint
from privet.keys.ring import SigningRing
from privet.keys.token import Verified, Verifier
from tests.unit.keys.builders import (
    HOLDER,
    ISSUER,
    NOON,
    a_mint,
    a_ring,
    a_root,
    an_epoch,
    an_issued_key,
    stored,
)


def test_the_same_record_gives_the_same_bytes_in_another_process() -> None:
    before = ProvisioningKeyStatus(current=an_issued_key())
    after = stored(before)

    assert after.current is not None
    assert a_mint().secret_files(HOLDER, an_issued_key()) == a_mint().secret_files(HOLDER, after.current)


@given(slot=st.sampled_from(Slot))
@settings(max_examples=4)
def test_where_a_key_stands_changes_no_byte(slot: Slot) -> None:
    assert a_mint().secret_files(HOLDER, an_issued_key(slot=slot)) == a_mint().secret_files(
        HOLDER, an_issued_key()
    )


def test_the_files_belong_together() -> None:
    files = a_mint().secret_files(HOLDER, an_issued_key())

    verified = Verifier(files["jwks.json"], ISSUER).verify(files["token"], audience="customer-db", now=NOON)
    pair: Any = serialization.load_pem_private_key(files["key.pem"], None)
    metadata = json.loads(files["metadata.json"])
    assert isinstance(verified, Verified)
    assert verified.confirmation == derive.thumbprint(pair.public_key())
    assert metadata["id"] == verified.key_id
    assert metadata["expiresAt"] == "2026-07-01T13:00:00Z"
    assert metadata["grants"] == [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}]
    assert files.keys() == {"token", "key.pem", "jwks.json", "metadata.json"}


def test_nothing_private_is_in_the_public_files() -> None:
    files = a_mint().secret_files(HOLDER, an_issued_key())

    public = files["jwks.json"] + files["metadata.json"]
    assert b"PRIVATE" not in public
    assert b'"d"' not in public
    assert files["token"] not in public


def test_two_sequences_have_nothing_in_common() -> None:
    first, second = (a_mint().secret_files(HOLDER, an_issued_key(sequence)) for sequence in (7, 8))

    assert first["key.pem"] != second["key.pem"]
    assert first["token"] != second["token"]
    assert first["jwks.json"] == second["jwks.json"]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param({"signing_key_id": "another"}, id="signing key"),
        pytest.param({"root_epoch": 9}, id="root epoch"),
    ],
)
def test_a_record_of_what_is_gone_gives_no_content(gone: dict[str, Any]) -> None:
    with pytest.raises(KeyGoneError, match="gone"):
        a_mint().secret_files(HOLDER, an_issued_key(**gone))


def test_a_ring_of_another_root_makes_no_content() -> None:
    ring = a_ring()

    with pytest.raises(KeyGoneError, match="root"):
        Mint(derive.Root((an_epoch(1, fill=77),)), ring)


def test_a_mint_without_signing_keys_publishes_an_empty_set() -> None:
    assert json.loads(Mint(a_root(), SigningRing()).jwks) == {"keys": []}
