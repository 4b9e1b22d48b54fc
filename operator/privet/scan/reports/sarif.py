"""A report as SARIF 2.1.0 (OASIS), within the limits of the services that show it.

A SARIF file is read by everybody who may see the repository: it holds places and kinds, no snippet, no value.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from privet import __version__
from privet.scan.reports.words import message
from privet.scan.results import Report, Result, Severity
from privet.scan.rules import EVERY_RULE, SCAN_PAGE, objection, page, remedy
from privet.scan.sources import STDIN_NAME

MAX_RESULTS = 25_000
"""GitHub refuses a run with more, and shows the 5,000 most severe."""

SHOWN_RESULTS = 5_000

MAX_COMPRESSED = 10_000_000
"""Bytes of the whole file, compressed by gzip; GitHub refuses a larger one."""

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "privetPlace/v1"

_LEVELS: Mapping[Severity, str] = {
    Severity.UNEVALUATED: "error",
    Severity.DENY: "error",
    Severity.WARN: "warning",
    Severity.AUDIT: "note",
    Severity.NOTE: "note",
}
_TAGS = ("kubernetes", "privacy", "security")
_NUMBERS = {rule: number for number, rule in enumerate(EVERY_RULE)}


def sarif(report: Report, _least: Severity | None = None) -> str:
    """Write the report, the most severe results first; what does not fit is counted in a notification."""
    ordered = sorted(report.results, key=lambda one: (-one.severity, one.order))
    kept = ordered[:MAX_RESULTS]
    text = _written(report, kept, len(ordered))
    while kept and len(gzip.compress(text.encode(), mtime=0)) > MAX_COMPRESSED:
        kept = kept[: len(kept) // 2]
        text = _written(report, kept, len(ordered))
    return text


def _written(report: Report, kept: Sequence[Result], total: int) -> str:
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": text}}
                    for text in _notices(report, len(kept), total)
                ],
            }
        ],
        "results": [_result(one) for one in kept],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False) + "\n"


def _notices(report: Report, kept: int, total: int) -> list[str]:
    notices = list(report.notices)
    if kept < total:
        notices.append(
            f"{total - kept} results of {total} are left out, the least severe ones: the file has a limit"
        )
    elif total > SHOWN_RESULTS:
        notices.append(f"of {total} results, code scanning shows the {SHOWN_RESULTS} most severe")
    return notices


def _driver() -> dict[str, Any]:
    return {
        "name": "Privet",
        "semanticVersion": __version__,
        "informationUri": SCAN_PAGE,
        "rules": [_rule(rule) for rule in EVERY_RULE],
    }


def _rule(rule: str) -> dict[str, Any]:
    said = objection(rule)
    return {
        "id": rule,
        "name": rule,
        "shortDescription": {"text": said[0].upper() + said[1:]},
        "help": {"text": f"What to do: {remedy(rule)}."},
        "helpUri": page(rule),
        "properties": {"tags": list(_TAGS), "precision": "high"},
    }


def _result(result: Result) -> dict[str, Any]:
    evidence = result.evidence
    return {
        "ruleId": result.rule,
        "ruleIndex": _NUMBERS[result.rule],
        "level": _LEVELS[result.severity],
        "message": {"text": message(result)},
        "locations": [_location(result)],
        "partialFingerprints": {FINGERPRINT: result.fingerprint},
        "properties": {
            "severity": result.severity.title,
            "entity": evidence.entity or None,
            "confidence": evidence.confidence or None,
            "class": evidence.kind.value,
            "layers": list(evidence.layers),
            "policy": result.policy or None,
        },
    }


def _location(result: Result) -> dict[str, Any]:
    place = result.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(result.file), "region": region}
    }
    if result.path:
        location["logicalLocations"] = [{"fullyQualifiedName": f"{result.subject}: {result.path}"}]
    return location


def _artifact(file: str) -> dict[str, Any]:
    if file == STDIN_NAME:
        # It has no address; a relative one would be taken for a file of the repository.
        return {"uri": "stdin", "description": {"text": "standard input"}}
    uri = quote(file)
    return {"uri": f"file://{uri}"} if file.startswith("/") else {"uri": uri, "uriBaseId": ROOT}
