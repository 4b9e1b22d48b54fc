from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.api.v1alpha1 import Slot
from privet.keys.derive import Root
from privet.keys.ring import SigningRing
from privet.keys.signing import (
    KEPT_LONGER,
    MAX_TOKEN_LIFETIME,
    AddEpoch,
    Announce,
    RingIdle,
    RingSettings,
    StoreRing,
    decide_ring,
)
from tests.unit.keys.builders import DAY, HOUR, MINUTE, NOON, a_ring, a_root, an_epoch, settle_ring

SETTINGS = RingSettings()
START = NOON


def slots(ring: SigningRing) -> Sequence[Slot]:
    return [key.slot for key in ring.keys]


def test_a_fresh_cluster_gets_a_root_and_a_key_that_signs_at_once() -> None:
    _, ring, taken = settle_ring(Root(()), SigningRing(), START)

    assert taken == ["AddEpoch", "SigningKeyPublished", "Announce", "SigningKeyActive", "RingIdle"]
    assert slots(ring) == [Slot.ACTIVE]


def test_a_restart_changes_nothing() -> None:
    root, ring, _ = settle_ring(Root(()), SigningRing(), START)

    assert settle_ring(root, ring, START + DAY)[2] == ["RingIdle"]


def test_the_next_key_is_published_before_it_signs() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)
    due = START + SETTINGS.every - SETTINGS.propagation

    root, early, _ = settle_ring(root, ring, due - MINUTE)
    root, published, taken = settle_ring(root, ring, due)
    _, active, _ = settle_ring(root, published, due + SETTINGS.propagation)

    assert slots(early) == [Slot.ACTIVE]
    assert slots(published) == [Slot.ACTIVE, Slot.PUBLISHED]
    assert taken == ["SigningKeyPublished", "Announce", "RingIdle"]
    assert slots(active) == [Slot.DRAINING, Slot.ACTIVE]


def test_an_announcement_that_came_late_delays_the_takeover() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)
    due = START + SETTINGS.every - SETTINGS.propagation
    stored = decide_ring(root, ring, SETTINGS, due)
    assert isinstance(stored, StoreRing)
    announce = decide_ring(root, stored.ring, SETTINGS, due + DAY)
    assert isinstance(announce, Announce)

    published = announce.announced(due + DAY)

    assert slots(settle_ring(root, published, due + DAY + SETTINGS.propagation - MINUTE)[1])[0] is Slot.ACTIVE
    assert slots(settle_ring(root, published, due + DAY + SETTINGS.propagation)[1])[0] is Slot.DRAINING


def test_a_crash_before_the_announcement_is_made_up_for() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)
    stored = decide_ring(root, ring, SETTINGS, START + SETTINGS.every)
    assert isinstance(stored, StoreRing)

    assert isinstance(decide_ring(root, stored.ring, SETTINGS, START + SETTINGS.every + DAY), Announce)


def test_a_key_stays_until_its_last_token_has_expired() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)
    takeover = START + SETTINGS.every
    root, ring, _ = settle_ring(root, ring, takeover - SETTINGS.propagation)
    root, ring, _ = settle_ring(root, ring, takeover)
    gone = takeover + MAX_TOKEN_LIFETIME + KEPT_LONGER

    assert slots(settle_ring(root, ring, gone - MINUTE)[1]) == [Slot.DRAINING, Slot.ACTIVE]
    assert slots(settle_ring(root, ring, gone)[1]) == [Slot.ACTIVE]


def test_a_new_root_epoch_takes_over_in_order_and_the_old_one_goes() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)
    two = Root((*root.epochs, an_epoch(2, created_at=START + DAY)))

    two, published, _ = settle_ring(two, ring, START + DAY)
    two, active, _ = settle_ring(two, published, START + DAY + SETTINGS.propagation)
    end = START + DAY + SETTINGS.propagation + MAX_TOKEN_LIFETIME + KEPT_LONGER
    one, alone, taken = settle_ring(two, active, end)

    assert slots(published) == [Slot.ACTIVE, Slot.PUBLISHED]
    assert active.active is not None
    assert active.active.root_epoch == 2
    assert taken == ["SigningKeyRetired", "DropEpochs", "RingIdle"]
    assert [epoch.number for epoch in one.epochs] == [2]
    assert len(alone.keys) == 1


def test_a_root_epoch_has_its_own_schedule() -> None:
    root = Root((an_epoch(1, created_at=START),))
    _, ring, _ = settle_ring(root, SigningRing(), START)

    assert not isinstance(decide_ring(root, ring, SETTINGS, START + DAY), AddEpoch)
    assert decide_ring(root, ring, SETTINGS, START + SETTINGS.root_every) == AddEpoch(number=2)


def test_keys_of_another_root_are_dropped_and_replaced() -> None:
    ring = a_ring()
    stranger = Root((an_epoch(1, fill=77),))

    _, mended, taken = settle_ring(stranger, ring, START)

    assert taken[:2] == ["SigningKeyUnknown", "SigningKeyPublished"]
    assert mended.active is not None
    assert mended.active.id not in ring.ids
    assert mended.active.sequence == ring.last_sequence + 1


def test_idle_says_until_when() -> None:
    root, ring, _ = settle_ring(a_root(), SigningRing(), START)

    assert decide_ring(root, ring, SETTINGS, START) == RingIdle(
        until=START + SETTINGS.every - SETTINGS.propagation
    )


def test_a_ring_stores_nothing_secret() -> None:
    _, ring, _ = settle_ring(a_root(), SigningRing(), START)

    text = ring.model_dump_json(by_alias=True)

    assert SigningRing.model_validate_json(text) == ring
    assert "secret" not in text.lower()


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param({"propagation": MINUTE}, id="faster than the kubelet"),
        pytest.param({"every": HOUR}, id="shorter than its own publication"),
        pytest.param({"root_every": DAY}, id="a root that is replaced before its keys"),
    ],
)
def test_settings_that_cannot_work_are_refused(bad: dict[str, timedelta]) -> None:
    with pytest.raises(ValueError, match="must"):
        RingSettings(**bad)


moves = st.lists(
    st.tuples(
        st.sampled_from(["wait", "jump", "crash", "epoch"]),
        st.integers(min_value=-3 * 86400, max_value=40 * 86400),
    ),
    max_size=25,
)


@given(moves=moves)
@settings(max_examples=150)
def test_whatever_the_clock_does_one_key_signs_and_it_was_published_before(
    moves: list[tuple[str, int]],
) -> None:
    root, ring, _ = settle_ring(Root(()), SigningRing(), START)
    now, announced = START, set(ring.ids)
    for move, seconds in moves:
        now += timedelta(seconds=abs(seconds) if move == "wait" else seconds if move == "jump" else 60)
        if move == "epoch" and root.newest is not None and len(root.epochs) < 6:
            root = Root((*root.epochs, an_epoch(root.newest.number + 1, created_at=now)))
        root, ring = _walk(root, ring, now, announced, stop_early=move == "crash")

        assert ring.active is not None
        assert slots(ring).count(Slot.ACTIVE) == 1
        assert ring.active.id in announced
        assert len({key.sequence for key in ring.keys}) == len(ring.keys) <= 8


def _walk(
    root: Root, ring: SigningRing, now: datetime, announced: set[str], *, stop_early: bool
) -> tuple[Root, SigningRing]:
    for _ in range(30):
        step = decide_ring(root, ring, SETTINGS, now)
        match step:
            case AddEpoch(number=number):
                root = Root((*root.epochs, an_epoch(number, created_at=now)))
            case StoreRing(ring=ring):
                pass
            case Announce(ring=shown):
                announced |= shown.ids
                if stop_early:
                    return root, ring
                ring = step.announced(now)
            case RingIdle():
                return root, ring
            case _:
                root = Root(tuple(e for e in root.epochs if e.number not in step.numbers))
        if stop_early:
            return root, ring
    raise AssertionError("the ring does not come to rest")
