"""Australian Medicare card numbers: eight digits, a check digit, the issue, the place on the card.

The weights are 1 3 7 9 1 3 7 9, modulo 10 (Services Australia, Individual Healthcare Identifier
conformance; METeOR 270101). The first digit is 2 to 6; neither the issue nor the place on the card is 0.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9)
_CHECK = 8
_EXAMPLES = frozenset(("2123456701", "21234567011", "2428778132", "24287781321"))
"""On cards that are shown as specimens, and in documentation of software."""


def _is_number(digits: str) -> bool:
    total = weighted_sum(digits[:_CHECK], _WEIGHTS)
    return total % 10 == int(digits[_CHECK]) and "0" not in digits[_CHECK + 1 :]


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


AU_MEDICARE = Identifier(
    entity="AuMedicare",
    standard="METeOR 270101, Person identifier: Medicare card number (Australia)",
    words=(
        "medicare card", "medicare number", "medicare no", "medicare card number", "medicare card no",
        "medicare", "patient medicare",
        "australian medicare", "medicare irn",
    ),
    shape=r"[2-6][0-9]{3}[ -]?[0-9]{5}[ /-]?[1-9](?:[ /-]?[1-9])?",
    proof=_is_number,
    proof_text="first digit 2 to 6, weighted check digit modulo 10, issue 1 to 9",
    kind=_kind,
    names=("medicare number", "medicare card number", "medicare no"),
)  # fmt: skip
