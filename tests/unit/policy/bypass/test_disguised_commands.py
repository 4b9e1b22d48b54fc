"""The command that prints is hidden from whoever looks for `echo $VAR`.

Behind wrappers, in nested shells, in variables, in base64, or in the manifest's own references.
"""

import pytest

from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


@pytest.mark.parametrize(
    "argv",
    [
        ["tini", "--", "sh", "-c", "exec env"],
        ["/bin/busybox", "sh", "-c", "printenv CUSTOMER_EMAIL"],
        ["sh", "-c", "$CODE"],
        ["sh", "-c", "eval $CODE"],
        ["$(SHELL)", "-c", "printenv"],
        ["/usr/../$(SHELL)", "-c", "printenv"],
        ["b$(REST)", "-c", "printenv"],
        ["/entrypoint.sh", "b$(REST)", "$(OPTION)", "printenv"],
        ["$(UNSEEN)", "-c", "printenv CUSTOMER_EMAIL"],
        ["sh", "-c", "$(CODE)"],
        ["sh", "-c", "echo cHJpbnRlbnYK | base64 -d | sh"],
        ["sh", "-c", "a=pri; b=ntenv; $a$b"],
        ["sh", "-c", "sh <<'END'\nprintenv\nEND"],
        ["sh", "-c", "cat /proc/$$/environ"],
        ["sh", "-xc", "curl -d $CUSTOMER_EMAIL http://crm"],
        ["sh", "-c", "set -x; curl -d $CUSTOMER_EMAIL http://crm"],
        ["sh", "-c", "curl http://crm || { echo failed; env; }"],
    ],
)
def test_it_is_followed(argv: list[str]) -> None:
    variables = [
        from_secret("CUSTOMER_EMAIL"),
        {"name": "CODE", "value": "printenv CUSTOMER_EMAIL"},
        {"name": "SHELL", "value": "/bin/sh"},
        {"name": "REST", "value": "ash"},
        {"name": "OPTION", "value": "-c"},
        from_secret("UNSEEN"),
    ]

    assert rules(judge(a_pod(a_container(env=variables, command=argv)), WITH_GRANT)) == ["EnvLogged"]


def test_arguments_of_an_image_that_is_a_shell_are_followed() -> None:
    pod = a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")], args=["-c", "echo $CUSTOMER_EMAIL"]))

    assert rules(judge(pod, WITH_GRANT)) == ["EnvLogged"]


def test_what_bash_reads_from_its_environment_is_followed() -> None:
    sourced = {"name": "BASH_ENV", "value": "$$(printenv CUSTOMER_EMAIL >&2)"}
    exported = {"name": "BASH_FUNC_run%%", "value": "() { printenv CUSTOMER_EMAIL; }"}
    for variable, script in ((sourced, "true"), (exported, "run")):
        container = a_container(env=[from_secret("CUSTOMER_EMAIL"), variable], command=["bash", "-c", script])

        assert rules(judge(a_pod(container), WITH_GRANT)) == ["EnvLogged"]


def test_arguments_behind_a_command_are_followed() -> None:
    container = a_container(
        env=[from_secret("CUSTOMER_EMAIL")], command=["/entrypoint.sh"], args=["sh", "-c", "printenv"]
    )

    assert rules(judge(a_pod(container), WITH_GRANT)) == ["EnvLogged"]
