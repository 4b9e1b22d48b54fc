"""Annotations as GitHub's workflow commands: errors, warnings and notices beside the lines of a change."""

from collections.abc import Iterator, Mapping

from privet.scan.reports.words import message, printable, summary
from privet.scan.results import Report, Result, Severity

MAX_EACH = 10
"""GitHub shows so many errors, warnings and notices of a step, and drops the rest without a word."""

_COMMANDS: Mapping[Severity, str] = {
    Severity.UNEVALUATED: "error",
    Severity.DENY: "error",
    Severity.WARN: "warning",
    Severity.AUDIT: "notice",
    Severity.NOTE: "notice",
}


def annotations(report: Report, _least: Severity | None = None) -> str:
    """Write the most severe results as annotations, then in plain words how many there are."""
    written: dict[str, list[Result]] = {command: [] for command in dict.fromkeys(_COMMANDS.values())}
    for one in sorted(report.results, key=lambda one: (-one.severity, one.order)):
        written[_COMMANDS[one.severity]].append(one)
    lines = [_annotation(command, one) for command, some in written.items() for one in some[:MAX_EACH]]
    return "\n".join([*lines, *_left_out(written), _data(summary(report))]) + "\n"


def _left_out(written: Mapping[str, list[Result]]) -> Iterator[str]:
    for command, some in written.items():
        if len(some) > MAX_EACH:
            more = len(some) - MAX_EACH
            yield f"{more} more of kind {command} are not shown: GitHub shows {MAX_EACH} of a step"


def _annotation(command: str, result: Result) -> str:
    place = result.place
    properties = {"file": result.file, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:
        # Columns across lines are refused.
        properties |= {"col": place.column, "endColumn": max(place.column, place.end_column - 1)}
    properties["title"] = f"Privet {result.rule}"
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {told}::{_data(message(result))}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
