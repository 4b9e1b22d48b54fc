"""One holder at a time: by the rules of a Lease, on clocks that differ."""

from dataclasses import replace

import pytest

from privet.cluster import LEASES, Elector, LeaseTerms
from privet.errors import UnavailableError
from tests.fakes.cluster import FakeCluster, unavailable

TERMS = LeaseTerms(
    namespace="privet-system", name="privet-controller", identity="one", duration=15, renew=10, retry=2
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Pair:
    """Two that want one Lease; their clocks have nothing in common but the pace."""

    def __init__(self) -> None:
        self.cluster = FakeCluster()
        self.clocks = Clock(1000), Clock(5)
        other = replace(TERMS, identity="two")
        self.one = Elector(self.cluster, TERMS, self.clocks[0])
        self.two = Elector(self.cluster, other, self.clocks[1])

    def pass_time(self, seconds: float) -> None:
        for clock in self.clocks:
            clock.now += seconds

    def holder(self) -> str:
        lease = self.cluster.peek(TERMS.ref)
        assert lease is not None
        return str(lease["spec"]["holderIdentity"])


@pytest.fixture
def pair() -> Pair:
    return Pair()


async def test_the_first_takes_it_and_the_second_does_not(pair: Pair) -> None:
    assert await pair.one.attempt()
    assert not await pair.two.attempt()

    assert pair.one.held()
    assert not pair.two.held()


async def test_it_is_held_only_as_long_as_it_is_renewed(pair: Pair) -> None:
    await pair.one.attempt()

    pair.pass_time(9.9)
    assert pair.one.held()
    pair.pass_time(0.2)
    assert not pair.one.held()


async def test_nobody_takes_it_while_it_may_be_held(pair: Pair) -> None:
    await pair.one.attempt()
    await pair.two.attempt()
    while pair.one.held():
        pair.pass_time(0.5)
        assert not (await pair.two.attempt() and pair.one.held())


async def test_the_second_takes_over_when_it_has_not_changed_for_its_duration(pair: Pair) -> None:
    await pair.one.attempt()
    await pair.two.attempt()

    pair.pass_time(14.9)
    assert not await pair.two.attempt()
    pair.pass_time(0.2)
    assert await pair.two.attempt()

    assert pair.holder() == "two"


async def test_a_holder_that_was_replaced_sees_it(pair: Pair) -> None:
    await pair.one.attempt()
    await pair.two.attempt()
    pair.pass_time(16)
    await pair.two.attempt()

    assert not await pair.one.attempt()
    assert not await pair.one.attempt()
    assert not pair.one.held()
    assert pair.two.held()


async def test_a_renewal_whose_answer_was_lost_is_no_loss(pair: Pair) -> None:
    await pair.one.attempt()

    def lost(verb: str, *_: object) -> None:
        raise UnavailableError(verb, reason="TimeoutError")

    pair.cluster.after_write = lost
    with pytest.raises(UnavailableError):
        await pair.one.attempt()
    pair.cluster.after_write = lambda *_: None
    pair.pass_time(2)

    # The version we have is not the newest: read again, and find that it is ours.
    assert not await pair.one.attempt()
    assert pair.one.held()
    assert await pair.one.attempt()


async def test_failed_renewals_do_not_prolong_it(pair: Pair) -> None:
    await pair.one.attempt()
    pair.cluster.before_write = unavailable()
    for _ in range(5):
        pair.pass_time(2.1)
        with pytest.raises(UnavailableError):
            await pair.one.attempt()

    assert not pair.one.held()


async def test_released_it_is_free_at_once(pair: Pair) -> None:
    await pair.one.attempt()
    await pair.one.release()

    assert await pair.two.attempt()
    assert not pair.one.held()


async def test_the_same_identity_takes_its_own_back_at_once(pair: Pair) -> None:
    await pair.one.attempt()
    restarted = Elector(pair.cluster, TERMS, Clock(3))

    assert await restarted.attempt()

    lease = pair.cluster.peek(LEASES.at(TERMS.name, TERMS.namespace))
    assert lease is not None
    assert lease["spec"]["leaseTransitions"] == 1


def test_terms_that_leave_no_room_are_refused() -> None:
    with pytest.raises(ValueError, match="retry < renew < duration"):
        replace(TERMS, renew=15)
