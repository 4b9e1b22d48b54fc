"""NHS numbers of England, Wales and the Isle of Man.

NHS Data Dictionary, "NHS Number": ten digits, the last a check digit modulo 11. Those of Scotland
(CHI) and of Northern Ireland are made alike.
"""

from privet.detection.checksums import mod_11
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
_TEST = "999"
"""NHS England gives numbers that begin so to test patients."""
_EXAMPLES = frozenset(("9434765919", "9434765870", "4505577104", "4010232137", "9876543210", "1234567881"))


def _valid(digits: str) -> bool:
    return len(set(digits)) > 1 and mod_11(digits, _WEIGHTS)


def _kind(digits: str) -> FindingClass:
    example = digits in _EXAMPLES or digits.startswith(_TEST)
    return FindingClass.EXAMPLE if example else FindingClass.PERSONAL


GB_NHS_NUMBER = Identifier(
    entity="GbNhsNumber",
    standard="NHS Data Dictionary: NHS Number",
    words=(
        "nhs", "nhs number", "nhs no", "nhs num", "nhs nr", "nhs id", "nhsnumber", "nhs patient",
        "nhs patient number", "national health service number", "chi number",
    ),
    shape=r"[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{4}",
    proof=_valid,
    proof_text="check digit modulo 11",
    kind=_kind,
    names=("nhs", "nhs number", "nhs no", "nhs id"),
)  # fmt: skip
"""Only with a word: one in eleven telephone numbers has this check digit."""
