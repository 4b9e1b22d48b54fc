"""Any text, line by line: what is found is a result of its own rule."""

from collections.abc import Iterable, Iterator

from privet.detection import Detector, Finding, FindingClass, TooMuchTextError
from privet.scan.budgets import MAX_OF_FILE, FileBudget
from privet.scan.examine import unevaluated
from privet.scan.places import Place, Text
from privet.scan.results import Evidence, Result, Severity
from privet.scan.rules import TEXT_VALUE, remedy

BLOCK = 256 << 10
"""Characters that are searched at once: large enough that the search, not the calls, is what takes time."""

_LINE_TOO_MUCH = "the line holds more than is searched"
_REST_TOO_MUCH = "from here on the file holds more than is searched"


def examine_text(
    text: str, detector: Detector, file: str, *, notes: bool = True, candidates: int = MAX_OF_FILE
) -> Iterator[Result]:
    """Give what is found in a text; what holds more than is searched is not evaluated."""
    whole, budget = Text(text), FileBudget(candidates)
    blank = Result(severity=Severity.UNEVALUATED, rule="", file=file)
    for block in _blocks(text):
        waiting = [block]
        while waiting:
            start, end = waiting.pop()
            found = _found(text[start:end], detector, budget)
            if budget.spent and found is None:
                yield unevaluated(blank, _REST_TOO_MUCH, whole.place(start, len(text)))
                return
            if found is not None:
                yield from _results(found, whole, start, file, notes=notes)
            elif (cut := _middle(text, start, end)) < end:
                waiting += ((cut, end), (start, cut))
            else:
                stop = start + len(text[start:end].rstrip())
                yield unevaluated(blank, _LINE_TOO_MUCH, whole.place(start, stop))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Part a text at ends of lines."""
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + BLOCK) + 1
        if not end:
            end = text.find("\n", start + BLOCK) + 1 or len(text)
        if len(text) - start <= BLOCK:
            end = len(text)
        yield start, end
        start = end


def _middle(text: str, start: int, end: int) -> int:
    """Give the end of a line near the middle of a block; its end where it is one line."""
    return text.rfind("\n", start, (start + end) // 2) + 1 or text.find("\n", start, end) + 1 or end


def _found(block: str, detector: Detector, budget: FileBudget) -> tuple[Finding, ...] | None:
    """Give what is found in a block; None where it holds more than is searched."""
    try:
        with budget.search(len(block)) as some:
            return detector.candidates(block, budget=some)
    except TooMuchTextError:
        return None


def _results(
    found: Iterable[Finding], whole: Text, start: int, file: str, *, notes: bool
) -> Iterator[Result]:
    for finding in found:
        if notes or finding.kind is FindingClass.PERSONAL:
            yield _result(finding, whole.place(start + finding.start, start + finding.end), file)


def _result(finding: Finding, place: Place, file: str) -> Result:
    personal = finding.kind is FindingClass.PERSONAL
    what = f"the text holds {finding.entity}" + ("" if personal else f", of the class {finding.kind}")
    return Result(
        severity=Severity.DENY if personal else Severity.NOTE,
        rule=TEXT_VALUE,
        file=file,
        place=place,
        evidence=Evidence.of(finding),
        statement=f"{what} ({TEXT_VALUE})",
        remedy=remedy(TEXT_VALUE) if personal else "",
    )
