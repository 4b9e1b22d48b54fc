"""A pod claims to belong to a controller, or to be on its way out.

Other engines skip what has owners (kyverno#2164) or a deletion timestamp (CVE-2023-34091).
"""

import pytest

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import Json, a_container, a_pod, judge, rules


@pytest.mark.parametrize(
    "claim",
    [
        {"ownerReferences": [{"kind": "ReplicaSet", "name": "web-1", "uid": "1", "controller": True}]},
        {"deletionTimestamp": "2026-01-01T00:00:00Z", "finalizers": ["x.io/y"]},
        {"annotations": {"kubernetes.io/config.mirror": "x"}},
        {"annotations": {"policies.kyverno.io/exclude": "true", "privet.io/ignore": "true"}},
        {"labels": {"app": "web", "admission.gatekeeper.sh/ignore": "true"}},
    ],
)
def test_claims_exempt_nothing(claim: Json) -> None:
    pod = a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))
    pod["metadata"].update(claim)

    assert rules(judge(pod)) == ["EnvValue"]
