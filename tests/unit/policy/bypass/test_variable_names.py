"""The value is the name.

Any printable ASCII but `=` may stand in a variable's name since Kubernetes 1.34; so may it in keys of labels
and annotations, as far as they allow it. The denial must not repeat it.
"""

from tests.unit.detection.values import EMAIL
from tests.unit.policy.builders import (
    NAMESPACE,
    ORDINARY,
    a_container,
    a_pod,
    from_secret,
    judge,
    objections,
    rules,
)


def test_names_are_read_and_not_repeated() -> None:
    verdict = judge(a_pod(a_container(env=[{"name": f"to {EMAIL}", "value": "x"}])))

    assert objections(verdict) == [("EnvValue", "containers[app].env[#0].value (its name)", "EmailAddress")]
    assert EMAIL not in repr(verdict)


def test_names_of_sourced_variables_are_read() -> None:
    assert "EnvValue" in rules(judge(a_pod(a_container(env=[from_secret(f"to {EMAIL}")]))))


def test_long_names_are_read_and_not_remembered() -> None:
    table = ORDINARY.namespace(NAMESPACE).table({"app": "web"})
    names = [f"N{number}_{'x' * 100_000}" for number in range(8)]
    # The names of an ordinary pod, which are remembered, whichever test comes first.
    assert rules(judge(a_pod(a_container(env=[{"name": "PLAIN", "value": "x"}])))) == []
    before = len(table._variables), len(table._held)

    assert rules(judge(a_pod(a_container(env=[{"name": name, "value": "x"} for name in names])))) == []
    assert (len(table._variables), len(table._held)) == before
    assert "EnvValue" in rules(judge(a_pod(a_container(env=[{"name": f"{names[0]} {EMAIL}", "value": "x"}]))))
