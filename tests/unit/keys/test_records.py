"""What identifies an issued key."""

from tests.unit.keys.builders import (
    NOON,
    SECOND,
    WRITE_EMAIL,
    facts,
    granted,
    settle,
    settled,
)


def test_keys_that_differ_in_anything_have_other_ids() -> None:
    ids = set()
    for scope in (granted(), granted(WRITE_EMAIL), granted(generation=2)):
        for now in (NOON, NOON + SECOND):
            known, _ = settle(facts(entitlement=scope), now)
            assert known.status.current is not None
            ids.add(known.status.current.id)

    assert len(ids) == 6


def test_a_sequence_is_never_below_the_clock() -> None:
    known = settled()
    assert known.status.current is not None

    assert known.status.current.sequence == int(NOON.timestamp())
