"""The harness itself: a failed test shows what the components said, an impossible one says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cluster.locations import REPOSITORY

FAILING = """
def test_it(control_plane):
    assert control_plane.answers("/no-such-path")
"""


def test_a_failed_test_shows_the_logs_of_its_cluster(tmp_path: Path) -> None:
    result = run_pytest(tmp_path)

    assert result.returncode == 1, result.stdout
    assert "--- kube-apiserver" in result.stdout
    assert "Serving securely" in result.stdout or "Caches are synced" in result.stdout
    assert "--- etcd" in result.stdout


def test_a_test_that_cannot_run_says_why(tmp_path: Path) -> None:
    # A machine without Go, and with nothing built before.
    bare = {"PATH": str(tmp_path), "PRIVET_CACHE": str(tmp_path / "cache")}

    result = run_pytest(tmp_path, bare)

    assert result.returncode == 0, result.stdout
    assert "1 skipped" in result.stdout
    assert "no go on the PATH" in result.stdout


def run_pytest(folder: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(FAILING, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.cluster.fixtures",
        "-rs",
        "--rootdir",
        str(folder),
    ]
    return subprocess.run(
        [*command, "-c", "/dev/null", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
