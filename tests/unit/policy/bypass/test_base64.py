"""A value is written in base64, as Secrets are.

The application decodes it; so does detection, one layer deep.
"""

import base64

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import a_container, a_pod, judge, rules


def test_an_encoded_value_is_read() -> None:
    encoded = base64.b64encode(EMAIL.encode()).decode()
    config_map = {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"customer": encoded}}

    assert rules(judge(a_pod(a_container(env=[{"name": "X", "value": encoded}])))) == ["EnvValue"]
    assert rules(judge(config_map)) == ["ConfigMapValue"]
