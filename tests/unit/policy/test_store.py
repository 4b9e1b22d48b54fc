"""The store: what watches say in any order, snapshots that stay as they were, tables that are shared."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from privet.policy import Allowed, Denied, PolicyStore, build, evaluate
from privet.policy.store import Known
from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import (
    GOVERNED,
    NAMESPACE,
    READ_EMAIL,
    a_cluster_policy,
    a_container,
    a_key,
    a_pod,
    a_policy,
    a_review,
    judge,
)

LEAKING = a_review(a_pod(a_container(env=[{"name": "X", "value": EMAIL}])))


def a_store() -> PolicyStore:
    store = PolicyStore()
    store.put(a_cluster_policy())
    store.put(a_policy())
    store.put_namespace(NAMESPACE, GOVERNED)
    return store


def test_a_snapshot_stays_as_it_was() -> None:
    store = a_store()
    before = store.current
    store.remove("ClusterPIIPolicy", "baseline")

    assert isinstance(evaluate(before, LEAKING), Denied)
    assert evaluate(store.current, LEAKING) == Allowed()


def test_a_snapshot_is_the_same_until_something_changes() -> None:
    store = a_store()
    before = store.current
    store.put_namespace(NAMESPACE, dict(GOVERNED))

    assert store.current is before
    store.put(a_policy("another"))
    assert store.current is not before


def test_a_change_in_one_namespace_leaves_the_others_compiled() -> None:
    store = a_store()
    store.put_namespace("other", GOVERNED)
    before = store.current.namespace("other")
    store.put(a_policy("another"))

    assert store.current.namespace("other") is before


def test_a_label_on_a_namespace_decides_at_once() -> None:
    store = a_store()
    store.put_namespace(NAMESPACE, {})
    assert evaluate(store.current, LEAKING) == Allowed()
    store.put_namespace(NAMESPACE, GOVERNED)
    assert isinstance(evaluate(store.current, LEAKING), Denied)


def test_what_is_not_there_may_be_removed() -> None:
    store = a_store()
    store.remove("PIIPolicy", "never", NAMESPACE)
    store.remove("PIIPolicy", "never", "nowhere")
    store.remove("ClusterPIIPolicy", "never")
    store.remove_namespace("nowhere")

    assert isinstance(evaluate(store.current, LEAKING), Denied)


def test_a_namespace_that_is_gone_is_unknown() -> None:
    store = a_store()
    store.remove_namespace(NAMESPACE)
    store.remove("PIIPolicy", "billing", NAMESPACE)

    assert not store.current.knows(NAMESPACE)


def test_the_order_of_events_does_not_matter() -> None:
    resources: list[Known] = [a_cluster_policy(), a_policy(grants=[READ_EMAIL]), a_key()]
    verdicts = [build(order, {NAMESPACE: GOVERNED}) for order in itertools.permutations(resources)]

    assert len({repr(evaluate(one, LEAKING)) for one in verdicts}) == 1


def test_a_policy_alone_makes_its_namespace_no_governed_one() -> None:
    assert build([a_policy()], {NAMESPACE: {}}).governs(NAMESPACE) == ()
    assert judge(a_pod(labels={"app": "x"}), build([a_policy()], {NAMESPACE: {}})) == Allowed()


def test_the_ceiling_of_a_namespace_is_what_all_allow() -> None:
    both = build([a_cluster_policy("a"), a_cluster_policy("b", ceiling=[])], {NAMESPACE: GOVERNED})

    assert [one.entity for one in build([a_cluster_policy()], {NAMESPACE: GOVERNED}).ceiling(NAMESPACE)] == [
        "EmailAddress"
    ]
    assert both.ceiling(NAMESPACE) == ()


events = st.lists(
    st.tuples(st.sampled_from(["put", "remove"]), st.sampled_from(["floor", "a", "b", "namespace"])),
    max_size=20,
)


@given(events=events)
def test_a_store_is_what_its_last_events_say(events: list[tuple[str, str]]) -> None:
    store = PolicyStore()
    present: dict[str, bool] = {}
    for event, what in events:
        present[what] = event == "put"
        _apply(store, event, what)
        # Reading in between must make no difference.
        evaluate(store.current, LEAKING)
    resources = [a_cluster_policy()] if present.get("floor") else []
    teams = [a_policy(name) for name in ("a", "b") if present.get(name)]
    fresh = build([*resources, *teams], {NAMESPACE: GOVERNED} if present.get("namespace") else {})

    assert evaluate(store.current, LEAKING) == evaluate(fresh, LEAKING)


def _apply(store: PolicyStore, event: str, what: str) -> None:
    match event, what:
        case "put", "floor":
            store.put(a_cluster_policy())
        case "remove", "floor":
            store.remove("ClusterPIIPolicy", "baseline")
        case "put", "namespace":
            store.put_namespace(NAMESPACE, GOVERNED)
        case "remove", "namespace":
            store.remove_namespace(NAMESPACE)
        case "put", _:
            store.put(a_policy(what))
        case _:
            store.remove("PIIPolicy", what, NAMESPACE)
