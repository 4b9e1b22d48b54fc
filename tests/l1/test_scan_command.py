"""The commands as a user runs them: by the installed script, in a process of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fastjsonschema
import pytest

from privet.cli.entities import Form, shown
from tests.unit.scan.folder import CARD, MAIL, a_config_map, written
from tests.unit.scan.test_files import BASELINE, POD, TEAM

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = Path(sys.executable).parent / "privet"
SCHEMA = json.loads((REPOSITORY / "tests" / "unit" / "scan" / "sarif-2.1.0-rtm.5.json").read_text())
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "operator"), "LC_ALL": "C.UTF-8"}
CLEAN, FINDINGS, USAGE, INTERNAL = 0, 1, 2, 3


def privet(
    *arguments: str, stdin: str | bytes = b"", folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [SCRIPT, *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        cwd=folder,
        env={**ENVIRONMENT, **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["dirty.yaml"], FINDINGS, id="a finding"),
        pytest.param(["clean.yaml"], CLEAN, id="none"),
        pytest.param(["example.yaml"], CLEAN, id="an example"),
        pytest.param(["broken.yaml"], FINDINGS, id="not readable"),
        pytest.param(["broken.yaml", "--fail-on", "Never"], CLEAN, id="nothing fails"),
        pytest.param(["none.yaml"], USAGE, id="no such file"),
        pytest.param(["dirty.yaml", "--entities", "CreditCard"], CLEAN, id="another entity"),
        pytest.param(["dirty.yaml", "--entities", "Nothing"], USAGE, id="no such entity"),
        pytest.param(["dirty.yaml", "--entities=-EmailAddress"], CLEAN, id="taken away"),
        pytest.param(["network.yaml"], CLEAN, id="what nobody asks for"),
        pytest.param(["network.yaml", "--entities=+IpV4Address"], FINDINGS, id="asked for besides"),
        pytest.param(["dirty.yaml", "--fail-on", "Sometimes"], USAGE, id="no such severity"),
        pytest.param(["dirty.yaml", "--min-confidence", "High"], FINDINGS, id="sure"),
        pytest.param(["--text", "notes.txt"], FINDINGS, id="text"),
        pytest.param(["--text", ".", "--policies", "."], USAGE, id="options that do not go together"),
        pytest.param(["dirty.yaml", "--policies", "."], USAGE, id="no policies"),
        pytest.param(["dirty.yaml", "--write-baseline"], USAGE, id="no place for a baseline"),
        pytest.param(["dirty.yaml", "--output", "no/such/folder"], USAGE, id="no place for a report"),
    ],
)
def test_the_exit_code_says_what_happened(tmp_path: Path, arguments: list[str], code: int) -> None:
    written(
        tmp_path,
        {
            "dirty.yaml": a_config_map(a=MAIL),
            "clean.yaml": a_config_map(a="b"),
            "network.yaml": a_config_map(visitors="84.17.4.9"),
            "example.yaml": a_config_map(a="jane@example.com"),
            "broken.yaml": "apiVersion: {",
            "notes.txt": MAIL,
        },
    )

    answer = privet("scan", *arguments, folder=tmp_path)

    assert answer.returncode == code, answer.stderr
    assert MAIL.encode() not in answer.stdout + answer.stderr
    if code == USAGE:
        assert answer.stdout == b""


def test_standard_input_is_a_file_of_manifests() -> None:
    answer = privet("scan", "-", stdin=a_config_map(a=MAIL))

    assert answer.returncode == FINDINGS
    assert b"<stdin>:1:" in answer.stdout
    tabs = json.dumps(json.loads(a_config_map(a=MAIL)), indent="\t")
    assert privet("scan", "-", stdin=tabs).stdout.startswith(b"<stdin>:8:9  Deny")


def test_sarif_goes_to_a_file_and_is_valid(tmp_path: Path) -> None:
    written(tmp_path / "deploy", {"a.yaml": f"# first\n{a_config_map(a=MAIL)}"})

    answer = privet("scan", "deploy", "--format", "sarif", "--output", "out.sarif", folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (FINDINGS, b"")
    told = json.loads((tmp_path / "out.sarif").read_text())
    fastjsonschema.compile(SCHEMA, use_default=False)(told)
    (result,) = told["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "deploy/a.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["startLine"] == 2
    assert result["properties"]["entity"] == "EmailAddress"


def test_a_baseline_makes_what_is_known_pass(tmp_path: Path) -> None:
    written(tmp_path, {"a.yaml": a_config_map(a=MAIL)})

    first = privet("scan", "a.yaml", "--baseline", "known.json", "--write-baseline", folder=tmp_path)
    second = privet("scan", "a.yaml", "--baseline", "known.json", folder=tmp_path)
    (tmp_path / "a.yaml").write_text(a_config_map(a=f"{MAIL} {CARD}"))
    third = privet("scan", "a.yaml", "--baseline", "known.json", folder=tmp_path)

    assert [one.returncode for one in (first, second, third)] == [CLEAN, CLEAN, FINDINGS]


def test_policies_of_a_folder_decide(tmp_path: Path) -> None:
    objects = {"p/a.json": BASELINE, "m/pod.json": POD, "t/t.json": TEAM}
    written(tmp_path, {name: json.dumps(obj) for name, obj in objects.items()})

    refused = privet("scan", "m", "--policies", "p", folder=tmp_path)
    granted = privet("scan", "m", "t", "--policies", "p", folder=tmp_path)

    assert refused.returncode == FINDINGS
    assert b"PolicyRequired" in refused.stdout
    assert granted.returncode == CLEAN, granted.stdout


def test_no_colour_and_no_progress_where_there_is_no_terminal(tmp_path: Path) -> None:
    written(tmp_path, {"a.yaml": a_config_map(a=MAIL)})

    answer = privet("scan", ".", folder=tmp_path)

    assert b"\x1b" not in answer.stdout
    assert answer.stderr == b""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours_unless_it_does_not_want_them(
    tmp_path: Path, setting: dict[str, str], *, coloured: bool
) -> None:
    written(tmp_path, {"a.yaml": a_config_map(a=MAIL)})
    ours, theirs = os.openpty()

    subprocess.run(
        [SCRIPT, "scan", "a.yaml"],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        check=False,
        cwd=tmp_path,
        env={**ENVIRONMENT, **setting},
    )

    os.close(theirs)
    assert (b"\x1b[31m" in os.read(ours, 65536)) == coloured


def test_redact_copies_lines_without_what_is_personal() -> None:
    answer = privet("redact", stdin=f'to {MAIL}\r\n{{"card": {CARD}}}\nclean'.encode() + b"\xff")

    assert answer.returncode == CLEAN
    assert answer.stdout == b'to [EmailAddress]\r\n{"card": "[CreditCard]"}\nclean\xff'


def test_redact_takes_a_key_from_a_file_of_its_owner_alone(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(os.urandom(32))
    key.chmod(0o600)

    good = privet("redact", "--pseudonym-key-file", str(key), stdin=f"{MAIL} {MAIL}")
    key.chmod(0o644)
    open_ = privet("redact", "--pseudonym-key-file", str(key), stdin=MAIL)

    first, second = good.stdout.decode().split()
    assert first == second
    assert (open_.returncode, open_.stdout) == (USAGE, b"")


def test_redact_follows_a_stream_line_by_line() -> None:
    process = subprocess.Popen(
        [SCRIPT, "redact"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for line in (f"one {MAIL}\n", "two\n", f"three {CARD}\n"):
            process.stdin.write(line.encode())
            process.stdin.flush()
            # Each line is there before the next one is sent: a filter that waits for more would hang here.
            seen = process.stdout.readline()
            assert seen.split()[0] == line.split()[0].encode()
            assert MAIL.encode() not in seen
        process.stdin.close()
        assert process.wait(30) == CLEAN
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def redacting() -> "subprocess.Popen[bytes]":
    pipe = subprocess.PIPE
    return subprocess.Popen([SCRIPT, "redact"], stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT)


def test_redact_shows_what_it_has_read_when_the_user_ends_it() -> None:
    process = redacting()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"whole\npart {MAIL}".encode())
    process.stdin.flush()
    assert process.stdout.readline() == b"whole\n"

    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)

    assert (out, said, process.returncode) == (b"part [EmailAddress]", b"", CLEAN)


def test_redact_ends_quietly_when_nobody_reads_on() -> None:
    process = redacting()
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr, process.stdin:
        process.stdin.write(b"line\n" * 100)
        process.stdin.close()
        assert process.wait(30) == CLEAN
        assert process.stderr.read() == b""


def test_entities_are_listed_for_people_and_programs() -> None:
    table, listed = privet("entities"), privet("entities", "--format", "json")

    told = json.loads(listed.stdout)
    names = [one["name"] for one in told["entities"]]
    assert len(names) >= 40
    assert names == sorted(names)
    assert all(one["what"] and one["standard"] and one["proof"] for one in told["entities"])
    rows, _, outage = table.stdout.decode().partition("\n\n")
    assert len(rows.splitlines()) == len(names) + 1
    assert all(one["standard"] in rows for one in told["entities"])
    assert outage.startswith("What survives an outage")
    assert "fails closed" in told["outage"]


@pytest.mark.parametrize("width", [80, 120, 250])
def test_the_list_of_entities_keeps_to_a_terminal(width: int) -> None:
    lines = shown(Form.TABLE, width).splitlines()

    assert max(map(len, lines)) <= width
    assert any(line.startswith("CreditCard ") for line in lines)
    assert any("ISO/IEC 7812" in line for line in lines)


def test_three_thousand_files_take_seconds(tmp_path: Path) -> None:
    text = f"{a_config_map(a='b')}\n---\n{json.dumps(POD)}\n"
    written(tmp_path, {f"team{number % 30}/{number}.yaml": text for number in range(3000)})
    start = time.monotonic()

    answer = privet("scan", ".", "--jobs", "1", folder=tmp_path)

    assert answer.returncode == CLEAN
    assert b"read 3000 files with 6000 objects" in answer.stdout
    # Five seconds on a core of its own; this one may be shared by many.
    assert time.monotonic() - start < 60
