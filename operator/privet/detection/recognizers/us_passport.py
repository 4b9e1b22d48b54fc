"""US passport books and cards.

22 CFR 51.3 and the Department of State: nine digits, or since 2021 a letter and eight digits; a card C and
eight digits. There is no check digit outside the machine readable zone.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("123456789", "A12345678", "C12345678", "X12345678", "987654321"))


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


US_PASSPORT = Identifier(
    entity="UsPassport",
    standard="22 CFR 51.3; US Department of State",
    words=(
        "us passport", "us passport number", "us passport no", "u.s. passport", "usa passport",
        "united states passport", "american passport", "passport card number", "passport book number",
    ),
    shape=r"[0-9A-Za-z][0-9]{8}",
    kind=_kind,
    names=("us passport number", "us passport", "passport book number", "passport card number"),
)  # fmt: skip
