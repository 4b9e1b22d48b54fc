"""What ordinary mistakes and ordinary failures of a machine look like: one line, and the user's turn."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.l1.test_scan_command import CLEAN, ENVIRONMENT, FINDINGS, SCRIPT, USAGE, privet
from tests.unit.scan.folder import MAIL, a_config_map, written

INPUT, OUTPUT = 0, 1
WRITING = (("scan", "a.yaml"), ("redact",), ("entities",), ("crds",), ("--version",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path, {"a.yaml": a_config_map(a=MAIL), "dir/b.txt": ""})
    return tmp_path


def said(answer: "subprocess.CompletedProcess[bytes]") -> str:
    """Give the one line of an error of usage."""
    told = answer.stderr.decode()
    assert answer.returncode == USAGE, told
    assert told.count("\n") == 1
    assert told.startswith("privet: ")
    return told.removeprefix("privet: ").strip()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["scan", "x" * 300], "… cannot be looked at: file name too long"),
        (["scan", "a.yaml", "--baseline", "dir"], "the baseline dir cannot be read: is a directory"),
        (["scan", "a.yaml", "--output", "dir"], "dir cannot be written: is a directory"),
        (["scan", "a.yaml", "--output", "/dev/full"], "/dev/full cannot be written: no space left on device"),
        (
            ["scan", "a.yaml", "--entities", "CreditCrd"],
            "--entities names CreditCrd, which is not built in; did you mean CreditCard?",
        ),
        (
            ["scan", "a.yaml", "--values", "no.yaml"],
            "--values: no.yaml cannot be read: no such file or directory",
        ),
        (
            ["scan", "a.yaml", "--set", "a=b", "--no-render"],
            "--values and --set are for charts: they go with neither --text nor --no-render",
        ),
        (
            ["redact", "--pseudonym-key-file", "dir"],
            "the key file dir is no file",
        ),
        (["crds", "--directory", "a.yaml"], "a.yaml cannot be written: file exists"),
    ],
)
def test_an_ordinary_mistake_is_one_line(folder: Path, arguments: list[str], expected: str) -> None:
    assert said(privet(*arguments, folder=folder)) == expected


@pytest.mark.parametrize("name", ["Shop", "a.b", "-a", "a-", "x" * 64])
def test_what_is_no_namespace_is_refused(folder: Path, name: str) -> None:
    assert said(privet("scan", "a.yaml", f"--namespace={name}", folder=folder)).startswith(
        "--namespace is no"
    )


def test_a_namespace_without_policies_is_told_to_have_no_effect(folder: Path) -> None:
    answer = privet("scan", "a.yaml", "--namespace", "shop", folder=folder)

    assert b"note: --namespace has no effect without --policies" in answer.stdout


@pytest.mark.parametrize("arguments", WRITING)
def test_output_that_is_full_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [SCRIPT, *arguments],
            input=b"line\n",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=folder,
            env=ENVIRONMENT,
        )

    assert said(answer) == "standard output cannot be written: no space left on device"


def without(handle: int, *arguments: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a command with a handle that is closed."""
    script = f"import os, sys; os.close({handle}); os.execv(sys.argv[1], sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", script, str(SCRIPT), *arguments],
        input=b"" if handle else None,
        capture_output=True,
        check=False,
        cwd=folder,
        env=ENVIRONMENT,
    )


@pytest.mark.parametrize("arguments", WRITING)
def test_output_that_is_closed_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    assert said(without(OUTPUT, *arguments, folder=folder)).startswith("standard output is closed")


@pytest.mark.parametrize("arguments", [("scan", "-"), ("redact",)])
def test_input_that_is_closed_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    assert said(without(INPUT, *arguments, folder=folder)).startswith("standard input is closed")


def test_a_scan_needs_no_output_for_a_report_in_a_file(folder: Path) -> None:
    answer = without(OUTPUT, "scan", "a.yaml", "--output", "report.txt", folder=folder)

    assert answer.returncode == FINDINGS
    assert "1 to deny" in (folder / "report.txt").read_text()


def test_a_closed_standard_error_changes_no_verdict(folder: Path) -> None:
    assert without(2, "scan", "a.yaml", folder=folder).returncode == FINDINGS


def test_the_demo_says_that_it_needs_a_cluster(tmp_path: Path) -> None:
    answer = privet("demo", folder=tmp_path, HOME=str(tmp_path), KUBECONFIG=str(tmp_path / "none"))

    assert "no usable kubeconfig" in said(answer)


def test_no_error_repeats_what_is_personal_or_acts_on_a_terminal(folder: Path) -> None:
    for arguments in (
        ["scan", f"{MAIL}/a.yaml"],
        ["scan", "a.yaml", "--entities", MAIL],
        ["scan", "a.yaml", "--baseline", MAIL],
        ["scan", "a.yaml", "--policies", f"{MAIL}\x1b[31m"],
        ["scan", "a.yaml", f"--{MAIL}"],
        ["scan", "a.yaml", "--format", MAIL],
        [f"{MAIL}\x1b[31m"],
        ["redact", "--pseudonym-key-file", MAIL],
    ):
        answer = privet(*arguments, folder=folder)
        assert answer.returncode == USAGE
        assert MAIL.encode() not in answer.stderr
        assert b"\x1b" not in answer.stderr


def test_a_pipe_by_its_name_is_read(folder: Path) -> None:
    answer = privet("scan", "/dev/stdin", stdin=a_config_map(a=MAIL))

    assert answer.returncode == FINDINGS
    command = f'"{SCRIPT}" scan <(cat a.yaml)'
    if Path("/bin/bash").exists():
        assert (
            subprocess.run(["/bin/bash", "-c", command], cwd=folder, env=ENVIRONMENT, check=False).returncode
            == 1
        )


def test_what_is_left_out_is_not_scanned(folder: Path) -> None:
    answer = privet("scan", ".", "--exclude", "a.*", "--exclude", "dir", folder=folder)

    assert answer.returncode == CLEAN
    assert b"note: nothing was read\nnote: 2 files and folders left out" in answer.stdout


def test_values_are_handed_on_to_helm(tmp_path: Path) -> None:
    written(tmp_path, {"web/Chart.yaml": "name: web", "v.yaml": ""})
    helm = tmp_path / "bin" / "helm"
    helm.parent.mkdir()
    helm.write_text('#!/bin/sh\nprintf "%s\n" "$@" >&2\nprintf "%s\n" "$@" > arguments\n')
    helm.chmod(0o755)
    path = f"{helm.parent}{os.pathsep}{ENVIRONMENT['PATH']}"

    answer = privet("scan", "web", "--values", "v.yaml", "--set", f"mail={MAIL}", folder=tmp_path, PATH=path)

    assert (tmp_path / "arguments").read_text().splitlines()[-2:] == [
        f"--values={tmp_path / 'v.yaml'}",
        f"--set=mail={MAIL}",
    ]
    assert MAIL.encode() not in answer.stdout + answer.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_help_has_no_escapes_where_no_colour_is_wanted() -> None:
    ours, theirs = os.openpty()

    subprocess.run([SCRIPT, "--help"], stdout=theirs, check=True, env={**ENVIRONMENT, "NO_COLOR": "1"})

    os.close(theirs)
    assert b"\x1b" not in os.read(ours, 65536)
