"""Digits in full width, or characters between them that nobody sees.

Most programs that parse a number take them all the same.
"""

import pytest

from tests.unit.detection.values import CARD
from tests.unit.policy.builders import a_container, a_pod, judge, rules


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("".join(chr(ord(digit) + 0xFEE0) for digit in CARD), id="full width"),
        pytest.param("\u200b".join(CARD), id="zero width"),
        pytest.param("\u2060".join(CARD), id="word joiner"),
        pytest.param("".join(chr(ord(digit) - 0x30 + 0x0660) for digit in CARD), id="Arabic-Indic"),
        pytest.param("jane.roe\uff20shopmail\uff0eio", id="mailbox in full width"),
        pytest.param("jane.roe@shop\u00admail.io", id="soft hyphen"),
    ],
)
def test_other_spellings_are_read(value: str) -> None:
    assert rules(judge(a_pod(a_container(env=[{"name": "X", "value": value}])))) == ["EnvValue"]
