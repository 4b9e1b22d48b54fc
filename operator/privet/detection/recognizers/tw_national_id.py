"""Taiwanese national identification and resident numbers: letter, gender, digits, check digit modulo 10.

The letter counts as two digits, by the place of first registration. 1 and 2 are the genders of citizens, 8
and 9 those of foreigners since 2021, A to D in that place before (National Immigration Agency, UI number).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their numbers, from 10."""
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_EXAMPLES = frozenset(("A123456789", "A234567893", "F131104093", "A800000014", "A100000001"))


def _number(letter: str) -> int:
    return 10 + _LETTERS.index(letter)


def _is_number(text: str) -> bool:
    second = str(_number(text[1]) % 10) if text[1].isalpha() else text[1]
    digits = f"{_number(text[0])}{second}{text[2:]}"
    return weighted_sum(digits, _WEIGHTS) % 10 == 0


def _kind(text: str) -> FindingClass:
    return FindingClass.EXAMPLE if text in _EXAMPLES else FindingClass.PERSONAL


TW_NATIONAL_ID = Identifier(
    entity="TwNationalId",
    standard="Household Registration Act (Taiwan), article 51; National Immigration Agency, UI number",
    words=(
        "taiwan id", "taiwan national id", "taiwanese id", "taiwanese national id",
        "roc identity card", "shenfenzheng",
        "taiwan id card", "taiwan uid", "roc id",
        "taiwan arc number", "國民身分證", "身分證", "身份證字號", "統一證號", "居留證",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=r"[A-Za-z][ -]?[1289A-Da-d][0-9]{8}",
    proof=_is_number,
    proof_text="gender digit, weighted check digit modulo 10",
    kind=_kind,
    names=("taiwan id", "taiwan national id", "身分證字號"),
)  # fmt: skip
