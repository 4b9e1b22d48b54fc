"""A debug container is added to a running pod.

It comes through the subresource `pods/ephemeralcontainers`, an UPDATE of a pod that passed once
(CVE-2023-2727).
"""

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


def test_an_ephemeral_container_is_read() -> None:
    debugger = a_container("debugger", command=["sh", "-c", "env"], env=[from_secret("CUSTOMER_EMAIL")])
    after = a_pod(ephemeralContainers=[debugger])
    verdict = judge(after, WITH_GRANT, old=a_pod(), subresource="ephemeralcontainers")

    assert rules(verdict) == ["EnvLogged"]


def test_a_pod_that_ran_already_may_be_debugged() -> None:
    leaking = a_pod(a_container(env=[{"name": "X", "value": EMAIL}]))
    after = {**leaking, "spec": {**leaking["spec"], "ephemeralContainers": [a_container("debugger")]}}

    assert rules(judge(after, old=leaking, subresource="ephemeralcontainers")) == []
