"""A shell that does not look like one, or stands behind what was not known to run it.

Options with values in front of the script, an image's entrypoint, `su -c`, a linker, other shells.
"""

import pytest

from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


def judged(argv: list[str]) -> list[str]:
    """Judge a command, or the arguments of an image's entrypoint behind an empty word."""
    container = a_container(env=[from_secret("CUSTOMER_EMAIL")])
    container |= {"command": argv} if argv[0] else {"args": argv[1:]}

    return rules(judge(a_pod(container), WITH_GRANT))


@pytest.mark.parametrize(
    "argv",
    [
        ["bash", "-O", "extglob", "-c", "echo $CUSTOMER_EMAIL"],
        ["bash", "+O", "extglob", "-c", "echo $CUSTOMER_EMAIL"],
        ["bash", "--rcfile", "f", "-c", "echo $CUSTOMER_EMAIL"],
        ["sh", "-c", "--", "echo $CUSTOMER_EMAIL"],
        ["sh", "-c", "echo $0", "$(CUSTOMER_EMAIL)"],
        ["sh", "-c", '"$0" "$CUSTOMER_EMAIL"', "echo"],
        ["sh", "-c", 'exec "$0" "$@"', "echo", "$(CUSTOMER_EMAIL)"],
        ["/docker-entrypoint.sh", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["", "/entrypoint.sh", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["/docker-entrypoint.sh", "echo", "$(CUSTOMER_EMAIL)"],
        ["/app/run", "bash", "-eo", "pipefail", "-c", "echo $CUSTOMER_EMAIL"],
        ["su", "-c", "echo $CUSTOMER_EMAIL", "app"],
        ["su", "app", "-c", "echo $CUSTOMER_EMAIL"],
        ["su", "-s", "/bin/sh", "app", "-c", "echo $CUSTOMER_EMAIL"],
        ["su", "-", "app", "--command=echo $CUSTOMER_EMAIL"],
        ["runuser", "app", "-c", "echo $CUSTOMER_EMAIL"],
        ["runuser", "-u", "app", "--", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["runuser", "-u", "app", "echo", "$(CUSTOMER_EMAIL)"],
        ["flock", "/l", "-c", "echo $CUSTOMER_EMAIL"],
        ["flock", "/l", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["flock", "-w", "5", "/l", "echo", "$(CUSTOMER_EMAIL)"],
        ["script", "-qc", "echo $CUSTOMER_EMAIL", "/dev/null"],
        ["script", "-q", "-c", "echo $CUSTOMER_EMAIL"],
        ["watch", "echo $CUSTOMER_EMAIL"],
        ["watch", "-n", "5", "echo", "$CUSTOMER_EMAIL"],
        ["watch", "-x", "echo", "$(CUSTOMER_EMAIL)"],
        ["find", "/", "-maxdepth", "0", "-exec", "sh", "-c", "echo $CUSTOMER_EMAIL", ";"],
        ["find", "/", "-exec", "echo", "$(CUSTOMER_EMAIL)", "{}", "+"],
        ["csh", "-c", "echo $CUSTOMER_EMAIL"],
        ["tcsh", "-c", "set x=$CUSTOMER_EMAIL; echo $x"],
        ["csh", "-c", "set x = $CUSTOMER_EMAIL; echo $x"],
        ["fish", "-c", "set x $CUSTOMER_EMAIL; echo $x"],
        ["fish", "--command=echo $CUSTOMER_EMAIL"],
        ["csh", "-c", "setenv X $CUSTOMER_EMAIL; echo $X"],
        ["busybox.static", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["/bin/bash-static", "-c", "echo $CUSTOMER_EMAIL"],
        ["-ce", "echo $CUSTOMER_EMAIL"],
        ["-e", "-c", "echo $CUSTOMER_EMAIL"],
        ["-o", "pipefail", "-c", "echo $CUSTOMER_EMAIL"],
        ["--norc", "-c", "echo $CUSTOMER_EMAIL"],
        ["", "-euo", "pipefail", "-c", "echo $CUSTOMER_EMAIL"],
        ["env", "--argv0", "x", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["env", "-S", "sh -c 'echo ${CUSTOMER_EMAIL}'"],
        ["env", "-S", "echo ${CUSTOMER_EMAIL}"],
        ["env", "-vS", 'sh -c "echo $CUSTOMER_EMAIL"'],
        ["env", "--split-string=sh -c 'echo $CUSTOMER_EMAIL'"],
        ["env", "-a", "x", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["su-exec", "date", "printenv", "CUSTOMER_EMAIL"],
        ["su", "node", "-c", "echo $CUSTOMER_EMAIL"],
        ["gosu", "node", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["sudo", "-u", "node", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["exec", "-a", "echo", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["start-stop-daemon", "--start", "--exec", "/bin/sh", "--", "-c", "echo $CUSTOMER_EMAIL"],
        ["cat", "//proc//self//environ"],
        ["cat", "/proc/self/root/proc/1/environ"],
        ["cat", "/proc/self/envir*"],
        ["/lib64/ld-linux-x86-64.so.2", "/bin/echo", "$(CUSTOMER_EMAIL)"],
        ["xargs", "-a", "/proc/self/environ", "-0", "echo"],
        ["$(CUSTOMER_EMAIL)"],
    ],
)
def test_it_is_followed(argv: list[str]) -> None:
    assert judged(argv) == ["EnvLogged"]


@pytest.mark.parametrize(
    "argv",
    [
        ["/docker-entrypoint.sh", "nginx", "-g", "daemon off;"],
        ["/docker-entrypoint.sh", "postgres", "-c", "shared_buffers=256MB"],
        ["", "-c", "/etc/app.conf", "--mail", "$(CUSTOMER_EMAIL)"],
        ["", "-e", "$(CUSTOMER_EMAIL)"],
        ["", "-context", "prod $(CUSTOMER_EMAIL)"],
        ["", "-exec", "run $(CUSTOMER_EMAIL)"],
        ["", "serve", "-e", "x" * 40_000],
        ["", "-c", "$(CUSTOMER_EMAIL)"],
        ["", "$(CUSTOMER_EMAIL)"],
        ["", "$(CUSTOMER_EMAIL)", "-c", "x"],
        ["", "-p", "8080", "-e", "$(CUSTOMER_EMAIL)"],
        ["/app", "--shell", "bash", "--mail", "$(CUSTOMER_EMAIL)"],
        ["su-exec", "redis", "redis-server"],
        ["gosu", "node", "node", "server.js", "$(CUSTOMER_EMAIL)"],
        ["sh", "-c", "exec gosu node ./app $CUSTOMER_EMAIL"],
        ["su", "-c", "exec ./app --mail $CUSTOMER_EMAIL", "app"],
        ["su", "app", "-c", "./run"],
        ["kubectl", "exec", "x", "--", "sh", "-c", "echo $CUSTOMER_EMAIL"],
        ["find", "/data", "-name", "*.log", "-delete"],
        ["find", "/x", "-exec", "./send", "$(CUSTOMER_EMAIL)", ";"],
        ["watch", "-n", "5", "curl -d $CUSTOMER_EMAIL http://x"],
        ["env", "X=1", "./run", "$(CUSTOMER_EMAIL)"],
        ["env", "-S", "./run ${CUSTOMER_EMAIL}"],
        ["timeout", "5", "./app", "--sort", "date", "$(CUSTOMER_EMAIL)"],
        ["nohup", "app", "--by", "date", "$(CUSTOMER_EMAIL)"],
        ["exec", "app", "echo", "$(CUSTOMER_EMAIL)"],
        ["tini", "--", "/app", "$(CUSTOMER_EMAIL)"],
        ["dumb-init", "/app", "--mode", "echo", "$(CUSTOMER_EMAIL)"],
        ["flock", "/l", "./run", "$(CUSTOMER_EMAIL)"],
        ["script", "-qc", "./run $CUSTOMER_EMAIL", "/dev/null"],
        ["bash", "-O", "extglob", "-c", "./run $CUSTOMER_EMAIL"],
        ["bash", "--rcfile", "f", "-c", "./run $CUSTOMER_EMAIL"],
    ],
)
def test_ordinary_ones_are_let_be(argv: list[str]) -> None:
    assert judged(argv) == []
