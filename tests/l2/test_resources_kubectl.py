"""What a person sees of the resources through kubectl, and how two managers share one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from privet.api.crd import KINDS, Kind, crd_files
from privet.api.meta import API_VERSION, VERSION
from privet.api.v1alpha1 import (
    Condition,
    ConditionStatus,
    DeliveryMode,
    EffectiveSettings,
    Grant,
    IssuedKey,
    KeyHolders,
    ProvisioningKey,
    ProvisioningKeyStatus,
    Slot,
)
from tests.resources.api import Api
from tests.resources.cases import GRANT, Object, cluster_policy, grant, key, policy, quarantine

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def undescribed(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Find the fields that have no text in what the API server publishes, which kubectl explain shows."""
    for name, field in schema.get("properties", {}).items():
        if not path and name in ("apiVersion", "kind", "metadata"):
            continue  # the API server's own words
        if len(field.get("description", "")) < 10:
            yield f"{path}.{name}"
        yield from undescribed(field.get("items", field), f"{path}.{name}")


def a_status() -> ProvisioningKeyStatus:
    """Every field of a status, as the controller fills it."""
    grants = (Grant.model_validate(GRANT),)
    issued = IssuedKey(
        id="billing-7",
        sequence=7,
        root_epoch=1,
        signing_key_id="k1",
        issued_at=NOON,
        not_before=NOON - timedelta(seconds=30),
        expires_at=NOON + timedelta(hours=1),
        slot=Slot.ACTIVE,
        grants=grants,
        policy_uid="0b9a",
        policy_generation=3,
        audiences=("privet",),
    )
    ready = Condition(
        type="Ready",
        status=ConditionStatus.TRUE,
        observed_generation=1,
        last_transition_time=NOON,
        reason="Current",
        message="the key is current",
    )
    return ProvisioningKeyStatus(
        observed_generation=1,
        conditions=(ready,),
        current=issued,
        planned=issued.model_copy(update={"id": "billing-8", "sequence": 8, "slot": Slot.PUBLISHED}),
        draining=(issued.model_copy(update={"id": "billing-6", "slot": Slot.DRAINING, "replaced_at": NOON}),),
        next_rotation_time=NOON + timedelta(minutes=30),
        phase_offset=17,
        effective=EffectiveSettings(
            grants=grants,
            audiences=("privet",),
            lifetime=timedelta(hours=1),
            every=timedelta(minutes=30),
            schedule="0 * * * *",
            time_zone="UTC",
            overlap=timedelta(minutes=12),
            delivery_mode=DeliveryMode.SECRET,
            mount_path="/var/run/secrets/privet.dev/billing",
        ),
        pods=(KeyHolders(key_id="billing-7", count=2, held_from=NOON, held_until=NOON),),
    )


@pytest.fixture
def a_namespace(api: Api, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    api.cluster.kubectl("create", "namespace", name)
    yield name
    api.cluster.kubectl("delete", "namespace", name, "--wait=false")


def within(namespace: str, obj: Object) -> Object:
    return obj | {"metadata": obj["metadata"] | {"namespace": namespace}}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_every_field_has_text(api: Api, kind: Kind) -> None:
    def told() -> dict[str, Any] | None:
        if f"apis/{API_VERSION}" not in api.cluster.client.get("/openapi/v3")["paths"]:
            return None
        described = api.cluster.client.get(f"/openapi/v3/apis/{API_VERSION}")
        return dict(described["components"]["schemas"]).get(f"dev.privet.{VERSION}.{kind.name}")

    assert list(undescribed(api.cluster.wait(told, "the API server describes the kind"))) == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("clusterpiipolicies", "the ceiling of grants"),
        ("ppol.spec.grants.actions", "Read, Write, Decrypt, Export"),
        ("pkey.spec.rotation.overlap", "old and new key are both valid"),
        ("quar.spec.release", "asks for an end of the quarantine"),
    ],
)
def test_kubectl_explains(api: Api, field: str, text: str) -> None:
    def told() -> str | None:
        # The API server makes its description of itself anew now and then, and is without it meanwhile.
        answer = api.cluster.run_kubectl("explain", field)
        return answer.stdout if answer.returncode == 0 else None

    assert text in " ".join(api.cluster.wait(told, "kubectl explains").split())


def test_the_crds_are_taken_without_a_warning(api: Api, tmp_path: Path) -> None:
    for name, text in crd_files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    went = api.cluster.run_kubectl("apply", "--server-side", "--dry-run=server", f"--filename={tmp_path}")

    assert (went.returncode, went.stderr) == (0, "")


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_the_schema_is_structural(api: Api, kind: Kind) -> None:
    found = json.loads(api.cluster.kubectl("get", "crd", f"{kind.plural}.privet.dev", "--output=json"))

    conditions = {condition["type"]: condition["status"] for condition in found["status"]["conditions"]}
    assert "NonStructuralSchema" not in conditions
    assert conditions["NamesAccepted"] == conditions["Established"] == "True"


def test_one_category_lists_everything(api: Api, a_namespace: str) -> None:
    for obj in (cluster_policy(name=a_namespace), policy(), key(), quarantine()):
        assert not api.create(within(a_namespace, obj), dry_run=False).refused

    listed = api.cluster.kubectl("get", "privet", "--output=name", f"--namespace={a_namespace}")

    assert {line.partition("/")[0] for line in listed.splitlines()} == {
        f"{kind.name.lower()}.privet.dev" for kind in KINDS
    }


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_a_short_name_is_enough(api: Api, kind: Kind) -> None:
    assert api.cluster.run_kubectl("get", kind.short_name, "-A").returncode == 0


def test_a_key_shows_its_state_in_columns(api: Api, a_namespace: str) -> None:
    store_with_status(api, within(a_namespace, key()))

    short = api.cluster.kubectl("get", "pkey", f"--namespace={a_namespace}").splitlines()
    wide = api.cluster.kubectl("get", "pkey", "--output=wide", f"--namespace={a_namespace}").splitlines()

    assert short[0].split() == ["NAME", "READY", "POLICY", "EXPIRES", "ROTATES", "AGE"]
    assert short[1].split()[:5] == [
        "billing", "True", "billing", "2026-01-31T13:00:00Z", "2026-01-31T12:30:00Z",
    ]  # fmt: skip
    assert wide[0].split()[5:] == ["PODS", "AGE", "REASON", "SERVICEACCOUNT", "SEQUENCE", "MESSAGE"]
    assert wide[1].split()[5] == "2"
    assert wide[1].split()[7:10] == ["Current", "billing", "7"]


@pytest.mark.parametrize(
    ("short_name", "columns"),
    [
        ("cppol", ["NAME", "READY", "ENFORCEMENT", "NAMESPACES", "AGE"]),
        ("ppol", ["NAME", "READY", "KEYS", "AGE"]),
        ("quar", ["NAME", "READY", "KIND", "TARGET", "WHY", "AGE"]),
    ],
)
def test_the_columns_of_the_others(api: Api, a_namespace: str, short_name: str, columns: list[str]) -> None:
    for obj in (cluster_policy(name=a_namespace), policy(), quarantine()):
        api.create(within(a_namespace, obj), dry_run=False)

    shown = api.cluster.kubectl("get", short_name, f"--namespace={a_namespace}")

    assert shown.splitlines()[0].split() == columns


def store_with_status(api: Api, obj: Object) -> None:
    assert not api.create(obj, dry_run=False).refused
    written = a_status().model_dump(mode="json", by_alias=True, exclude_none=True)
    bare = {name: obj[name] for name in ("apiVersion", "kind", "metadata")} | {"status": written}
    answer = api.apply(bare, dry_run=False, manager="privet-controller", subresource="/status")
    assert not answer.refused, answer.message


def test_kubectl_waits_for_ready(api: Api, a_namespace: str) -> None:
    store_with_status(api, within(a_namespace, key()))

    waited = ("wait", "pkey/billing", "--for=condition=Ready", "--timeout=5s")
    api.cluster.kubectl(*waited, f"--namespace={a_namespace}")


def test_a_status_comes_back_as_it_was_written(api: Api, a_namespace: str) -> None:
    obj = within(a_namespace, key())
    store_with_status(api, obj)

    assert ProvisioningKey.from_object(api.get(obj).body).status == a_status()


def test_two_managers_share_a_policy(api: Api, a_namespace: str) -> None:
    ours, theirs = grant(purpose="Billing"), grant(purpose="Support", actions=["Write"])

    first = api.apply(within(a_namespace, policy(grants=[ours])), dry_run=False, manager="team")
    second = api.apply(
        within(a_namespace, policy(grants=[theirs]) | {"spec": {"grants": [theirs]}}),
        dry_run=False,
        manager="privacy",
    )

    assert not first.refused
    assert second.body["spec"]["grants"] == [ours, theirs]
    again = api.apply(within(a_namespace, policy(grants=[])), dry_run=False, manager="team")
    assert again.body["spec"]["grants"] == [theirs]


def test_two_managers_do_not_undo_each_other_unnoticed(api: Api, a_namespace: str) -> None:
    rule = {"id": "EnvValue", "action": "Deny"}
    api.apply(within(a_namespace, policy(rules=[rule])), dry_run=False, manager="privacy")

    answer = api.apply(
        within(a_namespace, policy(rules=[rule | {"action": "Off"}])), dry_run=False, manager="team"
    )

    assert answer.status == 409
    assert 'conflict with "privacy"' in answer.message


def test_a_change_of_the_spec_alone_counts_as_a_generation(api: Api, a_namespace: str) -> None:
    obj = within(a_namespace, key())
    store_with_status(api, obj)

    assert api.get(obj).body["metadata"]["generation"] == 1
