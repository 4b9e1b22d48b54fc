"""US Social Security numbers: area 001 to 899 without 666, group and serial never all zero.

Since June 2011 areas are drawn at random (SSA, "Social Security Number Randomization"), so that no more
can be checked.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_AREA = "(?:00[1-9]|0[1-9][0-9]|[1-57-8][0-9]{2}|6(?:[0-57-9][0-9]|6[0-57-9]))"
_GROUP = "(?:0[1-9]|[1-9][0-9])"
_SERIAL = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
# Printed in advertisements and in documentation, and withdrawn for it.
_EXAMPLES = frozenset(("078051120", "219099999", "123456789", "457555462"))


def _kind(digits: str) -> FindingClass:
    # `111-22-3333`: one digit in each part is what people make up.
    made_up = all(len(set(part)) == 1 for part in (digits[:3], digits[3:5], digits[5:]))
    return FindingClass.EXAMPLE if made_up or digits in _EXAMPLES else FindingClass.PERSONAL


US_SSN = Identifier(
    entity="UsSsn",
    standard="SSA, Social Security Number Randomization; 20 CFR 422.103",
    words=("ssn", "ssns", "social security", "soc sec"),
    shape=rf"{_AREA}[ .\-/_]?{_GROUP}[ .\-/_]?{_SERIAL}",
    distinct=rf"{_AREA}-{_GROUP}-{_SERIAL}",
    proof_text="area, group and serial that can be issued",
    kind=_kind,
    names=("ssn", "social security number", "social security no", "social security num"),
)
"""With hyphens it has a form that nothing else has; nine digits in another form need a word."""
