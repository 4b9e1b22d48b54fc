"""Any text, line by line: what is found is a result of its own rule."""

from collections.abc import Iterator

from privet.detection import Detector, Finding, FindingClass, TooMuchTextError
from privet.scan.examine import unevaluated
from privet.scan.places import Place, Text
from privet.scan.results import Evidence, Result, Severity
from privet.scan.rules import TEXT_VALUE, remedy

BLOCK = 256 << 10
"""Characters that are searched at once: large enough that the search, not the calls, is what takes time."""


def examine_text(text: str, detector: Detector, file: str, *, notes: bool = True) -> Iterator[Result]:
    """Give what is found in a text; a line that holds more than one search takes is not evaluated."""
    whole = Text(text)
    for start, block in _blocks(text):
        yield from _examined(whole, start, block, detector, file, notes=notes)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Part a text at ends of lines."""
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + BLOCK) + 1
        if not end:
            end = text.find("\n", start + BLOCK) + 1 or len(text)
        if len(text) - start <= BLOCK:
            end = len(text)
        yield start, text[start:end]
        start = end


def _examined(
    whole: Text, start: int, block: str, detector: Detector, file: str, *, notes: bool
) -> Iterator[Result]:
    try:
        found = detector.candidates(block)
    except TooMuchTextError:
        cut = block.rfind("\n", 0, len(block) // 2) + 1 or block.find("\n") + 1
        if cut in (0, len(block)):
            blank = Result(severity=Severity.UNEVALUATED, rule="", file=file)
            place = whole.place(start, start + len(block.rstrip()))
            yield unevaluated(blank, "the line holds more than is searched", place)
            return
        yield from _examined(whole, start, block[:cut], detector, file, notes=notes)
        yield from _examined(whole, start + cut, block[cut:], detector, file, notes=notes)
        return
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
