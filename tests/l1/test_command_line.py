"""What the command line says and returns, above all when something goes wrong."""

import io
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet import __version__
from privet.cli import app as cli
from privet.cli.app import Exit
from privet.cli.scan import Progress
from privet.errors import PrivetError, SettingsError

CARD = "4556737586899855"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "privet", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "NO_COLOR": "1", "PYTHONPATH": "operator", **environment},
    )


def loaded(imported: str, *heavy: str) -> list[str]:
    script = f"import sys, {imported}; print(*sorted({set(heavy)} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()


def failing_with(error: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise error

    return fail


def test_the_version_is_one_line() -> None:
    answer = run("--version")

    assert (answer.returncode, answer.stdout) == (0, f"privet {__version__}\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    answer = run("no-such-command")

    assert answer.returncode == Exit.USAGE
    assert "no-such-command" in answer.stderr


def test_wrong_settings_are_one_line_that_names_the_variable() -> None:
    answer = run("webhook", PRIVET_PORT=CARD)

    assert answer.returncode == Exit.USAGE
    assert answer.stderr.startswith("privet: set right: PRIVET_PORT")
    assert answer.stderr.count("\n") == 1
    assert CARD not in answer.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(SettingsError("set right: PRIVET_PORT"), Exit.USAGE, id="settings"),
        pytest.param(PrivetError("the cluster is not there"), Exit.FAILED, id="expected"),
        pytest.param(ValueError(CARD), Exit.INTERNAL, id="unexpected"),
    ],
)
def test_every_kind_of_failure_has_its_code(error: Exception, code: Exit) -> None:
    assert cli.guarded(failing_with(error)) == code


def test_an_unexpected_error_shows_places_and_types_but_no_contents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cause = KeyError(f"mia.lindqvist@{CARD}.net")
    error = ValueError(CARD)
    error.__cause__ = cause

    cli.guarded(failing_with(error))

    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "KeyError" in said
    assert CARD not in said
    assert "lindqvist" not in said
    assert said.splitlines()[-1].startswith("privet: an unexpected error")


@pytest.mark.parametrize("command", ["webhook", "crds"])
def test_only_the_controller_loads_kopf(command: str) -> None:
    modules = {"webhook": "privet.admission.app", "crds": "privet.api.crd"}
    assert loaded(f"privet.cli, {modules[command]}", "kopf", "kubernetes") == []


@pytest.mark.parametrize("command", ["redact", "entities"])
def test_filters_and_lists_load_neither_models_nor_parsers(command: str) -> None:
    assert loaded(f"privet.cli.{command}", "kopf", "kubernetes", "pydantic", "aiohttp", "yaml") == []


def test_the_scan_loads_no_client_of_a_cluster() -> None:
    assert loaded("privet.cli.scan", "kopf", "kubernetes", "aiohttp", "uvicorn") == []


def test_the_command_line_alone_loads_next_to_nothing() -> None:
    assert loaded("privet.cli", "kopf", "pydantic", "aiohttp", "yaml") == []


@given(st.text(max_size=40))
def test_no_text_of_an_unexpected_error_is_ever_shown(text: str) -> None:
    class Told(Exception):  # noqa: N818 - any exception, also one that is named badly
        pass

    marked = f"<<{text}>>"

    assert marked not in cli.described(Told(marked))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_long_work_says_on_a_terminal_how_far_it_is(stream: io.StringIO, *, shown: bool) -> None:
    seconds = iter((0.0, 0.5, 1.5, 1.55, 2.0))
    progress = Progress(stream, lambda: next(seconds))

    for done in range(1, 5):
        progress.show(done, 4)
    progress.clear()

    lines = "\r2 of 4 files\x1b[K\r4 of 4 files\x1b[K\r\x1b[K"
    assert stream.getvalue() == (lines if shown else "")


def test_short_work_leaves_a_terminal_alone() -> None:
    stream = Terminal()
    progress = Progress(stream, lambda: 0.0)

    progress.show(1, 1)
    progress.clear()

    assert stream.getvalue() == ""
