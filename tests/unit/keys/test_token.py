import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from privet.api.v1alpha1 import Action, Grant, IssuedKey
from privet.keys import derive
from privet.keys.canonical import canonical
from privet.keys.token import (
    LEEWAY,
    MAX_TOKEN_BYTES,
    Refusal,
    Refused,
    Signer,
    Verified,
    Verifier,
    _DeterministicES256,
    claims,
    jwks_document,
)
from tests.unit.keys.builders import (
    HOLDER,
    ISSUER,
    MINUTE,
    NOON,
    SECOND,
    UID,
    WRITE_EMAIL,
    an_epoch,
    an_issued_key,
)

SIGNER = Signer(derive.signing_key(an_epoch(), 1))
STRANGER = Signer(derive.signing_key(an_epoch(9), 1))
PAIR = derive.provisioning_key(an_epoch(), UID, "seven")
VERIFIER = Verifier(jwks_document([SIGNER.jwk()]), ISSUER)
AUDIENCE = "customer-db"


def said(**changes: object) -> dict[str, object]:
    return {**claims(ISSUER, HOLDER, an_issued_key(), derive.thumbprint(PAIR.public_key())), **changes}


def a_token(**changes: object) -> bytes:
    return SIGNER.sign({name: value for name, value in said(**changes).items() if value is not None})


def encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def forged(header: object, payload: bytes | None = None) -> bytes:
    """Sign any header with the right key, by hand."""
    text = encoded(json.dumps(header).encode()) + b"." + encoded(payload or canonical(said()))
    r_and_s = SIGNER._key.private_key
    assert r_and_s is not None
    return text + b"." + encoded(_DeterministicES256().sign(text, SIGNER._key))


def verdict(
    token: bytes | str, *, audience: str = AUDIENCE, now: datetime = NOON, leeway: timedelta = LEEWAY
) -> Verified | Refused:
    return VERIFIER.verify(token, audience=audience, now=now, leeway=leeway)


def test_a_token_says_who_may_do_what() -> None:
    issued = an_issued_key(grants=(WRITE_EMAIL,), policy_generation=4)

    result = verdict(SIGNER.sign(claims(ISSUER, HOLDER, issued, "a-thumbprint")))

    assert result == Verified(
        key_id=issued.id,
        subject="system:serviceaccount:shop:billing",
        audiences=(AUDIENCE,),
        issued_at=NOON,
        not_before=NOON - 30 * SECOND,
        expires_at=NOON + 60 * MINUTE,
        confirmation="a-thumbprint",
        grants=(WRITE_EMAIL,),
        policy_uid="a-policy",
        policy_generation=4,
        key_uid=UID,
        key_name="billing",
        sequence=7,
    )


def test_the_bytes_never_change() -> None:
    """The tokens in running pods depend on it: other bytes mean a rotation of everything on an upgrade."""
    assert a_token() == a_token()
    assert (
        hashlib.sha256(a_token()).hexdigest()
        == "1822d179ad7faf6804b2cf126e53bf4bcad4d0e146a46322eece7c4a0fe3c9c6"
    )


def test_a_signature_is_the_one_of_rfc_6979() -> None:
    """RFC 6979, A.2.5: P-256, SHA-256, message "sample"."""
    private = ec.derive_private_key(
        0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721, ec.SECP256R1()
    )

    signature = _DeterministicES256().sign(b"sample", ECKey.import_key(private))

    assert signature.hex().upper() == (
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )


def test_any_library_verifies_it() -> None:
    keys = KeySet.import_key_set(json.loads(jwks_document([SIGNER.jwk()])))

    token = jwt.decode(a_token(), keys, algorithms=["ES256"])

    assert token.header == {"alg": "ES256", "kid": SIGNER.kid, "typ": "privet-key+jwt"}
    assert token.claims == said()


@pytest.mark.parametrize(
    ("token", "refusal"),
    [
        pytest.param(b"", Refusal.MALFORMED, id="empty"),
        pytest.param("häuser", Refusal.MALFORMED, id="not ASCII"),
        pytest.param("\ud800", Refusal.MALFORMED, id="no text at all"),
        pytest.param(b"a.b", Refusal.MALFORMED, id="two parts"),
        pytest.param(b"...", Refusal.MALFORMED, id="four parts"),
        pytest.param(b"x" * (MAX_TOKEN_BYTES + 1), Refusal.MALFORMED, id="too long"),
        pytest.param(b"x" * 513 + b".e30.x", Refusal.MALFORMED, id="too long a header"),
        pytest.param(encoded(b"[" * 380) + b".e30.x", Refusal.MALFORMED, id="a deep header"),
        pytest.param(encoded(b'["alg"]') + b".e30.x", Refusal.MALFORMED, id="a list as header"),
        pytest.param(encoded(b'"alg"') + b".e30.x", Refusal.MALFORMED, id="a text as header"),
        pytest.param(encoded(b"7") + b".e30.x", Refusal.MALFORMED, id="a number as header"),
        pytest.param(a_token()[:-4], Refusal.BAD_SIGNATURE, id="cut"),
        pytest.param(a_token() + b"A", Refusal.MALFORMED, id="longer"),
        pytest.param(a_token().replace(b".", b"=.", 1), Refusal.MALFORMED, id="padded"),
        pytest.param(STRANGER.sign(said()), Refusal.UNKNOWN_KEY, id="another signer"),
    ],
)
def test_what_is_no_token_of_ours_is_refused(token: bytes | str, refusal: Refusal) -> None:
    assert verdict(token) == Refused(refusal)


OURS = {"alg": "ES256", "kid": SIGNER.kid, "typ": "privet-key+jwt"}


@pytest.mark.parametrize(
    "header",
    [
        pytest.param({**OURS, "alg": "none"}, id="no algorithm"),
        pytest.param({**OURS, "alg": "HS256"}, id="another algorithm"),
        pytest.param({**OURS, "alg": "es256"}, id="another case"),
        pytest.param({**OURS, "alg": ["ES256"]}, id="a list of algorithms"),
        pytest.param({**OURS, "typ": "JWT"}, id="another type"),
        pytest.param({**OURS, "typ": "PRIVET-KEY+JWT"}, id="another case of the type"),
        pytest.param({"alg": "ES256", "kid": SIGNER.kid}, id="no type"),
        pytest.param({"alg": "ES256", "typ": "privet-key+jwt"}, id="no key id, though there is one key"),
        pytest.param({**OURS, "kid": 7}, id="a number as key id"),
        pytest.param({**OURS, "crit": ["exp"], "exp": 1}, id="critical"),
        pytest.param({**OURS, "crit": 7}, id="a number as crit"),
        pytest.param({**OURS, "crit": []}, id="empty crit"),
        pytest.param({**OURS, "b64": False, "crit": ["b64"]}, id="unencoded payload"),
        pytest.param({**OURS, "b64": True}, id="b64 at all"),
        pytest.param({**OURS, "jwk": STRANGER.jwk()}, id="its own key"),
        pytest.param({**OURS, "jku": "https://evil.example/jwks"}, id="a key elsewhere"),
        pytest.param({**OURS, "x5c": ["a"]}, id="a certificate"),
        pytest.param({**OURS, "zip": "DEF"}, id="compressed"),
    ],
)
def test_any_other_header_is_refused_however_well_signed(header: object) -> None:
    assert verdict(forged(header)) == Refused(Refusal.MALFORMED)


def test_our_header_by_hand_is_accepted() -> None:
    assert isinstance(verdict(forged(OURS)), Verified)


def test_the_public_key_as_hmac_secret_is_refused() -> None:
    secret = OctKey.import_key(jwks_document([SIGNER.jwk()]))

    token = jwt.encode({**OURS, "alg": "HS256"}, said(), secret, algorithms=["HS256"])

    assert verdict(token) == Refused(Refusal.MALFORMED)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"iss": "https://other.example"}, Refusal.OTHER_ISSUER, id="another issuer"),
        pytest.param({"aud": ["other"]}, Refusal.OTHER_AUDIENCE, id="another audience"),
        pytest.param({"aud": []}, Refusal.OTHER_AUDIENCE, id="no audience"),
        pytest.param({"aud": AUDIENCE}, Refusal.BAD_CLAIMS, id="audience as a text"),
        pytest.param({"aud": "customer-db-too"}, Refusal.BAD_CLAIMS, id="audience within a text"),
        pytest.param({"exp": True}, Refusal.BAD_CLAIMS, id="true as expiry"),
        pytest.param({"exp": 10**400}, Refusal.BAD_CLAIMS, id="huge expiry"),
        pytest.param({"exp": 10**17}, Refusal.BAD_CLAIMS, id="expiry past the calendar"),
        pytest.param({"exp": "never"}, Refusal.BAD_CLAIMS, id="a text as expiry"),
        pytest.param({"exp": None}, Refusal.BAD_CLAIMS, id="no expiry"),
        pytest.param({"nbf": None}, Refusal.BAD_CLAIMS, id="no start"),
        pytest.param({"iat": None}, Refusal.BAD_CLAIMS, id="no issue"),
        pytest.param({"cnf": None}, Refusal.BAD_CLAIMS, id="no confirmation"),
        pytest.param({"cnf": {}}, Refusal.BAD_CLAIMS, id="an empty confirmation"),
        pytest.param({"grants": None}, Refusal.BAD_CLAIMS, id="no grants"),
        pytest.param({"policy": {"uid": "p"}}, Refusal.BAD_CLAIMS, id="half a policy"),
        pytest.param({"key": None}, Refusal.BAD_CLAIMS, id="no key"),
        pytest.param({"jti": 7}, Refusal.BAD_CLAIMS, id="a number as id"),
        pytest.param({"sub": None}, Refusal.BAD_CLAIMS, id="no subject"),
        pytest.param(
            {"grants": [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Own"]}]},
            Refusal.BAD_CLAIMS,
            id="an unknown action",
        ),
    ],
)
def test_bad_claims_are_refused_however_well_signed(changes: Mapping[str, Any], refusal: Refusal) -> None:
    assert verdict(a_token(**changes)) == Refused(refusal)


@pytest.mark.parametrize("payload", [b"[]", b"7", b"{", b"[" * 5000, b'{"iss": NaN}'])
def test_a_payload_that_is_no_claims_is_refused_however_well_signed(payload: bytes) -> None:
    assert verdict(forged(OURS, payload)) == Refused(Refusal.BAD_CLAIMS)


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        pytest.param(NOON, None, id="at its issue"),
        pytest.param(NOON - 90 * SECOND, None, id="by a clock that is a minute behind"),
        pytest.param(NOON - 91 * SECOND, Refusal.NOT_YET_VALID, id="before it starts"),
        pytest.param(NOON + 61 * MINUTE - SECOND, None, id="by a clock that is a minute ahead"),
        pytest.param(NOON + 61 * MINUTE, Refusal.EXPIRED, id="after it ended"),
    ],
)
def test_a_token_is_valid_for_its_time(now: datetime, refusal: Refusal | None) -> None:
    result = verdict(a_token(iat=int((NOON - 30 * SECOND).timestamp())), now=now)

    assert (result.reason if isinstance(result, Refused) else None) == refusal


def test_without_leeway_its_time_is_exact() -> None:
    assert verdict(a_token(), now=NOON + 60 * MINUTE, leeway=timedelta(0)) == Refused(Refusal.EXPIRED)
    assert isinstance(verdict(a_token(), now=NOON + 60 * MINUTE - SECOND, leeway=timedelta(0)), Verified)


@given(place=st.integers(min_value=0, max_value=len(a_token()) - 1), byte=st.integers(0, 255))
@settings(max_examples=300)
def test_a_changed_byte_is_refused(place: int, byte: int) -> None:
    token = bytearray(a_token())
    changed = token[place] != byte
    token[place] = byte

    assert isinstance(verdict(bytes(token)), Refused) == changed


@given(junk=st.binary(max_size=600))
def test_junk_is_refused_and_never_an_error(junk: bytes) -> None:
    assert isinstance(verdict(junk), Refused)


@pytest.mark.parametrize(
    "jwks",
    [
        pytest.param(b"{}", id="no keys"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"keys": {}}', id="no list of keys"),
        pytest.param({"keys": [SIGNER.jwk()] * 65}, id="too many"),
    ],
)
def test_what_is_no_jwks_is_refused(jwks: bytes | dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a JWKS"):
        Verifier(jwks, ISSUER)


def test_keys_that_cannot_be_ours_are_passed_over() -> None:
    others = [7, {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}, {**STRANGER.jwk(), "use": "enc"}]

    verifier = Verifier({"keys": [*others, SIGNER.jwk()]}, ISSUER)

    assert verifier.key_ids == {SIGNER.kid}


def test_a_jwks_holds_nothing_private() -> None:
    document = json.loads(jwks_document([STRANGER.jwk(), SIGNER.jwk()]))

    assert document == json.loads(jwks_document([SIGNER.jwk(), STRANGER.jwk()]))
    assert all(jwk.keys() == {"alg", "crv", "kid", "kty", "use", "x", "y"} for jwk in document["keys"])


def test_the_longest_token_fits() -> None:
    name = "A" * 63
    grants = tuple(Grant(entity=name, purpose=f"{name[:-2]}{i:02}", actions=tuple(Action)) for i in range(64))
    issued: IssuedKey = an_issued_key(grants=grants, audiences=tuple(f"{'a' * 250}{i:02}" for i in range(16)))

    token = SIGNER.sign(claims(ISSUER, HOLDER, issued, "t" * 43))

    assert len(token) < MAX_TOKEN_BYTES / 2
    assert isinstance(verdict(token, audience=issued.audiences[0]), Verified)


def test_signing_leaves_joserfc_as_it_was() -> None:
    from joserfc.jws import JWSRegistry

    assert "HS256" in JWSRegistry.algorithms
    assert type(JWSRegistry.algorithms["ES256"]).__name__ == "ESAlgorithm"


def test_a_key_of_another_curve_cannot_verify() -> None:
    other = ECKey.import_key(ec.derive_private_key(7, ec.SECP384R1())).as_dict(private=False)

    verifier = Verifier({"keys": [{**other, "kid": SIGNER.kid, "alg": "ES256", "use": "sig"}]}, ISSUER)

    assert verifier.verify(a_token(), audience=AUDIENCE, now=NOON) == Refused(Refusal.UNKNOWN_KEY)
