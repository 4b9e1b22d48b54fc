"""Swiss social insurance numbers, AHV, AVS or AVSN13 (AHVG article 50c, AHVV article 133bis).

An EAN-13: 756, which is the country by ISO 3166-1, nine digits, and GS1's check digit.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (1, 3) * 6 + (1,)
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("7569217076985", "7561234567897", "7560000000002", "7561111111113", "7569999999991"))


def _valid(value: str) -> bool:
    return len(set(value[3:])) > 1 and weighted_sum(value, _WEIGHTS) % 10 == 0


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


CH_AHV = Identifier(
    entity="ChAhv",
    standard="AHVG article 50c, AHVV article 133bis; GS1 General Specifications, section 7.9",
    words=(
        "ahv",
        "oasi",
        "ahv nr",
        "ahv nummer",
        "ahvn13",
        "ahvnr",
        "avs",
        "avsn13",
        "numero avs",
        "no avs",
        "navs13",
        "navs",
        "sozialversicherungsnummer",
        "numero d'assure social",
        "oasi number",
        "swiss ssn",
        "swiss social security",
        "swiss social security number",
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=r"756[ .\-]?[0-9]{4}[ .\-]?[0-9]{4}[ .\-]?[0-9]{2}",
    distinct=r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}",
    proof=_valid,
    proof_text="756, EAN-13 check digit",
    unambiguous=True,
    kind=_kind,
    names=("ahv", "ahv nr", "ahv nummer", "ahvn13", "ahvnr", "numero avs", "avsn13"),
)
"""Nothing else is printed like it."""
