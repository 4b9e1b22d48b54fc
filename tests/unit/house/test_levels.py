"""The table at the end of a run counts every level, and what was skipped."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]

SUITE = """
import pytest

def test_passes(): pass
def test_fails(): assert False
@pytest.mark.skip(reason="no node here")
def test_skips(): pass
@pytest.mark.l3
def test_of_another_level(): pass
@pytest.fixture
def broken(): raise ValueError
def test_errs(broken): pass
"""


def summary(folder: Path) -> list[str]:
    (folder / "test_suite.py").write_text(SUITE)
    command = [sys.executable, "-m", "pytest", "-p", "tests.levels", "-p", "no:randomly", "-c", "/dev/null"]
    answer = subprocess.run(
        [*command, f"--rootdir={folder}", str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.splitlines()


def test_every_level_is_counted(tmp_path: Path) -> None:
    lines = summary(tmp_path)

    rows = {line.split()[0]: line.split()[1:4] for line in lines if line[:1] == "L" and line[1:2].isdigit()}
    assert rows["L0"] == ["1", "2", "1"]
    assert rows["L3"] == ["1", "0", "0"]
    assert rows["L4"] == ["0", "0", "0"]
    assert "2 passed" in lines[-1], "pytest's own line must be the last"
