"""French social security numbers, the NIR (décret n° 82-103, INSEE): thirteen signs and a key of two digits.

Sex, year and month of birth, département and commune, serial, then 97 minus the number modulo 97. Corsica's
départements 2A and 2B count as 19 and 18. Months 20 and above stand for an unknown month.
"""

from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WITHOUT_KEY = 13
_MONTHS = frozenset(range(1, 13))
_PSEUDO_MONTHS = frozenset((*range(20, 43), *range(50, 100)))
_CORSICA = {"2A": "19", "2B": "18"}
_SEXES = "12"
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(
    (
        "1850578006084",
        "1850578006048",
        "2550814168025",
        "2690549588157",
        "2950199126111",
        "2951099126111",
        "2840578006084",
    )
)


def _valid(value: str) -> bool:
    month, department = int(value[3:5]), value[5:7]
    if department == "00" or value[7:10] == "000" or value[10:13] == "000":
        return False
    if len(value) == _WITHOUT_KEY:
        return month in _MONTHS and value[0] in _SEXES
    number = int(value[:5] + _CORSICA.get(department, department) + value[7:_WITHOUT_KEY])
    return (month in _MONTHS or month in _PSEUDO_MONTHS) and int(value[_WITHOUT_KEY:]) == 97 - number % 97


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value[:_WITHOUT_KEY] in _EXAMPLES else FindingClass.PERSONAL


FR_NIR = Identifier(
    entity="FrNir",
    standard="décret n° 82-103 of 22 January 1982; INSEE, RNIPP",
    words=(
        "nir",
        "numero nir",
        "numero de securite sociale",
        "numero securite sociale",
        "securite sociale",
        "num secu",
        "numero de secu",
        "numero secu",
        "no secu",
        "numero insee",
        "insee number",
        "french social security",
        "french social security number",
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=(
        r"[1-478][ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?(?:[0-9]{2}|2[ABab])[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}"
        r"(?:[ .\-/]{0,3}[0-9]{2})?"
    ),
    distinct=(
        r"[12][ .\-]?[0-9]{2}[ .\-]?(?:0[1-9]|1[0-2])[ .\-]?(?:[0-9]{2}|2[AB])[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}"
        r"[ .\-]?[0-9]{2}"
    ),
    proof=_valid,
    proof_text="month, commune, key modulo 97",
    kind=_kind,
    names=("numero nir", "numero securite sociale", "numero de securite sociale", "num secu"),
)
"""Fewer than one in four thousand numbers of fifteen digits pass by chance, one in forty of thirteen."""
