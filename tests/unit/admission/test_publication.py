import base64
from typing import Any

import pytest

from privet.admission import bundle
from privet.admission.certificates import replica_subject
from privet.admission.publication import Publisher, patch, trusts
from privet.cluster import MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS, Object, Ref
from privet.errors import ConflictError, UnavailableError
from tests.fakes.cluster import FakeCluster, unavailable
from tests.unit.admission.builders import HOUR, NOON, a_configuration, an_authority, certificates

BOTH = (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS)
OURS = certificates(an_authority("one"))
THEIRS = certificates(an_authority("two"))
SUBJECT = replica_subject("one")


async def no_pause(_seconds: float) -> None:
    """Try again at once."""


def a_cluster(*bundles: bytes) -> FakeCluster:
    cluster = FakeCluster()
    for resource in BOTH:
        cluster.seed(resource, a_configuration(*bundles))
    cluster.writes.clear()
    return cluster


def a_publisher(cluster: FakeCluster, replica: str = "one") -> Publisher:
    return Publisher(cluster, "privet", replica_subject(replica), pause=no_pause)


def found(cluster: FakeCluster) -> list[set[Any]]:
    configurations = [cluster.peek(resource.at("privet")) or {} for resource in BOTH]
    return [
        set(bundle.parse(base64.b64decode(webhook["clientConfig"].get("caBundle", ""))))
        for one in configurations
        for webhook in one["webhooks"]
    ]


async def test_our_ca_is_put_into_every_entry_of_both_configurations() -> None:
    cluster = a_cluster(b"", bundle.render(THEIRS))

    assert await a_publisher(cluster).publish(OURS, NOON)

    assert found(cluster) == [set(OURS), {*OURS, *THEIRS}] * 2


async def test_nothing_is_written_when_nothing_is_to_be_changed() -> None:
    cluster = a_cluster(bundle.render([*OURS, *THEIRS]))

    assert await a_publisher(cluster).publish(OURS, NOON)

    assert not cluster.writes


async def test_a_bundle_that_somebody_emptied_is_healed() -> None:
    cluster = a_cluster(b"")
    publisher = a_publisher(cluster)
    await publisher.publish(OURS, NOON)
    for resource in BOTH:
        cluster.seed(resource, a_configuration(b""))

    assert await publisher.publish(OURS, NOON)

    assert found(cluster) == [set(OURS)] * 2


async def test_a_missing_configuration_is_not_trusted_and_not_created() -> None:
    cluster = FakeCluster()

    assert not await a_publisher(cluster).publish(OURS, NOON)

    assert not cluster.writes


async def test_a_configuration_without_entries_trusts_nobody() -> None:
    assert not await a_publisher(a_cluster()).publish(OURS, NOON)


async def test_a_write_in_between_is_read_again_and_kept() -> None:
    cluster = a_cluster(b"")
    interruptions = iter([None, None, None])

    def somebody_else(_verb: str, ref: Ref, _obj: Object) -> None:
        if next(interruptions, 1) is None:
            cluster.seed(ref.resource, a_configuration(bundle.render(THEIRS)))
            raise ConflictError("patch", code=409)

    cluster.before_write = somebody_else

    assert await a_publisher(cluster).publish(OURS, NOON)

    assert {*OURS, *THEIRS} in found(cluster)


async def test_somebody_who_always_writes_in_between_is_left_to_the_next_round() -> None:
    cluster = a_cluster(b"")

    def always(_verb: str, _ref: Ref, _obj: Object) -> None:
        raise ConflictError("patch", code=409)

    cluster.before_write = always

    assert not await a_publisher(cluster).publish(OURS, NOON)


async def test_an_api_server_that_fails_is_an_error() -> None:
    cluster = a_cluster(b"")
    cluster.before_write = unavailable()

    with pytest.raises(UnavailableError):
        await a_publisher(cluster).publish(OURS, NOON)


async def test_two_replicas_share_the_bundle_and_one_that_leaves_takes_only_its_own() -> None:
    cluster = a_cluster(b"")
    one, two = a_publisher(cluster, "one"), a_publisher(cluster, "two")
    await one.publish(OURS, NOON)
    await two.publish(THEIRS, NOON)
    assert found(cluster) == [{*OURS, *THEIRS}] * 2

    await one.withdraw(NOON)

    assert found(cluster) == [set(THEIRS)] * 2


def test_the_patch_writes_nothing_but_bundles_and_is_fenced() -> None:
    operations = patch(a_configuration(b"", bundle.render(OURS), b"", version="41"), OURS, NOON, SUBJECT)

    assert operations[0] == {"op": "test", "path": "/metadata/resourceVersion", "value": "41"}
    assert [(one["op"], one["path"]) for one in operations[1:]] == [
        ("test", "/webhooks/0/name"),
        ("add", "/webhooks/0/clientConfig/caBundle"),
        ("test", "/webhooks/2/name"),
        ("add", "/webhooks/2/clientConfig/caBundle"),
    ]


def test_a_bundle_that_is_no_base64_is_replaced() -> None:
    configuration = a_configuration(b"")
    configuration["webhooks"][0]["clientConfig"]["caBundle"] = "%%%"

    assert patch(configuration, OURS, NOON, SUBJECT)


def test_one_entry_without_our_ca_is_not_trusted() -> None:
    assert trusts(a_configuration(bundle.render(OURS)), OURS)
    assert not trusts(a_configuration(bundle.render(OURS), b""), OURS)


def test_cas_that_have_ended_are_pruned() -> None:
    ended = certificates(an_authority("two", ends=HOUR, now=NOON - 2 * HOUR))

    operations = patch(a_configuration(bundle.render(ended)), OURS, NOON, SUBJECT)

    assert bundle.parse(base64.b64decode(operations[-1]["value"])) == tuple(OURS)
