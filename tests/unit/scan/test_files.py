"""Folders walked, files read or not, charts and kustomizations rendered, baselines kept."""

import json
import shutil
from pathlib import Path

import pytest

from privet.errors import SettingsError
from privet.scan.baseline import read_baseline, write_baseline
from privet.scan.folders import policies_of
from privet.scan.results import Severity
from privet.scan.sources import MAX_FILE, Source, SourceKind, sources
from privet.scan.yaml_nodes import MAX_BROKEN
from tests.unit.scan.folder import CARD, MAIL, a_config_map, said, scanned, written

DIRTY = a_config_map(a=MAIL)
CLEAN = a_config_map(a="b")


def test_a_folder_is_walked_for_manifests_and_nothing_else(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {
            "a.yaml": DIRTY,
            "b/c.yml": DIRTY,
            "b/d.json": DIRTY,
            ".github/e.yaml": DIRTY,
            "README.md": DIRTY,
            ".git/f.yaml": DIRTY,
            "node_modules/g.yaml": DIRTY,
            "values.yaml": f"mail: {MAIL}",
        },
    )
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")

    report = scanned(folder)

    assert [one.file.rpartition("/")[2] for one in report.results] == ["e.yaml", "a.yaml", "c.yml", "d.json"]
    assert (report.files, report.objects) == (5, 4)


def test_each_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.yaml": DIRTY})

    assert len(list(sources([folder, f"{folder}/a.yaml", f"{folder}/."]))) == 1
    with pytest.raises(SettingsError, match="no file or folder"):
        list(sources([f"{folder}/none"]))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"apiVersion: \xff\xff", "it is not text in UTF-8", id="encoding"),
        pytest.param(
            b"apiVersion: v1\nkind: {{ .Values.kind }}\n",
            "it is a template; scan the folder of its chart",
            id="a template",
        ),
        pytest.param(
            b"apiVersion: v1\nkind: Pod\n{{- if .x }}\na: b\n{{- end }}\n",
            "it is a template; scan the folder of its chart",
            id="a template that is no YAML",
        ),
        pytest.param(
            b"apiVersion: v1\na: " + b"[" * 2000, "it nests too deeply", id="nesting beyond the parser"
        ),
        pytest.param(
            b"apiVersion: v1\nkind: Pod\na: " + b"[" * 300 + b"]" * 300, "it nests too deeply", id="nesting"
        ),
        pytest.param(b"apiVersion: v1\n" + b" " * MAX_FILE, "it is larger than 16 MiB", id="size"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_evaluated(tmp_path: Path, content: bytes, why: str) -> None:
    report = scanned(written(tmp_path, {"a.yaml": content}))

    (result,) = report.results
    assert result.severity is Severity.UNEVALUATED
    assert result.statement == f"could not be judged: {why}"
    assert report.fails(Severity.DENY)
    assert not report.fails(None)


def test_what_stands_before_the_broken_document_is_judged(tmp_path: Path) -> None:
    report = scanned(written(tmp_path, {"a.yaml": f"{DIRTY}\n---\na: {{\n"}))

    assert said(report) == [
        f"Deny 1:{DIRTY.index(MAIL) + 1} data[a] holds EmailAddress (ConfigMapValue)",
        "Unevaluated 5:1 could not be judged: it is not valid YAML",
    ] or [one.severity for one in report.results] == [Severity.DENY, Severity.UNEVALUATED]


def test_what_stands_behind_broken_documents_is_judged(tmp_path: Path) -> None:
    bad = "apiVersion: v1\nkind: {"
    folder = written(
        tmp_path, {"a.yaml": f"{bad}\n---\n{DIRTY}\n---\n{bad}\n---\n# none\n---\n{bad}\n---\n{DIRTY}"}
    )

    report = scanned(folder)

    assert [(one.severity.title, one.place.line) for one in report.results] == [
        ("Unevaluated", 3),
        ("Deny", 4),
        ("Unevaluated", 8),
        ("Unevaluated", 13),
        ("Deny", 14),
    ]


def test_a_file_of_broken_documents_is_read_within_a_bound(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.yaml": "apiVersion: {\n---\n" * 2000})

    report = scanned(folder)

    assert len(report.results) == MAX_BROKEN + 1
    assert any(one.statement.endswith("too much of it is no YAML") for one in report.results)


def test_json_is_not_called_yaml(tmp_path: Path) -> None:
    (result,) = scanned(written(tmp_path, {"a.JSON": '{"apiVersion": "v1",'})).results

    assert result.statement == "could not be judged: it is not valid JSON"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"data:\n  x: {MAIL}\n  x: clean\n", id="the first value is lost"),
        pytest.param(f"data:\n  x: clean\ndata:\n  y: {MAIL}\n", id="a whole field"),
        pytest.param(f"data:\n  <<: {{x: {MAIL}, x: clean}}\n", id="merged in"),
    ],
)
def test_a_key_that_stands_twice_hides_nothing(tmp_path: Path, text: str) -> None:
    """Readers keep one value; the other, which nobody judged, would stay in the repository."""
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    folder = written(tmp_path, {"a.yaml": f"{head}{text}---\n{DIRTY}", "values.yaml": "a: 1\na: 2\n"})

    report = scanned(folder)

    assert [one.severity.title for one in report.results] == ["Unevaluated", "Deny"]
    assert report.results[0].statement.startswith("could not be judged: a key stands twice")


def test_a_key_of_json_that_stands_twice_hides_nothing(tmp_path: Path) -> None:
    text = f'{{"apiVersion": "v1", "kind": "ConfigMap", "data": {{"x": "{MAIL}", "x": "y"}}}}'

    assert [one.severity for one in scanned(written(tmp_path, {"a.json": text})).results] == [
        Severity.UNEVALUATED
    ]


def test_any_text_is_read_line_by_line(tmp_path: Path) -> None:
    lines = [f"{number} ok" for number in range(40_000)]
    lines[3], lines[39_000] = f"x {MAIL}", f"card {CARD}"
    folder = written(
        tmp_path,
        {"a.log": "\n".join(lines), "b.bin": b"\0" + MAIL.encode(), "c.txt": b"\xff " + MAIL.encode()},
    )

    report = scanned(folder, text=True)

    assert [(one.place.line, one.place.column, one.evidence.entity) for one in report.results] == [
        (4, 3, "EmailAddress"),
        (39_001, 6, "CreditCard"),
        (1, 3, "EmailAddress"),
    ]
    assert report.files == 2
    (binary,) = scanned(f"{folder}/b.bin", text=True).results
    assert binary.severity is Severity.UNEVALUATED


def test_several_processes_say_what_one_says(tmp_path: Path) -> None:
    folder = written(tmp_path, {f"{number}.yaml": DIRTY if number % 3 else CLEAN for number in range(100)})

    assert scanned(folder, jobs=2, worth=0) == scanned(folder, jobs=1)


def test_a_baseline_hides_what_it_knows_and_counts_what_is_gone(tmp_path: Path) -> None:
    folder, file = tmp_path / "m", tmp_path / "baseline.json"
    written(folder, {"a.yaml": a_config_map(a=MAIL), "b.yaml": DIRTY})
    count = write_baseline(file, scanned(str(folder)).results)
    assert MAIL not in file.read_text()
    (folder / "b.yaml").unlink()
    written(folder, {"a.yaml": f"# one line more\n{a_config_map(a=f'{MAIL} {CARD}')}"})

    report = scanned(str(folder), baseline=read_baseline(file))

    assert count == 2
    assert [one.evidence.entity for one in report.results] == ["CreditCard"]
    assert (report.known, report.stale) == (1, 1)


@pytest.mark.parametrize("content", [None, "", "[]", '{"version": 2, "results": []}', '{"version": 1}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SettingsError):
        read_baseline(path)


GRANTS = [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}]
BASELINE = {
    "apiVersion": "privet.dev/v1alpha1",
    "kind": "ClusterPIIPolicy",
    "metadata": {"name": "baseline"},
    "spec": {"namespaceSelector": {"matchLabels": {"privet.dev/governed": "true"}}, "ceiling": GRANTS},
}
TEAM = {
    "apiVersion": "privet.dev/v1alpha1",
    "kind": "PIIPolicy",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"workloadSelector": {"matchLabels": {"app": "web"}}, "grants": GRANTS},
}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
    "spec": {
        "containers": [
            {
                "name": "a",
                "env": [{"name": "CUSTOMER_EMAIL", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}],
            }
        ]
    },
}


def test_a_teams_policy_among_what_is_scanned_counts_and_a_cluster_policy_does_not(tmp_path: Path) -> None:
    loose = {
        **BASELINE,
        "metadata": {"name": "loose"},
        "spec": {"namespaceSelector": {}, "rules": [{"id": "EnvValue", "action": "Off"}]},
    }
    policies = written(tmp_path / "p", {"baseline.yaml": json.dumps(BASELINE)})
    alone = written(tmp_path / "a", {"pod.json": json.dumps(POD), "loose.json": json.dumps(loose)})
    whole = written(tmp_path / "b", {"pod.json": json.dumps(POD), "team.json": json.dumps(TEAM)})

    missing = scanned(alone, by=policies_of(policies, [alone], "default"))
    granted = scanned(whole, by=policies_of(policies, [whole], "default"))

    assert {one.rule for one in missing.results} == {"PolicyRequired", "GrantMissing"}
    assert [one.rule for one in granted.results] == []
    assert (
        "namespace shop is in no manifest: it is judged as if it were labelled as governed" in granted.notices
    )


def test_a_wrong_policy_is_told_of_by_field(tmp_path: Path) -> None:
    wrong = {**BASELINE, "spec": {"namespaceSelectors": {}}}
    folder = written(tmp_path, {"a.yaml": json.dumps(wrong)})

    with pytest.raises(SettingsError, match=r"ClusterPIIPolicy baseline in .*spec.namespaceSelectors"):
        policies_of(folder, [], "default")
    with pytest.raises(SettingsError, match="no policies"):
        policies_of(written(tmp_path / "none", {"a.yaml": CLEAN}), [], "default")


PROGRAM = """\
#!/bin/sh
cat <<'END'
---
# Source: web/templates/settings.yaml
{text}
---
# Source: web/templates/other.yaml
{clean}
END
"""


def a_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of programs that is first on the path, with nothing else but the shell's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("cat", "sh"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


CHART = {
    "Chart.yaml": "name: web",
    "values.yaml": f"mail: {MAIL}",
    "templates/settings.yaml": "apiVersion: {{ x }}",
}


def test_a_chart_is_rendered_and_its_findings_are_those_of_its_templates(
    tmp_path: Path, programs: Path
) -> None:
    written(tmp_path / "charts" / "web", CHART)
    a_program(programs, "helm", PROGRAM.format(text=DIRTY, clean=CLEAN))

    report = scanned("charts")

    assert [(one.file, one.statement) for one in report.results] == [
        ("charts/web/templates/settings.yaml", "data[a] holds EmailAddress (ConfigMapValue)")
    ]
    assert report.objects == 2


@pytest.mark.parametrize(
    ("program", "script", "why"),
    [
        pytest.param(None, "", "helm is not here to render it; see --no-render", id="not there"),
        pytest.param(
            "helm",
            f"#!/bin/sh\necho {MAIL} >&2\nexit 1\n",
            "helm could not render it; run helm to see why",
            id="fails",
        ),
        pytest.param(
            "helm",
            f"#!/bin/sh\necho 'Error: execution error at (web/a.yaml:1:2): {MAIL}' >&2\nexit 1\n",
            "helm could not render it: a template demands a value or refuses one; see --values and --set",
            id="tells why",
        ),
    ],
)
@pytest.mark.usefixtures("tmp_path")
def test_a_chart_that_is_not_rendered_is_not_evaluated(
    tmp_path: Path, programs: Path, program: str | None, script: str, why: str
) -> None:
    written(tmp_path / "web", CHART)
    if program:
        a_program(programs, program, script)

    (result,) = scanned("web").results

    assert (result.severity, result.file) == (Severity.UNEVALUATED, "web/Chart.yaml")
    assert result.statement == f"could not be judged: {why}"


def test_who_asks_for_no_rendering_is_told_what_was_not_looked_at(tmp_path: Path, programs: Path) -> None:
    written(tmp_path / "web", CHART)
    assert programs.is_dir()

    report = scanned("web", render=False)

    assert list(report.results) == []
    assert any("web/Chart.yaml was not rendered" in notice for notice in report.notices)


def test_charts_that_only_lend_are_left_alone(tmp_path: Path, programs: Path) -> None:
    written(tmp_path / "lib", {"Chart.yaml": "name: lib\ntype: library\n"})
    assert programs.is_dir()

    assert list(scanned("lib").results) == []


def test_components_are_not_rendered_alone(tmp_path: Path, programs: Path) -> None:
    written(tmp_path / "part", {"kustomization.yaml": "kind: Component\npatches: []\n"})
    a_program(programs, "kustomize", "#!/bin/sh\nexit 1\n")

    report = scanned("part")

    assert list(report.results) == []
    assert any("part/kustomization.yaml is a component" in notice for notice in report.notices)


def test_sources_are_shown_relative_to_where_the_scan_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()

    assert Source("./a/../b.yaml", SourceKind.MANIFESTS).file == "b.yaml"
    assert Source("/else/b.yaml", SourceKind.MANIFESTS).file == "/else/b.yaml"


def test_who_names_files_without_objects_is_told_once(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.yaml": "replicas: 1", "b.yaml": "[]", "c.yaml": CLEAN})
    named = [f"{folder}/{name}.yaml" for name in "abc"]

    assert scanned(*named).notices == [
        "there is no object of Kubernetes in 2 of the files that were named; --text scans any text"
    ]
    assert scanned(folder).notices == []
