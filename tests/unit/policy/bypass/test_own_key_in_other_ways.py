"""A pod takes its own key in a way that breaks it.

A file mounted by `subPath`, and a variable, never change: the pod would live on with an expired key, and the
variable would end up in every crash report.
"""

import pytest

from tests.unit.policy.builders import (
    Json,
    a_container,
    a_deployment,
    a_key,
    a_pod,
    from_secret,
    judge,
    policies,
    rules,
)

VOLUME: Json = {"name": "v", "secret": {"secretName": "privet-key-billing"}}
SUBJECT: Json = {"serviceAccountName": "billing"}


def judged(pod: Json) -> list[str]:
    return rules(judge(a_deployment(pod), policies(a_key())))


@pytest.mark.parametrize("part", [{"subPath": "token"}, {"subPathExpr": "$(POD)"}])
def test_a_part_of_it_is_refused(part: Json) -> None:
    mount = {"name": "v", "mountPath": "/token", **part}

    assert judged(a_pod(a_container(volumeMounts=[mount]), volumes=[VOLUME], **SUBJECT)) == ["KeyMisuse"]


def test_a_variable_is_refused() -> None:
    variable = from_secret("TOKEN", "privet-key-billing", "token")

    assert judged(a_pod(a_container(env=[variable]), **SUBJECT)) == ["KeyMisuse"]


def test_a_driver_is_refused() -> None:
    csi = {"driver": "x", "nodePublishSecretRef": {"name": "privet-key-billing"}}

    assert judged(a_pod(volumes=[{"name": "v", "csi": csi}], **SUBJECT)) == ["KeyMisuse"]


def test_the_whole_of_it_as_files_is_fine() -> None:
    mount = {"name": "v", "mountPath": "/keys"}

    assert judged(a_pod(a_container(volumeMounts=[mount]), volumes=[VOLUME], **SUBJECT)) == []
