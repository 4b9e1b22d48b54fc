"""A report for people: one line for each result, each remedy once."""

from collections.abc import Iterator

from privet.scan.reports.words import counted, printable, summary
from privet.scan.results import Report, Result, Severity


def table(report: Report, _least: Severity | None = None) -> str:
    """Write the report as aligned columns: place, what is done, rule, what it is, where in the object."""
    rows = [_row(one) for one in report.results]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, *_remedies(report), *_notices(report), summary(report)]) + "\n"


def _row(result: Result) -> tuple[str, str, str, str, str]:
    place = result.place
    evidence = result.evidence
    what = " ".join(filter(None, (evidence.entity, evidence.confidence)))
    if result.severity is Severity.NOTE:
        what = f"{evidence.entity} {evidence.kind}"
    if evidence.layers:
        what += f" in {'/'.join(evidence.layers)}"
    where = " ".join(filter(None, (result.subject, result.path))) or result.statement
    if result.severity is Severity.UNEVALUATED:
        where = f"{result.subject} {result.statement}".lstrip()
    spot = f"{result.file}:{place.line}:{place.column}"
    return (printable(spot), result.severity.title, result.rule, what, printable(where))


def _remedies(report: Report) -> Iterator[str]:
    remedies = {one.rule: one.remedy for one in report.results if one.remedy}
    if remedies:
        yield ""
    for rule, remedy in sorted(remedies.items()):
        yield f"{rule}: {remedy}"
    if report.results:
        yield ""


def _notices(report: Report) -> Iterator[str]:
    if report.stale:
        entries = counted(report.stale, "entry", "entries")
        stand = "stands" if report.stale == 1 else "stand"
        yield f"note: {entries} of the baseline {stand} for nothing any more; write it again"
    for notice in report.notices:
        yield f"note: {printable(notice)}"
