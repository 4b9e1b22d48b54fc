"""Kazakh individual identification numbers, IIN (Law 223-III of 2007): `YYMMDDGNNNNC`.

G is gender and century, 1 to 6 (0 for foreigners). The check digit has weights 1 to 11, modulo 11; where
that gives 10, 3 to 11, 1, 2 (Government Resolution 565 of 2003).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date, is_short_date
from privet.detection.fields import PERSONAL_NUMBER, TAX_ID
from privet.detection.identifier import Identifier

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_TEN = 10
_DATE = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"


def _is_number(digits: str) -> bool:
    check = _check(digits, _FIRST_WEIGHTS)
    if check == _TEN:
        check = _check(digits, _SECOND_WEIGHTS)
    return check == int(digits[-1]) and _is_born(digits)


def _check(digits: str, weights: tuple[int, ...]) -> int:
    return weighted_sum(digits[:-1], weights) % 11


def _is_born(digits: str) -> bool:
    gender = int(digits[6])
    if gender == 0:
        return is_short_date(digits)
    century = 1800 + 100 * ((gender - 1) // 2)
    return is_date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


KZ_IIN = Identifier(
    entity="KzIin",
    standard="Law 223-III of 12 January 2007 (Kazakhstan); Government Resolution 565 of 2003",
    words=(
        "iin", "iin number", "individual identification number", "kazakh iin", "kazakhstan id", "national id",
        "индивидуальный идентификационный номер",
        "national identity number", "identity number", "иин", "жсн",
        "individual id number", *PERSONAL_NUMBER, *TAX_ID,
    ),
    fields=PERSONAL_NUMBER + TAX_ID,
    shape=rf"{_DATE}[ -]?[0-6][0-9]{{5}}",
    proof=_is_number,
    proof_text="date of birth in the century of the gender digit, check digit modulo 11",
    names=("iin number", "individual identification number", "иин"),
)  # fmt: skip
