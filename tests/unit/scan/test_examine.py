"""What a scan says about each field of an object, and where."""

import base64
import json

import pytest

from privet.detection import Confidence, FindingClass
from privet.scan.asked import Asked
from privet.scan.judges import Judge
from privet.scan.results import Severity, fingerprinted
from tests.unit.scan.folder import BOMB, CARD, MAIL, PHONES, a_config_map, results_of, said, stretch

ENCODED = base64.b64encode(f"card {CARD}".encode()).decode()

WORKLOAD = f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {{owner: "call {MAIL}"}}
spec:
  template:
    metadata:
      labels: {{app: web}}
    spec:
      hostAliases: [{{ip: 10.0.0.1, hostnames: ["{MAIL}"]}}]
      initContainers:
      - name: prepare
        image: shop/web:1
        args: [--mail, {MAIL}]
      containers:
      - name: app
        image: shop/web:1
        command: [sh, -c, 'echo "$CUSTOMER_EMAIL"']
        env:
        - name: CONTACT
          value: |
            write to
              {MAIL}
        - {{name: CUSTOMER_EMAIL, valueFrom: {{secretKeyRef: {{name: a, key: b}}}}}}
        livenessProbe:
          httpGet:
            path: /health
            httpHeaders: [{{name: X-User, value: {MAIL}}}]
        lifecycle: {{preStop: {{exec: {{command: [notify, {MAIL}]}}}}}}
"""


def test_every_field_of_a_workload_is_read_and_found_where_it_is_written() -> None:
    results = results_of(WORKLOAD)

    holding = [one for one in results if "holds" in one.statement]
    assert {stretch(WORKLOAD, one) for one in holding} == {MAIL}
    assert [(one.place.line, one.rule, one.path) for one in sorted(results, key=lambda one: one.place)] == [
        (5, "MetadataValue", "metadata.annotations[owner]"),
        (11, "MetadataValue", "hostAliases"),
        (15, "ArgumentValue", "initContainers[prepare].args"),
        (19, "EnvLogged", "containers[app].command"),
        (24, "EnvValue", "containers[app].env[CONTACT].value"),
        (29, "ArgumentValue", "containers[app].livenessProbe.httpGet.httpHeaders[X-User]"),
        (30, "ArgumentValue", "containers[app].lifecycle.preStop.exec.command"),
    ]
    assert {one.severity for one in results} == {Severity.DENY}
    assert {one.subject for one in results} == {'deployment "web"'}


BESIDE = f"""\
apiVersion: batch/v1
kind: CronJob
metadata: {{name: web}}
spec:
  jobTemplate:
    metadata: {{labels: {{a: b}}, annotations: {{owner: {MAIL}}}}}
    spec:
      template:
        metadata: {{labels: {{app: web}}}}
        spec:
          containers:
          - name: app
            workingDir: /data/{MAIL}
            args:
            - --customer-mail
            - {MAIL}
            livenessProbe: {{tcpSocket: {{host: {MAIL}, port: 1}}}}
            volumeMounts: [{{name: in, mountPath: /in, subPath: in/{MAIL}}}]
          volumes:
          - {{name: in, hostPath: {{path: /in/{MAIL}}}}}
          - name: out
            ephemeral: {{volumeClaimTemplate: {{metadata: {{annotations: {{owner: {MAIL}}}}}}}}}
"""


def test_what_is_beside_pods_is_found_where_it_is_written() -> None:
    results = results_of(BESIDE)

    assert {stretch(BESIDE, one) for one in results} == {MAIL}
    assert [(one.place.line, one.rule, one.path) for one in sorted(results, key=lambda one: one.place)] == [
        (6, "MetadataValue", "jobTemplate.metadata.annotations[owner]"),
        (13, "ArgumentValue", "containers[app].workingDir"),
        (16, "ArgumentValue", "containers[app].args"),
        (17, "ArgumentValue", "containers[app].livenessProbe.tcpSocket.host"),
        (18, "MetadataValue", "containers[app].volumeMounts subPath"),
        (20, "MetadataValue", "volumes hostPath.path"),
        (22, "MetadataValue", "volumes[#1].ephemeral.volumeClaimTemplate.metadata.annotations[owner]"),
    ]


def test_a_word_behind_a_flag_is_found_where_it_is_written() -> None:
    number = "219456785"
    text = WORKLOAD.replace(f"[--mail, {MAIL}]", f'[--customer-ssn, "{number}"]')

    (found,) = [one for one in results_of(text) if "UsSsn" in one.statement]

    assert (stretch(text, found), found.path) == (number, "initContainers[prepare].args")


def test_a_secret_is_looked_into_decoded_and_as_it_is_written() -> None:
    text = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "people"},
            "stringData": {"mail": MAIL},
            "data": {"card": ENCODED, "broken": "%%%", "binary": "AAEC/w=="},
        }
    )

    results = results_of(text)

    assert [(one.rule, one.path, one.evidence.entity, one.evidence.layers) for one in results] == [
        ("SecretValue", "stringData[mail]", "EmailAddress", ()),
        ("SecretValue", "data[card]", "CreditCard", ("base64",)),
    ]
    assert [stretch(text, one) for one in results] == [MAIL, f'"{ENCODED}"']


def test_a_secret_that_holds_more_than_a_review_looks_at_is_searched_all_the_same() -> None:
    results = results_of(a_secret(" ".join(PHONES)), notes=False)

    assert [one.evidence.entity for one in results] == ["PhoneNumber"] * len(PHONES)


def test_a_secret_that_holds_more_than_is_searched_is_not_clean() -> None:
    (result,) = results_of(a_secret(BOMB), notes=False)

    assert (result.severity, result.path) == (Severity.UNEVALUATED, "stringData[list]")
    assert result.statement == "could not be judged: it holds more than is searched"


def a_secret(text: str) -> str:
    """Give a Secret of one text."""
    return json.dumps(
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"list": text}}
    )


def test_what_is_put_together_from_variables_is_placed_where_that_is_done() -> None:
    container = {
        "name": "app",
        "image": "a",
        "command": ["", "send", "$(TO)"],
        "env": [{"name": "TO", "value": MAIL}],
    }
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container]}}
    text = json.dumps(pod)

    places = {one.path: stretch(text, one) for one in results_of(text)}

    assert places == {"containers[app].command": '"$(TO)"', "containers[app].env[TO].value": MAIL}


def test_several_findings_in_one_field_are_several_results() -> None:
    other = "ben.ruiz@northwind-traders.com"

    results = results_of(a_config_map(note=f"{MAIL}, {other} and {CARD}"))

    assert sorted(one.evidence.entity for one in results) == ["CreditCard", "EmailAddress", "EmailAddress"]
    assert len({one.place for one in results}) == 3
    assert len({one.fingerprint for one in fingerprinted(results)}) == 3


def test_what_is_nobodys_data_is_a_note_that_can_be_left_out() -> None:
    text = a_config_map(a="jane@example.com", b="info@northwind-traders.com")

    assert [(one.severity, one.evidence.kind) for one in results_of(text)] == [
        (Severity.NOTE, FindingClass.EXAMPLE),
        (Severity.NOTE, FindingClass.FUNCTIONAL),
    ]
    assert results_of(text, notes=False) == []


def test_names_that_say_too_much_are_numbers() -> None:
    text = a_config_map(**{"name": MAIL, MAIL: MAIL, "safe": MAIL})

    results = results_of(text)

    assert {one.subject for one in results} == {'configmap "…"'}
    assert MAIL not in repr(results)
    assert "data[#0] holds EmailAddress (ConfigMapValue)" in {one.statement for one in results}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            '{"apiVersion": "v1", "kind": "Pod", "spec": []}', "the object cannot be read", id="shape"
        ),
        pytest.param(
            a_config_map(a="ab 12 " * 2_000_000), "the object holds more text than is scanned", id="size"
        ),
    ],
)
def test_what_cannot_be_told_is_never_clean(text: str, why: str) -> None:
    (result,) = results_of(text)

    assert result.severity is Severity.UNEVALUATED
    assert result.statement == f"could not be judged: {why}"


def test_numbers_where_text_belongs_are_read_as_they_are_written() -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  port: 8080\n  card: {CARD}\n"

    assert said(results_of(text)) == ["Deny 6:9 data[card] holds CreditCard (ConfigMapValue)"]


def test_the_user_says_what_to_look_for() -> None:
    text = a_config_map(a=f"{MAIL} {CARD}")
    cards = Judge(Asked(frozenset(("CreditCard",)), Confidence.MEDIUM))

    assert [one.evidence.entity for one in results_of(text, judge=cards)] == ["CreditCard"]


def test_templates_of_custom_resources_are_found_by_their_shape() -> None:
    container = {"name": "app", "image": "a", "env": {"CONTACT": MAIL}}
    replicas = {
        "Worker": {"template": {"spec": {"containers": [container]}}},
        "Chief": {"template": {"spec": {"containers": [container]}}},
    }
    text = json.dumps(
        {
            "apiVersion": "kubeflow.org/v1",
            "kind": "TFJob",
            "metadata": {"name": "a"},
            "spec": {"replicas": replicas},
        }
    )

    results = results_of(text)

    assert [one.path for one in results] == [
        "spec.replicas.Chief.template.spec.containers[app].env[CONTACT].value",
        "spec.replicas.Worker.template.spec.containers[app].env[CONTACT].value",
    ]
    assert {stretch(text, one) for one in results} == {MAIL}


def test_long_schemas_of_other_groups_are_not_read() -> None:
    deep: object = {"default": MAIL}
    for _ in range(150):
        deep = {"properties": deep}
    text = json.dumps(
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": MAIL},
            "spec": deep,
        }
    )

    assert [one.path for one in results_of(text)] == ["metadata.name"]
