"""What is met on the way: what cannot be read, links, what is left out, pipes, charts named by a part."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from privet.errors import SettingsError
from privet.scan.baseline import read_baseline, write_baseline
from privet.scan.folders import policies_of
from privet.scan.reports import FORMATS, Format
from privet.scan.results import Severity
from privet.scan.sources import SourceKind, excluded, sources
from tests.unit.scan.folder import MAIL, scanned, written
from tests.unit.scan.test_files import BASELINE, CHART, CLEAN, DIRTY, PROGRAM, a_program, programs

__all__ = ["programs"]


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that the system does not let anybody list; who tests as root may list all others."""
    folder = tmp_path / "app" / "closed"
    folder.mkdir(parents=True)
    listed = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return folder


@pytest.mark.parametrize("named", [True, False])
def test_a_folder_that_cannot_be_read_is_not_clean(closed: Path, *, named: bool) -> None:
    written(closed.parent, {"a.yaml": CLEAN})

    report = scanned(str(closed if named else closed.parent))

    (result,) = report.results
    assert result.severity is Severity.UNEVALUATED
    assert result.file.endswith("app/closed")
    assert report.files == (0 if named else 1)


def test_a_file_that_cannot_be_looked_at_is_not_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, {"a.yaml": CLEAN})
    look = os.stat

    def refuse(path: str, **how: bool) -> os.stat_result:
        if str(path).endswith("a.yaml"):
            raise PermissionError(13, "Permission denied")
        return look(path, **how)

    monkeypatch.setattr(os, "stat", refuse)

    assert [one.severity for one in scanned(folder).results] == [Severity.UNEVALUATED]


def test_policies_in_a_folder_that_cannot_be_read_are_an_error(closed: Path) -> None:
    with pytest.raises(SettingsError, match="does not let it be read"):
        policies_of(str(closed.parent), [], "default")


def test_a_file_that_cannot_be_read_ends_no_scan_by_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = written(tmp_path / "p", {"a.yaml": json.dumps(BASELINE)})
    folder = written(tmp_path / "m", {"a.yaml": CLEAN})
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.parent.name == "m":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert policies_of(policies, [folder], "default").resources
    with pytest.raises(SettingsError, match="it cannot be read: permission denied"):
        policies_of(folder, [], "default")


def test_links_are_counted_and_what_they_lead_to_is_read_where_it_lies(tmp_path: Path) -> None:
    folder = written(tmp_path, {"real/z.yaml": DIRTY, "links/none": ""})
    (tmp_path / "links" / "a.yaml").symlink_to(tmp_path / "real" / "z.yaml")
    (tmp_path / "links" / "b").symlink_to(tmp_path / "real")

    assert [one.file.rpartition("/")[2] for one in scanned(folder).results] == ["z.yaml"]
    assert scanned(f"{folder}/links").notices == [
        "nothing was read: no .yaml, .yml or .json is there",
        "2 links in folders passed over; name what is behind to have it read",
    ]
    assert len(scanned(f"{folder}/links/a.yaml").results) == 1


def test_a_scan_of_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    values = written(tmp_path / "values", {"values.yaml": "a: b"})

    assert scanned(str(tmp_path / "empty"), text=True).notices == ["nothing was read"]
    assert scanned(values).notices == ["there is no object of Kubernetes in what was read"]
    assert scanned(written(tmp_path / "clean", {"a.yaml": CLEAN})).notices == []


def test_endings_count_in_any_case(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.YAML": DIRTY, "b.Yml": DIRTY, "c.JSON": DIRTY, "yaml": DIRTY, "d.txt": ""})

    assert len(scanned(folder).results) == 3


def test_a_name_that_is_no_text_is_told_of_in_every_form(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"f\xff")
    written(folder, {os.fsdecode(b"caf\xe9.yaml"): DIRTY, os.fsdecode(b"caf\xe8.yaml"): DIRTY})
    baseline = tmp_path / "known.json"

    report = scanned(str(folder))

    assert {one.file.rpartition("/")[2] for one in report.results} == {"caf\\xe9.yaml", "caf\\xe8.yaml"} or {
        one.file.rpartition("/")[2] for one in report.results
    } == {"caf\\udce9.yaml", "caf\\udce8.yaml"}
    for form in Format:
        assert FORMATS[form](report, Severity.DENY).encode()
    assert write_baseline(baseline, report.results) == 2
    assert scanned(str(folder), baseline=read_baseline(baseline)).known == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_pipe_is_read_as_a_stream(tmp_path: Path, jobs: int) -> None:
    """Beside many files too, which other processes read: theirs is another standard input."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    folder = written(tmp_path / "m", {f"{number}.yaml": CLEAN for number in range(100)})
    writer = threading.Thread(target=pipe.write_text, args=(DIRTY,))
    writer.start()

    report = scanned(folder, str(pipe), jobs=jobs, worth=0)

    writer.join()
    assert [one.file.rpartition("/")[2] for one in report.results] == ["pipe"]
    assert report.files == 101


@pytest.mark.parametrize(
    ("file", "pattern", "out"),
    [
        ("deploy/a/b.yaml", "*.yaml", True),
        ("deploy/a/b.yaml", "deploy/*", True),
        ("deploy/a/b.yaml", "./deploy/a/b.yaml", True),
        ("deploy/a", "a/", True),
        ("deploy/a/b.yaml", "a", False),
        ("deploy/a/b.yaml", "B.yaml", False),
    ],
)
def test_what_a_pattern_leaves_out(file: str, pattern: str, *, out: bool) -> None:
    assert excluded(file, [pattern]) == out


def test_what_is_left_out_is_counted_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"m/a.yaml": DIRTY, "m/fixtures/b.yaml": DIRTY, "m/c.txt": ""})

    report = scanned("m", "m/a.yaml", exclude=("fixtures", "m/a.yaml"))

    assert list(report.results) == []
    assert "2 files and folders left out, as asked by --exclude" in report.notices


@pytest.mark.parametrize(
    "named",
    ["templates/settings.yaml", "templates", "values.yaml", "Chart.yaml", "charts/db/templates/a.yaml"],
)
def test_a_part_of_a_chart_stands_for_the_chart(tmp_path: Path, programs: Path, named: str) -> None:
    """A hook names the files of a commit: a template cannot be judged alone, and its values are its data."""
    written(
        tmp_path / "web", {**CHART, "charts/db/Chart.yaml": "name: db", "charts/db/templates/a.yaml": "{{"}
    )
    a_program(programs, "helm", PROGRAM.format(text=DIRTY, clean=CLEAN))

    report = scanned(f"web/{named}", "web/templates/settings.yaml")

    assert [one.file for one in report.results] == ["web/templates/settings.yaml"]


def test_what_is_no_part_of_a_chart_is_read_as_it_is(tmp_path: Path) -> None:
    folder = written(tmp_path, {"templates/a.yaml": DIRTY, "values.yaml": DIRTY})

    kinds = [one.kind for one in sources([f"{folder}/templates", f"{folder}/values.yaml"])]

    assert kinds == [SourceKind.MANIFESTS] * 2


def test_only_what_was_looked_at_makes_an_entry_of_a_baseline_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"m/a.yaml": DIRTY, "m/b.yaml": DIRTY, "n/c.yaml": DIRTY})
    write_baseline(tmp_path / "known.json", scanned("m", "n").results)
    known = read_baseline(tmp_path / "known.json")
    written(tmp_path, {"m/a.yaml": CLEAN})
    (tmp_path / "n" / "c.yaml").unlink()

    def stale(*paths: str, exclude: tuple[str, ...] = ()) -> int:
        return scanned(*paths, baseline=known, exclude=exclude).stale

    assert stale("m/b.yaml") == 0
    assert stale("m/a.yaml") == stale("m") == stale("n") == 1
    assert stale(".") == 2
    assert stale(".", exclude=("m",)) == 1
    written(tmp_path, {"m/a.yaml": "apiVersion: {"})
    assert stale("m") == 0


def test_what_could_not_be_judged_is_never_known(tmp_path: Path) -> None:
    folder = written(tmp_path / "m", {"a.yaml": "apiVersion: {", "b.yaml": DIRTY})
    report = scanned(folder)
    file = tmp_path / "known.json"

    assert write_baseline(file, report.results) == 1
    # As a baseline of an earlier version has it.
    (broken,) = (one for one in report.results if one.severity is Severity.UNEVALUATED)
    known = json.loads(file.read_text())
    known["results"].append({"fingerprint": broken.fingerprint})
    file.write_text(json.dumps(known))

    after = scanned(folder, baseline=read_baseline(file))

    assert [one.severity for one in after.results] == [Severity.UNEVALUATED]
    assert after.known == 1


def test_an_error_about_a_path_repeats_nothing_personal_and_nothing_that_acts() -> None:
    for path in (f"/none/{MAIL}/x", "/none/\x1b[31mred", "/none/" + "a" * 300):
        with pytest.raises(SettingsError) as error:
            list(sources([path]))
        assert MAIL not in str(error.value)
        assert str(error.value).isprintable()
        assert len(str(error.value)) < 200
