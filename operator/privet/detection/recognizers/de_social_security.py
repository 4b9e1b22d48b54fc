"""German social insurance numbers (§ 147 SGB VI, §§ 2 and 3 VKVV): twelve signs.

Area, date of birth, the first letter of the name at birth, serial, check digit. The letter counts as its
place in the alphabet, in two digits; each digit is weighted, and the sums of the digits of the products give
the check digit. Where a date of birth is not known, or its serials are used up, day or month are zero and the
day may be raised by 32 or 64.
"""

from privet.detection.dates import is_date
from privet.detection.fields import SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
_LETTER = 8
_RAISED = 32
_HIGHEST_DAY = 95
# VKVV, annex, with those of the miners' and of the insurers before 2005; 40 is the allowance office's.
_AREAS = frozenset(
    (
        *range(2, 5),
        *range(8, 22),
        *range(23, 27),
        *(28, 29),
        *range(38, 41),
        *range(42, 45),
        *range(48, 62),
        *range(63, 67),
        *(68, 69),
        *range(78, 83),
        89,
    )
)
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("15070649C103", "65170839J003", "65180539W001"))


def _valid(value: str) -> bool:
    return (
        int(value[:2]) in _AREAS
        and _is_birth_date(int(value[2:4]), int(value[4:6]), int(value[6:8]))
        and _check_digit(value[:-1]) == int(value[-1])
    )


def _is_birth_date(day: int, month: int, year: int) -> bool:
    if month == 0:
        return day <= _HIGHEST_DAY
    return is_date(2000 + year, month, day % _RAISED or 1)


def _check_digit(body: str) -> int:
    digits = f"{body[:_LETTER]}{ord(body[_LETTER]) - 64:02}{body[_LETTER + 1 :]}"
    products = (int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return sum(product // 10 + product % 10 for product in products) % 10


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


DE_SOCIAL_SECURITY = Identifier(
    entity="DeSocialSecurity",
    standard="§ 147 SGB VI, §§ 2 and 3 VKVV",
    words=(
        "rentenversicherungsnummer",
        "rentenversicherungs nr",
        "rv nummer",
        "rvnr",
        "vsnr",
        "versicherungsnummer",
        "versicherungs nr",
        "sozialversicherungsnummer",
        "sozialversicherungs nr",
        "sozialversicherungsausweis",
        "sv nummer",
        "svnr",
        "german social security",
        "german social security number",
        "german social insurance number",
        *SOCIAL_SECURITY,
    ),
    fields=SOCIAL_SECURITY,
    shape=(
        r"[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[A-Za-z]"
        r"[ .\-/]?[0-9]{2}[ .\-/]?[0-9]"
    ),
    distinct=r"[0-9]{2} ?[0-9]{6} ?[A-Z] ?[0-9]{2} ?[0-9]",
    proof=_valid,
    proof_text="area, date of birth, check digit",
    kind=_kind,
    names=("rentenversicherungsnummer", "sozialversicherungsnummer", "rvnr"),
)
"""Fewer than one in a hundred pass by chance, and twelve signs with just that letter are rare."""
