"""Romanian personal numeric codes, CNP (Legea nr. 105/1996; H.G. nr. 1375/2006): thirteen digits.

Sex and century, date of birth, county, serial, and a check digit by the weights 2 7 9 1 4 6 3 5 8 2 7 9,
modulus 11, ten written as one.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import PERSONAL_NUMBER
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)
_CENTURIES = {"1": 1900, "2": 1900, "3": 1800, "4": 1800, "5": 2000, "6": 2000}
"""7, 8 and 9 are residents and foreigners of any century."""
# 41 to 48 are parts of Bucharest, 70 is any county since 2024, 80 to 83 are of births abroad.
_COUNTIES = frozenset((*range(1, 49), 51, 52, 70, *range(80, 84)))
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("1630615123457", "1800101221144", "1960229123452"))


def _valid(value: str) -> bool:
    if int(value[7:9]) not in _COUNTIES or value[9:12] == "000":
        return False
    # Ten is written as one: of 0 to 10 it is the only one whose tens are not zero.
    tens, ones = divmod(weighted_sum(value[:-1], _WEIGHTS) % 11, 10)
    return int(value[-1]) == tens + ones and _is_birth_date(value)


def _is_birth_date(value: str) -> bool:
    year, month, day = int(value[1:3]), int(value[3:5]), int(value[5:7])
    return is_date(_CENTURIES.get(value[0], 2000) + year, month, day)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


RO_CNP = Identifier(
    entity="RoCnp",
    standard="Legea nr. 105/1996; H.G. nr. 1375/2006",
    words=(
        "cnp",
        "cod numeric personal",
        "codul numeric personal",
        "personal numeric code",
        "romanian national id",
        "romanian personal code",
        "national id",
        "national id number",
        "national identity number",
        "national identification number",
        "personal id",
        *PERSONAL_NUMBER,
    ),
    fields=PERSONAL_NUMBER,
    shape=r"[1-9][ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]",
    proof=_valid,
    proof_text="date of birth, county, check digit",
    kind=_kind,
    names=("cnp", "cod numeric personal"),
)
"""One in seven hundred passes by chance, but milliseconds since 1970 look the same: only with a word."""
