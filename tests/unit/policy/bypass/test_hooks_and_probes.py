"""The command that prints is a hook's or a probe's, not the container's.

It writes to the log through the descriptors of process 1, or into an Event by failing.
"""

import pytest

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import (
    WITH_GRANT,
    Json,
    a_container,
    a_pod,
    from_secret,
    judge,
    objections,
    rules,
)

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


@pytest.mark.parametrize(
    ("fields", "rule", "path"),
    [
        ({"livenessProbe": {"tcpSocket": {"host": EMAIL}}}, "ArgumentValue", "livenessProbe.tcpSocket.host"),
        ({"readinessProbe": {"grpc": {"service": EMAIL}}}, "ArgumentValue", "readinessProbe.grpc.service"),
        ({"workingDir": f"/data/{EMAIL}"}, "ArgumentValue", "workingDir"),
        ({"volumeMounts": [{"subPath": f"in/{EMAIL}"}]}, "MetadataValue", "volumeMounts subPath"),
        ({"volumeMounts": [{"subPathExpr": f"in/{EMAIL}"}]}, "MetadataValue", "volumeMounts subPath"),
    ],
)
def test_other_texts_of_a_container_are_read(fields: Json, rule: str, path: str) -> None:
    verdict = judge(a_pod(a_container(**fields)))

    assert objections(verdict) == [(rule, f"containers[app].{path}", "EmailAddress")]


def test_the_folder_of_a_node_is_read() -> None:
    verdict = judge(a_pod(volumes=[{"name": "in", "hostPath": {"path": f"/data/{EMAIL}"}}]))

    assert objections(verdict) == [("MetadataValue", "volumes hostPath.path", "EmailAddress")]
