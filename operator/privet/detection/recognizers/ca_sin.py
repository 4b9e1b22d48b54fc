"""Canadian social insurance numbers (SIN).

Employment Insurance Act, s. 138, and ESDC's SIN Code of Practice: nine digits with a Luhn digit. None
begins with 0 (used for fictitious numbers) or 8 (business numbers); 9 is for temporary residents.
"""

from privet.detection.checksums import luhn
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# From the authorities' specimens, and the number that test data of tax software carry.
_EXAMPLES = frozenset(("123456782", "130692544", "193456787"))
_FICTITIOUS = "0"


def _kind(digits: str) -> FindingClass:
    example = digits in _EXAMPLES or digits.startswith(_FICTITIOUS)
    return FindingClass.EXAMPLE if example else FindingClass.PERSONAL


CA_SIN = Identifier(
    entity="CaSin",
    standard="Employment Insurance Act (Canada), s. 138; SIN Code of Practice",
    words=(
        "sin", "nas", "sin number", "sin no", "canadian sin", "social insurance number",
        "social insurance no", "numero d assurance sociale",
        "social insurance num", "social insurance", "assurance sociale",
    ),
    fields=("nas",),
    shape=r"[0-79][0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}",
    proof=lambda digits: len(set(digits)) > 1 and luhn(digits),
    proof_text="Luhn",
    kind=_kind,
    names=("social insurance number", "sin number", "canadian sin"),
)  # fmt: skip
"""Only with a word: one in ten numbers of nine digits has this check digit."""
