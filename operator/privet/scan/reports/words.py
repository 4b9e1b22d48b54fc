"""Words that several forms of a report share."""

from privet.scan.names import printable
from privet.scan.results import Report, Result, Severity

__all__ = ["counted", "message", "printable", "summary"]


def counted(number: int, what: str, many: str = "") -> str:
    """Give a number with its word: `1 file`, `2 files`."""
    return f"{number} {what}" if number == 1 else f"{number} {many or f'{what}s'}"


def message(result: Result) -> str:
    """Say what is wrong where, and what to do about it."""
    said = f"{result.subject}: {result.statement}" if result.subject else result.statement
    evidence = result.evidence
    if evidence.layers:
        said += f", under {' and '.join(evidence.layers)}"
    return f"{said}; {result.remedy}" if result.remedy else said


def summary(report: Report) -> str:
    """Say in one line what came out."""
    counts = [
        (report.count(Severity.DENY), "to deny"),
        (report.count(Severity.WARN), "to warn of"),
        (report.count(Severity.AUDIT), "to audit"),
        (report.count(Severity.UNEVALUATED), "not evaluated"),
        (report.count(Severity.NOTE), "of nobody's data"),
    ]
    parts = [f"{count} {what}" for count, what in counts if count]
    found = ", ".join(parts) if parts else "nothing found"
    known = f" ({report.known} known by the baseline)" if report.known else ""
    return f"{found}{known}; read {counted(report.files, 'file')} with {counted(report.objects, 'object')}"
