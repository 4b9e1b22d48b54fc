"""A value is cut in two variables that are put together by reference.

Neither half is anything; the kubelet joins them.
"""

from tests.unit.detection.values import CARD
from tests.unit.policy.builders import a_container, a_pod, judge, objections


def test_the_joined_value_is_read() -> None:
    variables = [
        {"name": "HEAD", "value": CARD[:7]},
        {"name": "TAIL", "value": CARD[7:]},
        {"name": "WHOLE", "value": "$(HEAD)$(TAIL)"},
    ]

    assert objections(judge(a_pod(a_container(env=variables)))) == [
        ("EnvValue", "containers[app].env[WHOLE].value", "CreditCard")
    ]


def test_the_joined_value_in_an_argument_is_read() -> None:
    variables = [{"name": "USER", "value": "jane.roe"}]
    pod = a_pod(a_container(env=variables, args=["--to=$(USER)@shopmail.io"]))

    assert objections(judge(pod)) == [("ArgumentValue", "containers[app].args", "EmailAddress")]
