"""Reports in the forms that people, services and other programs read."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from privet.scan.reports.annotations import annotations
from privet.scan.reports.json_report import json_report
from privet.scan.reports.junit import junit
from privet.scan.reports.sarif import sarif
from privet.scan.reports.table import table
from privet.scan.results import Report, Severity


class Format(StrEnum):
    """What a report looks like."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


FORMATS: Mapping[Format, Callable[[Report, Severity | None], str]] = {
    Format.TABLE: table,
    Format.JSON: json_report,
    Format.SARIF: sarif,
    Format.JUNIT: junit,
    Format.GITHUB: annotations,
}
"""Each makes the whole text of a report; the severity is the least that fails."""
