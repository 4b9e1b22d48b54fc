"""A script with characters that crash the parser, and with it the webhook of everybody.

The scanner of the shell grammar looks characters up in C's tables of 256 entries (`isalnum` and the like);
beyond the first planes of Unicode that reads outside the process.
"""

import random

import pytest

from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


@pytest.mark.parametrize("seed", range(4))
def test_no_character_crashes_it(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same characters every time
    signs = ["$", "${", "$(", "<<", "<", "(", "[[ ", "E", "%", " ", "=", "\n"]
    for _ in range(400):
        wide = "".join(
            draw.choice((chr(draw.randrange(0xE000, 0x110000)), draw.choice(signs))) for _ in range(12)
        )
        judge(a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], args=["sh", "-c", wide])), WITH_GRANT)


@pytest.mark.parametrize(
    "around", ["é{}é", "\U0010fffd{}\U0010fffd", "'日本' {} 語", "\x00{}\x00", "#é\n: {}"]
)
def test_such_characters_hide_nothing(around: str) -> None:
    script = f"echo {around.format('$CUSTOMER_EMAIL')}"
    pod = a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], args=["sh", "-c", script]))

    assert rules(judge(pod, WITH_GRANT)) == (["EnvLogged"] if not around.startswith("#") else [])
