"""The harness itself: programs are built once, and a build that fails says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster import build
from tests.cluster.errors import BuildError
from tests.cluster.locations import REPOSITORY
from tests.cluster.modules import UPSTREAMS, Upstream


def test_two_processes_do_not_build_the_same_twice(tmp_path: Path) -> None:
    environment = {**os.environ, "PRIVET_CACHE": str(tmp_path)}
    command = [sys.executable, "-m", "tests.cluster", "build", "pause"]

    both = [
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert "".join(said).count("built [1/1] pause") == 1
    assert [path.name for path in tmp_path.glob("bin/pause-*/*")] == ["pause"]


def test_a_failed_build_shows_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRIVET_CACHE", str(tmp_path))
    broken = build.Component(name="broken", module="pause", package="./no-such-folder")

    with pytest.raises(BuildError, match="no-such-folder"):
        build.build_component(broken)

    assert list(tmp_path.glob("bin/broken-*/")) == []


@pytest.mark.parametrize("upstream", UPSTREAMS, ids=lambda upstream: upstream.name)
def test_every_module_is_pinned_with_its_checksums(upstream: Upstream) -> None:
    assert upstream.version in (upstream.folder / "go.mod").read_text(encoding="utf-8")
    assert " h1:" in (upstream.folder / "go.sum").read_text(encoding="utf-8")


def test_a_program_is_asked_for_by_a_name_that_exists() -> None:
    with pytest.raises(BuildError, match="no component is called kube-lard"):
        build.component("kube-lard")
