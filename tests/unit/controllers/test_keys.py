"""A key from its first issue to its end, with a crash or a conflict at every write."""

import base64
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest

from privet.cluster import KEYS, NAMESPACES, SECRETS, Object, Ref
from privet.errors import ConflictError, RejectedError, UnavailableError
from tests.unit.controllers.desk import HEAL, NOON, SHOP, CrashError, Desk, a_desk

MINUTE = timedelta(minutes=1)


async def issued() -> Desk:
    desk = a_desk()
    await desk.load()
    await desk.reconcile()
    return desk


async def test_a_key_is_issued_with_its_files() -> None:
    desk = await issued()

    held = desk.files()
    assert held is not None
    assert set(held) == {"token", "key.pem", "jwks.json", "metadata.json"}
    assert desk.ready() == ("True", "Current")


async def test_the_first_key_takes_two_statuses_a_secret_and_an_event() -> None:
    desk = a_desk()
    await desk.load()
    desk.cluster.writes.clear()

    await desk.reconcile()

    assert desk.cluster.writes == {
        ("apply", "ProvisioningKey"): 2,
        ("create", "Secret"): 1,
        ("create", "Event"): 1,
    }


async def test_a_rotation_is_three_writes() -> None:
    desk = await issued()
    before = desk.said()
    desk.now += 31 * MINUTE
    desk.cluster.writes.clear()

    await desk.reconcile()

    assert desk.cluster.writes.total() == 3
    assert desk.said()["sequence"] > before["sequence"]
    status = desk.stored().status
    assert status is not None
    assert [each.id for each in status.draining] == [before["id"]]


async def test_a_second_look_writes_nothing() -> None:
    desk = await issued()
    desk.cluster.writes.clear()

    await desk.reconcile()

    assert desk.cluster.writes.total() == 0


async def test_a_restart_writes_nothing() -> None:
    desk = await issued()
    desk.cluster.writes.clear()

    await desk.restart()
    await desk.reconcile()

    assert desk.cluster.writes.total() == 0


async def test_it_looks_again_when_it_is_to_be_healed_or_rotated() -> None:
    desk = await issued()

    again = await desk.reconcile()

    assert again is not None
    assert NOON < again <= NOON + HEAL


@pytest.mark.parametrize("state", ["Suspended", "Revoked"])
async def test_the_content_is_taken_away(state: str) -> None:
    desk = await issued()
    desk.key(state=state)
    await desk.catch_up()

    await desk.reconcile()

    assert desk.files() == {}
    assert desk.ready() == ("False", state)


async def test_content_that_another_manager_holds_too_is_taken_away() -> None:
    desk = await issued()
    secret = desk.cluster.peek(SECRETS.at("privet-key-billing", SHOP))
    assert secret is not None
    about = {"name": "privet-key-billing", "namespace": SHOP}
    await desk.cluster.apply(SECRETS, {"metadata": about, "data": secret["data"]}, manager="another")
    desk.key(state="Revoked")
    await desk.catch_up()

    await desk.reconcile()

    assert desk.files() == {}


async def test_a_key_that_goes_with_its_namespace_is_left_alone() -> None:
    desk = await issued()
    obj: Object = {"metadata": {"name": SHOP, "deletionTimestamp": "2026-07-01T12:00:00Z"}}
    desk.cluster.seed(NAMESPACES, obj)
    await desk.catch_up()
    desk.now += 31 * MINUTE
    desk.cluster.writes.clear()

    assert await desk.reconcile() is None

    assert desk.cluster.writes.total() == 0


@pytest.mark.parametrize("state", ["Suspended", "Revoked"])
async def test_a_key_that_is_revoked_while_its_namespace_goes_is_taken_away(state: str) -> None:
    desk = await issued()
    obj: Object = {"metadata": {"name": SHOP, "deletionTimestamp": "2026-07-01T12:00:00Z"}}
    desk.cluster.seed(NAMESPACES, obj)
    desk.key(state=state)
    await desk.catch_up()

    assert await desk.reconcile() is None

    assert desk.files() == {}
    assert desk.ready() == ("False", state)


async def test_a_deleted_key_is_forgotten() -> None:
    desk = await issued()
    await desk.cluster.delete(KEYS.at("billing", SHOP))
    await desk.catch_up()

    assert await desk.reconcile() is None


async def test_a_key_that_went_unseen_is_not_written_for() -> None:
    """The cache still has it; the live read before the write does not."""
    desk = await issued()
    await desk.cluster.delete(KEYS.at("billing", SHOP))
    desk.now += 31 * MINUTE
    desk.cluster.writes.clear()

    assert await desk.reconcile() is None

    assert desk.cluster.writes.total() == 0


async def test_a_revocation_that_the_cache_missed_wins_over_a_rotation() -> None:
    desk = await issued()
    desk.key(state="Revoked")
    desk.now += 31 * MINUTE

    await desk.reconcile()

    assert desk.files() == {}


async def test_what_was_altered_is_healed_when_its_time_comes() -> None:
    desk = await issued()
    before = desk.files()
    await desk.cluster.patch(desk.secret_ref(), [{"op": "replace", "path": "/data/token", "value": "AAAA"}])
    desk.now += HEAL

    await desk.reconcile()

    assert desk.files() == before


async def test_what_was_deleted_is_healed_byte_for_byte_after_a_restart() -> None:
    desk = await issued()
    before = desk.files()
    await desk.cluster.delete(desk.secret_ref())
    await desk.restart()
    await desk.reconcile()
    desk.now += HEAL

    await desk.reconcile()

    assert desk.files() == before


async def test_what_was_revoked_unseen_is_not_put_back() -> None:
    desk = await issued()
    desk.key(state="Revoked")
    await desk.cluster.delete(desk.secret_ref())
    desk.now += HEAL

    again = await desk.reconcile()

    assert desk.files() is None
    assert again == desk.now


async def test_healing_what_is_whole_writes_nothing() -> None:
    desk = await issued()
    desk.cluster.writes.clear()
    desk.now += HEAL

    await desk.reconcile()

    assert desk.cluster.writes.total() == 0


async def test_without_a_policy_nothing_is_written_but_what_it_waits_for() -> None:
    desk = Desk()
    desk.govern()
    desk.namespace()
    desk.key()
    await desk.load()

    await desk.reconcile()

    assert desk.files() is None
    assert desk.ready() == ("False", "PolicyMissing")


async def test_a_refusal_by_the_fence_leads_to_a_later_key() -> None:
    desk = await issued()
    before = desk.said()["sequence"]
    refusals = [RejectedError("apply x", code=422, reason="Invalid")]

    def fence(_verb: str, ref: Ref, _obj: Object) -> None:
        if ref.resource == SECRETS and refusals:
            raise refusals.pop()

    desk.cluster.before_write = fence
    desk.now += 31 * MINUTE
    with pytest.raises(RejectedError):
        await desk.reconcile()
    await desk.reconcile()

    assert desk.said()["sequence"] > before
    status = desk.stored().status
    assert status is not None
    assert status.current is not None
    assert status.current.sequence == desk.said()["sequence"]


async def test_a_secret_in_the_way_is_told_of_once() -> None:
    desk = a_desk()
    await desk.load()

    def in_the_way(_verb: str, ref: Ref, _obj: Object) -> None:
        if ref.resource == SECRETS:
            raise RejectedError("apply x", code=422, reason="Invalid", fields=("type",))

    desk.cluster.before_write = in_the_way
    for _ in range(3):
        with pytest.raises(RejectedError):
            await desk.reconcile()

    assert desk.cluster.writes["create", "Event"] == 1


# ---- a fault at every write of a life ----


async def a_life(desk: Desk, step: Callable[[Desk], None]) -> None:
    """Issue, rotate twice, narrow, suspend and bring back; `step` is called before each look."""
    for change in (None, None, {"audiences": ["mail"]}, {"state": "Suspended"}, {}):
        desk.now += 31 * MINUTE
        if change is not None:
            desk.key(**change)
        step(desk)
        await until_settled(desk)


async def until_settled(desk: Desk) -> None:
    """Go on as the queue does, a new process after every crash."""
    for _ in range(10):
        try:
            await desk.restart()
            await desk.reconcile()
        except (CrashError, ConflictError, UnavailableError):
            continue
        return
    raise AssertionError("it does not settle")


class Faults:
    """Fails one write of a life: the one with this number, before or after it is made."""

    def __init__(self, number: int, error: BaseException, *, after: bool) -> None:
        self.number = number
        self.error = error
        self.after = after
        self.seen = 0
        self.contents: defaultdict[int, set[bytes]] = defaultdict(set)
        self.emptied = 0

    def arm(self, desk: Desk) -> None:
        desk.cluster.before_write = self._before
        desk.cluster.after_write = self._after

    def _before(self, _verb: str, _ref: Ref, _obj: Object) -> None:
        self.seen += 1
        if not self.after and self.seen == self.number:
            raise self.error

    def _after(self, _verb: str, ref: Ref, obj: Object) -> None:
        if ref.resource == SECRETS and ref.namespace == SHOP:
            self._look(obj)
        if self.after and self.seen == self.number:
            raise self.error

    def _look(self, obj: Object) -> None:
        data = {file: base64.b64decode(text) for file, text in (obj.get("data") or {}).items()}
        if not data:
            self.emptied += 1
            return
        sequence = json.loads(data["metadata.json"])["sequence"]
        self.contents[sequence].add(data["token"] + data["key.pem"])


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "error",
    [CrashError(), ConflictError("apply x", code=409), UnavailableError("apply x", code=503)],
    ids=["crash", "conflict", "unavailable"],
)
@pytest.mark.parametrize("number", range(1, 30))
async def test_a_fault_at_any_write_makes_no_second_key_for_a_slot(
    number: int, error: BaseException, *, after: bool
) -> None:
    desk = a_desk()
    faults = Faults(number, error, after=after)

    await a_life(desk, faults.arm)

    assert {sequence for sequence, made in faults.contents.items() if len(made) > 1} == set()
    assert faults.emptied >= 1
    assert desk.ready() == ("True", "Current")
    status = desk.stored().status
    assert status is not None
    assert status.current is not None
    assert desk.said()["sequence"] == status.current.sequence
    assert faults.seen >= 20


async def test_nothing_secret_is_written_but_into_secrets() -> None:
    desk = a_desk()
    written: list[str] = []
    secret: list[bytes] = []

    def look(_verb: str, ref: Ref, obj: Object) -> None:
        if ref.resource == SECRETS:
            secret.extend(text.encode() for text in (obj.get("data") or {}).values())
        else:
            written.append(repr(obj))

    desk.cluster.after_write = look
    await a_life(desk, lambda _: None)
    held = desk.files()
    assert held is not None
    token, pem = held["token"].decode(), held["key.pem"].decode()

    everything = "".join(written)
    assert token.split(".")[2] not in everything
    assert pem.splitlines()[1] not in everything
    assert not [text for text in secret if len(text) > 60 and text.decode() in everything]
    assert token not in repr(desk.signing.now) + repr(desk.keys)
