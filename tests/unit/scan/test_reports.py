"""Reports in every form: whole, within the limits of their readers, and without a value."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.scan.places import Place
from privet.scan.reports import FORMATS, Format
from privet.scan.reports.sarif import MAX_COMPRESSED, MAX_RESULTS, sarif
from privet.scan.results import Evidence, Report, Result, Severity, fingerprinted
from privet.scan.rules import EVERY_RULE, objection, remedy
from privet.scan.sources import STDIN_NAME
from tests.unit.scan.folder import CARD, MAIL, scanned, written

# The schema of OASIS as @microsoft/jest-sarif 1.0.0-beta.0 (MIT) carries it.
SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text())
check_sarif = fastjsonschema.compile(SCHEMA, use_default=False)

HEAD = "apiVersion: v1\nkind: "
MANIFESTS = {
    "a/web.yaml": f"{HEAD}ConfigMap\nmetadata: {{name: web}}\ndata:\n  note: |\n    call {MAIL}\n",
    "b/päth, with:signs%.yaml": f"{HEAD}Secret\nmetadata: {{name: s}}\n"
    f"data: {{c: {CARD}}}\nstringData: {{c: '{CARD}'}}\n",
    "c/broken.yaml": "apiVersion: v1\nkind: {",
    "d/example.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e}\ndata: {to: jane@example.com}\n",
    f"{MAIL}/x.yaml": f"{HEAD}ConfigMap\nmetadata: {{name: {MAIL}}}\ndata: {{to: {MAIL}}}\n",
}


def a_report(folder: Path) -> Report:
    return scanned(written(folder, MANIFESTS))


def a_result(number: int = 0, severity: Severity = Severity.DENY, path: str = "", remedy: str = "") -> Result:
    return Result(
        severity=severity,
        rule="EnvValue",
        file=f"file{number}.yaml",
        place=Place(number + 1, 1, number + 1, 9),
        evidence=Evidence(entity="EmailAddress", confidence="High"),
        statement="it holds EmailAddress (EnvValue)",
        path=path,
        remedy=remedy,
    )


@pytest.mark.parametrize("form", list(Format))
def test_no_report_repeats_what_was_found(form: Format, tmp_path: Path) -> None:
    text = FORMATS[form](a_report(tmp_path), Severity.DENY)

    assert MAIL not in text
    assert "lindqvist" not in text
    assert CARD not in text
    assert "data[note]" in text


def test_sarif_is_what_the_schema_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = json.loads(FORMATS[Format.SARIF](a_report(tmp_path), None))

    check_sarif(told)
    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == list(EVERY_RULE)
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert [one["level"] for one in run["results"]] == ["error"] * 6 + ["note"]
    assert len({one["partialFingerprints"]["privetPlace/v1"] for one in run["results"]}) == 7
    first = next(one for one in run["results"] if one["properties"]["entity"] == "EmailAddress")
    assert {"entity", "confidence", "class", "layers"} <= first["properties"].keys()
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "%E2%80%A6/x.yaml", "uriBaseId": "%SRCROOT%"} or place[
        "region"
    ] == {"startLine": 6, "startColumn": 10, "endLine": 6, "endColumn": 10 + len(MAIL)}
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert "b/p%C3%A4th%2C%20with%3Asigns%25.yaml" in uris


@pytest.mark.parametrize("count", [0, 5_001, 25_001])
def test_sarif_keeps_to_the_limit_of_results_and_says_so(count: int) -> None:
    some = [a_result(number, Severity.WARN) for number in range(count - 1)]
    report = Report(results=[*some, a_result(count, Severity.DENY)] if count else [])

    (run,) = json.loads(sarif(report))["runs"]

    assert len(run["results"]) == min(count, MAX_RESULTS)
    notices = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert bool(notices) == (count > 5_000)
    if count:
        assert run["results"][0]["level"] == "error"


def test_sarif_keeps_to_the_limit_of_bytes() -> None:
    noise = random.Random(1)  # noqa: S311 - noise
    words = ["".join(noise.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=600)) for _ in range(25_000)]
    report = Report(results=[a_result(number, path=word) for number, word in enumerate(words)])

    text = sarif(report)

    assert len(gzip.compress(text.encode())) <= MAX_COMPRESSED
    assert 0 < len(json.loads(text)["runs"][0]["results"]) < 25_000
    assert "are left out" in text


def test_every_rule_says_what_it_objects_to_and_what_to_do() -> None:
    assert all(objection(rule) and remedy(rule) for rule in EVERY_RULE)


def test_json_counts_and_lists(tmp_path: Path) -> None:
    told = json.loads(FORMATS[Format.JSON](a_report(tmp_path), None))

    assert told["version"] == 1
    assert (told["summary"]["deny"], told["summary"]["unevaluated"], told["summary"]["note"]) == (5, 1, 1)
    assert (told["summary"]["files"], told["summary"]["objects"]) == (5, 4)
    assert {"severity", "file", "line", "column", "entity", "class", "layers", "fingerprint"} <= told[
        "results"
    ][0].keys()


def test_junit_fails_for_what_fails_and_no_more(tmp_path: Path) -> None:
    report = a_report(tmp_path)

    strict = ET.fromstring(FORMATS[Format.JUNIT](report, Severity.DENY))  # noqa: S314 - of our own making
    lenient = ET.fromstring(FORMATS[Format.JUNIT](report, None))  # noqa: S314 - of our own making

    assert {name: strict.attrib[name] for name in ("tests", "failures", "errors")} == {
        "tests": "7",
        "failures": "5",
        "errors": "1",
    }
    assert (len(strict.findall(".//failure")), len(strict.findall(".//error"))) == (5, 1)
    assert lenient.findall(".//failure") + lenient.findall(".//error") == []
    empty = FORMATS[Format.JUNIT](Report(files=3), None)
    assert len(ET.fromstring(empty).findall(".//testcase")) == 1  # noqa: S314 - of our own making


def test_cases_of_junit_keep_their_names_when_lines_move() -> None:
    results = [a_result(0, path="a"), a_result(0, path="a"), a_result(0, path="b")]
    moved = [replace(one, place=Place(one.place.line + 7)) for one in results]

    names = []
    for some in (results, moved):
        root = ET.fromstring(FORMATS[Format.JUNIT](Report(results=some), None))  # noqa: S314 - our own
        names.append([case.attrib["name"] for case in root.iter("testcase")])

    assert names[0] == names[1]
    assert names[0] == [
        f"EnvValue {rest}" for rest in ("a EmailAddress", "a EmailAddress (2)", "b EmailAddress")
    ]


def test_standard_input_is_no_file_of_the_repository() -> None:
    told = json.loads(sarif(Report(results=[replace(a_result(), file=STDIN_NAME)])))

    check_sarif(told)
    place = told["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "stdin", "description": {"text": "standard input"}}


def test_one_is_not_many() -> None:
    text = FORMATS[Format.TABLE](Report(files=1, objects=1, stale=1), None)

    assert "note: 1 entry of the baseline stands for nothing any more" in text
    assert "read 1 file with 1 object" in text


def test_annotations_are_escaped_and_as_many_as_are_shown() -> None:
    odd = replace(a_result(), file="a,b:c%d\n::error::x.yaml")
    report = Report(results=[odd, *[a_result(number) for number in range(30)]])

    lines = FORMATS[Format.GITHUB](report, None).splitlines()

    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == 10
    assert commands[0].startswith(
        "::error file=a%2Cb%3Ac%25d\ufffd%3A%3Aerror%3A%3Ax.yaml,line=1,endLine=1,col=1,"
    )
    assert any("21 more of kind error" in line for line in lines)


@given(name=st.text(max_size=20), form=st.sampled_from([Format.TABLE, Format.GITHUB, Format.JUNIT]))
def test_no_name_of_a_file_acts_on_what_shows_the_report(name: str, form: Format) -> None:
    text = FORMATS[form](Report(results=[replace(a_result(), file=name)]), None)

    assert all(sign.isprintable() or sign == "\n" for sign in text)
    if form is Format.JUNIT:
        ET.fromstring(text)  # noqa: S314 - of our own making


def test_the_table_has_a_line_for_each_result_and_each_remedy_once() -> None:
    report = Report(
        results=[a_result(1, remedy="mend it"), a_result(2, remedy="mend it")], files=2, objects=2
    )

    assert FORMATS[Format.TABLE](report, None) == (
        "file1.yaml:2:1  Deny  EnvValue  EmailAddress High  it holds EmailAddress (EnvValue)\n"
        "file2.yaml:3:1  Deny  EnvValue  EmailAddress High  it holds EmailAddress (EnvValue)\n"
        "\nEnvValue: mend it\n\n2 to deny; read 2 files with 2 objects\n"
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab")), max_size=12))
def test_fingerprints_are_of_places_and_each_is_once(some: list[tuple[int, str]]) -> None:
    results = [a_result(number, path=path) for number, path in some]

    marked = fingerprinted(results)
    moved = fingerprinted([replace(one, place=Place(one.place.line + 7)) for one in reversed(results)])

    assert len({one.fingerprint for one in marked}) == len(results)
    assert [one.fingerprint for one in marked] == [one.fingerprint for one in moved]
