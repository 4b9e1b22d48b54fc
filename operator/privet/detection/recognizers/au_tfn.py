"""Australian tax file numbers (Income Tax Assessment Act 1936, part VA): nine digits, modulo 11.

The weights are 1 4 3 7 5 8 6 9 10. Old numbers of eight digits are not looked for.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (1, 4, 3, 7, 5, 8, 6, 9, 10)
# What the tax office gives to those who test software, and the number of every documentation.
_EXAMPLES = frozenset(("123456782", "876543210", "865414088", "459599230", "112474082", "565051603"))


def _is_number(digits: str) -> bool:
    total = weighted_sum(digits, _WEIGHTS)
    return total % 11 == 0 and len(set(digits)) > 1


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


AU_TFN = Identifier(
    entity="AuTfn",
    standard="Income Tax Assessment Act 1936 (Australia), part VA; ATO, tax file number validation",
    words=("tfn", "tfn number", "tax file number", "tax file no", "australian tax number", *TAX_ID),
    fields=TAX_ID,
    shape=r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}",
    proof=_is_number,
    proof_text="weighted sum is a multiple of 11",
    kind=_kind,
    names=("tfn number", "tax file number"),
)  # fmt: skip
