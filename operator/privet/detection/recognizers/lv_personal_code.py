"""Latvian personal codes (personas kods).

Fizisko personu reģistra likums, 7. pants. Until June 2017: birth date, century, serial number and a check
digit. Since then: 3, a digit from 2 to 9, and nine random digits, with nothing to check.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, PERSONAL_CODE
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (10, 5, 8, 4, 2, 1, 6, 3, 7, 9)
_FIRST_CENTURY = 1800
_LAST_DAY = 31
# The people of the Smart-ID demonstrations, and the text book's.
_EXAMPLES = frozenset(("03030310012", "16117519997", "32867300679"))


def _valid(digits: str) -> bool:
    if int(digits[:2]) > _LAST_DAY:
        return len(set(digits[2:])) > 1
    century = _FIRST_CENTURY + int(digits[6]) * 100
    check = (1 + weighted_sum(digits[:10], _WEIGHTS)) % 11 % 10
    return is_date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2])) and check == int(digits[10])


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


_DATED = "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"

LV_PERSONAL_CODE = Identifier(
    entity="LvPersonalCode",
    standard="Fizisko personu reģistra likums, 7. pants",
    words=(
        "personas kods", "personas koda", "personas kodu", "personaskods", "latvian personal code",
        "latvian national id", "latvia personal code",
        *NATIONAL_ID, *PERSONAL_CODE,
    ),
    fields=NATIONAL_ID + PERSONAL_CODE,
    shape=rf"(?:{_DATED}[ .\-]?[012][0-9]{{4}}|3[2-9][0-9]{{4}}[ .\-]?[0-9]{{5}})",
    distinct=rf"{_DATED}-[012][0-9]{{4}}",
    proof=_valid,
    proof_text="calendar date and check digit modulo 11 (codes before July 2017)",
    kind=_kind,
    names=("personas kods",),
)  # fmt: skip
"""A dated code with its hyphen is evidence by itself; the others need a word."""
