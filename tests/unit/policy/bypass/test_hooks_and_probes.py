"""The command that prints is a hook's or a probe's, not the container's.

It writes to the log through the descriptors of process 1, or into an Event by failing.
"""

import pytest

from tests.unit.policy.builders import WITH_GRANT, Json, a_container, a_pod, from_secret, judge, rules

COMMAND = ["sh", "-c", "echo $CUSTOMER_EMAIL > /proc/1/fd/1"]


@pytest.mark.parametrize(
    "field",
    [
        {"lifecycle": {"postStart": {"exec": {"command": COMMAND}}}},
        {"lifecycle": {"preStop": {"exec": {"command": COMMAND}}}},
        {"livenessProbe": {"exec": {"command": COMMAND}}},
        {"readinessProbe": {"exec": {"command": COMMAND}}},
        {"startupProbe": {"exec": {"command": COMMAND}}},
    ],
)
def test_they_are_followed(field: Json) -> None:
    pod = a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], **field))

    assert rules(judge(pod, WITH_GRANT)) == ["EnvLogged"]
