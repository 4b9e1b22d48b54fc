"""A replica that waits until the API server's reviews reach it: of itself, not of another."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from privet.admission.asgi import Reviewed
from privet.admission.configuration import PROBED_NAME
from privet.admission.probe import QUICK_ATTEMPTS, QUICK_SECONDS, REFUSED_SECONDS, SLOW_SECONDS, Probe
from privet.admission.review import decode
from privet.cluster import CONFIG_MAPS, Object, Ref
from privet.errors import ClusterError, ForbiddenError, NotFoundError, RejectedError, UnavailableError
from tests.fakes.cluster import FakeCluster
from tests.unit.admission.builders import a_review, body_of

LIMIT = 1000.0


class OverError(Exception):
    """The test's time is over: nobody waits any longer."""


@dataclass
class Sky(FakeCluster):
    """An API server that has the next of `replicas` review each question, and a clock that waits move."""

    replicas: Sequence["Probe | None"] = ()
    refusal: ClusterError | None = None
    now: float = 0.0
    asked: list[Ref] = field(default_factory=list)
    dry: list[bool] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    async def patch(
        self,
        ref: Ref,
        operations: Sequence[Mapping[str, Any]],
        subresource: str = "",
        *,
        dry_run: bool = False,
    ) -> Object:
        found = await super().patch(ref, operations, subresource, dry_run=dry_run)
        self.asked.append(ref)
        self.dry.append(dry_run)
        if self.refusal is not None:
            raise self.refusal
        if self.replicas:
            replica = self.replicas[(len(self.asked) - 1) % len(self.replicas)]
            if replica is not None:
                await reviewed(replica, found)
        return found

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
        if self.now > LIMIT:
            raise OverError

    def probe(self, published: Callable[[], bool] = lambda: True) -> Probe:
        self.seed(CONFIG_MAPS, {"metadata": {"name": PROBED_NAME, "namespace": "privet-system"}})
        return Probe(self, "privet-system", published, pause=self.pause, clock=lambda: self.now)


async def reviewed(probe: Probe, obj: object) -> Reviewed:
    return await probe.review(decode(body_of(a_review(obj, operation="UPDATE", dryRun=True))))


async def test_it_is_done_when_its_own_question_comes_back() -> None:
    sky = Sky()
    probe = sky.probe()
    sky.replicas = [probe]

    await probe.run()

    assert probe.done
    assert sky.dry == [True]
    assert sky.asked == [CONFIG_MAPS.at("privet-webhook-probe", "privet-system")]
    assert "data" not in await sky.get(sky.asked[0])
    assert not sky.pauses


async def test_answers_of_other_replicas_do_not_count() -> None:
    sky = Sky()
    probe, other = sky.probe(), sky.probe()
    sky.replicas = [None, other, other, probe]

    await probe.run()

    assert probe.done
    assert not other.done
    assert len(sky.asked) == 4


@pytest.mark.parametrize(
    "obj",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"data": None}, id="null"),
        pytest.param({"data": {"number": 7}}, id="no text"),
        pytest.param({"data": {"number": ""}}, id="empty"),
        pytest.param({"data": {"number": "0" * 32}}, id="another number"),
        pytest.param({"data": {"x": "y"}}, id="no number"),
        pytest.param([], id="no object"),
    ],
)
async def test_other_questions_are_let_pass_and_prove_nothing(obj: object) -> None:
    probe = Sky().probe()

    answer = await reviewed(probe, obj)

    assert answer.response.allowed
    assert not probe.done


async def test_nothing_is_asked_before_the_certificate_is_published() -> None:
    sky = Sky()
    probe = sky.probe(lambda: sky.now >= 3)
    sky.replicas = [probe]

    await probe.run()

    assert sky.now >= 3
    assert len(sky.asked) == 1


async def test_a_replica_that_is_never_reached_is_never_done() -> None:
    sky = Sky()
    probe = sky.probe()

    with pytest.raises(OverError):
        await probe.run()

    assert not probe.done
    assert sky.pauses[:QUICK_ATTEMPTS] == [QUICK_SECONDS] * QUICK_ATTEMPTS
    assert set(sky.pauses[QUICK_ATTEMPTS:]) == {SLOW_SECONDS}


async def test_what_is_not_reached_says_so_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sky = Sky()

    with pytest.raises(OverError):
        await sky.probe().run()

    said = [record.getMessage() for record in caplog.records]
    assert said[0].startswith("no review has reached this replica for 1")
    assert len(said) <= LIMIT / 15


@pytest.mark.parametrize("refusal", [ForbiddenError, NotFoundError, RejectedError, UnavailableError])
async def test_refusals_by_others_hold_it_up_for_a_while_only(refusal: type[ClusterError]) -> None:
    codes = {ForbiddenError: 403, NotFoundError: 404, RejectedError: 400, UnavailableError: 500}
    sky = Sky(refusal=refusal("patch", code=codes[refusal]))
    probe = sky.probe()

    await probe.run()

    assert probe.done
    assert REFUSED_SECONDS <= sky.now < 2 * REFUSED_SECONDS


@pytest.mark.parametrize("code", [0, 429, 503, 504])
async def test_an_api_server_that_does_not_answer_is_waited_for(code: int) -> None:
    sky = Sky(refusal=UnavailableError("patch", code=code))
    probe = sky.probe()

    with pytest.raises(OverError):
        await probe.run()

    assert not probe.done


async def test_replicas_that_start_together_all_come_through() -> None:
    sky = Sky()
    probes = [sky.probe() for _ in range(3)]
    sky.replicas = probes

    async with asyncio.TaskGroup() as group:
        for probe in probes:
            group.create_task(probe.run())

    assert all(probe.done for probe in probes)


async def test_it_stays_done() -> None:
    sky = Sky()
    probe = sky.probe()
    sky.replicas = [probe]
    await probe.run()

    await reviewed(probe, {"data": {"number": "another"}})

    assert probe.done
