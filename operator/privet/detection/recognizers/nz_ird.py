"""New Zealand IRD numbers: eight or nine digits from 10,000,000 to 150,000,000, check digit modulo 11.

Two sets of weights: the second is used where the first gives 10 (Inland Revenue, "Resident withholding tax
and non-resident withholding tax specification document", IRD number format validation).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_FIRST_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_SECOND_WEIGHTS = (7, 4, 3, 2, 5, 2, 7, 6)
_MODULUS = 11
_LOWEST, _HIGHEST = 10_000_000, 150_000_000
_EXAMPLES = frozenset(("049091850", "035901981", "136410132"))
"""The specification's own."""


def _is_number(digits: str) -> bool:
    digits = digits.zfill(9)
    if not _LOWEST < int(digits) < _HIGHEST:
        return False
    check = _check(digits, _FIRST_WEIGHTS)
    return (_check(digits, _SECOND_WEIGHTS) if check == _MODULUS - 1 else check) == int(digits[-1])


def _check(digits: str, weights: tuple[int, ...]) -> int:
    return -weighted_sum(digits[:-1], weights) % _MODULUS


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits.zfill(9) in _EXAMPLES else FindingClass.PERSONAL


NZ_IRD = Identifier(
    entity="NzIrd",
    standard="Inland Revenue (New Zealand), IRD number format validation",
    words=(
        "ird", "ird number", "ird no", "inland revenue number", "nz tax number", "new zealand tax number",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"(?:[01][0-9]{2}|[0-9]{2})[ -]?[0-9]{3}[ -]?[0-9]{3}",
    proof=_is_number,
    proof_text="10,000,000 to 150,000,000, weighted check digit modulo 11",
    kind=_kind,
    names=("ird number", "ird no"),
)  # fmt: skip
