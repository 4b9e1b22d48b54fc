"""Singapore NRIC and FIN numbers (National Registration Act 1965): letter, seven digits, check letter.

S and T are citizens and permanent residents, F, G and (since 2022) M foreigners. Weights 2 7 6 5 4 3 2,
modulo 11; each series has its own letters (ICA; the M series by ICA's circular of 2021).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_SERIES = {
    "S": (0, "JZIHGFEDCBA"),
    "T": (4, "JZIHGFEDCBA"),
    "F": (0, "XWUTRQPNMLK"),
    "G": (4, "XWUTRQPNMLK"),
    "M": (3, "XWUTRQPNJLK"),
}
_EXAMPLES = frozenset(
    ("S1234567D", "S0000001I", "T1234567J", "F1234567N", "G1234567X", "S9812381D", "S9812382B")
)
"""Consecutive digits, and test persons of the sandbox of Myinfo."""


def _is_number(text: str) -> bool:
    offset, letters = _SERIES[text[0]]
    total = offset + weighted_sum(text[1:8], _WEIGHTS)
    return letters[total % 11] == text[-1] and text[1:8] != "0000000"


def _kind(text: str) -> FindingClass:
    return FindingClass.EXAMPLE if text in _EXAMPLES else FindingClass.PERSONAL


SG_NRIC = Identifier(
    entity="SgNric",
    standard="National Registration Act 1965 (Singapore); ICA, NRIC and FIN check letters",
    words=(
        "nric", "nric number", "fin number", "nric fin", "uinfin", "foreign identification number",
        "singapore id", "singpass id", "national registration identity card",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=r"[STFGMstfgm][ -]?[0-9]{7}[ -]?[A-Za-z]",
    distinct=r"[STFGM][0-9]{7}[A-JZK-NP-RT-UW-X]",
    proof=_is_number,
    proof_text="check letter of the series, modulo 11",
    kind=_kind,
    names=("nric", "nric number", "nric no", "uinfin"),
)  # fmt: skip
