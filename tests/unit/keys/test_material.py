import copy
import pickle
import traceback
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.keys.derive import Root, RootEpoch
from privet.keys.material import KeyMaterial
from tests.unit.keys.builders import NOON, a_mint, a_root

SECRET = b"S3CR3T-" * 4 + b"ROOT"


def an_epoch_of(secret: bytes) -> RootEpoch:
    return RootEpoch(number=1, issuer="i", created_at=NOON, secret=KeyMaterial(secret))


@pytest.mark.parametrize(
    "holder",
    [
        pytest.param(KeyMaterial(SECRET), id="material"),
        pytest.param(an_epoch_of(SECRET), id="epoch"),
        pytest.param(Root((an_epoch_of(SECRET),)), id="root"),
    ],
)
def test_no_text_of_it_shows_the_bytes(holder: object) -> None:
    texts = (repr(holder), str(holder), f"{holder}", f"{holder!r}", "%s" % holder)  # noqa: UP031 - that way, too

    assert not any("S3CR3T" in text or SECRET.hex() in text for text in texts)


def test_a_traceback_shows_nothing() -> None:
    material = KeyMaterial(SECRET)
    with pytest.raises(ValueError, match="KeyMaterial") as caught:
        _fail_with(material)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())

    assert "S3CR3T" not in shown
    assert "material = KeyMaterial(…)" in shown


def _fail_with(material: KeyMaterial) -> None:
    raise ValueError(material)


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_cannot_be_pickled_or_copied(leak: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        leak(KeyMaterial(SECRET))


def test_it_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="hash"):
        hash(KeyMaterial(SECRET))


@given(one=st.binary(max_size=8), other=st.binary(max_size=8))
def test_it_compares_by_content(one: bytes, other: bytes) -> None:
    assert (KeyMaterial(one) == KeyMaterial(other)) == (one == other)
    assert KeyMaterial(one) != one
    assert len(KeyMaterial(one)) == len(one)


def test_what_makes_secrets_shows_none() -> None:
    mint = a_mint()

    assert repr(mint) == "Mint(signing keys: 1)"
    assert all("=" in repr(signer) and len(repr(signer)) < 80 for signer in mint._signers.values())
    assert bytes([1] * 32).hex() not in repr(a_root())
