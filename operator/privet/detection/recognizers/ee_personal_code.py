"""Estonian personal identification codes (isikukood).

Rahvastikuregistri seadus § 39 and EVS 585:2007: sex and century, birth date, serial number, check digit
modulo 11 in two rounds.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, PERSONAL_CODE
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_ROUNDS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3))
_FIRST_CENTURY = 1800
_NO_DIGIT = 10
# The specimens of the Estonian identity card, and the people of the Smart-ID and Mobile-ID demonstrations.
_EXAMPLES = frozenset(
    ("38001085718", "37605030299", "47101010033", "60001019906", "50001029996", "60001019939", "40504040001")
)


def _check_digit(digits: str) -> int:
    rests = (weighted_sum(digits[:10], weights) % 11 for weights in _ROUNDS)
    return next((rest for rest in rests if rest != _NO_DIGIT), 0)


def _valid(digits: str) -> bool:
    century = _FIRST_CENTURY + (int(digits[0]) - 1) // 2 * 100
    born = is_date(century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    return born and _check_digit(digits) == int(digits[10])


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


EE_PERSONAL_CODE = Identifier(
    entity="EePersonalCode",
    standard="Rahvastikuregistri seadus § 39; EVS 585:2007",
    words=(
        "isikukood", "isikukoodi", "isiku kood", "estonian personal code", "estonian id code",
        "isikukoodiga", "personal identification code",
        "estonian national id", "estonian personal identification code", "estonia personal code",
        *NATIONAL_ID, *PERSONAL_CODE,
    ),
    fields=NATIONAL_ID + PERSONAL_CODE,
    shape=r"[1-6][0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) ?[0-9]{3} ?[0-9]",
    proof=_valid,
    proof_text="calendar date, check digit modulo 11",
    kind=_kind,
    names=("isikukood",),
)  # fmt: skip
"""Only with a word: eleven digits in a row are in every log, and the Lithuanian code is made alike."""
