"""An update may not add or change a finding; removing one, or leaving all as they are, is always fine."""

from privet.policy import Allowed, Denied
from tests.unit.detection.values import CARD, EMAIL
from tests.unit.policy.builders import (
    WITH_GRANT,
    Json,
    Value,
    a_container,
    a_deployment,
    a_pod,
    from_secret,
    judge,
    objections,
)


def leaking(*values: str, **more: Value) -> Json:
    variables = [{"name": f"V{number}", "value": value} for number, value in enumerate(values)]
    return a_deployment(a_pod(a_container(env=variables, **more)))


def test_an_old_finding_may_stay() -> None:
    assert judge(leaking(EMAIL), old=leaking(EMAIL)) == Allowed()


def test_something_else_may_change_beside_it() -> None:
    assert judge(leaking(EMAIL, "new", args=["serve"]), old=leaking(EMAIL, "old")) == Allowed()


def test_a_finding_may_go() -> None:
    assert judge(leaking("x"), old=leaking(EMAIL)) == Allowed()
    assert judge(leaking("x", CARD), old=leaking(EMAIL, CARD)) == Allowed()


def test_a_finding_may_not_come() -> None:
    verdict = judge(leaking(EMAIL, CARD), old=leaking(EMAIL, "x"))

    assert objections(verdict) == [("EnvValue", "containers[app].env[V1].value", "CreditCard")]


def test_a_finding_may_not_change() -> None:
    assert isinstance(judge(leaking("john.doe@shopmail.io"), old=leaking(EMAIL)), Denied)


def test_a_finding_may_not_move() -> None:
    assert isinstance(judge(leaking("x", EMAIL), old=leaking(EMAIL, "x")), Denied)


def test_a_second_one_in_the_same_place_is_one_more() -> None:
    once = leaking(args=["serve", CARD])
    twice = leaking(args=["serve", CARD, CARD])

    assert isinstance(judge(twice, old=once), Denied)
    assert judge(once, old=twice) == Allowed()


def test_what_stands_around_a_finding_may_change() -> None:
    assert judge(leaking(f"new {EMAIL}"), old=leaking(f"old {EMAIL}")) == Allowed()


def test_the_order_of_variables_does_not_matter() -> None:
    a, b = {"name": "A", "value": EMAIL}, {"name": "B", "value": CARD}
    before, after = a_pod(a_container(env=[a, b])), a_pod(a_container(env=[b, a]))

    assert judge(a_deployment(after), old=a_deployment(before)) == Allowed()


def test_a_command_that_prints_may_stay_and_may_not_change() -> None:
    def printing(command: str) -> Json:
        variables = [from_secret("CUSTOMER_EMAIL")]
        return a_deployment(a_pod(a_container(env=variables, command=["sh", "-c", command])))

    before = printing("echo $CUSTOMER_EMAIL")

    assert judge(before, WITH_GRANT, old=before) == Allowed()
    assert isinstance(judge(printing("echo x $CUSTOMER_EMAIL"), WITH_GRANT, old=before), Denied)


def test_leaving_the_policy_is_a_change() -> None:
    selected, left = a_deployment(a_pod()), a_deployment(a_pod(labels={"app": "other"}))

    assert [rule for rule, _, _ in objections(judge(left, old=selected))] == ["PolicyRequired"]
    assert judge(left, old=left) == Allowed()
    assert judge(selected, old=left) == Allowed()


def test_a_config_map_is_compared_as_well() -> None:
    def config_map(**data: str) -> Json:
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data}

    assert judge(config_map(a=EMAIL, b="x"), old=config_map(a=EMAIL)) == Allowed()
    assert isinstance(judge(config_map(a=EMAIL, b=CARD), old=config_map(a=EMAIL)), Denied)


def test_a_pod_of_an_old_workload_is_new() -> None:
    assert isinstance(judge(a_pod(a_container(env=[{"name": "V0", "value": EMAIL}]))), Denied)
