"""What is in Git stays as it is in Git: Privet writes statuses, caBundles and objects of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.l2.gitops_ground import (
    ACCOUNT,
    GRANT,
    MANAGER,
    SHOP,
    SYSTEM,
    WEBHOOK,
    WIDE,
    Estate,
    Object,
    estate,
    now,
    users_manifests,
)
from tests.l3.controller_ground import eventually

SHORT_LIVED = {"PRIVET_AUTHORITY_SECONDS": "9", "PRIVET_LEAF_SECONDS": "4", "PRIVET_PUBLICATION_SECONDS": "1"}
HALF_HOUR = timedelta(minutes=31)
A_DAY = 48
OWN_WRITES = {
    ACCOUNT: {
        "clusterpiipolicies/status",
        "piipolicies/status",
        "provisioningkeys/status",
        "secrets",
        "configmaps",
        "leases",
        "events",
    },
    WEBHOOK: {"validatingwebhookconfigurations", "mutatingwebhookconfigurations"},
}


def foreign(obj: Object) -> Iterator[str]:
    """Name every field that somebody other than its user wrote, but for a status and caBundles."""
    for entry in obj["metadata"]["managedFields"]:
        if entry["manager"] == MANAGER or entry.get("subresource") == "status":
            continue
        for path in leaves(entry["fieldsV1"]):
            if not (obj["kind"].endswith("WebhookConfiguration") and path.endswith("f:caBundle")):
                yield f"{obj['kind']} {obj['metadata']['name']}: {entry['manager']} wrote {path}"


def leaves(fields: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - a tree of any depth
    inner = {name: value for name, value in fields.items() if name != "."}
    if not inner and path:
        yield path
    for name, value in inner.items():
        yield from leaves(value, f"{path}/{name}")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """An estate after a day: rotations, edits in Git, crashes, certificates that came and went."""
    with estate(tmp_path_factory.mktemp("estate"), audit=True) as one:
        one.apply(one.chart)
        one.replica("early", SHORT_LIVED)
        one.apply(one.users)
        controller = one.controller()
        controller.start()
        one.shop.wait_ready()
        for grant in (WIDE, GRANT, WIDE):
            one.users = users_manifests(grant)
            one.apply(one.users)
            eventually(partial(is_granted, one, grant), "the key follows its policy")
            controller.kill()
            controller.start()
            controller.wait_leading()
        controller.stop()
        sequences = one.live_for(HALF_HOUR, A_DAY, now())
        assert len(set(sequences)) == A_DAY, "every half hour has its key"
        authorities = bundles(one)
        one.replica("late")
        one.webhooks.retire(one.webhooks.replicas[0])
        assert bundles(one) != authorities
        yield one


def is_granted(one: Estate, grant: Object) -> bool:
    current = one.shop.status().get("current") or {}
    return bool(current.get("grants") == [grant])


def bundles(one: Estate) -> set[str]:
    configurations = [one.live(obj) for obj in one.chart if obj["kind"].endswith("WebhookConfiguration")]
    found = {each["clientConfig"].get("caBundle", "") for obj in configurations for each in obj["webhooks"]}
    assert "" not in found
    return found


def test_after_a_day_no_field_of_anybody_elses_was_written(lived: Estate) -> None:
    strange = [line for obj in lived.everything for line in foreign(lived.live(obj))]

    assert not strange


def test_the_search_finds_a_foreign_field(lived: Estate) -> None:
    about = {"name": "probe", "namespace": SHOP}
    probe = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, "data": {"mode": "quiet"}}
    lived.apply([probe])
    lived.cluster.kubectl("label", "configmap", "probe", f"--namespace={SHOP}", "touched=yes")

    found = list(foreign(lived.live(probe)))

    lived.cluster.kubectl("delete", "configmap", "probe", f"--namespace={SHOP}")
    assert found == ["ConfigMap probe: kubectl-label wrote /f:metadata/f:labels/f:touched"]


def test_every_object_of_git_is_owned_by_what_applies_it(lived: Estate) -> None:
    for obj in lived.everything:
        managers = {entry["manager"] for entry in lived.live(obj)["metadata"]["managedFields"]}
        assert MANAGER in managers, obj


def test_applying_the_same_again_changes_nothing_and_conflicts_with_nothing(lived: Estate) -> None:
    everything = lived.everything
    before = [lived.live(obj)["metadata"]["resourceVersion"] for obj in everything]

    answer = lived.try_apply(everything)

    assert answer.returncode == 0, answer.stderr
    assert "conflict" not in answer.stderr.lower()
    assert [lived.live(obj)["metadata"]["resourceVersion"] for obj in everything] == before


def test_the_difference_that_a_gitops_tool_shows_is_none(lived: Estate) -> None:
    assert lived.differs(lived.everything) == ""


@pytest.mark.parametrize("account", [ACCOUNT, WEBHOOK])
def test_privet_wrote_nothing_but_what_is_its_own(lived: Estate, account: str) -> None:
    written = set(writes(lived.cluster.audit_log, f"system:serviceaccount:{SYSTEM}:{account}"))

    assert written
    assert {resource for resource, _ in written} <= OWN_WRITES[account]
    assert {name for resource, name in written if resource == "secrets"} <= {
        "privet-signing-root",
        "privet-key-billing",
    }
    assert {name for resource, name in written if resource == "configmaps"} <= {"privet-jwks"}


def writes(log: Path | None, user: str) -> Iterator[tuple[str, str]]:
    assert log is not None
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        target = entry.get("objectRef") or {}
        asks = target.get("resource") in {"subjectaccessreviews", "tokenreviews"}
        asks = asks or "dryRun=All" in entry["requestURI"]
        if entry["user"].get("username") != user or entry["verb"] in {"get", "list", "watch"} or asks:
            continue
        yield (
            "/".join(filter(None, (target.get("resource"), target.get("subresource")))),
            target.get("name", ""),
        )
