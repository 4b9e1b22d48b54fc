"""Unique Taxpayer References of the United Kingdom (UTR).

HMRC, Self Assessment (the check as published for tax software): ten digits, the first a check digit modulo
11 over the others; letters of the tax office print a K behind.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)
_CHECK_DIGITS = "21987654321"
# From the guidance for tax software, and the manual of the OECD.
_EXAMPLES = frozenset(("3282497350", "1955839661", "2234567890"))


def _valid(value: str) -> bool:
    digits = value.rstrip("K")
    rest = weighted_sum(digits[1:], _WEIGHTS) % 11
    return len(set(digits)) > 1 and _CHECK_DIGITS[rest] == digits[0]


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value.rstrip("K") in _EXAMPLES else FindingClass.PERSONAL


GB_UTR = Identifier(
    entity="GbUtr",
    standard="HMRC Self Assessment: Unique Taxpayer Reference",
    words=(
        "utr", "utr number", "utr no", "unique taxpayer reference", "unique tax reference",
        "self assessment reference", "sa utr", "uk tax reference",
    ),
    shape=r"[0-9]{5}[ .\-]?[0-9]{5}[Kk]?",
    proof=_valid,
    proof_text="check digit modulo 11",
    kind=_kind,
    names=("utr", "utr number", "unique taxpayer reference"),
)  # fmt: skip
"""Only with a word: one in eleven numbers of ten digits has this check digit."""
