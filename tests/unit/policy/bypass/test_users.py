"""The request comes from somebody whom other engines let through."""

import pytest

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge, rules


@pytest.mark.parametrize(
    "user",
    [
        "system:admin",
        "system:node:node-1",
        "system:serviceaccount:kube-system:replicaset-controller",
        "system:serviceaccount:privet-system:privet-webhook",
        "system:serviceaccount:privet-system:privet-controller",
        "",
    ],
)
def test_nobody_is_exempt(user: str) -> None:
    assert rules(judge(a_pod(a_container(env=[{"name": "X", "value": EMAIL}])), user=user)) == ["EnvValue"]


@pytest.mark.parametrize(
    "user", ["system:admin", "system:serviceaccount:shop:privet-controller", "privet-controller"]
)
def test_only_the_controller_writes_what_is_reserved(user: str) -> None:
    assert rules(judge(a_pod(annotations={"privet.dev/x": "y"}), user=user)) == ["ReservedMetadata"]
