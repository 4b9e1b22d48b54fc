"""Policies say how they stand, once; and what a change bears on is looked at again."""

from typing import Any

import pytest

from privet.cluster import CLUSTER_POLICIES, KEYS, NAMESPACES, POLICIES, Name, Object
from privet.controllers.marks import Item
from tests.unit.controllers.desk import GRANT, SHOP, Desk, a_desk

EXPORT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read", "Export"]}
KEY, POLICY = Item(KEYS.kind, Name(SHOP, "billing")), Item(POLICIES.kind, Name(SHOP, "billing"))
BASELINE = Item(CLUSTER_POLICIES.kind, Name("", "baseline"))


async def stood(desk: Desk) -> dict[str, Any]:
    await desk.load()
    await desk.policies.reconcile_policy(Name(SHOP, "billing"))
    obj = desk.cluster.peek(POLICIES.at("billing", SHOP))
    assert obj is not None
    status: dict[str, Any] = obj["status"]
    return status


def condition(status: dict[str, Any], kind: str) -> dict[str, Any]:
    return next((each for each in status["conditions"] if each["type"] == kind), {})


async def test_a_policy_under_its_ceiling_is_in_force() -> None:
    status = await stood(a_desk())

    assert condition(status, "Ready")["status"] == "True"
    assert status["governedBy"] == ["baseline"]
    assert status["grants"] == [GRANT]
    assert status["keys"] == 1


async def test_a_policy_above_its_ceiling_is_cut_and_says_so() -> None:
    desk = a_desk()
    desk.policy(grants=[EXPORT])

    status = await stood(desk)

    assert status["grants"] == [GRANT]
    assert "Export of EmailAddress for Billing" in condition(status, "Ready")["message"]


async def test_ceilings_intersect() -> None:
    desk = a_desk()
    desk.policy(grants=[EXPORT])
    desk.govern("wide", [EXPORT])

    status = await stood(desk)

    assert status["grants"] == [GRANT]
    assert status["governedBy"] == ["baseline", "wide"]


async def test_an_ungoverned_policy_waits_and_grants_nothing() -> None:
    desk = a_desk()
    desk.namespace(other="label")

    status = await stood(desk)

    assert condition(status, "Ready")["status"] == "False"
    assert condition(status, "Reconciling")["status"] == "True"
    assert status.get("grants", []) == []


async def test_a_cluster_policy_counts_its_namespaces() -> None:
    desk = a_desk()
    desk.namespace("second")
    await desk.load()

    await desk.policies.reconcile_cluster_policy(Name("", "baseline"))

    obj = desk.cluster.peek(CLUSTER_POLICIES.at("baseline"))
    assert obj is not None
    assert obj["status"]["namespaces"] == 2


async def test_a_second_look_writes_nothing() -> None:
    desk = a_desk()
    await stood(desk)
    desk.cluster.writes.clear()

    await stood(desk)

    assert desk.cluster.writes.total() == 0


async def test_what_cannot_be_read_says_so_once() -> None:
    """Something that an older schema let in."""
    desk = a_desk()
    bad: Object = {"metadata": {"name": "billing", "namespace": SHOP}, "spec": {"grants": [{"entity": 7}]}}
    desk.cluster.seed(POLICIES, bad)

    status = await stood(desk)
    desk.cluster.writes.clear()
    await desk.restart()
    await stood(desk)

    assert condition(status, "Stalled")["reason"] == "Invalid"
    assert "spec.grants[0].entity" in condition(status, "Ready")["message"]
    assert desk.cluster.writes.total() == 0


async def test_under_a_policy_that_cannot_be_read_nothing_is_decided() -> None:
    """Neither more is issued nor is anything taken away: the ceiling is not known."""
    desk = a_desk()
    await desk.load()
    await desk.reconcile()
    before = desk.files()
    desk.cluster.seed(CLUSTER_POLICIES, {"metadata": {"name": "other"}, "spec": {"ceiling": 7}})
    await desk.catch_up()

    await desk.reconcile()

    assert desk.files() == before


async def seen(desk: Desk) -> set[Item]:
    desk.marked.clear()
    await desk.catch_up()
    return set(desk.marked)


async def test_a_policy_bears_on_its_keys() -> None:
    desk = a_desk()
    desk.key("other", policyRef={"name": "other"})
    await desk.load()
    desk.policy(grants=[])

    assert await seen(desk) == {POLICY, KEY}


async def test_a_status_bears_on_nothing_else() -> None:
    desk = a_desk()
    await desk.load()
    obj = desk.cluster.peek(POLICIES.at("billing", SHOP))
    assert obj is not None
    desk.cluster.seed(POLICIES, {**obj, "status": {"keys": 1}})

    assert await seen(desk) == {POLICY}


async def test_a_ceiling_bears_on_what_it_governs() -> None:
    desk = a_desk()
    await desk.load()
    desk.govern(ceiling=[])

    assert await seen(desk) == {BASELINE, POLICY, KEY}


async def test_a_label_bears_on_the_namespace() -> None:
    desk = a_desk()
    await desk.load()
    desk.namespace(other="label")

    assert await seen(desk) == {BASELINE, POLICY, KEY}


async def test_a_namespace_that_changes_otherwise_bears_on_nothing() -> None:
    desk = a_desk()
    await desk.load()
    obj = desk.cluster.peek(NAMESPACES.at(SHOP))
    assert obj is not None
    desk.cluster.seed(NAMESPACES, {**obj, "status": {"phase": "Active"}})

    assert await seen(desk) == set()


@pytest.mark.parametrize("gone", [False, True], ids=["new", "deleted"])
async def test_a_key_is_counted_by_its_policy(*, gone: bool) -> None:
    desk = a_desk()
    await desk.load()
    if gone:
        await desk.cluster.delete(KEYS.at("billing", SHOP))
    else:
        desk.key("second")

    assert POLICY in await seen(desk)
