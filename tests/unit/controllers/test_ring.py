"""Signing keys: made once, told to everybody before they sign, and never twice, whatever fails."""

import contextlib
from datetime import timedelta
from typing import Any

import pytest

from privet.cluster import CONFIG_MAPS, KEYS, SECRETS, Name, Object, Ref
from privet.controllers.signing import JWKS_CONFIG_MAP, ROOT_SECRET
from privet.errors import ConflictError, SigningRootError, UnavailableError
from tests.unit.controllers.desk import HEAL, RING, SHOP, SYSTEM, CrashError, Desk, a_desk

DAY = timedelta(days=1)
ROOT = SECRETS.at(ROOT_SECRET, SYSTEM)


async def begun() -> Desk:
    desk = a_desk()
    await desk.load()
    await desk.reconcile()
    return desk


def kids(document: dict[str, Any]) -> list[str]:
    return [key["kid"] for key in document["keys"]]


async def turn(desk: Desk) -> None:
    """Let the ring and the keys that it marks have their turns."""
    for _ in range(5):
        await desk.ring.reconcile()
        for item in list(desk.marked):
            if item.kind == KEYS.kind:
                await desk.keys.reconcile(item.name)
        desk.marked.clear()


async def test_a_fresh_cluster_has_a_signing_key_at_once() -> None:
    desk = a_desk()

    await desk.load()

    assert desk.signing.now.ring.active is not None
    assert kids(desk.jwks()) == [desk.signing.now.ring.active.id]


async def test_a_restart_makes_no_other_root() -> None:
    desk = await begun()
    before = desk.root()

    await desk.restart()

    assert desk.root() == before
    assert desk.seed == 1


async def test_the_next_signing_key_is_told_to_every_pod_before_it_signs() -> None:
    desk = await begun()
    first = desk.signing.now.ring.active
    assert first is not None
    desk.now += RING.every - RING.propagation

    await turn(desk)

    following = desk.signing.now.ring.published
    assert following is not None
    assert set(kids(desk.jwks())) == {first.id, following.id}
    held = desk.files()
    assert held is not None
    assert following.id.encode() in held["jwks.json"]
    assert desk.signing.now.ring.active == first


async def test_it_signs_after_it_has_spread_and_the_old_one_stays_known() -> None:
    desk = await begun()
    first = desk.signing.now.ring.active
    assert first is not None
    desk.now += RING.every - RING.propagation
    await turn(desk)
    following = desk.signing.now.ring.published
    assert following is not None

    desk.now += RING.propagation + timedelta(seconds=1)
    await turn(desk)
    desk.now += timedelta(minutes=1)
    await turn(desk)

    active = desk.signing.now.ring.active
    assert active is not None
    assert active.id == following.id
    assert first.id in kids(desk.jwks())
    assert first.id in desk.signing.now.ring.ids


async def test_a_key_that_cannot_be_told_does_not_hold_up_the_others_for_ever() -> None:
    desk = await begun()

    def in_the_way(_verb: str, ref: Ref, _obj: Object) -> None:
        if ref == desk.secret_ref():
            raise UnavailableError("apply x", code=503)

    desk.now += RING.every - RING.propagation
    desk.cluster.before_write = in_the_way
    await desk.ring.reconcile()
    assert desk.keys.unannounced() == [Name(SHOP, "billing")]

    desk.now += timedelta(minutes=6)
    await desk.ring.reconcile()

    following = desk.signing.now.ring.published
    assert following is not None
    assert following.published_at is not None


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, 6))
async def test_a_crash_at_any_write_leaves_one_root(number: int, *, after: bool) -> None:
    desk = a_desk()
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += not after
        if seen == number:
            seen += 1
            raise CrashError

    def count_after(*_: object) -> None:
        nonlocal seen
        seen += after
        if after and seen == number:
            seen += 1
            raise CrashError

    desk.cluster.before_write, desk.cluster.after_write = count, count_after
    roots = set()
    for _ in range(4):
        with contextlib.suppress(CrashError):
            await desk.restart()
        if (obj := desk.cluster.peek(ROOT)) is not None:
            roots.add(obj["data"]["epoch-1"])

    assert len(roots) == 1
    assert desk.signing.now.ring.active is not None


async def test_another_writer_is_noticed_and_wins() -> None:
    desk = await begun()
    other = a_desk()
    other.cluster = desk.cluster
    other.now = desk.now + RING.every - RING.propagation
    await other.restart()
    desk.now = other.now

    with pytest.raises(ConflictError):
        await desk.ring.reconcile()
    await turn(desk)

    assert desk.signing.now.ring.last_sequence == 2


@pytest.mark.parametrize(
    "data",
    [{}, {"state.json": "e30"}, {"state.json": "bm90IGpzb24="}, {"state.json": "eyJlcG9jaHMiOlt7fV19"}],
    ids=["empty", "bad base64", "no json", "bad epoch"],
)
async def test_a_root_that_cannot_be_read_is_never_replaced(data: dict[str, str]) -> None:
    desk = await begun()
    root = desk.root()
    desk.cluster.seed(SECRETS, {**root, "data": data})

    with pytest.raises(SigningRootError, match="restore it") as caught:
        await desk.restart()

    assert desk.root()["data"] == data
    assert caught.value.__suppress_context__


async def test_a_root_that_was_deleted_is_made_anew_and_keys_follow() -> None:
    desk = await begun()
    before = desk.said()["signingKeyID"]
    await desk.cluster.delete(ROOT)

    await desk.restart()
    await desk.reconcile()

    assert desk.said()["signingKeyID"] != before
    assert desk.ready() == ("True", "Current")


async def test_a_root_that_is_deleted_before_our_eyes_is_written_again() -> None:
    desk = await begun()
    before, held = desk.root()["data"], desk.files()
    await desk.cluster.delete(ROOT)
    desk.now += HEAL

    await turn(desk)

    assert desk.root()["data"] == before
    assert desk.files() == held


async def test_public_keys_that_were_deleted_come_back() -> None:
    desk = await begun()
    before = desk.jwks()
    await desk.cluster.delete(CONFIG_MAPS.at(JWKS_CONFIG_MAP, SYSTEM))
    desk.now += HEAL

    await turn(desk)

    assert desk.jwks() == before


async def test_healing_what_is_whole_writes_nothing() -> None:
    desk = await begun()
    desk.cluster.writes.clear()
    desk.now += HEAL

    await turn(desk)

    assert desk.cluster.writes.total() == 0


async def test_nothing_secret_shows_in_a_repr() -> None:
    desk = await begun()

    shown = repr(desk.signing.now) + repr(desk.signing.now.root)

    assert desk.root()["data"]["epoch-1"] not in shown
    assert "\\x01" not in shown
