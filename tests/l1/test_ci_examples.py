"""The CI examples and the hooks: every command that they run, run on a clean and on a dirty repository."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.l1.test_scan_command import ENVIRONMENT, REPOSITORY, SCRIPT
from tests.unit.scan.folder import MAIL, a_config_map, written

EXAMPLES = REPOSITORY / "examples" / "ci"
PATH = f"{SCRIPT.parent}{os.pathsep}{ENVIRONMENT['PATH']}"


def commands(name: str) -> list[str]:
    """Give the commands of privet in an example, as its CI hands them to a shell."""
    text = (EXAMPLES / name).read_text()
    return re.findall(r"""(?:run: |- |sh ')(privet scan [^'\n]*)""", text)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-euc", command],
        cwd=folder,
        env={**ENVIRONMENT, "PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )


def repositories(tmp_path: Path) -> tuple[Path, Path]:
    written(tmp_path / "clean", {"deploy/a.yaml": a_config_map(a="b")})
    written(tmp_path / "dirty", {"deploy/a.yaml": a_config_map(a=MAIL)})
    return tmp_path / "clean", tmp_path / "dirty"


@pytest.mark.parametrize(
    ("name", "count"), [("github-actions.yaml", 2), ("gitlab-ci.yaml", 1), ("Jenkinsfile", 1)]
)
def test_every_command_passes_for_what_is_clean_and_the_last_fails_for_what_is_not(
    tmp_path: Path, name: str, count: int
) -> None:
    clean, dirty = repositories(tmp_path)
    found = commands(name)

    assert len(found) == count
    assert [shell(one, clean).returncode for one in found] == [0] * count
    assert [shell(one, dirty).returncode for one in found] == [0] * (count - 1) + [1]


def test_the_files_that_reports_are_made_of_are_what_their_readers_expect(tmp_path: Path) -> None:
    _, dirty = repositories(tmp_path)
    for name in ("github-actions.yaml", "gitlab-ci.yaml"):
        answers = [shell(one, dirty) for one in commands(name)]
        assert MAIL not in "".join(one.stdout + one.stderr for one in answers)

    assert json.loads((dirty / "privet.sarif").read_text())["runs"][0]["results"]
    assert ET.parse(dirty / "privet.xml").findall(".//failure")  # noqa: S314 - of our own making


def test_the_script_for_any_ci_decides_by_its_exit_code(tmp_path: Path) -> None:
    clean, dirty = repositories(tmp_path)
    script = shlex.quote(str(EXAMPLES / "any-ci.sh"))

    assert [shell(script, folder).returncode for folder in (clean, dirty)] == [0, 1]
    assert json.loads((dirty / "privet.json").read_text())["summary"]["deny"] == 1


@pytest.mark.parametrize("name", ["github-actions.yaml", "gitlab-ci.yaml", "pre-commit.yaml"])
def test_examples_are_yaml(name: str) -> None:
    assert isinstance(yaml.safe_load((EXAMPLES / name).read_text()), dict)


def hooks() -> list[dict[str, Any]]:
    return list(yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text()))


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: str(hook["id"]))
def test_a_hook_judges_the_files_that_it_is_given(tmp_path: Path, hook: dict[str, Any]) -> None:
    clean, dirty = repositories(tmp_path)

    answers = [shell(f"{hook['entry']} deploy/a.yaml", folder) for folder in (clean, dirty)]

    assert [one.returncode for one in answers] == [0, 1]
    assert hook["language"] == "python"


def test_the_example_for_pre_commit_names_a_hook_that_there_is(tmp_path: Path) -> None:
    (repo,) = yaml.safe_load((EXAMPLES / "pre-commit.yaml").read_text())["repos"]
    (hook,) = repo["hooks"]
    entry = {one["id"]: one["entry"] for one in hooks()}[hook["id"]]
    clean, dirty = repositories(tmp_path)
    words = " ".join(hook.get("args", []))

    answers = [shell(f"{entry} {words} deploy/a.yaml", folder) for folder in (clean, dirty)]

    assert [one.returncode for one in answers] == [0, 1]


def test_what_the_example_says_of_a_baseline_is_so(tmp_path: Path) -> None:
    text = (EXAMPLES / "pre-commit.yaml").read_text()
    (write,) = re.findall(r"#   (privet scan .*)", text)
    (words,) = re.findall(r"# args: \[(--baseline.*)\]", text)
    _, dirty = repositories(tmp_path)

    assert shell(write, dirty).returncode == 0
    assert shell(f"privet scan {words.replace(',', '')} deploy/a.yaml", dirty).returncode == 0


def test_a_commit_that_touches_a_template_is_judged_by_its_chart(tmp_path: Path) -> None:
    made = a_config_map(a=MAIL)
    written(tmp_path, {"web/Chart.yaml": "name: web", "web/templates/a.yaml": "a: {{ .Values.a }}"})
    written(
        tmp_path / "bin",
        {"helm": f"#!/bin/sh\ncat <<'END'\n---\n# Source: web/templates/a.yaml\n{made}\nEND\n"},
    )
    (tmp_path / "bin" / "helm").chmod(0o755)
    entry = hooks()[0]["entry"]

    answer = shell(f'PATH="$PWD/bin:$PATH" {entry} web/templates/a.yaml', tmp_path)
    left_out = shell(f"{entry} --no-render web/templates/a.yaml", tmp_path)

    assert (answer.returncode, left_out.returncode) == (1, 0)
    assert answer.stdout.startswith("web/templates/a.yaml:1:1  Deny")
    assert "was not rendered, as asked" in left_out.stdout
