"""US individual taxpayer identification numbers (ITIN).

IRS Publication 1915 and Internal Revenue Manual 3.21.263: 9, two digits, a group from 50 to 65, 70 to 88,
90 to 92 or 94 to 99, four digits. There is no check digit.
"""

from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_GROUP = "(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])"
_EXAMPLES = frozenset(("912903456", "900700000", "999999999"))


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


US_ITIN = Identifier(
    entity="UsItin",
    standard="IRS Publication 1915; Internal Revenue Manual 3.21.263",
    words=(
        "itin", "itins", "individual taxpayer identification number", "individual taxpayer identification",
        "individual taxpayer id",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=rf"9[0-9]{{2}}[ .\-]?{_GROUP}[ .\-]?[0-9]{{4}}",
    distinct=rf"9[0-9]{{2}}-{_GROUP}-[0-9]{{4}}",
    proof_text="groups in use",
    kind=_kind,
    names=("itin", "individual taxpayer identification number"),
)  # fmt: skip
"""With hyphens it has a form that nothing else has; nine digits in another form need a word."""
