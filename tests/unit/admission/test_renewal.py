from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.admission.certificates import new_leaf
from privet.admission.renewal import (
    Credentials,
    Due,
    Lifetimes,
    MakeSuccessor,
    RenewLeaf,
    TakeOver,
    Wait,
    due,
)
from tests.unit.admission.builders import HOUR, NOON, an_authority

SECOND = timedelta(seconds=1)
LIFETIMES = Lifetimes(authority=24 * HOUR, leaf=6 * HOUR, propagation=5 * SECOND)
NAMES = ("privet-webhook",)
CA_DUE = NOON + 16 * HOUR


def credentials(**changes: object) -> Credentials:
    authority = an_authority()
    leaf = new_leaf(authority, NAMES, NOON, LIFETIMES.leaf)
    return replace(Credentials(authority=authority, leaf=leaf), **changes)  # type: ignore[arg-type] # parts of any type


FRESH = credentials()
LONG_LEAF = credentials(leaf=new_leaf(FRESH.authority, NAMES, NOON, 24 * HOUR))
WITH_SUCCESSOR = FRESH.with_successor(an_authority(now=CA_DUE))


@pytest.mark.parametrize(
    ("held", "now", "expected"),
    [
        pytest.param(FRESH, NOON, Wait(NOON + 4 * HOUR), id="fresh ones wait for the leaf's end"),
        pytest.param(FRESH, NOON + 4 * HOUR, RenewLeaf(), id="a leaf is renewed in its last third"),
        pytest.param(FRESH, NOON + 4 * HOUR - SECOND, Wait(NOON + 4 * HOUR), id="not one second early"),
        pytest.param(FRESH, CA_DUE, MakeSuccessor(), id="the CA comes before the leaf"),
        pytest.param(LONG_LEAF, NOON + 15 * HOUR, Wait(CA_DUE), id="a leaf as long as its CA is not renewed"),
        pytest.param(FRESH, NOON + 48 * HOUR, MakeSuccessor(), id="after a sleep of days"),
        pytest.param(
            replace(WITH_SUCCESSOR, leaf=LONG_LEAF.leaf),
            CA_DUE,
            Wait(CA_DUE + 5 * SECOND),
            id="an unseen CA does not take over",
        ),
        pytest.param(WITH_SUCCESSOR, CA_DUE, RenewLeaf(), id="the leaf is kept alive meanwhile"),
        pytest.param(
            replace(WITH_SUCCESSOR, leaf=LONG_LEAF.leaf).seen(CA_DUE),
            CA_DUE + 4 * SECOND,
            Wait(CA_DUE + 5 * SECOND),
            id="a seen CA waits until it is known",
        ),
        pytest.param(WITH_SUCCESSOR.seen(CA_DUE), CA_DUE + 5 * SECOND, TakeOver(), id="then it takes over"),
        pytest.param(
            replace(WITH_SUCCESSOR, leaf=LONG_LEAF.leaf).seen(CA_DUE).unseen(),
            CA_DUE + 9 * SECOND,
            Wait(CA_DUE + 14 * SECOND),
            id="one that vanished from the bundle does not",
        ),
    ],
)
def test_due(held: Credentials, now: datetime, expected: Due) -> None:
    assert due(held, LIFETIMES, now) == expected


def test_the_first_sight_of_a_successor_counts() -> None:
    assert WITH_SUCCESSOR.seen(CA_DUE).seen(CA_DUE + HOUR).successor_seen_at == CA_DUE


def test_both_cas_are_published_until_the_successor_has_taken_over() -> None:
    assert len(FRESH.published) == 1
    assert WITH_SUCCESSOR.published[0] == FRESH.authority.certificate
    assert len(WITH_SUCCESSOR.published) == 2


@given(minutes=st.integers(0, 60 * 72))
def test_what_is_waited_for_lies_ahead(minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)

    match due(FRESH, LIFETIMES, now):
        case Wait(until):
            assert until > now
            assert until <= FRESH.leaf.expires_at


@pytest.mark.parametrize(
    ("authority", "leaf", "propagation"),
    [
        pytest.param(HOUR, 2 * HOUR, SECOND, id="a leaf beyond its CA"),
        pytest.param(15 * SECOND, 5 * SECOND, 5 * SECOND, id="a CA that ends before it is known"),
    ],
)
def test_lifetimes_that_cannot_work_are_refused(
    authority: timedelta, leaf: timedelta, propagation: timedelta
) -> None:
    with pytest.raises(ValueError, match="CA"):
        Lifetimes(authority=authority, leaf=leaf, propagation=propagation)
