"""The name is generated, so that it is empty at admission."""

from privet.policy import Denied
from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge


def test_a_pod_without_a_name_is_judged() -> None:
    pod = a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))
    pod["metadata"]["generateName"] = "web-"
    del pod["metadata"]["name"]
    verdict = judge(pod)

    assert isinstance(verdict, Denied)
    assert verdict.message.startswith('pod "web-" denied')
