"""A pod mounts the provisioning key of another workload.

The Secret lies in the same namespace, and Kubernetes lets every pod there mount it in many ways.
"""

import dataclasses

import pytest

from privet.policy import evaluate
from tests.unit.policy.builders import (
    Json,
    a_container,
    a_deployment,
    a_key,
    a_pod,
    a_review,
    from_secret,
    judge,
    objections,
    policies,
    rules,
)


@pytest.mark.parametrize(
    "volume",
    [
        {"secret": {"secretName": "privet-key-billing"}},
        {"secret": {"secretName": "privet-key-billing", "items": [{"key": "token", "path": "t"}]}},
        {
            "projected": {
                "sources": [{"configMap": {"name": "x"}}, {"secret": {"name": "privet-key-billing"}}]
            }
        },
        {"csi": {"driver": "x", "nodePublishSecretRef": {"name": "privet-key-billing"}}},
        {"csi": {"driver": "x", "volumeAttributes": {"secretName": "privet-key-billing"}}},
        {"flexVolume": {"driver": "x", "secretRef": {"name": "privet-key-billing"}}},
        {"azureFile": {"shareName": "x", "secretName": "privet-key-billing"}},
        {"cephfs": {"monitors": [], "secretRef": {"name": "privet-key-billing"}}},
        {"scaleIO": {"gateway": "x", "system": "y", "secretRef": {"name": "privet-key-billing"}}},
        {"secret": {"secretName": "privet-key-not-there-yet"}},
    ],
)
def test_no_volume_gets_it(volume: Json) -> None:
    for pod in (
        a_pod(volumes=[{"name": "v", **volume}]),
        a_deployment(a_pod(volumes=[{"name": "v", **volume}])),
    ):
        assert objections(judge(pod, policies(a_key()))) == [("KeyMisuse", "volumes[v]", None)]


def test_no_variable_gets_it() -> None:
    one = a_container(env=[from_secret("TOKEN", "privet-key-billing", "token")])
    many = a_container(envFrom=[{"prefix": "X_", "secretRef": {"name": "privet-key-billing"}}])

    assert objections(judge(a_pod(one), policies(a_key()))) == [
        ("KeyMisuse", "containers[app].env[TOKEN]", None)
    ]
    assert objections(judge(a_pod(many), policies(a_key()))) == [
        ("KeyMisuse", "containers[app].envFrom", None)
    ]


def test_no_registry_gets_it() -> None:
    pod = a_pod(imagePullSecrets=[{"name": "privet-key-billing"}])

    assert rules(judge(pod, policies(a_key()))) == ["KeyMisuse"]


def test_escapes_in_the_name_hide_nothing() -> None:
    volume = {"name": "v", "secret": {"secretName": "SECRET"}}
    review = a_review(a_pod(volumes=[volume]))
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in "privet-key-billing").encode()
    body = (review.object or b"").replace(b"SECRET", escaped)

    assert rules(evaluate(policies(a_key()), dataclasses.replace(review, object=body))) == ["KeyMisuse"]
