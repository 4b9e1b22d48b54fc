"""The variable is renamed on the way to the log.

By reference in the manifest, by assignment, indirection or parameter in the script.
"""

import pytest

from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


@pytest.mark.parametrize(
    "script",
    [
        "X=$CUSTOMER_EMAIL; echo $X",
        'export X="$CUSTOMER_EMAIL"; printenv X',
        "N=CUSTOMER_EMAIL; echo ${!N}",
        "A=CUSTOMER_; B=EMAIL; eval echo \\$$$A$B",
        "set -- $CUSTOMER_EMAIL; echo $1",
        "show() { echo $1; }; show $CUSTOMER_EMAIL",
        "for x in $CUSTOMER_EMAIL; do echo $x; done",
        "read x <<< $CUSTOMER_EMAIL; echo $x",
        "echo $ALIAS",
    ],
)
def test_the_value_is_followed(script: str) -> None:
    variables = [from_secret("CUSTOMER_EMAIL"), {"name": "ALIAS", "value": "<$(CUSTOMER_EMAIL)>"}]
    pod = a_pod(a_container(env=variables, command=["bash", "-c", script]))

    assert rules(judge(pod, WITH_GRANT)) == ["EnvLogged"]
