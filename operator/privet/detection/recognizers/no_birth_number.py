"""Norwegian birth numbers (fødselsnummer), D-numbers and H-numbers.

Folkeregisterforskriften § 2-2-1: birth date, three individual digits that imply the century, two check
digits modulo 11. A D-number adds 40 to the day, an H-number of the health service 40 to the month.
Skatteetaten's synthetic people (Tenor) have 80 more in the month. The wider check of numbers issued from
2032 on is not taken yet: it passes four times as often.
"""

from privet.detection.checksums import mod_11
from privet.detection.dates import is_date
from privet.detection.fields import PERSONAL_NUMBER, SOCIAL_SECURITY, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_D_NUMBER = 40
_H_NUMBER = 40
_SYNTHETIC = 80
# Individual digits, short years, century: the first line that fits.
_CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)


def _checked(digits: str) -> bool:
    return mod_11(digits[:10], _FIRST_WEIGHTS) and mod_11(digits, _SECOND_WEIGHTS)


def _valid(digits: str) -> bool:
    day, month, year, individual = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6:9])
    day -= _D_NUMBER if day > _D_NUMBER else 0
    month -= _SYNTHETIC if month > _SYNTHETIC else _H_NUMBER if month > _H_NUMBER else 0
    century = next(
        (base for serials, years, base in _CENTURIES if individual in serials and year in years), None
    )
    return century is not None and is_date(century + year, month, day) and _checked(digits)


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if int(digits[2:4]) > _SYNTHETIC else FindingClass.PERSONAL


NO_BIRTH_NUMBER = Identifier(
    entity="NoBirthNumber",
    standard="Folkeregisterforskriften (2017-07-14-1201) § 2-2-1",
    words=(
        "fodselsnummer", "fodselsnr", "foedselsnummer", "fnr", "d nummer", "d number",
        "norwegian birth number", "norwegian national id", "norwegian national identity number",
        "norwegian personal number", "national id", "national identity number", "national id number",
        "national identification number", "identity number", "citizen id",
        *TAX_ID,
        "personnummer", "personnr", "birth number", *PERSONAL_NUMBER, *SOCIAL_SECURITY,
    ),
    fields=TAX_ID + PERSONAL_NUMBER + SOCIAL_SECURITY,
    shape=r"[0-7][0-9](?:[0189][0-9]|[45][0-9])[0-9]{2}[ .\-]?[0-9]{5}",
    distinct=r"[0-7][0-9](?:[0189][0-9]|[45][0-9])[0-9]{2}[ \-][0-9]{5}",
    proof=_valid,
    proof_text="calendar date, century, two check digits modulo 11",
    kind=_kind,
    names=("fodselsnummer", "fnr", "foedselsnummer"),
)  # fmt: skip
"""Six and five digits are evidence by themselves; eleven in a row need a word."""
