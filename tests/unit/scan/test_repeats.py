"""What kustomizations make: told of where no file says the same, never hidden by what looks alike."""

import json
from pathlib import Path

import pytest

from privet.scan.baseline import read_baseline, write_baseline
from privet.scan.repeats import told_once
from privet.scan.results import Result, Severity
from tests.unit.scan.folder import MAIL, a_config_map, scanned, written
from tests.unit.scan.test_files import DIRTY, a_program, programs

__all__ = ["programs"]

OTHER = "ben.ruiz@northwind-traders.com"


@pytest.mark.parametrize("program", ["kustomize", "kubectl"])
def test_of_a_kustomization_only_what_it_makes_itself_is_said_again(
    tmp_path: Path, programs: Path, program: str
) -> None:
    made = a_config_map("prefix-settings", a=MAIL)
    new = a_config_map("generated", fresh=MAIL)
    written(tmp_path / "app", {"kustomization.yaml": "resources: [settings.yaml]", "settings.yaml": DIRTY})
    a_program(programs, program, f"#!/bin/sh\ncat <<'END'\n{made}\n---\n{new}\nEND\n")

    report = scanned("app")

    assert [(one.file, one.path) for one in report.results] == [
        ("app/kustomization.yaml", "data[fresh]"),
        ("app/settings.yaml", "data[a]"),
    ]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"app/kustomization.yaml": "resources: [https://somewhere.dev/x]"}, id="by itself"),
        pytest.param(
            {
                "app/kustomization.yaml": "resources: [../more, ../app]",
                "more/kustomization.yml": "components:\n- ../base\n",
                "base/Kustomization": "resources:\n- git@somewhere.dev:x\n",
            },
            id="by what it is built upon",
        ),
    ],
)
def test_nothing_remote_is_fetched(tmp_path: Path, programs: Path, files: dict[str, str]) -> None:
    written(tmp_path, files)
    a_program(programs, "kustomize", "#!/bin/sh\nexit 0\n")

    (result,) = scanned("app").results

    assert result.statement == "could not be judged: it names something remote, which is not fetched"


def test_another_objects_leak_does_not_hide_the_kustomizations_own(tmp_path: Path, programs: Path) -> None:
    made = a_config_map("other-5h2k", mail=OTHER)
    written(
        tmp_path / "ks",
        {
            "other/cm.yaml": a_config_map("other", mail=MAIL),
            "over/kustomization.yaml": "configMapGenerator: []",
        },
    )
    a_program(programs, "kustomize", f"#!/bin/sh\ncat <<'END'\n{made}\nEND\n")

    assert [one.file for one in scanned("ks").results] == ["ks/other/cm.yaml", "ks/over/kustomization.yaml"]


def test_what_a_baseline_knows_does_not_hide_what_a_kustomization_changes(
    tmp_path: Path, programs: Path
) -> None:
    app = {"kustomization.yaml": "resources: [cm.yaml]", "cm.yaml": a_config_map("web", mail=MAIL)}
    written(tmp_path / "app", app)
    script = "#!/bin/sh\ncat <<'END'\n{made}\nEND\n"
    a_program(programs, "kustomize", script.format(made=a_config_map("web", mail=MAIL)))
    file = tmp_path / "known.json"

    assert write_baseline(file, scanned("app").everything) == 2
    known = scanned("app", baseline=read_baseline(file))
    a_program(programs, "kustomize", script.format(made=a_config_map("web", mail=MAIL, more=OTHER)))
    changed = scanned("app", baseline=read_baseline(file))

    assert (list(known.results), known.known) == ([], 1)
    assert [(one.file, one.path) for one in changed.results] == [("app/kustomization.yaml", "data[more]")]


def test_an_old_baseline_of_the_file_alone_is_no_clean_bill_for_the_kustomization(
    tmp_path: Path, programs: Path
) -> None:
    app = {"kustomization.yaml": "resources: [cm.yaml]", "cm.yaml": a_config_map("web", mail=MAIL)}
    written(tmp_path / "app", app)
    a_program(programs, "kustomize", f"#!/bin/sh\ncat <<'END'\n{a_config_map('web', mail=OTHER)}\nEND\n")
    file = tmp_path / "known.json"
    write_baseline(file, scanned("app").results)

    assert [one.file for one in scanned("app", baseline=read_baseline(file)).results] == [
        "app/kustomization.yaml"
    ]


def test_a_patch_may_stand_in_the_kustomization_itself(tmp_path: Path, programs: Path) -> None:
    patch = "kind: ConfigMap\n" + "# more\n" * 1000
    over = {"patchesStrategicMerge": [patch], "patches": [{"patch": patch}, {"path": "p.yaml"}]}
    app = {"kustomization.yaml": json.dumps(over), "p.yaml": a_config_map("web", mail=MAIL)}
    written(tmp_path / "app", app)
    a_program(programs, "kustomize", f"#!/bin/sh\ncat <<'END'\n{a_config_map('web', mail=MAIL)}\nEND\n")

    assert [one.file for one in scanned("app").results] == ["app/p.yaml"]


def a_result(file: str, name: str, *, built_of: frozenset[str] | None = None) -> Result:
    return Result(
        severity=Severity.DENY,
        rule="ConfigMapValue",
        file=file,
        origin=file,
        subject=f'configmap "{name}"',
        path="data[mail]",
        built_of=built_of,
    )


def test_each_result_of_a_file_speaks_for_one_of_each_kustomization() -> None:
    base = a_result("base/cm.yaml", "web")
    made = [
        a_result(f"{stage}/kustomization.yaml", f"{stage}-web", built_of=frozenset({"base/cm.yaml"}))
        for stage in ("dev", "prod", "prod")
    ]

    assert [one.file for one in told_once([base, *made])] == ["base/cm.yaml", "prod/kustomization.yaml"]


def test_names_within_names_are_told_apart() -> None:
    files = [a_result("cm.yaml", name) for name in ("web", "web-2")]
    made = [
        a_result("kustomization.yaml", f"x-{name}", built_of=frozenset({"cm.yaml"}))
        for name in ("web-2", "web")
    ]

    assert told_once([*files, *made]) == files
