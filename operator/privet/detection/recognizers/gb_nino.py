"""National Insurance numbers of the United Kingdom (NINO).

HMRC, National Insurance Manual, NIM39110: two letters that are never D, F, I, Q, U or V, the second never
O, and none of seven pairs; six digits; A, B, C or D. There is no check digit.
"""

from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_NEVER_ISSUED = frozenset(("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))
_EXAMPLES = frozenset(f"AB123456{suffix}" for suffix in "ABCD")


def _valid(value: str) -> bool:
    return value[:2] not in _NEVER_ISSUED and len(set(value[2:8])) > 1


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_FIRST, _SECOND = "A-CEGHJ-PR-TW-Z", "A-CEGHJ-NPR-TW-Z"

GB_NINO = Identifier(
    entity="GbNino",
    standard="HMRC National Insurance Manual, NIM39110",
    words=(
        "nino", "national insurance number", "national insurance no", "national insurance", "nat ins no",
        "natins", "n i no",
        "ni number", "ni no", "ninumber", "uk national insurance",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=(
        rf"[{_FIRST}{_FIRST.lower()}][{_SECOND}{_SECOND.lower()}]"
        r"[ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[A-Da-d]"
    ),
    distinct=rf"[{_FIRST}][{_SECOND}] [0-9]{{2}} [0-9]{{2}} [0-9]{{2}} [A-D]",
    proof=_valid,
    proof_text="letters in use",
    kind=_kind,
    names=("nino", "national insurance number", "ni number"),
)  # fmt: skip
"""In pairs with blanks, as on the letter, it has a form that nothing else has; joined it needs a word."""
