import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from privet.admission.asgi import Reviewed
from privet.admission.policies import Informed, PolicyFeed
from privet.admission.review import AdmissionRequest, AdmissionResponse, decode
from privet.cluster import CLUSTER_POLICIES, NAMESPACES, POLICIES, Object
from privet.detection import Expired, never
from privet.errors import EvaluationError
from tests.fakes.cluster import FakeCluster
from tests.unit.admission.builders import a_review, body_of

FLOOR = {"namespaceSelector": {"matchLabels": {"privet.dev/governed": "true"}}}


def a_floor(name: str = "baseline", **spec: object) -> Object:
    return {"metadata": {"name": name}, "spec": {**FLOOR, **spec}}


def a_namespace(name: str, labels: dict[str, str] | None = None) -> Object:
    return {"metadata": {"name": name, "labels": labels or {}}}


GOVERNED = {"privet.dev/governed": "true"}


@contextlib.asynccontextmanager
async def a_feed(cluster: FakeCluster) -> AsyncIterator[PolicyFeed]:
    feed = PolicyFeed(cluster, ("controller",), patience=0.2)
    running = asyncio.create_task(feed.run())
    try:
        await turns(feed)
        yield feed
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def turns(_feed: PolicyFeed) -> None:
    """Let everything that is ready happen."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_before_the_first_listing_everything_is_missing() -> None:
    feed = PolicyFeed(FakeCluster(), ("controller",))

    assert set(feed.missing()) == {
        "clusterpiipolicies.privet.dev",
        "piipolicies.privet.dev",
        "provisioningkeys.privet.dev",
        "quarantines.privet.dev",
        "namespaces",
    }


async def test_what_the_watch_tells_is_in_force_at_once() -> None:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    async with a_feed(cluster) as feed:
        assert feed.missing() == ()
        assert feed.current.governs("shop") == ()

        cluster.seed(CLUSTER_POLICIES, a_floor())
        await turns(feed)
        assert feed.current.governs("shop") == ("baseline",)

        cluster.seed(NAMESPACES, a_namespace("shop"))
        await turns(feed)
        assert feed.current.governs("shop") == ()


async def test_what_is_deleted_is_no_longer_in_force() -> None:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    cluster.seed(CLUSTER_POLICIES, a_floor())
    async with a_feed(cluster) as feed:
        await cluster.delete(CLUSTER_POLICIES.at("baseline"))
        await turns(feed)

        assert feed.current.governs("shop") == ()
        assert feed.counts()["clusterpiipolicies.privet.dev"] == 0


async def test_a_resource_that_is_not_understood_leaves_the_last_good_one_in_force() -> None:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    cluster.seed(CLUSTER_POLICIES, a_floor())
    async with a_feed(cluster) as feed:
        cluster.seed(CLUSTER_POLICIES, a_floor(somethingOfTomorrow=True))
        await turns(feed)
        assert feed.current.governs("shop") == ("baseline",)
        assert feed.unreadable() == 1

        cluster.seed(CLUSTER_POLICIES, a_floor())
        await turns(feed)
        assert feed.unreadable() == 0


async def test_one_bad_resource_does_not_take_the_others_along() -> None:
    cluster = FakeCluster()
    cluster.seed(POLICIES, {"metadata": {"name": "bad", "namespace": "shop"}, "spec": {"grants": 7}})
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    cluster.seed(CLUSTER_POLICIES, a_floor())
    async with a_feed(cluster) as feed:
        assert feed.missing() == ()
        assert feed.current.governs("shop") == ("baseline",)
        assert feed.unreadable() == 1


async def test_what_was_never_understood_may_hold_in_any_labelled_namespace() -> None:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    cluster.seed(CLUSTER_POLICIES, a_floor(somethingOfTomorrow=True))
    async with a_feed(cluster) as feed:
        request = decode(body_of(a_review()))
        with pytest.raises(EvaluationError, match="does not understand"):
            await Informed(allow, feed, labelled=True)(request, never)
        assert (await Informed(allow, feed, labelled=False)(request, never)).verdict == "allowed"

        cluster.seed(CLUSTER_POLICIES, a_floor())
        await turns(feed)
        assert (await Informed(allow, feed, labelled=True)(request, never)).verdict == "allowed"

        # What was understood once stays in force, and so has an answer.
        cluster.seed(CLUSTER_POLICIES, a_floor(somethingOfTomorrow=True))
        await turns(feed)
        assert (await Informed(allow, feed, labelled=True)(request, never)).verdict == "allowed"

        await cluster.delete(CLUSTER_POLICIES.at("baseline"))
        await turns(feed)
        assert not feed.obscure("shop")


async def test_what_a_team_wrote_is_obscure_in_its_namespace_and_can_be_mended() -> None:
    cluster = FakeCluster()
    cluster.seed(POLICIES, {"metadata": {"name": "bad", "namespace": "shop"}, "spec": {"grants": 7}})
    cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
    cluster.seed(NAMESPACES, a_namespace("other", GOVERNED))
    async with a_feed(cluster) as feed:
        assert feed.obscure("shop")
        assert not feed.obscure("other")
        kind = {"group": "privet.dev", "version": "v1alpha1", "kind": "PIIPolicy"}
        request = decode(body_of(a_review(kind=kind)))
        assert (await Informed(allow, feed, labelled=True)(request, never)).verdict == "allowed"


async def allow(request: AdmissionRequest, _expired: Expired) -> Reviewed:
    return Reviewed(AdmissionResponse.allow(request.uid), "allowed")


async def test_a_review_waits_until_the_watch_has_told_of_its_namespace() -> None:
    cluster = FakeCluster()
    async with a_feed(cluster) as feed:
        request = decode(body_of(a_review()))
        asked = asyncio.create_task(Informed(allow, feed, labelled=False)(request, never))
        await turns(feed)
        assert not asked.done()

        cluster.seed(NAMESPACES, a_namespace("other"))
        await turns(feed)
        assert not asked.done()

        cluster.seed(NAMESPACES, a_namespace("shop"))
        assert (await asked).verdict == "allowed"


async def test_a_review_of_a_labelled_namespace_waits_for_the_label() -> None:
    cluster = FakeCluster()
    cluster.seed(NAMESPACES, a_namespace("shop"))
    async with a_feed(cluster) as feed:
        request = decode(body_of(a_review()))
        asked = asyncio.create_task(Informed(allow, feed, labelled=True)(request, never))
        await turns(feed)
        assert not asked.done()

        cluster.seed(NAMESPACES, a_namespace("shop", GOVERNED))
        assert (await asked).verdict == "allowed"


async def test_a_watch_that_does_not_tell_is_no_answer() -> None:
    async with a_feed(FakeCluster()) as feed:
        with pytest.raises(EvaluationError, match="watch"):
            await Informed(allow, feed, labelled=False)(decode(body_of(a_review())), never)


async def test_a_namespace_itself_is_not_waited_for() -> None:
    kind = {"group": "", "version": "v1", "kind": "Namespace"}
    request = decode(body_of(a_review(a_namespace("new"), kind=kind, name="new", namespace="new")))
    async with a_feed(FakeCluster()) as feed:
        assert (await Informed(allow, feed, labelled=False)(request, never)).verdict == "allowed"
