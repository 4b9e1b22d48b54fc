"""Pakistani identity card numbers, CNIC and NICOP (NADRA Ordinance 2000, section 10): `PDDDD-NNNNNNN-G`.

The first digit is the province, the last the gender (odd for men); there is no check digit. The printed
spelling is unmistakable, bare digits need a word.
"""

from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("1234512345671", "4210112345671", "3520112345671", "4230112345671"))


def _is_number(digits: str) -> bool:
    return digits[5:12] != "0000000" and "0" not in (digits[0], digits[-1]) and len(set(digits)) > 1


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


PK_CNIC = Identifier(
    entity="PkCnic",
    standard="NADRA Ordinance 2000 (Pakistan), section 10",
    words=(
        "cnic", "cnic number", "cnic no", "nicop", "snic", "pakistani id", "pakistani id card", "nadra id",
        "pakistan national id", "computerized national identity card", "computerised national identity card",
        "شناختی کارڈ",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=r"[1-7][0-9]{4}[ -]?[0-9]{7}[ -]?[1-9]",
    distinct=r"[1-7][0-9]{4}-[0-9]{7}-[1-9]",
    proof=_is_number,
    proof_text="province, gender, serial not zero",
    kind=_kind,
    names=("cnic", "cnic number", "cnic no", "nicop"),
)  # fmt: skip
