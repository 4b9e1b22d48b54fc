"""The value stands in a word of its own, behind the flag that says what it is."""

import pytest

from tests.unit.policy.builders import Json, a_container, a_pod, env, judge, objections, rules

SSN = "219456785"
WORDS = ["loader", "--customer-ssn", SSN]
PATH = "containers[app]"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"args": WORDS[1:]}, "args"),
        ({"command": WORDS}, "command"),
        ({"livenessProbe": {"exec": {"command": WORDS}}}, "livenessProbe.exec.command"),
        ({"env": env(NUMBER=SSN), "args": ["--customer-ssn", "$(NUMBER)"]}, "args"),
    ],
)
def test_a_flag_is_context_for_the_word_behind_it(fields: Json, path: str) -> None:
    verdict = judge(a_pod(a_container(**fields)))

    assert objections(verdict) == [("ArgumentValue", f"{PATH}.{path}", "UsSsn")]
    assert SSN not in repr(verdict)


@pytest.mark.parametrize(
    "words",
    [
        ["--order", SSN],
        ["--customer-ssn-file=/run/ssn", SSN],
        ["--customer-ssn", "$(NUMBER)"],
        ["--customer-ssn", "--number", SSN],
        ["--customer-ssn"],
    ],
)
def test_another_flag_is_none(words: list[str]) -> None:
    assert rules(judge(a_pod(a_container(args=words)))) == []
