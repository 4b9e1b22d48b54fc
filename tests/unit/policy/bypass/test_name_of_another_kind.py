"""A custom resource borrows the name of a core kind, so that it is read as something that it is not."""

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge, rules


def test_the_group_tells_them_apart() -> None:
    spec = {"podTemplate": {"spec": a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))["spec"]}}
    obj = {"apiVersion": "x.io/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": spec}

    assert "EnvValue" in rules(judge(obj))
    assert "EnvValue" in rules(judge({**obj, "kind": "ConfigMap"}))
    assert "EnvValue" in rules(judge({**obj, "kind": "Secret"}))
