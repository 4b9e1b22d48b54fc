"""Words that several forms of a report share."""

from privet.scan.results import Report, Result, Severity


def printable(text: str) -> str:
    """Replace what a terminal or a log would act on: a file may have any name."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


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
    return f"{found}{known}; read {report.files} files with {report.objects} objects"
