"""`privet scan` with the real programs: charts by Helm, kustomizations by kubectl, this repository itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chart.derived import REPOSITORY
from tests.chart.release import HELMS, HelmName, helm
from tests.cluster import build

MAIL = "mia.lindqvist@northwind-traders.com"
SCRIPT = Path(sys.executable).parent / "privet"
TEMPLATE = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {to: {{ .Values.to }}}\n"
)


def scan(folder: Path, programs: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "PYTHONPATH": str(REPOSITORY / "operator"),
        "HOME": str(programs),
    }
    return subprocess.run(
        [SCRIPT, "scan", *paths], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def programs_in(folder: Path, **programs: Path) -> Path:
    """Give a folder of links to programs."""
    folder.mkdir()
    for name, program in programs.items():
        os.symlink(program, folder / name)  # noqa: PTH211 - either way of it is as short
    return folder


@pytest.mark.parametrize("name", HELMS)
def test_what_a_chart_makes_of_its_values_is_found_in_its_template(tmp_path: Path, name: HelmName) -> None:
    chart = tmp_path / "web"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 0.1.0\n")
    (chart / "values.yaml").write_text(f"to: {MAIL}\n")
    (chart / "templates" / "settings.yaml").write_text(TEMPLATE)

    answer = scan(tmp_path, programs_in(tmp_path / "bin", helm=helm(name)), "web")

    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.startswith(
        "web/templates/settings.yaml:1:1  Deny  ConfigMapValue  EmailAddress High"
    )
    assert MAIL not in answer.stdout + answer.stderr


def test_what_a_kustomization_generates_is_found(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    generator = f"configMapGenerator:\n- name: settings\n  literals: ['to={MAIL}']\n"
    (app / "kustomization.yaml").write_text(generator)
    kubectl = build.build(["kubectl"])["kubectl"]

    answer = scan(tmp_path, programs_in(tmp_path / "bin", kubectl=kubectl), "app")

    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.startswith("app/kustomization.yaml:1:1  Deny  ConfigMapValue  EmailAddress High")


def test_nothing_that_this_repository_ships_holds_personal_data(tmp_path: Path) -> None:
    answer = scan(
        REPOSITORY, programs_in(tmp_path / "bin", helm=helm("helm")), "charts", "crds", "deploy", "examples"
    )

    assert answer.returncode == 0, answer.stdout
