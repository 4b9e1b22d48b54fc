"""Polish PESEL numbers (ustawa o ewidencji ludności, article 15): date of birth, serial, check digit.

The month is raised by 80 for 1800s, 20 for 2000s, 40 and 60 for the centuries to come; weights 1, 3, 7, 9.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
# By how many times the month was raised by twenty.
_CENTURIES = (1900, 2000, 2100, 2200, 1800)
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("02070803628", "44051401359", "44051401458"))


def _valid(value: str) -> bool:
    century, month = divmod(int(value[2:4]), 20)
    born = is_date(_CENTURIES[century] + int(value[:2]), month, int(value[4:6]))
    return born and weighted_sum(value, _WEIGHTS) % 10 == 0


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


PL_PESEL = Identifier(
    entity="PlPesel",
    standard="ustawa z dnia 24 września 2010 r. o ewidencji ludności, article 15",
    words=(
        "pesel",
        "peselem",
        "numer pesel",
        "nr pesel",
        "pesel number",
        "polish national id",
        "polish id number",
        *NATIONAL_ID,
        *TAX_ID,
    ),
    fields=NATIONAL_ID + TAX_ID,
    shape=r"[0-9]{6}[ \-]?[0-9]{5}",
    proof=_valid,
    proof_text="date of birth, check digit",
    kind=_kind,
    names=("pesel", "pesel number", "numer pesel"),
)
"""One in a hundred passes by chance, and nothing is printed between them."""
