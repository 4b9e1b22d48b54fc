"""Hungarian tax and social security numbers of persons (1996. évi XX. törvény, annexes).

The tax number (adóazonosító jel): an 8, the days from 1 January 1867 to the birth, a serial, and the sum of
the digits times their places, modulo 11. The social security number (TAJ): eight digits weighted 3 and 7,
modulo 10.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_TAJ = 9
_TAJ_WEIGHTS = (3, 7, 3, 7, 3, 7, 3, 7)
_TAX_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
_BIRTH_DAYS = range(12_000, 65_000)
"""Births from 1899 to 2044, in days since 1867."""
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("123456788", "8365670003"))


def _valid(value: str) -> bool:
    body, check = value[:-1], int(value[-1])
    if len(value) == _TAJ:
        return len(set(body[1:])) > 1 and weighted_sum(body, _TAJ_WEIGHTS) % 10 == check
    return int(value[1:6]) in _BIRTH_DAYS and weighted_sum(body, _TAX_WEIGHTS) % 11 == check


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


HU_TAX_ID = Identifier(
    entity="HuTaxId",
    standard="1996. évi XX. törvény, annexes 1 and 2",
    words=(
        "adoazonosito jel",
        "adoaz jel",
        "adoazonositoja",
        "adoazonosito",
        "taj",
        "taj szam",
        "taj number",
        "tarsadalombiztositasi azonosito jel",
        "tarsadalombiztositasi azonosito",
        "hungarian tax id",
        "hungarian tax number",
        "hungarian social security number",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"8[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}|[0-9]{3}[ .\-/]?[0-9]{3}[ .\-/]?[0-9]{3}",
    proof=_valid,
    proof_text="check digit; days of a life where it is the tax number",
    kind=_kind,
    names=("adoazonosito jel", "adoazonosito", "taj szam", "tajszam"),
)
"""One TAJ in ten passes by chance: only with a word."""
