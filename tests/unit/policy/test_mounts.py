"""The key in its pods: what is mounted, where, and that mounting twice changes nothing."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.policy import Allowed, Operation, PolicySet, mount_patch_of
from tests.unit.policy.builders import (
    CONTROLLER,
    Json,
    Value,
    a_container,
    a_deployment,
    a_key,
    a_pod,
    a_review,
    judge,
    objections,
    policies,
    rules,
)

WITH_KEY = policies(a_key())
PATH = "/var/run/secrets/privet.dev/billing"
VOLUME: Json = {
    "name": "privet-key-billing",
    "secret": {"secretName": "privet-key-billing", "defaultMode": 0o444},
}
MOUNT: Json = {"name": "privet-key-billing", "mountPath": PATH, "readOnly": True}


def subject(*containers: Json, **fields: Value) -> Json:
    return a_pod(*containers, serviceAccountName="billing", **fields)


def patched(pod: Json, among: PolicySet = WITH_KEY) -> Json:
    result = copy.deepcopy(pod)
    for operation in mount_patch_of(among, a_review(pod)):
        assert operation["op"] == "add"
        *parents, last = operation["path"].strip("/").split("/")
        place: Value = result
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if last == "-":
            place.append(operation["value"])
        else:
            assert last not in place, "an operation would replace what is there"
            place[last] = operation["value"]
    return result


def test_a_key_is_mounted_into_every_container() -> None:
    pod = patched(subject(a_container("a"), a_container("b"), initContainers=[a_container("init")]))

    assert pod["spec"]["volumes"] == [VOLUME]
    everyone = pod["spec"]["containers"] + pod["spec"]["initContainers"]
    assert [one["volumeMounts"] for one in everyone] == [[MOUNT]] * 3


def test_nothing_else_is_touched() -> None:
    pod = subject(a_container(volumeMounts=[{"name": "tmp", "mountPath": "/x"}]), volumes=[{"name": "tmp"}])
    after = patched(pod)
    after["spec"]["volumes"].remove(VOLUME)
    after["spec"]["containers"][0]["volumeMounts"].remove(MOUNT)

    assert after == pod


def test_the_files_can_be_read_by_whoever_the_container_runs_as() -> None:
    (volume,) = patched(subject())["spec"]["volumes"]

    assert volume["secret"]["defaultMode"] == 0o444


def test_twice_is_once() -> None:
    once = patched(subject(a_container("a"), a_container("b")))

    assert mount_patch_of(WITH_KEY, a_review(once)) == []


def test_a_container_that_came_later_is_mounted_too() -> None:
    pod = patched(subject())
    pod["spec"]["containers"].append(a_container("sidecar"))

    assert patched(pod)["spec"]["containers"][1]["volumeMounts"] == [MOUNT]
    assert patched(pod)["spec"]["volumes"] == [VOLUME]


def test_a_mount_of_the_users_own_making_is_kept() -> None:
    volume = {"name": "mine", "secret": {"secretName": "privet-key-billing"}}
    mount = {"name": "mine", "mountPath": PATH, "readOnly": True}
    pod = subject(a_container(volumeMounts=[mount]), volumes=[volume])

    assert mount_patch_of(WITH_KEY, a_review(pod)) == []
    assert judge(pod, WITH_KEY) == Allowed()


def test_a_pod_may_name_the_containers_that_get_the_key() -> None:
    pod = subject(a_container("a"), a_container("b"), annotations={"privet.dev/containers": "b"})
    after = patched(pod)

    assert "volumeMounts" not in after["spec"]["containers"][0]
    assert after["spec"]["containers"][1]["volumeMounts"] == [MOUNT]
    assert judge(after, WITH_KEY) == Allowed()


def test_where_the_key_says_so_it_is_mounted_elsewhere() -> None:
    among = policies(a_key(delivery={"mountPath": "/keys/billing"}))

    assert (
        patched(subject(), among)["spec"]["containers"][0]["volumeMounts"][0]["mountPath"] == "/keys/billing"
    )


def test_several_keys_are_mounted_side_by_side() -> None:
    among = policies(a_key("a"), a_key("b"))
    pod = patched(subject(), among)

    assert [volume["name"] for volume in pod["spec"]["volumes"]] == ["privet-key-a", "privet-key-b"]
    assert len(pod["spec"]["containers"][0]["volumeMounts"]) == 2
    assert judge(pod, among) == Allowed()


@pytest.mark.parametrize(
    "pod",
    [
        pytest.param(a_pod(), id="another ServiceAccount"),
        pytest.param(a_pod(serviceAccountName="other"), id="a stranger"),
        pytest.param(subject(annotations={"kubernetes.io/config.mirror": "x"}), id="a static pod's mirror"),
        pytest.param(a_deployment(subject()), id="a template: its pods get the key"),
    ],
)
def test_others_get_nothing(pod: Json) -> None:
    assert mount_patch_of(WITH_KEY, a_review(pod)) == []


def test_the_subject_may_be_narrowed_by_labels() -> None:
    narrow = {"serviceAccountName": "billing", "podSelector": {"matchLabels": {"tier": "jobs"}}}
    among = policies(a_key(subject=narrow))

    assert mount_patch_of(among, a_review(subject())) == []
    assert mount_patch_of(among, a_review(subject(labels={"app": "web", "tier": "jobs"}))) != []


def test_only_a_new_pod_in_a_governed_namespace_is_changed() -> None:
    assert mount_patch_of(WITH_KEY, a_review(subject(), operation=Operation.UPDATE)) == []
    assert mount_patch_of(WITH_KEY, a_review(subject(), subresource="ephemeralcontainers")) == []
    assert mount_patch_of(policies(a_key(), labels={}), a_review(subject())) == []


def test_delivery_by_pod_certificate_mounts_no_secret() -> None:
    among = policies(a_key(delivery={"mode": "PodCertificate"}))

    assert mount_patch_of(among, a_review(subject())) == []
    assert judge(subject(), among) == Allowed()


def test_a_pod_that_would_start_without_its_key_is_refused() -> None:
    assert objections(judge(subject(a_container("a"), a_container("b")), WITH_KEY)) == [
        ("KeyNotMounted", "containers[a]", None),
        ("KeyNotMounted", "containers[b]", None),
    ]
    assert rules(judge(a_deployment(subject()), WITH_KEY)) == []


@pytest.mark.parametrize(
    ("volume", "mount"),
    [
        pytest.param(
            {"name": "privet-key-billing", "emptyDir": {}}, MOUNT, id="an empty directory by that name"
        ),
        pytest.param(VOLUME, {**MOUNT, "mountPath": "/elsewhere"}, id="elsewhere"),
        pytest.param({"name": "x", "emptyDir": {}}, {**MOUNT, "name": "x"}, id="something else there"),
        pytest.param(
            {**VOLUME, "secret": {**VOLUME["secret"], "items": [{"key": "token", "path": "t"}]}},
            MOUNT,
            id="some of its files",
        ),
    ],
)
def test_a_key_in_name_only_is_none(volume: Json, mount: Json) -> None:
    pod = patched(subject(a_container(volumeMounts=[mount]), volumes=[volume]))
    expected = ["KeyNotMounted"] if mount["mountPath"] == PATH else []

    assert rules(judge(pod, WITH_KEY)) == expected


@pytest.mark.parametrize("named", ["", "nobody", " , "])
def test_a_pod_cannot_opt_out_of_its_key(named: str) -> None:
    pod = subject(annotations={"privet.dev/containers": named})

    assert objections(judge(patched(pod), WITH_KEY)) == [
        ("KeyNotMounted", "metadata.annotations[privet.dev/containers]", None)
    ]


def test_a_running_pod_is_not_asked_for_its_key_again() -> None:
    assert judge(subject(), WITH_KEY, old=subject(), user=CONTROLLER) == Allowed()


@given(
    names=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True),
    mounted=st.sets(st.sampled_from("abcdef")),
    begun=st.booleans(),
    named=st.none() | st.sets(st.sampled_from("abcdef"), min_size=1),
)
def test_the_patched_pod_is_allowed_and_patched_once(
    names: list[str], mounted: set[str], begun: bool, named: set[str] | None
) -> None:
    containers = [
        a_container(name, **({"volumeMounts": [MOUNT]} if name in mounted else {})) for name in names
    ]
    annotations = {"privet.dev/containers": ",".join(sorted(named))} if named is not None else None
    needs = begun or bool(mounted & set(names))
    pod = subject(*containers, annotations=annotations, **({"volumes": [VOLUME]} if needs else {}))
    after = patched(pod)

    assert mount_patch_of(WITH_KEY, a_review(after)) == []
    assert after["spec"].get("volumes", []).count(VOLUME) <= 1
    if named is None or named & set(names):
        assert judge(after, WITH_KEY) == Allowed()
