"""Lithuanian personal codes (asmens kodas).

Gyventojų registro įstatymas (I-2237) 8 straipsnis: sex and century, birth date, serial number, check digit
modulo 11 in two rounds. A code that begins with 9 is of somebody whose date is not known.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, PERSONAL_CODE
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_ROUNDS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3))
_FIRST_CENTURY = 1800
_NO_DIGIT = 10
_DATELESS = "9"
# The people of the Smart-ID and Mobile-ID demonstrations, and the text book's.
_EXAMPLES = frozenset(("30303039914", "30303039903", "30303039816", "33309240064"))


def _check_digit(digits: str) -> int:
    rests = (weighted_sum(digits[:10], weights) % 11 for weights in _ROUNDS)
    return next((rest for rest in rests if rest != _NO_DIGIT), 0)


def _born(digits: str) -> bool:
    century = _FIRST_CENTURY + (int(digits[0]) - 1) // 2 * 100
    return is_date(century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))


def _valid(digits: str) -> bool:
    dated = _born(digits) if digits[0] != _DATELESS else len(set(digits)) > 1
    return dated and _check_digit(digits) == int(digits[10])


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


LT_PERSONAL_CODE = Identifier(
    entity="LtPersonalCode",
    standard="Gyventojų registro įstatymas (I-2237) 8 str.",
    words=(
        "asmens kodas", "asmens kodo", "asmens koda", "asmenskodas", "lithuanian personal code",
        "asmens kodu",
        "lithuanian national id", "lithuania personal code",
        *NATIONAL_ID, *PERSONAL_CODE,
    ),
    fields=NATIONAL_ID + PERSONAL_CODE,
    shape=r"[1-69][0-9]{6} ?[0-9]{3} ?[0-9]",
    proof=_valid,
    proof_text="calendar date, check digit modulo 11",
    kind=_kind,
    names=("asmens kodas",),
)  # fmt: skip
"""Only with a word: eleven digits in a row are in every log, and the Estonian code is made alike."""
