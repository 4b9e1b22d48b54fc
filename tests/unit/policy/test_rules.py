"""Every rule: what it objects to, and that it has nothing to say where there is nothing."""

import base64
import gzip
import zlib
from collections.abc import Callable

import pytest

from privet.policy import Allowed, Denied
from tests.unit.detection.values import BY_ENTITY, CARD, EMAIL
from tests.unit.policy.builders import (
    ORDINARY,
    WITH_GRANT,
    Json,
    a_cluster_policy,
    a_container,
    a_pod,
    a_policy,
    from_secret,
    judge,
    objections,
    policies,
    rules,
)


def test_a_clean_pod_with_a_policy_is_allowed_without_a_word() -> None:
    assert judge(a_pod()) == Allowed()


def test_a_denial_reads_as_promised() -> None:
    verdict = judge(a_pod(a_container(env=[{"name": "CONTACT", "value": EMAIL}])))

    assert isinstance(verdict, Denied)
    assert verdict.message == (
        'pod "web" denied by ClusterPIIPolicy/baseline: '
        "containers[app].env[CONTACT].value holds EmailAddress (EnvValue); take it from a Secret "
        "and ask for a grant, see https://privet.dev/rules/EnvValue"
    )


def test_policy_required() -> None:
    assert objections(judge(a_pod(labels={"app": "other"}))) == [("PolicyRequired", "", None)]
    assert rules(judge(a_pod(labels={"app": "other"}), policies(a_policy(workloadSelector={})))) == []
    assert rules(judge(a_pod(), policies(a_policy(workloadSelector=None)))) == ["PolicyRequired"]


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
def test_env_value(entity: str) -> None:
    pod = a_pod(a_container(env=[{"name": "X", "value": f"it is {BY_ENTITY[entity]}"}]))

    assert ("EnvValue", "containers[app].env[X].value", entity) in objections(judge(pod))


@pytest.mark.parametrize(
    "value", ["", "on", "http://shop:8080", "someone@example.com", "support@shopmail.io"]
)
def test_env_value_that_is_nobodys(value: str) -> None:
    assert judge(a_pod(a_container(env=[{"name": "CUSTOMER_EMAIL", "value": value}]))) == Allowed()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param({"secretKeyRef": {"name": "a", "key": "b"}}, id="Secret"),
        pytest.param({"configMapKeyRef": {"name": "a", "key": "b"}}, id="ConfigMap"),
        pytest.param({"fileKeyRef": {"volumeName": "a", "path": "b", "key": "c"}}, id="file"),
        pytest.param({"fieldRef": {"fieldPath": "metadata.annotations['x']"}}, id="field"),
    ],
)
def test_grant_missing(source: Json) -> None:
    pod = a_pod(a_container(env=[{"name": "CUSTOMER_EMAIL", "valueFrom": source}]))

    assert objections(judge(pod)) == [("GrantMissing", "containers[app].env[CUSTOMER_EMAIL]", "EmailAddress")]
    assert "GrantMissing" not in rules(judge(pod, WITH_GRANT))


def test_a_grant_to_write_is_none_to_read() -> None:
    write = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Write"]}
    among = policies(a_cluster_policy(ceiling=[write]), a_policy(grants=[write]))

    assert rules(judge(a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")])), among)) == ["GrantMissing"]


def test_a_grant_above_the_ceiling_is_none() -> None:
    read_card = {"entity": "CreditCard", "purpose": "Billing", "actions": ["Read"]}
    pod = a_pod(a_container(env=[from_secret("CARD_NUMBER")]))

    assert rules(judge(pod, policies(a_policy(grants=[read_card])))) == ["GrantMissing"]


def test_a_declared_variable_carries_what_the_policy_says() -> None:
    declared = a_policy(environment=[{"name": "CUST_REF", "entity": "PersonName"}])
    pod = a_pod(a_container(env=[from_secret("CUST_REF")]))

    assert objections(judge(pod, policies(declared))) == [
        ("GrantMissing", "containers[app].env[CUST_REF]", "PersonName")
    ]
    assert rules(judge(pod)) == []


def test_what_no_recognizer_can_tell_is_told_by_the_declaration() -> None:
    declared = a_policy(environment=[{"name": "CUST_REF", "entity": "PersonName"}])
    pod = a_pod(a_container(env=[{"name": "CUST_REF", "value": "Jane Roe"}]))

    assert rules(judge(pod, policies(declared))) == ["EnvValue"]
    assert rules(judge(a_pod(a_container(env=[{"name": "CUST_REF", "value": ""}])), policies(declared))) == []


def test_env_logged_is_not_covered_by_a_grant() -> None:
    pod = a_pod(
        a_container(env=[from_secret("CUSTOMER_EMAIL")], command=["sh", "-c", 'echo "$CUSTOMER_EMAIL"'])
    )

    assert objections(judge(pod, WITH_GRANT)) == [("EnvLogged", "containers[app].command", "EmailAddress")]


def test_env_logged_follows_a_literal_value() -> None:
    off = a_cluster_policy(rules=[{"id": "EnvValue", "action": "Off"}])
    pod = a_pod(a_container(env=[{"name": "FOO", "value": EMAIL}], args=["sh", "-c", "echo $FOO"]))

    assert rules(judge(pod, policies(off))) == ["EnvLogged"]


def test_printing_an_environment_that_is_known_and_clean_is_fine() -> None:
    clean = a_container(env=[{"name": "A", "value": "b"}], command=["env"])
    unknown = a_container(env=[from_secret("PASSWORD")], command=["env"])
    imported = a_container(envFrom=[{"secretRef": {"name": "x"}}], command=["env"])

    assert rules(judge(a_pod(clean))) == []
    assert rules(judge(a_pod(unknown))) == ["EnvLogged"]
    assert rules(judge(a_pod(imported))) == ["EnvLogged"]


@pytest.mark.parametrize(
    ("container", "path"),
    [
        ({"command": ["run", CARD]}, "containers[app].command"),
        ({"args": [f"--card={CARD}"]}, "containers[app].args"),
        (
            {"lifecycle": {"postStart": {"exec": {"command": ["x", CARD]}}}},
            "containers[app].lifecycle.postStart.exec.command",
        ),
        (
            {"lifecycle": {"preStop": {"httpGet": {"path": f"/bye/{CARD}", "port": 80}}}},
            "containers[app].lifecycle.preStop.httpGet.path",
        ),
        (
            {"livenessProbe": {"exec": {"command": ["x", CARD]}}},
            "containers[app].livenessProbe.exec.command",
        ),
        (
            {"readinessProbe": {"httpGet": {"port": 80, "httpHeaders": [{"name": "X-Card", "value": CARD}]}}},
            "containers[app].readinessProbe.httpGet.httpHeaders[X-Card]",
        ),
        (
            {"startupProbe": {"grpc": {"port": 80, "service": CARD}}},
            "containers[app].startupProbe.grpc.service",
        ),
    ],
)
def test_argument_value(container: Json, path: str) -> None:
    assert objections(judge(a_pod(a_container(**container)))) == [("ArgumentValue", path, "CreditCard")]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": f"pod-{CARD}"}, "metadata.name"),
        ({"generateName": f"pod-{CARD}-"}, "metadata.generateName"),
        ({"labels": {"app": "web", "card": CARD}}, "metadata.labels[card]"),
        ({"annotations": {"note": f"for {CARD}"}}, "metadata.annotations[note]"),
        ({"annotations": {CARD: "x"}}, "metadata.annotations[#0] (its name)"),
    ],
)
def test_metadata_value(change: Json, path: str) -> None:
    pod = a_pod()
    pod["metadata"].update(change)
    verdict = judge(pod)

    assert objections(verdict) == [("MetadataValue", path, "CreditCard")]
    assert CARD not in repr(verdict)
    assert CARD not in getattr(verdict, "message", "")


def test_metadata_value_in_what_a_pod_says_of_hosts() -> None:
    aliases = a_pod(hostAliases=[{"ip": "10.0.0.1", "hostnames": [f"c{CARD}.io", f"{CARD}.io"]}])
    attributes = {"driver": "x", "volumeAttributes": {"owner": EMAIL}}

    assert rules(judge(aliases)) == ["MetadataValue"]
    assert rules(judge(a_pod(hostname=f"card-{CARD}"))) == ["MetadataValue"]
    assert rules(judge(a_pod(volumes=[{"name": "v", "csi": attributes}]))) == ["MetadataValue"]


@pytest.mark.parametrize("field", ["data", "binaryData"])
def test_config_map_value(field: str) -> None:
    plain = f"contact: {EMAIL}\nport: 80\n"
    value = plain if field == "data" else _base64(plain)
    config_map = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c"},
        field: {"app.yaml": value},
    }

    assert objections(judge(config_map)) == [("ConfigMapValue", f"{field}[app.yaml]", "EmailAddress")]


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(lambda text: gzip.compress(text.encode()), id="gzip"),
        pytest.param(lambda text: zlib.compress(text.encode()), id="zlib"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: b"\x00\xff" * 9 + text.encode(), id="among bytes that are no text"),
    ],
)
def test_config_map_value_in_what_is_no_plain_text(packed: Callable[[str], bytes]) -> None:
    # As `kubectl create configmap --from-file` puts a file that is not in UTF-8.
    value = base64.b64encode(packed(f"contact: {EMAIL}\nport: 80\n")).decode()
    config_map = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c"},
        "binaryData": {"app.bin": value},
    }

    assert objections(judge(config_map)) == [("ConfigMapValue", "binaryData[app.bin]", "EmailAddress")]


def test_a_config_map_without_anything_is_allowed() -> None:
    assert judge({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}) == Allowed()


def test_unknown_value_is_a_warning_for_what_is_granted() -> None:
    source = {"fileKeyRef": {"volumeName": "a", "path": "b", "key": "c"}}
    verdict = judge(a_pod(a_container(env=[{"name": "CUSTOMER_EMAIL", "valueFrom": source}])), WITH_GRANT)

    assert isinstance(verdict, Allowed)
    assert [str(one.rule) for one in verdict.warnings] == ["UnknownValue"]


def test_all_that_is_wrong_is_reported_sorted() -> None:
    pod = a_pod(
        a_container("b", env=[{"name": "Z", "value": EMAIL}, {"name": "A", "value": CARD}]),
        a_container("a", args=[CARD], env=[from_secret("USER_PHONE")]),
        labels={"app": "other"},
    )
    verdict = judge(pod, ORDINARY)

    assert isinstance(verdict, Denied)
    assert list(verdict.violations) == sorted(verdict.violations)
    assert [(str(one.rule), one.path) for one in verdict.violations] == [
        ("ArgumentValue", "containers[a].args"),
        ("EnvValue", "containers[b].env[A].value"),
        ("EnvValue", "containers[b].env[Z].value"),
        ("GrantMissing", "containers[a].env[USER_PHONE]"),
        ("PolicyRequired", ""),
    ]


def test_each_remedy_is_said_once() -> None:
    variables = [{"name": name, "value": EMAIL} for name in "ABC"]
    verdict = judge(a_pod(a_container(env=variables)))

    assert isinstance(verdict, Denied)
    assert verdict.message.count("https://privet.dev/rules/EnvValue") == 1


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()
