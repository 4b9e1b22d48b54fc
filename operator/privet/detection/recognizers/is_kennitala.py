"""Icelandic identification numbers (kennitala) of people.

Lög nr. 140/2019 um skráningu einstaklinga, and Þjóðskrá: birth date, three digits, and the century. Since
18 February 2026 they are issued without a check digit, so that none is checked. System numbers of people
who are not registered begin with 8 or 9 and are random. Numbers of companies, with 40 more in the day, are
left out.
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_CENTURIES = {"8": 1800, "9": 1900, "0": 2000}
_SYSTEM = "89"
# Þjóðskrá's fictional people, and the announcement of system numbers.
_EXAMPLES = frozenset(("1201603389", "8923501739", "1201743399"))


def _valid(digits: str) -> bool:
    if digits[0] in _SYSTEM:
        return len(set(digits)) > 1
    century = _CENTURIES.get(digits[9])
    return century is not None and is_date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


IS_KENNITALA = Identifier(
    entity="IsKennitala",
    standard="Lög nr. 140/2019; Þjóðskrá, Um kennitölur",
    words=(
        "kennitala", "kennitolu", "kennitolur", "icelandic id number", "icelandic identification number",
        "kennitolunni",
        "icelandic national id", "iceland national id",
        "kt",
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=("kt", *NATIONAL_ID, *SOCIAL_SECURITY),
    shape=r"[0-389][0-9]{5}[ .\-]?[0-9]{4}",
    proof=_valid,
    proof_text="calendar date and century",
    kind=_kind,
    names=("kennitala",),
)  # fmt: skip
"""Only with a word, since nothing but the date is left to check."""
