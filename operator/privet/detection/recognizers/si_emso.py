"""Unique master citizen numbers of Slovenia (EMŠO) and of the other states of former Yugoslavia (JMBG).

Day, month and the last three digits of the year of birth, region, serial, and a check digit: weights
7 6 5 4 3 2 twice, modulus 11 (Zakon o centralnem registru prebivalstva; Zakon o jedinstvenom matičnom broju).
"""

from privet.detection.checksums import weighted_sum
from privet.detection.dates import is_date
from privet.detection.fields import PERSONAL_NUMBER
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (7, 6, 5, 4, 3, 2) * 2
_YEARS = frozenset((*range(1880, 2000), *range(2000, 2100)))
_FIRST_OF_1000S = 880
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("0101006500006", "0710003730015"))


def _valid(value: str) -> bool:
    short = int(value[4:7])
    year = short + (1000 if short >= _FIRST_OF_1000S else 2000)
    if year not in _YEARS or not is_date(year, int(value[2:4]), int(value[:2])):
        return False
    # Slovenia leaves out serials whose check digit would be ten; others wrote a zero.
    return -weighted_sum(value[:-1], _WEIGHTS) % 11 % 10 == int(value[-1])


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


SI_EMSO = Identifier(
    entity="SiEmso",
    standard="Zakon o centralnem registru prebivalstva (SI); Zakon o jedinstvenom matičnom broju (others)",
    words=(
        "emso",
        "maticna stevilka",
        "emso stevilka",
        "enotna maticna stevilka obcana",
        "jmbg",
        "maticni broj",
        "jedinstveni maticni broj",
        "jedinstveni maticni broj gradana",
        "maticni broj gradana",
        "embg",
        "unique master citizen number",
        "slovenian national id",
        "serbian national id",
        "јмбг",
        "ембг",
        "јединствени матични број",  # noqa: RUF001 - Serbian
        "единствен матичен број",  # noqa: RUF001 - Macedonian
        "national id",
        "national id number",
        "national identity number",
        "national identification number",
        "personal id",
        *PERSONAL_NUMBER,
    ),
    fields=PERSONAL_NUMBER,
    shape=r"[0-3][0-9][ .\-]?[01][0-9][ .\-]?[089][0-9]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]",
    proof=_valid,
    proof_text="date of birth, check digit",
    kind=_kind,
    names=("emso", "jmbg", "embg"),
)
"""One in a thousand passes by chance, but milliseconds since 1970 have thirteen digits: context decides."""
