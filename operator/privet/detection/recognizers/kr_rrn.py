"""Korean resident and alien registration numbers: `YYMMDD-GNNNNNC` (Resident Registration Act, article 7-2).

G is gender and century, 5 to 8 foreign residents'. C was a check digit until October 2020; numbers given
since then are drawn at random (Enforcement Rules, article 2). So it is asked for only where no word speaks
for the number: `240131-1234567` may be the name of a job.
"""

from collections.abc import Iterator
from dataclasses import replace

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import Confidence, Finding
from privet.detection.identifier import Identifier
from privet.detection.source import Source

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BIRTH_DIGITS = 6
_CENTURIES = dict(
    zip("9012563478", (1800, 1800, 1900, 1900, 1900, 1900, 2000, 2000, 2000, 2000), strict=True)
)
_DATE = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"


def _is_number(digits: str) -> bool:
    year = _CENTURIES[digits[_BIRTH_DIGITS]] + int(digits[:2])
    return is_date(year, int(digits[2:4]), int(digits[4:6])) and digits[_BIRTH_DIGITS + 1 :] != "000000"


def _has_check_digit(digits: str) -> bool:
    total = weighted_sum(digits[:-1], _WEIGHTS)
    return int(digits[-1]) == (11 - total % 11) % 10


class _RegistrationNumber(Identifier):
    """An identifier whose distinct spelling is evidence only together with the former check digit."""

    def find(self, source: Source) -> Iterator[Finding]:
        """Find every number, each once; places are bytes of the text."""
        for finding in super().find(source):
            digits = source.data[finding.start : finding.end].replace(b"-", b"").decode()
            if finding.confidence is not Confidence.MEDIUM or _has_check_digit(digits):
                yield finding
            elif source.least is Confidence.LOW:
                yield replace(finding, confidence=Confidence.LOW)


KR_RRN = _RegistrationNumber(
    entity="KrRrn",
    standard="Resident Registration Act (Korea), article 7-2, and its Enforcement Rules, article 2",
    words=(
        "rrn", "resident registration number", "resident registration no", "korean resident number",
        "korean alien registration", "jumin", "jumin number", "jumin beonho",
        "주민등록번호", "주민번호", "외국인등록번호",
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=rf"{_DATE}[ -]?[0-9]{{7}}",
    distinct=rf"{_DATE}-[1-8][0-9]{{6}}",
    proof=_is_number,
    proof_text="date of birth, gender; the former check digit where no word is near",
    names=("resident registration number", "jumin number", "주민등록번호"),
)  # fmt: skip
