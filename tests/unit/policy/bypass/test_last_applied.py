"""A value that was taken out of the object stays in the annotation that `kubectl apply` keeps."""

import json

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge, rules


def test_the_annotation_is_read() -> None:
    before = json.dumps(a_pod(a_container(env=[{"name": "X", "value": EMAIL}])))
    pod = a_pod(annotations={"kubectl.kubernetes.io/last-applied-configuration": before})

    assert rules(judge(pod)) == ["MetadataValue"]
