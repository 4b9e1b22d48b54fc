"""Every rule, end to end: the real API server asks the real webhook."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

import pytest

from tests.l2.webhook.scene import (
    ACCOUNT,
    CARD,
    EMAIL,
    GRANT,
    PLANTED,
    Object,
    Scene,
    Stage,
    a_container,
    a_pod,
    a_template,
    env,
    from_secret,
    own_kind,
    workload,
)

PAGE = "https://privet.dev/rules/"


@dataclass(frozen=True)
class Breach:
    """What somebody tries, and what is said about it."""

    rule: str
    tried: Object
    said: str
    policy: Object | None = None


GRANTED = {"grants": [GRANT]}
NO_GRANT = {"grants": [{"entity": "Iban", "purpose": "Billing", "actions": ["Read"]}]}
KEY_VOLUME = {"name": "key", "secret": {"secretName": "privet-key-other"}}
PRINTS = ["sh", "-c", 'echo "hello $CUSTOMER_EMAIL"']

BREACHES = [
    Breach("PolicyRequired", a_pod(labels={"app": "stranger"}), "no PIIPolicy selects the labels"),
    Breach(
        "EnvValue",
        a_pod(a_container(env=[env("CONTACT", EMAIL)])),
        "containers[app].env[CONTACT].value holds EmailAddress",
    ),
    Breach(
        "EnvValue",
        a_pod(a_container(), initContainers=[a_container("setup", env=[env("NOTE", f"paid by {CARD}")])]),
        "initContainers[setup].env[NOTE].value holds CreditCard",
    ),
    Breach(
        "ArgumentValue", a_pod(a_container(args=["--to", EMAIL])), "containers[app].args holds EmailAddress"
    ),
    Breach(
        "ArgumentValue",
        a_pod(a_container(lifecycle={"preStop": {"exec": {"command": ["notify", EMAIL]}}})),
        "holds EmailAddress",
    ),
    Breach(
        "GrantMissing",
        a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")])),
        "containers[app].env[CUSTOMER_EMAIL] carries EmailAddress without a grant",
        policy={"grants": []},
    ),
    Breach("EnvLogged", a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], command=PRINTS)), "command"),
    Breach("EnvLogged", a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], command=["env"])), "command"),
    Breach(
        "KeyMisuse",
        a_pod(
            a_container(volumeMounts=[{"name": "key", "mountPath": "/key"}]),
            volumes=[KEY_VOLUME],
        ),
        "volumes[key] mounts a provisioning key of somebody else",
    ),
    Breach(
        "KeyMisuse",
        a_pod(a_container(envFrom=[{"secretRef": {"name": "privet-key-billing"}}])),
        "containers[app].envFrom reads a provisioning key into the environment",
    ),
    Breach(
        "PolicyCeiling",
        own_kind(
            "PIIPolicy",
            "greedy",
            {"grants": [{"entity": "CreditCard", "purpose": "Any", "actions": ["Read"]}]},
        ),
        "asks for Read, which the ceiling does not allow",
    ),
    Breach(
        "PolicyCeiling",
        own_kind(
            "ProvisioningKey",
            "greedy",
            {
                "policyRef": {"name": "billing"},
                "subject": {"serviceAccountName": ACCOUNT},
                "grants": [{**GRANT, "actions": ["Export"]}],
            },
        ),
        "asks for Export",
    ),
    Breach(
        "ReservedMetadata",
        a_pod(labels={"app": "billing", "privet.dev/quarantined": "false"}),
        "is for Privet alone to write",
    ),
    Breach(
        "ReservedMetadata",
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "privet-key-forged"},
            "stringData": {"token": "forged"},
        },
        "is for Privet alone to write",
    ),
    Breach(
        "ReservedMetadata",
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "innocent"},
            "type": "privet.dev/provisioning-key",
        },
        "is for Privet alone to write",
    ),
    Breach(
        "ConfigMapValue",
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "settings"},
            "data": {"owner": f"ask {EMAIL}"},
        },
        "data[owner] holds EmailAddress",
    ),
    Breach(
        "MetadataValue",
        {**a_pod(), "metadata": {**a_pod()["metadata"], "annotations": {"owner": EMAIL}}},
        "metadata.annotations[owner] holds EmailAddress",
    ),
]


def names(breach: Breach) -> str:
    return f"{breach.rule}-{breach.tried['kind']}"


def holds_nothing(text: str) -> bool:
    return not any(planted in text for planted in PLANTED)


@pytest.mark.parametrize("breach", BREACHES, ids=names)
def test_a_breach_is_denied(commons: Stage, breach: Breach) -> None:
    scene = commons.common("Deny", breach.policy or GRANTED)

    answer = scene.create(breach.tried, "--dry-run=server")

    assert answer.returncode != 0
    assert f"denied by ClusterPIIPolicy/{scene.floor}: " in answer.stderr
    assert breach.said in answer.stderr
    assert f"({breach.rule})" in answer.stderr
    assert f"see {PAGE}{breach.rule}" in answer.stderr
    assert holds_nothing(answer.stderr)


@pytest.mark.parametrize("breach", BREACHES, ids=names)
def test_under_warn_it_passes_with_a_warning(commons: Stage, breach: Breach) -> None:
    scene = commons.common("Warn", breach.policy or GRANTED)

    answer = scene.create(breach.tried, "--dry-run=server")

    assert answer.returncode == 0, answer.stderr
    warnings = [line for line in answer.stderr.splitlines() if line.startswith("Warning: ")]
    assert any(f"({breach.rule})" in line for line in warnings)
    assert all(len(line) <= len("Warning: ") + 250 for line in warnings)
    assert holds_nothing(answer.stderr)


@pytest.mark.parametrize("breach", BREACHES, ids=names)
def test_under_audit_it_passes_in_silence(commons: Stage, breach: Breach) -> None:
    scene = commons.common("Audit", breach.policy or GRANTED)
    # The name under which the audit log tells this request from others.
    asker = f"asker-{secrets.token_hex(4)}"

    answer = scene.create(breach.tried, "--dry-run=server", f"--field-manager={asker}")

    assert (answer.returncode, answer.stderr) == (0, "")
    noted = annotations_of(scene, asker)
    assert [value for key, value in noted.items() if key.endswith(f".privet.dev/{breach.rule}")]
    assert holds_nothing(str(noted))


def annotations_of(scene: Scene, asker: str) -> dict[str, str]:
    """What the API server's audit log notes about the request of this field manager."""
    log = scene.webhooks.cluster.audit_log
    assert log is not None
    noted: dict[str, str] = {}
    for line in log.read_text().splitlines():
        if asker in line:
            noted.update(json.loads(line).get("annotations", {}))
    return noted


@pytest.mark.parametrize(
    "kind",
    [
        "Deployment",
        "ReplicaSet",
        "DaemonSet",
        "StatefulSet",
        "ReplicationController",
        "PodTemplate",
        "Job",
        "CronJob",
    ],
)
def test_every_kind_of_workload_is_judged_by_its_template(commons: Stage, kind: str) -> None:
    scene = commons.common("Deny", GRANTED)
    good, bad = a_template(), a_template(a_container(env=[env("CONTACT", EMAIL)]))

    refused = scene.create(workload(kind, bad), "--dry-run=server")

    assert "(EnvValue)" in refused.stderr
    assert "containers[app].env[CONTACT].value holds EmailAddress" in refused.stderr
    assert holds_nothing(refused.stderr)
    scene.must(scene.create(workload(kind, good), "--dry-run=server"))


def test_all_violations_are_named_at_once_and_sorted(stage: Stage) -> None:
    scene = stage.scene(policy=GRANTED)
    pod = a_pod(
        a_container(args=[CARD], env=[env("B", EMAIL), env("A", EMAIL)]),
        labels={"app": "billing", "privet.dev/key": "mine"},
    )

    answer = scene.create(pod)

    for said in ("(ArgumentValue)", "env[A].value", "env[B].value", "(ReservedMetadata)"):
        assert said in answer.stderr
    assert answer.stderr.index("env[A]") < answer.stderr.index("env[B]")


def test_the_strictest_of_several_policies_wins(stage: Stage) -> None:
    tightened = {**GRANTED, "rules": [{"id": "EnvValue", "action": "Deny"}]}
    scene = stage.scene(policy=tightened, floor={"enforcement": "Audit"})

    answer = scene.create(a_pod(a_container(env=[env("CONTACT", EMAIL)])))

    assert "denied by PIIPolicy/billing" in answer.stderr


@pytest.mark.parametrize("name", [f"web-{CARD}", f"{CARD}.web"])
def test_a_name_that_holds_personal_data_is_not_repeated(stage: Stage, name: str) -> None:
    scene = stage.scene(policy=GRANTED)

    answer = scene.create(a_pod(a_container(env=[env("CONTACT", EMAIL), env(EMAIL, CARD)]), name=name))

    denial = answer.stderr.partition("denied the request: ")[2]
    assert "(EnvValue)" in denial
    assert CARD not in denial
    assert EMAIL not in denial
