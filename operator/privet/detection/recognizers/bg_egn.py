"""Bulgarian uniform civil numbers, EGN (Zakon za grazhdanskata registratsiya, article 11): ten digits.

Date of birth, the month raised by 20 for the 1800s and by 40 for the 2000s; serial; check digit by the
weights 2 4 8 5 10 9 7 3 6, modulus 11, ten written as zero.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, PERSONAL_CODE
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6)
# By how many times the month was raised by twenty.
_CENTURIES = (1900, 1800, 2000)
_HIGHEST_MONTH = 52
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("7523169263", "8032056031", "6101057509", "7501020018", "8001010008"))


def _valid(value: str) -> bool:
    raised = int(value[2:4])
    if raised > _HIGHEST_MONTH:
        return False
    century, month = divmod(raised, 20)
    born = is_date(_CENTURIES[century] + int(value[:2]), month, int(value[4:6]))
    return born and weighted_sum(value[:-1], _WEIGHTS) % 11 % 10 == int(value[-1])


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


BG_EGN = Identifier(
    entity="BgEgn",
    standard="Закон за гражданската регистрация, article 11; Наредба № РД-02-20-9",
    words=(
        "egn",
        "lichen nomer",
        "edinen grazhdanski nomer",
        "edinen grajdanski nomer",
        "uniform civil number",
        "unified civil number",
        "bulgarian national id",
        "bulgarian id number",
        "егн",
        "единен граждански номер",
        *NATIONAL_ID,
        *PERSONAL_CODE,
    ),
    fields=NATIONAL_ID + PERSONAL_CODE,
    shape=r"[0-9]{6}[ \-]?[0-9]{4}",
    proof=_valid,
    proof_text="date of birth, check digit",
    kind=_kind,
    names=("egn", "uniform civil number"),
)
"""One in a hundred passes by chance, and seconds since 1970 have ten digits: only with a word."""
