"""Only `spec.containers` is read.

Init containers and sidecars (init containers that restart) run just the same; published policies of other
engines forget them.
"""

import pytest

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge, objections


@pytest.mark.parametrize("policy", ["Always", None])
def test_init_containers_and_sidecars_are_read(policy: str | None) -> None:
    hidden = a_container("hidden", env=[{"name": "X", "value": EMAIL}], restartPolicy=policy)
    pod = a_pod(initContainers=[hidden])

    assert objections(judge(pod)) == [("EnvValue", "initContainers[hidden].env[X].value", "EmailAddress")]
