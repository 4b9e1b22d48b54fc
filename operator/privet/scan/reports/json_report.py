"""A report for other programs. Fields are only ever added; `version` tells of anything else."""

import json
from typing import Any

from privet.scan.results import Report, Result, Severity

VERSION = 1


def json_report(report: Report, _least: Severity | None = None) -> str:
    """Write the report as one JSON document."""
    told = {
        "version": VERSION,
        "summary": {
            "files": report.files,
            "objects": report.objects,
            "known": report.known,
            "stale": report.stale,
            **{severity.title.lower(): report.count(severity) for severity in reversed(Severity)},
        },
        "results": [_result(one) for one in report.results],
        "notices": list(report.notices),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _result(result: Result) -> dict[str, Any]:
    place, evidence = result.place, result.evidence
    return {
        "severity": result.severity.title,
        "rule": result.rule,
        "file": result.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "object": result.subject,
        "path": result.path,
        "entity": evidence.entity or None,
        "confidence": evidence.confidence or None,
        "class": evidence.kind.value,
        "layers": list(evidence.layers),
        "message": result.statement,
        "remedy": result.remedy,
        "policy": result.policy or None,
        "fingerprint": result.fingerprint,
    }
