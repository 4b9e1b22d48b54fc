"""US Social Security numbers: area 001 to 899 without 666, group and serial never all zero.

Since June 2011 areas are drawn at random (SSA, "Social Security Number Randomization"), so that no more
can be checked.
"""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_own
from privet.detection.surroundings import context_before, isolated

_CANDIDATE = compile_own(r"[0-9]{3}([- ])[0-9]{2}[- ][0-9]{4}|[0-9]{9}")
_CONTEXT = r"(?i)\b(?:ssn|ssns|social[ _-]?security)\b"
_CONTEXT_WORDS = compile_own(_CONTEXT)

_FIRST_NEVER_ISSUED = 900
# Printed in advertisements and in documentation, and withdrawn for it.
_EXAMPLES = frozenset(("078051120", "219099999", "123456789", "457555462"))


class UsSsnRecognizer:
    """Finds Social Security numbers; without hyphens only where the context says so."""

    entity = "UsSsn"
    gate = rf"[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}|{_CONTEXT}[^\n]{{0,32}}[0-9]{{3}}"

    def find(self, text: str, hinted: bool, /) -> Iterator[Finding]:
        """Find all numbers; a hint makes bare digits a finding."""
        for match in _CANDIDATE.finditer(text):
            shape = match.group()
            digits = shape.replace("-", "").replace(" ", "")
            if not _could_be_issued(digits) or not isolated(text, match.start(), match.end()):
                continue
            named = hinted or context_before(text, match.start(), _CONTEXT_WORDS)
            printed = len(shape.split("-")) == len(("area", "group", "serial"))
            if named or printed:
                confidence = Confidence.HIGH if printed and named else Confidence.MEDIUM
                kind = FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL
                yield Finding(match.start(), match.end(), self.entity, confidence, kind)


def _could_be_issued(digits: str) -> bool:
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return (
        area not in ("000", "666") and int(area) < _FIRST_NEVER_ISSUED and group != "00" and serial != "0000"
    )
