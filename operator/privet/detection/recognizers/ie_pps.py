"""Irish Personal Public Service numbers (PPSN).

Social Welfare Consolidation Act 2005, s. 262, and Revenue's "PPSN validation": seven digits, a check letter
modulo 23, and perhaps A, B or H, which counts in the check; before 2013 W, T or X, which does not.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_CHECK_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_SECOND_WEIGHT = 9
_COUNTED = "ABH"
# As the Department of Social Protection prints it, and the tax authorities' guidance.
_EXAMPLES = frozenset(("1234567T", "1234567TW", "1234567FA", "1234567WH", "6433435F"))


def _valid(value: str) -> bool:
    total = weighted_sum(value[:7], _WEIGHTS)
    if value[8:] and value[8] in _COUNTED:
        total += _SECOND_WEIGHT * _CHECK_LETTERS.index(value[8])
    return len(set(value[:7])) > 1 and value[7] == _CHECK_LETTERS[total % len(_CHECK_LETTERS)]


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


IE_PPS = Identifier(
    entity="IePps",
    standard="Social Welfare Consolidation Act 2005, s. 262; Revenue, PPSN validation",
    words=(
        "ppsn", "pps number", "pps no", "ppsno", "ppsnumber", "personal public service number",
        "rsi number", "pps",
        "personal public service", "irish pps", "uimhir phearsanta seirbhise poibli", "uimhir psp",
        *NATIONAL_ID, *SOCIAL_SECURITY, *TAX_ID,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY + TAX_ID,
    shape=r"[0-9]{7}[ .\-]?[A-Wa-w][ABHTWXabhtwx]?",
    proof=_valid,
    proof_text="check letter modulo 23",
    kind=_kind,
    names=("ppsn", "pps number", "pps no"),
)  # fmt: skip
"""Only with a word: one in twenty-six parts numbers made so has this letter."""
