"""The work queue: marks are not lost, keys do not run twice at once, failures wait longer every time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from privet.controllers.queue import Clocks, WorkQueue
from privet.errors import ConflictError, UnavailableError

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)

Reconcile = Callable[[str], Awaitable[datetime | None]]


class Work:
    """Counts runs; tests hold it up or make it fail."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most = 0
        self.most_of_one = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.errors: dict[str, Exception] = {}
        self.dates: dict[str, datetime] = {}

    async def __call__(self, key: str) -> datetime | None:
        self.at_once[key] += 1
        self.most = max(self.most, sum(self.at_once.values()))
        self.most_of_one = max(self.most_of_one, self.at_once[key])
        try:
            await self.gate.wait()
            self.runs[key] += 1
            if key in self.errors:
                raise self.errors[key]
            return self.dates.pop(key, None)
        finally:
            self.at_once[key] -= 1


class Hands:
    """Clocks that are set by hand; the queue's own sleeps end when something is marked."""

    def __init__(self) -> None:
        self.wall = NOON
        self.monotonic = 100.0

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.monotonic)

    def advance(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds


@asynccontextmanager
async def working(work: Work, hands: Hands, workers: int = 4) -> AsyncIterator[WorkQueue[str]]:
    queue: WorkQueue[str] = WorkQueue(work, workers=workers, clocks=hands.clocks())
    task = asyncio.create_task(queue.run())
    try:
        yield queue
    finally:
        task.cancel()


async def settle(rounds: int = 50) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0)


async def nudge(queue: WorkQueue[str]) -> None:
    """Have the queue look at its clocks now, as it does by itself every few seconds."""
    queue.mark("nudge")
    await settle()


async def test_marks_of_one_key_that_waits_are_one_run() -> None:
    work, hands = Work(), Hands()
    async with working(work, hands) as queue:
        for _ in range(10):
            queue.mark("a")
        await settle()

    assert work.runs["a"] == 1


async def test_a_mark_while_it_runs_is_one_more_run_after_it() -> None:
    work, hands = Work(), Hands()
    work.gate.clear()
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        for _ in range(10):
            queue.mark("a")
        await settle()
        work.gate.set()
        await settle()

    assert work.runs["a"] == 2
    assert work.most_of_one == 1


async def test_so_many_run_at_once_and_no_more() -> None:
    work, hands = Work(), Hands()
    work.gate.clear()
    async with working(work, hands, workers=3) as queue:
        for number in range(20):
            queue.mark(f"key-{number}")
        await settle()
        assert not queue.idle()
        work.gate.set()
        await settle(200)
        assert queue.idle()

    assert work.most == 3
    assert sum(work.runs.values()) == 20


async def test_a_key_is_run_again_at_its_date() -> None:
    work, hands = Work(), Hands()
    work.dates["a"] = NOON + timedelta(minutes=5)
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        hands.advance(299)
        await nudge(queue)
        assert work.runs["a"] == 1
        hands.advance(2)
        await nudge(queue)

    assert work.runs["a"] == 2


async def test_a_mark_takes_the_place_of_the_date() -> None:
    work, hands = Work(), Hands()
    work.dates["a"] = NOON + timedelta(minutes=5)
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        queue.mark("a")
        await settle()
        hands.advance(301)
        await nudge(queue)

    assert work.runs["a"] == 2


@pytest.mark.parametrize("step", [3600, -3600], ids=["forward", "back"])
async def test_a_date_follows_the_wall_clock_when_it_is_set(step: float) -> None:
    work, hands = Work(), Hands()
    work.dates["a"] = NOON + timedelta(hours=2)
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        hands.wall += timedelta(seconds=step)
        await nudge(queue)
        hands.advance(7200 - step - 10)
        await nudge(queue)
        assert work.runs["a"] == 1
        hands.advance(20)
        await nudge(queue)

    assert work.runs["a"] == 2


async def test_failures_wait_longer_every_time_up_to_the_cap() -> None:
    work, hands = Work(), Hands()
    work.errors["a"] = ConflictError("apply x", code=409)
    waits = []
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        for _ in range(14):
            seen, waited = work.runs["a"], 0.0
            while work.runs["a"] == seen:
                hands.advance(0.05 if waited < 1 else 1)
                waited += 0.05 if waited < 1 else 1
                await nudge(queue)
            waits.append(waited)

    assert waits[0] < 0.2
    assert 28 <= waits[-1] <= 62
    assert waits[5] < waits[-1]


async def test_success_resets_the_wait() -> None:
    work, hands = Work(), Hands()
    work.errors["a"] = ConflictError("apply x")
    async with working(work, hands) as queue:
        for _ in range(8):
            queue.mark("a")
            await settle()
        del work.errors["a"]
        queue.mark("a")
        await settle()
        work.errors["a"] = ConflictError("apply x")
        queue.mark("a")
        await settle()
        runs = work.runs["a"]
        hands.advance(0.2)
        await nudge(queue)

    assert work.runs["a"] == runs + 1


async def test_a_wait_that_the_server_asks_for_is_kept() -> None:
    work, hands = Work(), Hands()
    work.errors["a"] = UnavailableError("apply x", code=429, retry_after=30)
    async with working(work, hands) as queue:
        queue.mark("a")
        await settle()
        hands.advance(29)
        await nudge(queue)
        assert work.runs["a"] == 1
        hands.advance(2)
        await nudge(queue)

    assert work.runs["a"] == 2


async def test_an_unexpected_failure_ends_nobody_elses_work() -> None:
    work, hands = Work(), Hands()
    work.errors["a"] = ZeroDivisionError("boom")
    async with working(work, hands, workers=1) as queue:
        queue.mark("a")
        queue.mark("b")
        await settle()

    assert work.runs["b"] == 1
