"""The object is so large, deep or tangled that a check gives up, and what gives up lets through."""

import pytest

from privet.policy import Denied, Unevaluated
from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import WITH_GRANT, Json, a_container, a_pod, from_secret, judge

SOURCED = from_secret("CUSTOMER_EMAIL")


@pytest.mark.parametrize(
    "pod",
    [
        pytest.param(a_pod(a_container(env=[{"name": "X", "value": "x" * (5 << 20)}])), id="text"),
        pytest.param(a_pod(a_container(args=["sh", "-c", "true;" * 100_000])), id="commands"),
        pytest.param(a_pod(a_container(env=[SOURCED], command=["sh", "-c", "(" * 5_000])), id="brackets"),
        pytest.param(a_pod(a_container(env=[SOURCED], command=["sh", "-c", "a|" * 5_000])), id="pipes"),
        pytest.param(
            a_pod(a_container(env=[SOURCED], command=["sh", "-c", "f() { f; }; f"])), id="recursion"
        ),
    ],
)
def test_there_is_no_verdict_rather_than_a_pass(pod: Json) -> None:
    assert isinstance(judge(pod, WITH_GRANT), Unevaluated)


def test_a_thousand_clean_variables_do_not_hide_the_last() -> None:
    clean = [{"name": f"V{number}", "value": "clean"} for number in range(5_000)]

    assert isinstance(judge(a_pod(a_container(env=[*clean, {"name": "X", "value": EMAIL}]))), Denied)
