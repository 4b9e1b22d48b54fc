"""A workload of a kind that nobody has listed.

Rollouts, JobSets, training jobs and what comes next hold pod templates where they like.
"""

import pytest

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import Json, a_container, a_pod, judge, rules

POD = a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))


@pytest.mark.parametrize(
    "spec",
    [
        {"template": {"spec": POD["spec"]}},
        {"workerTemplate": {"podTemplate": {"metadata": {"labels": {"app": "web"}}, "spec": POD["spec"]}}},
        {"replicatedJobs": [{"template": {"spec": {"template": {"spec": POD["spec"]}}}}]},
        {"headGroupSpec": {"rayStartParams": {}, "template": POD}},
        {"a": {"b": {"c": [{"d": [POD["spec"]]}]}}},
    ],
)
def test_templates_are_found_by_shape(spec: Json) -> None:
    obj = {"apiVersion": "x.io/v1", "kind": "Anything", "metadata": {"name": "x"}, "spec": spec}

    assert "EnvValue" in rules(judge(obj))
