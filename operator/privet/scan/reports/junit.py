"""A report as JUnit XML, which every CI server shows: one case for each result, a failure where it fails."""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from privet.scan.reports.words import counted, message, printable
from privet.scan.results import Report, Result, Severity


def junit(report: Report, least: Severity | None) -> str:
    """Write the report; what is less severe than `least` passes, and says so in its output."""
    failures = sum(1 for one in report.results if _fails(one, least) and not _is_error(one))
    errors = sum(1 for one in report.results if _fails(one, least) and _is_error(one))
    counts = f'tests="{max(1, len(report.results))}" failures="{failures}" errors="{errors}"'
    names = _names(report.results)
    cases = [_case(one, name, least) for one, name in zip(report.results, names, strict=True)]
    if not cases:
        cases = [f'    <testcase classname="privet" name={quoteattr(_clean(report))}/>']
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


def _clean(report: Report) -> str:
    return "nothing was read" if not report.files else f"{counted(report.files, 'file')} without a finding"


def _names(results: Iterable[Result]) -> Iterator[str]:
    """Name each case by what stays when lines move, so that a server can follow it; equals are numbered."""
    seen = Counter[tuple[str, str]]()
    for one in results:
        what = (one.rule, one.subject, one.path, one.evidence.entity)
        name = printable(" ".join(filter(None, what)))
        seen[one.file, name] += 1
        number = seen[one.file, name]
        yield name if number == 1 else f"{name} ({number})"


def _case(result: Result, name: str, least: Severity | None) -> str:
    place = result.place
    said = quoteattr(printable(f"{result.file}:{place.line}:{place.column}: {message(result)}"))
    start = f"    <testcase classname={quoteattr(printable(result.file))} name={quoteattr(name)}>"
    if not _fails(result, least):
        inner = f"<system-out>{said[1:-1]}</system-out>"
    else:
        element = "error" if _is_error(result) else "failure"
        inner = f'<{element} type="{result.rule}" message={said}/>'
    return f"{start}{inner}</testcase>"
