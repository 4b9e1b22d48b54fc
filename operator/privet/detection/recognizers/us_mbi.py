"""US Medicare beneficiary identifiers (MBI).

CMS, "Understanding the Medicare Beneficiary Identifier (MBI) Format": eleven characters, each place with
its own set, without the letters S, L, O, I, B and Z. There is no check digit.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("1EG4TE5MK73", "1EG4TE5MK72"))


def _spelled(letters: str, between: str) -> str:
    letter, either = f"[{letters}]", f"[0-9{letters}]"
    return (
        rf"[1-9]{letter}{either}[0-9]{between}{letter}{either}[0-9]{between}{letter}{letter}[0-9][0-9]"
    )  # fmt: skip


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_LETTERS = "AC-HJKMNP-RT-Y"

US_MBI = Identifier(
    entity="UsMbi",
    standard="CMS, Understanding the Medicare Beneficiary Identifier (MBI) Format",
    words=(
        "mbi", "mbi number", "medicare beneficiary identifier", "medicare beneficiary id",
        "medicare beneficiary number", "medicare beneficiary", "us medicare number",
        "medicare number", "medicare id",
    ),
    shape=_spelled(_LETTERS + _LETTERS.lower(), r"[ .\-]?"),
    distinct=_spelled(_LETTERS, "-?"),
    proof_text="the set of each place",
    kind=_kind,
    names=("mbi", "medicare beneficiary identifier"),
)  # fmt: skip
"""One in ten thousand words of eleven capitals and digits is made so: it is evidence by itself."""
