"""Russian pension insurance numbers, SNILS (Federal Law 27-FZ of 1996): `NNN-NNN-NNN CC`, modulo 101.

The check number is defined for numbers above 001-001-998 (PFR Resolution 192p of 2006).
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_LAST_WITHOUT_CHECK = "001001998"
_EXAMPLES = frozenset(("11223344595", "08765430300", "12345678964"))
"""The one of the rule itself, and counting."""


def _is_number(digits: str) -> bool:
    number, check = digits[:9], int(digits[9:])
    total = sum(weight * int(digit) for weight, digit in zip(range(9, 0, -1), number, strict=True))
    return number > _LAST_WITHOUT_CHECK and total % 101 % 100 == check


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


RU_SNILS = Identifier(
    entity="RuSnils",
    standard="Federal Law 27-FZ of 1 April 1996 (Russia), article 6; PFR Resolution 192p of 2006",
    words=(
        "snils", "snils number", "pension insurance number", "снилс", "страховой номер",
        "strahovoy nomer", "strakhovoy nomer",
    ),
    shape=r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2}",
    distinct=r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}",
    proof=_is_number,
    proof_text="two check digits modulo 101",
    kind=_kind,
    names=("snils", "snils number", "снилс"),
)  # fmt: skip
