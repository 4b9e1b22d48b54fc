"""A whole Secret is imported, so that no variable is listed."""

from tests.unit.policy.builders import WITH_GRANT, Json, a_container, a_pod, judge, rules


def test_a_variable_out_of_sight_is_known_by_its_name() -> None:
    imported: Json = {"envFrom": [{"secretRef": {"name": "customers"}}]}
    printing = a_container(command=["sh", "-c", "echo $CUSTOMER_EMAIL"], **imported)
    harmless = a_container(command=["sh", "-c", "echo $LOG_LEVEL"], **imported)
    referring = a_container(args=["echo", "$(CUSTOMER_EMAIL)"], **imported)

    assert rules(judge(a_pod(printing), WITH_GRANT)) == ["EnvLogged"]
    assert rules(judge(a_pod(referring), WITH_GRANT)) == ["EnvLogged"]
    assert rules(judge(a_pod(harmless), WITH_GRANT)) == []
