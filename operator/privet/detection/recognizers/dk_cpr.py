"""Danish civil registration numbers (CPR-nummer).

CPR-loven (LBK nr 1010 af 23/06/2023) § 3 and "Personnummeret i CPR": birth date, and four digits of which
the first implies the century. Since 2007 numbers are issued without a check digit, so that none is checked.
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.identifier import Identifier

# Seventh digit, short years, century: the first line that fits.
_CENTURIES = (
    ("0123", range(100), 1900),
    ("49", range(37), 2000),
    ("49", range(37, 100), 1900),
    ("5678", range(58), 2000),
    ("5678", range(58, 100), 1800),
)


def _valid(digits: str) -> bool:
    year = int(digits[4:6])
    century = next(base for seventh, years, base in _CENTURIES if digits[6] in seventh and year in years)
    return is_date(century + year, int(digits[2:4]), int(digits[:2])) and digits[6:] != "0000"


DK_CPR = Identifier(
    entity="DkCpr",
    standard="CPR-loven (LBK nr 1010 af 23/06/2023) § 3; Personnummeret i CPR",
    words=(
        "cpr", "cpr nr", "cpr nummer", "cprnr", "cprnummer", "cpr number", "cpr no", "danish personal number",
        "danish national id", "danish cpr", "danish civil registration number", "det centrale personregister",
        *NATIONAL_ID,
        "personnummer", "personnr", *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[ .\-]?[0-9]{4}",
    proof=_valid,
    proof_text="calendar date in the century of the seventh digit",
    names=("cpr", "cpr nr", "cpr nummer", "cpr number", "cprnr", "cprnummer"),
)  # fmt: skip
"""Only with a word: one in thirty numbers of ten digits begins with a date."""
