"""The alerts, put to Prometheus' own evaluation: each fires when it has to, and not when it must not."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster import build
from tests.cluster.locations import REPOSITORY
from tests.monitoring.alert_cases import CASES, Case
from tests.monitoring.dashboard import queries

ALERTS = REPOSITORY / "charts" / "privet" / "monitoring" / "alerts.yaml"
RUNBOOKS = REPOSITORY / "docs" / "runbooks.md"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
]


@pytest.fixture(scope="session")
def promtool() -> Path:
    return build.build(["promtool"])["promtool"]


def run(promtool: Path, *arguments: str) -> str:
    done = subprocess.run((promtool, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def expected(rule: Mapping[str, Any], case: Case) -> list[dict[str, Any]]:
    if not case.fires:
        return []
    return [
        {
            "exp_labels": {**rule["labels"], **case.labels},
            "exp_annotations": {**rule["annotations"], **case.says},
        }
    ]


def test_the_rules_are_valid_by_all_of_promtools_checks(promtool: Path) -> None:
    run(promtool, "check", "rules", "--lint=all", "--lint-fatal", str(ALERTS))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.alert}: {case.about}")
def test_an_alert_fires_when_it_has_to(promtool: Path, tmp_path: Path, case: Case) -> None:
    rule = next(rule for rule in RULES if rule["alert"] == case.alert)
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in case.whole.items()],
        "alert_rule_test": [
            {"eval_time": case.at, "alertname": case.alert, "exp_alerts": expected(rule, case)}
        ],
    }
    file = tmp_path / "test.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(ALERTS)], "tests": [test]}))

    run(promtool, "test", "rules", str(file))


def test_on_an_ordinary_day_nothing_fires(promtool: Path, tmp_path: Path) -> None:
    ordinary = Case(alert="", about="", series={}, at="")
    looks = [
        {"eval_time": at, "alertname": rule["alert"], "exp_alerts": []}
        for rule in RULES
        for at in ("30m", "5h20m", "9h")
    ]
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in ordinary.whole.items()],
        "alert_rule_test": looks,
    }
    file = tmp_path / "test.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(ALERTS)], "tests": [test]}))

    run(promtool, "test", "rules", str(file))


def test_every_alert_is_tested_both_ways() -> None:
    names = {rule["alert"] for rule in RULES}

    assert {case.alert for case in CASES if case.fires} == names
    assert {case.alert for case in CASES if not case.fires} == names


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_how_bad_it_is_and_what_to_do(rule: Mapping[str, Any]) -> None:
    headings = re.findall(r"^## (\S+)$", RUNBOOKS.read_text(), re.MULTILINE)

    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}
    assert rule["annotations"]["runbook_url"] == f"https://privet.dev/runbooks#{rule['alert'].lower()}"
    assert rule["alert"] in headings


def test_every_section_of_the_runbooks_belongs_to_an_alert() -> None:
    headings = re.findall(r"^## (Privet\S+)$", RUNBOOKS.read_text(), re.MULTILINE)

    assert sorted(headings) == sorted(rule["alert"] for rule in RULES)


def test_every_query_of_the_dashboard_is_read_by_prometheus(promtool: Path, tmp_path: Path) -> None:
    rules = [
        {"record": f"query:{number}", "expr": query.replace("$__rate_interval", "5m")}
        for number, query in enumerate(queries())
    ]
    file = tmp_path / "queries.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))

    run(promtool, "check", "rules", str(file))
