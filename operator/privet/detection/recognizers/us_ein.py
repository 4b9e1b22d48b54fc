"""US employer identification numbers (EIN): of companies, not of people.

IRS, "How EINs are assigned and valid EIN prefixes": two digits from the list of a campus, seven digits.
There is no check digit.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_PREFIX = "(?:0[1-6]|1[0-6]|2[0-7]|3[0-9]|4[0-8]|5[0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-589])"
_EXAMPLES = frozenset(("123456789", "987654321"))


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


US_EIN = Identifier(
    entity="UsEin",
    standard="IRS, How EINs are assigned and valid EIN prefixes; 26 CFR 301.6109-1",
    words=(
        "ein", "fein", "ein number", "employer identification number", "employer id number",
        "federal employer id", "federal tax id", "federal tax identification number", "us tax id",
    ),
    shape=rf"{_PREFIX}[ .\-]?[0-9]{{7}}",
    proof_text="prefixes in use",
    kind=_kind,
    names=("ein", "fein", "employer identification number", "federal tax id"),
    default=False,
)  # fmt: skip
