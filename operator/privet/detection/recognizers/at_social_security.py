"""Austrian social insurance numbers (§ 31 (4) ASVG): serial, check digit, date of birth.

Weights 3, 7, 9 and 5, 8, 4, 2, 1, 6, modulus 11; serials whose remainder is ten are left out. Where a day's
serials are used up, or a date is not known, the month is 13 to 15 (Dachverband der
Sozialversicherungsträger).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)
_EXTRA_MONTHS = (13, 14, 15)
_DAYS = range(1, 32)
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("1237010180",))


def _valid(value: str) -> bool:
    day, month, year = int(value[4:6]), int(value[6:8]), int(value[8:])
    born = day in _DAYS if month in _EXTRA_MONTHS else is_date(2000 + year, month, day)
    return born and weighted_sum(value, _WEIGHTS) % 11 == int(value[3])


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


AT_SOCIAL_SECURITY = Identifier(
    entity="AtSocialSecurity",
    standard="§ 31 (4) ASVG; Dachverband der Sozialversicherungsträger",
    words=(
        "svnr",
        "vers nr",
        "sozialvers nr",
        "vsnr",
        "versicherungsnummer",
        "sv nr",
        "sv nummer",
        "sozialversicherungsnummer",
        "sozialversicherungs nr",
        "ecard nummer",
        "austrian social security",
        "austrian social security number",
        "austrian social insurance number",
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=r"[1-9][0-9]{3}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}",
    proof=_valid,
    proof_text="date of birth, check digit",
    kind=_kind,
    names=("svnr",),
)
"""One in 270 passes by chance, but two columns of numbers look the same: only with a word."""
