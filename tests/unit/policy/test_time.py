"""Who asks stops waiting at some moment: from then on there is no verdict, and soon an answer."""

from dataclasses import replace

import pytest

from privet.detection import never
from privet.policy import Allowed, Denied, Operation, Unevaluated, evaluate
from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import (
    NAMESPACE,
    ORDINARY,
    WITH_GRANT,
    Json,
    a_container,
    a_deployment,
    a_pod,
    a_review,
    from_secret,
    judge,
)

LEAKING = a_container(env=[{"name": "X", "value": EMAIL}])
LATE = Unevaluated("to judge the object takes longer than a review may")


def a_config_map(**data: str) -> Json:
    metadata = {"name": "settings", "namespace": NAMESPACE}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


class Clock:
    """Time that is up after so many questions, and a count of them."""

    def __init__(self, questions: int = 1_000) -> None:
        self.asked = 0
        self._questions = questions

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked > self._questions


@pytest.mark.parametrize(
    "obj",
    [
        pytest.param(a_pod(LEAKING), id="pod"),
        pytest.param(a_deployment(a_pod(LEAKING)), id="workload"),
        pytest.param(a_config_map(note=EMAIL), id="config map"),
        pytest.param(a_pod(a_container(env=[{"name": EMAIL, "value": "x"}])), id="in a name"),
    ],
)
def test_past_the_time_there_is_no_verdict(obj: Json) -> None:
    assert isinstance(judge(obj), Denied)
    assert judge(obj, expired=lambda: True) == LATE


def test_past_the_time_there_is_no_verdict_on_a_command() -> None:
    options = {"kind": "PodExecOptions", "apiVersion": "v1", "command": ["mail", EMAIL]}
    review = a_review(options, operation=Operation.CONNECT, subresource="exec", expired=lambda: True)

    assert evaluate(ORDINARY, review) == LATE
    assert isinstance(evaluate(ORDINARY, replace(review, expired=never)), Denied)


def test_an_object_before_and_after_has_one_time_together() -> None:
    before, after = a_config_map(note="none"), a_config_map(note=EMAIL)
    clock = Clock()
    judge(after, old=before, expired=clock)

    assert judge(after, old=a_config_map(note=f"other {EMAIL}"), expired=Clock(clock.asked)) == LATE


def test_the_time_is_asked_for_between_many_findings_and_many_names() -> None:
    names = a_config_map(**{f"user{number}@shopmail.io": "x" for number in range(50)})

    assert judge(names, expired=Clock(30)) == LATE
    assert judge(a_config_map(note=f"{EMAIL} " * 50), expired=Clock(30)) == LATE


def test_what_needs_no_closer_look_needs_no_time() -> None:
    assert judge(a_config_map(mode="quiet"), expired=Clock(5)) == Allowed()


def hooks(script: str, containers: int) -> Json:
    """Containers that run a script in every hook and probe, beside a variable that it could print."""
    handler = {"exec": {"command": ["sh", "-c", script]}}
    probes = {"livenessProbe": handler, "readinessProbe": handler, "startupProbe": handler}
    lifecycle = {"postStart": handler, "preStop": handler}
    variables = [from_secret("CUSTOMER_EMAIL")]
    return a_pod(
        *(
            a_container(f"c{number}", env=variables, lifecycle=lifecycle, **probes)
            for number in range(containers)
        )
    )


def test_the_commands_of_an_object_are_bounded_together() -> None:
    script = ":;" * 1_000

    assert not isinstance(judge(hooks(script, 1), WITH_GRANT), Unevaluated)
    # Too many steps, and too much text: hooks and probes count like commands.
    assert isinstance(judge(hooks(script, 10), WITH_GRANT), Unevaluated)
    assert isinstance(judge(hooks(f"{script} # {'x' * 25_000}", 4), WITH_GRANT), Unevaluated)


def test_the_time_is_asked_for_while_a_script_is_followed() -> None:
    clock = Clock()
    judge(hooks(":;" * 1_000, 1), WITH_GRANT, expired=clock)

    assert clock.asked > 40
    assert judge(hooks(":;" * 1_000, 1), WITH_GRANT, expired=Clock(clock.asked // 2)) == LATE
