from datetime import timedelta

from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from privet.admission import bundle
from privet.admission.certificates import replica_subject
from tests.unit.admission.builders import HOUR, NOON, an_authority, certificates

# Made once: a key pair for each example would cost more than all the merges.
POOL = [
    an_authority(replica, ends=48 * HOUR + ends, now=NOON - 48 * HOUR).certificate
    for replica in ("one", "two", "three")
    for ends in (-HOUR, -bundle.GRACE, timedelta(), HOUR, 24 * HOUR)
]
CROWD = [an_authority(f"replica-{number}", ends=HOUR + number * HOUR).certificate for number in range(40)]

bundles = st.lists(st.sampled_from(POOL), max_size=8).map(bundle.render)
garbage = st.binary(max_size=200)
owns = st.lists(st.sampled_from(POOL), min_size=1, max_size=2)


@given(found=bundles, own=owns, noise=garbage)
def test_what_is_ours_is_always_in(found: bytes, own: list[x509.Certificate], noise: bytes) -> None:
    assert bundle.contains(bundle.merge(noise + found, own, NOON), own)


@given(found=bundles, own=owns)
def test_merging_twice_equals_merging_once(found: bytes, own: list[x509.Certificate]) -> None:
    once = bundle.merge(found, own, NOON)

    assert bundle.merge(once, own, NOON) == once


@given(found=bundles, first=owns, second=owns)
def test_replicas_agree_in_whatever_order_they_write(
    found: bytes, first: list[x509.Certificate], second: list[x509.Certificate]
) -> None:
    one_way = bundle.merge(bundle.merge(found, first, NOON), second, NOON)
    other_way = bundle.merge(bundle.merge(found, second, NOON), first, NOON)
    ends = [*first, *second]

    still_valid = [one for one in bundle.parse(one_way) if one.not_valid_after_utc + bundle.GRACE > NOON]
    assert set(still_valid) <= set(bundle.parse(other_way)) | set(ends)
    if all(one.not_valid_after_utc + bundle.GRACE > NOON for one in ends):
        assert one_way == other_way


@given(found=bundles, own=owns)
def test_nothing_that_has_ended_is_kept_and_nothing_else_is_lost(
    found: bytes, own: list[x509.Certificate]
) -> None:
    kept = set(bundle.parse(bundle.merge(found, own, NOON)))
    valid = {one for one in bundle.parse(found) if one.not_valid_after_utc + bundle.GRACE > NOON}

    assert kept == valid | set(own)


@given(found=bundles, own=owns)
def test_what_an_earlier_run_of_the_replica_left_is_taken_out(
    found: bytes, own: list[x509.Certificate]
) -> None:
    subject = replica_subject("one")

    kept = bundle.parse(bundle.merge(found, own, NOON, subject))

    assert {one for one in kept if one.subject == subject} == {one for one in own if one.subject == subject}


def test_a_bundle_is_bounded_and_keeps_ours_and_what_lasts_longest() -> None:
    own = certificates(an_authority("mine", ends=HOUR / 2))

    kept = bundle.parse(bundle.merge(bundle.render(CROWD), own, NOON))

    assert len(kept) == bundle.MAX_AUTHORITIES
    assert set(kept) == {*own, *CROWD[-bundle.MAX_AUTHORITIES + 1 :]}


def test_withdrawing_takes_out_only_what_is_ours() -> None:
    mine, other = certificates(an_authority("one"), an_authority("two"))

    left = bundle.merge(bundle.render([mine, other]), (), NOON, replica_subject("one"))

    assert bundle.parse(left) == (other,)


@given(noise=garbage)
def test_garbage_is_no_certificate(noise: bytes) -> None:
    wrapped = b"-----BEGIN CERTIFICATE-----\n" + noise + b"\n-----END CERTIFICATE-----\n"

    assert bundle.parse(noise) == ()
    assert bundle.parse(wrapped) == ()


def test_a_bundle_that_nobody_would_write_is_replaced() -> None:
    own = certificates(an_authority("one"))
    huge = bundle.render(POOL[:1]) + b"x" * bundle.MAX_BUNDLE_BYTES

    assert bundle.parse(bundle.merge(huge, own, NOON)) == tuple(own)
