"""A report as JUnit XML, which every CI server shows: one case for each result, a failure where it fails."""

from xml.sax.saxutils import quoteattr

from privet.scan.reports.words import message, printable
from privet.scan.results import Report, Result, Severity


def junit(report: Report, least: Severity | None) -> str:
    """Write the report; what is less severe than `least` passes, and says so in its output."""
    failures = sum(1 for one in report.results if _fails(one, least) and not _is_error(one))
    errors = sum(1 for one in report.results if _fails(one, least) and _is_error(one))
    counts = f'tests="{max(1, len(report.results))}" failures="{failures}" errors="{errors}"'
    cases = [_case(one, least) for one in report.results]
    if not cases:
        cases = [f'    <testcase classname="privet" name={quoteattr(f"{report.files} files are clean")}/>']
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="privet scan" {counts}>',
        f'  <testsuite name="privet scan" {counts}>',
        *cases,
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _fails(result: Result, least: Severity | None) -> bool:
    return least is not None and result.severity >= least


def _is_error(result: Result) -> bool:
    return result.severity is Severity.UNEVALUATED


def _case(result: Result, least: Severity | None) -> str:
    place = result.place
    name = f"{result.rule} {place.line}:{place.column} {result.subject} {result.path}".rstrip()
    said = quoteattr(printable(f"{result.file}:{place.line}:{place.column}: {message(result)}"))
    start = f"    <testcase classname={quoteattr(printable(result.file))} name={quoteattr(printable(name))}>"
    if not _fails(result, least):
        inner = f"<system-out>{said[1:-1]}</system-out>"
    else:
        element = "error" if _is_error(result) else "failure"
        inner = f'<{element} type="{result.rule}" message={said}/>'
    return f"{start}{inner}</testcase>"
