"""Croatian personal identification numbers, OIB (Zakon o osobnom identifikacijskom broju): eleven digits.

The last is the check digit by ISO/IEC 7064 MOD 11,10. Companies have one, too, and it cannot be told apart.
"""

from privet.detection.checksums import mod_11_10
from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("12345678903", "69435151530", "18683136487"))


def _valid(value: str) -> bool:
    return len(set(value[:-1])) > 1 and mod_11_10(value)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


HR_OIB = Identifier(
    entity="HrOib",
    standard="Zakon o osobnom identifikacijskom broju (NN 60/08); ISO/IEC 7064 MOD 11,10",
    words=(
        "oib",
        "oib broj",
        "osobni identifikacijski broj",
        "osobnog identifikacijskog broja",
        "croatian personal id",
        "croatian tax id",
        "croatian tax number",
        "croatian oib",
        *NATIONAL_ID,
        *TAX_ID,
    ),
    fields=NATIONAL_ID + TAX_ID,
    shape=r"[0-9]{11}|[0-9]{3}[ \-][0-9]{4}[ \-][0-9]{4}|[0-9]{2}[ \-][0-9]{3}[ \-][0-9]{3}[ \-][0-9]{3}",
    proof=_valid,
    proof_text="ISO 7064 MOD 11,10",
    kind=_kind,
    names=("oib", "osobni identifikacijski broj"),
)
"""One in ten passes by chance: only with a word."""
