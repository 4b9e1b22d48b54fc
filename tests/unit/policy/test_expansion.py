"""The kubelet's own table of cases (third_party/forked/golang/expansion), and what is built on it."""

from itertools import pairwise

import pytest

from privet.policy import Unevaluated
from privet.policy.allowance import Allowance
from privet.policy.expansion import expand
from tests.unit.detection.values import CARD, EMAIL
from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, env, from_secret, judge, rules

KNOWN = {
    "VAR_A": "A",
    "VAR_B": "B",
    "VAR_C": "C",
    "VAR_REF": "$(VAR_A)",
    "VAR_EMPTY": "",
    "VAR_WEIRD": "$(VAR_A",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$(VAR_A)", "A"),
        ("___$(VAR_B)___", "___B___"),
        ("___$(VAR_C)", "___C"),
        ("$(VAR_A)-$(VAR_B)", "A-B"),
        ("$(VAR_A)$(VAR_B)", "AB"),
        ("$(VAR_REF)", "$(VAR_A)"),
        ("%%$(VAR_REF)--", "%%$(VAR_A)--"),
        ("foo$(VAR_EMPTY)bar", "foobar"),
        ("foo$(VAR_MISSING)bar", "foo$(VAR_MISSING)bar"),
        ("$$(VAR_A)", "$(VAR_A)"),
        ("$$$(VAR_A)", "$A"),
        ("$$$$(VAR_A)", "$$(VAR_A)"),
        ("$$$$$(VAR_A)", "$$A"),
        ("$VAR_A)", "$VAR_A)"),
        ("${VAR_A}", "${VAR_A}"),
        ("$(VAR_A", "$(VAR_A"),
        ("$", "$"),
        ("$$", "$"),
        ("$$$", "$$"),
        ("$$$$$$$", "$$$$"),
        ("$\\(VAR_A)", "$\\(VAR_A)"),
        ("\\$(VAR_A)", "\\A"),
        ("$()", "$()"),
        ("f000-$$VAR_A", "f000-$VAR_A"),
        ("foo\\$(VAR_C)bar", "foo\\Cbar"),
        ("$(VAR_A))", "A)"),
        ("", ""),
        ("$(VAR_A)$", "A$"),
        ("$?_$(VAR_A)", "$?_A"),
        ("$((VAR_A))", "$((VAR_A))"),
        ("$(VAR_WEIRD)x)", "$(VAR_Ax)"),
    ],
)
def test_references_are_expanded_as_the_kubelet_does(text: str, expected: str) -> None:
    assert expand(text, KNOWN.get, Allowance()) == expected


def test_a_value_put_together_from_parts_is_seen() -> None:
    pod = a_pod(a_container(env=env(A="jane.roe", B="shopmail.io", C="$(A)@$(B)")))

    assert rules(judge(pod)) == ["EnvValue"]


def test_an_argument_put_together_from_parts_is_seen() -> None:
    pod = a_pod(a_container(env=env(A=CARD[:8], B=CARD[8:]), args=["--card=$(A)$(B)"]))

    assert rules(judge(pod)) == ["ArgumentValue"]


def test_an_escaped_reference_is_no_reference() -> None:
    pod = a_pod(a_container(env=env(A="jane.roe", C="$$(A)@shopmail.io")))

    assert "EnvValue" not in rules(judge(pod)) or rules(judge(pod)) == ["EnvValue"]
    assert rules(judge(a_pod(a_container(env=env(A="x", C="$$(A)"))))) == []


def test_a_reference_to_a_later_variable_stays_as_written() -> None:
    pod = a_pod(a_container(env=env(C="$(A)@$(B)", A="jane.roe", B="shopmail.io")))

    assert rules(judge(pod)) == []


def test_what_refers_to_a_carrier_is_one() -> None:
    variables = [from_secret("CUSTOMER_EMAIL"), {"name": "TO", "value": "to:$(CUSTOMER_EMAIL)"}]
    pod = a_pod(a_container(env=variables, command=["sh", "-c", "echo $TO"]))

    assert rules(judge(pod, WITH_GRANT)) == ["EnvLogged"]


def test_a_probe_sees_only_what_is_written_out_and_a_hook_nothing() -> None:
    command = ["echo", "$(CUSTOMER_EMAIL)"]
    variables = [from_secret("CUSTOMER_EMAIL")]
    probe = a_container(env=variables, livenessProbe={"exec": {"command": command}})
    hook = a_container(env=variables, lifecycle={"preStop": {"exec": {"command": command}}})
    started = a_container(env=variables, command=command)

    assert rules(judge(a_pod(probe), WITH_GRANT)) == []
    assert rules(judge(a_pod(hook), WITH_GRANT)) == []
    assert rules(judge(a_pod(started), WITH_GRANT)) == ["EnvLogged"]


def test_a_later_definition_replaces_an_earlier_one() -> None:
    variables = [{"name": "X", "value": EMAIL}, {"name": "X", "value": "clean"}]

    assert rules(judge(a_pod(a_container(env=variables)))) == ["EnvValue"]


def test_references_that_multiply_have_no_verdict() -> None:
    names = [f"V{number}" for number in range(40)]
    values = {name: f"$({before})" * 8 for before, name in pairwise(names)}

    assert isinstance(judge(a_pod(a_container(env=env(V0="x" * 64, **values)))), Unevaluated)


def test_many_references_to_one_long_value_have_no_verdict_either() -> None:
    many = {f"W{number}": "$(V1)" for number in range(700)}

    assert isinstance(
        judge(a_pod(a_container(env=env(V0="x" * 1000, V1="$(V0)" * 1000, **many)))), Unevaluated
    )


def test_containers_spend_from_one_allowance() -> None:
    variables = env(V0="x" * 1000, V1="$(V0)" * 300)
    containers = [a_container(f"c{number}", env=variables) for number in range(8)]

    assert rules(judge(a_pod(*containers[:2]))) == []
    assert isinstance(judge(a_pod(*containers)), Unevaluated)
