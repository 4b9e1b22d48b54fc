"""What command lines print: E carries something, F holds a clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.detection.wordlists import words
from privet.policy.marks import EVERYTHING, mark
from privet.policy.shell import Budget, ScriptTooLongError, printed

VARIABLES = {"E": mark("E"), "F": "clean", "CODE": "echo $E"}


LOOPS = "for a in 1 2; do " * 9 + "{}; " + "done; " * 9


def prints(script: str) -> frozenset[str]:
    return printed(["sh", "-c", script], VARIABLES, Budget()) & {"E", EVERYTHING}


@pytest.mark.parametrize(
    "script",
    [
        "echo $E",
        'echo "to: $E"',
        "echo ${E}",
        "echo x${E}y",
        "/bin/echo $E",
        "\\echo $E",
        "'echo' $E",
        "printf '%s\\n' \"$E\"",
        "printf $E",
        "print -r -- $E",
        "printenv E",
        "printenv F E",
        "command echo $E",
        "builtin printf $E",
        "exec echo $E",
        "nohup echo $E &",
        "time echo $E",
        "timeout 5 echo $E",
        "env X=1 echo $E",
        "env -i sh -c 'echo '$E",
        "env -S 'echo '$E",
        "nice -n 5 echo $E",
        "busybox echo $E",
        "xargs echo <<< $E",
        "echo $E | xargs",
        "watch echo $E",
        "sudo -u x echo $E",
        "echo $E | cat",
        "echo $E | tee /dev/null",
        "echo $E | tr a b | sort -u",
        "echo $E | base64",
        "echo $E | sha256sum",
        "echo $E |& cat",
        "cat <<< $E",
        "cat <<EOF\nhi $E\nEOF",
        "cat <<-EOF\n\t$E\n\tEOF",
        "cat <<EOF | tr a b\n$E\nEOF",
        'sed s/a/b/ <<< "$E"',
        "head -1 <<EOF\n$E\nEOF",
        "read X <<< $E; echo $X",
        "while read L; do echo $L; done <<< $E",
        "echo $E | while read L; do echo $L; done",
        "echo $E > /dev/stdout",
        "echo $E > /dev/stderr",
        "echo $E >&2",
        "echo $E 1>&2",
        "echo $E > /dev/fd/2",
        "echo $E > /proc/1/fd/1",
        "echo $E >> /proc/self/fd/2",
        "echo $E > /dev/termination-log",
        "echo $E &> /dev/tty",
        "exec 3>&1; echo $E >&3",
        "echo $E | tee /proc/1/fd/1 > /dev/null",
        "cp /proc/self/environ /dev/stdout",
        "echo $E > /t; cat /t",
        "echo $E | tee /t > /dev/null; cat < /t",
        "cat > /t <<< $E; tail /t",
        "echo $(echo $E)",
        "echo `echo $E`",
        "X=$(printenv E); echo $X",
        'echo "$(cat <<< $E)"',
        "X=$E; echo $X",
        "X=$E Y=$X; echo $Y",
        "export X=$E; echo $X",
        'local X="$E"; echo $X',
        "X=a; X+=$E; echo $X",
        "a=(1 $E); echo ${a[1]}",
        'a=(1 $E); echo "${a[@]}"',
        "declare -p E",
        "declare X=$E; declare -p X",
        "N=E; echo ${!N}",
        "for N in E F; do echo ${!N}; done",
        "set -- $E; echo $1",
        'set -- $E; echo "$@"',
        "f() { echo $1; }; f $E",
        "function f { echo $E; }; f",
        "f() { cat; }; f <<< $E",
        "alias p=echo; p $E",
        "eval echo $E",
        "eval 'echo $E'",
        'eval "echo \\$E"',
        "C='echo $E'; eval $C",
        "C=echo; $C $E",
        "eval $CODE",
        'sh -c "$CODE"',
        "sh -c 'echo $E'",
        "sh -c 'echo $1' x $E",
        'bash -c "echo $E"',
        "sh <<'X'\necho $E\nX",
        "echo 'echo $E' | sh",
        "sh -s <<< 'echo $E'",
        "sh <(echo 'echo $E')",
        "echo 'echo $E' > /t; . /t",
        "echo 'echo $E' > /t; sh /t",
        "X=$E sh -c 'echo $X'",
        "echo ZWNobyAkRQ== | base64 -d | sh",
        "printf 'echo $%s' E | sh",
        "trap 'echo $E' EXIT",
        'if [ -n "$E" ]; then echo $E; fi',
        "case $E in *) echo $E;; esac",
        "for i in 1 2; do echo $E; done",
        "for i in $E; do echo $i; done",
        "while true; do echo $Y; Y=$E; done",
        "until false; do printenv E; done",
        "true && echo $E",
        "false || echo $E",
        "! echo $E",
        "(echo $E)",
        "{ echo $E; }",
        "echo $E & wait",
        '[ -z "$E" ] && E=none; echo $E',
        "if x; then E=none; fi; echo $E",
        "(E=none); echo $E",
        "E=none true; echo $E",
        "echo ${E:-none}",
        "echo ${E#x}",
        "echo ${E/a/b}",
        "echo ${E:0:3}",
        "echo ${E^^}",
        "echo ${X:-$E}",
        "echo ${F:+$E}",
        ": ${X:?no $E}",
        "echo $((E + 1))",
        "echo \"${E}\"'$E'",
        "set -x; curl -d $E x.io",
        "set -o xtrace; curl $E",
        "sh -xc 'curl $E'",
        "bash -x -c 'curl $E'",
        "set -ex; a $E",
        "set -x; X=$E",
        'set -x; [ "$E" = x ]',
        "logger $E",
        "logger <<< $E",
        "awk 'BEGIN{print ENVIRON[\"E\"]}'",
        "awk -v x=$E 'BEGIN{print x}'",
        "jq -n --arg x \"$E\" '$x'",
        "envsubst <<< '$E'",
        "cat <(echo $E)",
        "printf -v X %s $E; echo $X",
        "echo a; echo b; echo $E",
        "echo $E; exit 0",
        "echo \\\n $E",
        "mail $E; echo $E",
        "\n\n# a comment\necho $E # another\n",
        "echo $E > >(cat)",
        "ls; printenv E | cut -c1",
        "test $E; printenv E",
    ],
)
def test_it_is_printed(script: str) -> None:
    assert "E" in prints(script) or EVERYTHING in prints(script)


@pytest.mark.parametrize(
    "script",
    [
        "env",
        "env | sort",
        "env -0",
        "env X=1",
        "printenv",
        "set",
        "export",
        "export -p",
        "declare -p",
        "declare -x",
        "typeset",
        "readonly -p",
        "cat /proc/self/environ",
        "cat /proc/1/environ",
        "tr '\\0' '\\n' < /proc/1/environ",
        "strings /proc/$$/environ",
        "xargs -0 -n1 < /proc/self/environ",
        "dd if=/proc/self/environ",
        "exec env",
        "echo $(env)",
        "X=$(env); echo $X",
        "env > /t; cat /t",
        "busybox env",
        "set | grep E",
        "sh -c env",
        "awk 'BEGIN{for (k in ENVIRON) print ENVIRON[k]}'",
        "if x; then env; fi",
        "env || true",
        "f() { env; }; f",
        "for N in $(compgen -e); do echo ${!N}; done",
    ],
)
def test_the_whole_environment_is_printed(script: str) -> None:
    assert EVERYTHING in prints(script)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "true",
        "exec /app --mail $E",
        'curl -d "$E" https://x.io',
        "mail -s hi $E < /dev/null",
        "python x.py $E",
        "echo hello",
        "echo $F",
        "echo E",
        "echo '$E'",
        "echo \\$E",
        "cat <<'EOF'\n$E\nEOF",
        "echo ${#E}",
        "echo ${E:+set}",
        "echo $E > /dev/null",
        "echo $E > /data/log",
        "echo $E >> /t",
        "echo $E | mail x",
        "echo $E | wc -c",
        "printenv E > /t",
        "env > /t",
        "export E",
        "export X=$E",
        "X=$E",
        "X=$(printenv E)",
        'test -n "$E"',
        '[ "$E" = x ] && echo ok',
        "case $E in a) echo a;; esac",
        "set -e",
        "set -eu -o pipefail",
        "set -- $E",
        "E=none; echo $E",
        "f() { echo $E; }",
        "unset E; echo $E",
        "env -i",
        "env X=1 ./run",
        "env -u E ./run $E",
        "sh /scripts/run.sh $E",
        "grep -q x < /etc/passwd",
        "read X <<< $E",
        "while read L; do ./x $L; done <<< $E",
        "for i in $E; do ./x $i; done",
        "# echo $E",
        "true # echo $E",
        "set +x; curl $E",
        "cat /t",
        "cat $F",
        "printenv F",
        "echo $E >&-",
        "{ echo $E; } > /t",
        "(echo $E; env) > /t 2>&1",
        "echo $CODE",
        "declare -f",
        "E= ./run",
    ],
)
def test_it_is_not_printed(script: str) -> None:
    assert prints(script) == frozenset()


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["echo", mark("E")], {"E"}),
        (["/usr/bin/printf", "%s", mark("E")], {"E"}),
        (["printenv", "E"], {"E"}),
        (["printenv"], {EVERYTHING}),
        (["env"], {EVERYTHING}),
        (["env", "sh", "-c", "echo $E"], {"E"}),
        (["tini", "--", "sh", "-ec", "echo $E"], {"E"}),
        (["dumb-init", "bash", "-c", "echo $E"], {"E"}),
        (["-c", "echo $E"], {"E"}),
        (["-ec", "echo $E"], {"E"}),
        (["cat", "/proc/self/environ"], {EVERYTHING}),
        (["sh", "-x", "-c", "run $E"], {"E"}),
        (["bash", "-o", "xtrace", "-c", "run $E"], {"E"}),
        (["bash", "--norc", "-c", "echo $E"], {"E"}),
        (["echo", "$E"], set()),
        (["/app", mark("E")], set()),
        (["sh", "-c", "echo $0", mark("E")], {"E"}),
        (["sh", "-c", "echo $1", "x", mark("E")], {"E"}),
        ([], set()),
        ([""], set()),
        (["sh"], set()),
        (["sh", "-c"], set()),
        (["env", "-u"], set()),
    ],
)
def test_without_a_shell_the_arguments_are_taken_as_they_are(argv: list[str], names: set[str]) -> None:
    assert printed(argv, VARIABLES, Budget()) & {"E", EVERYTHING} >= names
    assert names or not printed(argv, VARIABLES, Budget()) & {"E"}


@pytest.mark.parametrize(
    "script", ["echo $E &&", "echo $E; if", "echo $E )", "for in; do echo $E", "echo ${E"]
)
def test_what_cannot_be_parsed_is_doubted(script: str) -> None:
    assert "E" in prints(script)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("f() { f; }; f", id="recursion"),
        pytest.param("X='eval $X'; eval $X", id="eval of itself"),
        pytest.param("(" * 2_000 + "env" + ")" * 2_000, id="nesting"),
        pytest.param("$(" * 2_000 + "env" + ")" * 2_000, id="substitutions in each other"),
        pytest.param('X="$E"; ' + 'X="$X$X"; ' * 40, id="doubling"),
        pytest.param("for a in 1; do " * 40 + "echo $E; " + "done; " * 40, id="loops in each other"),
        pytest.param("echo a;" * 40_000, id="length"),
        pytest.param(f"X='{'a ' * 15_000}'; " + LOOPS.format("cat $X"), id="words again and again"),
        pytest.param(f"X='{'A=1 ' * 7_000}'; " + LOOPS.format("env $X"), id="assignments again and again"),
        pytest.param(f"Y='{'b' * 20_000}'; printenv {'Y ' * 2_000}", id="values named again and again"),
        pytest.param(f"PS4='{'$E ' * 5_000}'; set -x; " + "true; " * 2_000, id="prompts"),
        pytest.param(f"X='{'print x ' * 2_000}'; " + LOOPS.format('perl -e "$X"'), id="programs"),
        pytest.param("sh -c 'echo \"sh /t\" > /t; sh /t'", id="a script that runs itself"),
        pytest.param('echo \'perl -e "system(q(x), \\"sh /t\\")"\' > /t; sh /t', id="programs in each other"),
    ],
)
def test_what_goes_on_too_long_has_no_answer(script: str) -> None:
    with pytest.raises(ScriptTooLongError) as raised:
        prints(script)

    assert script[:20] not in str(raised.value)


@given(script=st.text(alphabet="echo$E{}()[]'\"`\\|&;<>!#*?= \n\tfidonwhletsqX1-+:/%@,^~_", max_size=80))
def test_any_script_has_an_answer(script: str) -> None:
    assert prints(script) == prints(script)


WORDS = sorted(
    words(
        """
    sh bash -c -e -O -o --rcfile su python perl php env -S -u - -- -I{} xargs {} parallel ::: find -exec ; +
    watch -n flock script tee cat cd .. /proc self/environ trap set -x $0 $_ getopts curl -v ps eww sed -i
    date exec -a timeout $E $(E) 'x coproc declare -n r=r r=E print() os.environ system('env') %ENV eval node
    -p /entrypoint.sh
    """
    )
)


@given(argv=st.lists(st.sampled_from([*WORDS, "", mark("E"), "echo $E"]), max_size=12))
def test_any_command_line_has_an_answer(argv: list[str]) -> None:
    for line in (argv, ["", *argv], ["sh", "-c", " ".join(argv)]):
        assert printed(line, VARIABLES, Budget()) == printed(line, VARIABLES, Budget())


@given(text=st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    prints(text)
