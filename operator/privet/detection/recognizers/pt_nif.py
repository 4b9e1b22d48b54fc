"""Portuguese tax numbers of persons (Decreto-Lei n.º 14/2013): nine digits, weights 9 to 2, modulus 11.

Persons have a 1, 2 or 3 in front, those who are not resident 45; what companies have is left out.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_NOT_RESIDENT = "45"
_COUNTRY = "PT"
_PERSONS = "123"
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("123456789", "111111110", "222222220", "100000002", "200000004"))


def _valid(value: str) -> bool:
    value = value.removeprefix(_COUNTRY)
    if value[0] not in _PERSONS and not value.startswith(_NOT_RESIDENT):
        return False
    return int(value[-1]) == -weighted_sum(value[:-1], _WEIGHTS) % 11 % 10


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


PT_NIF = Identifier(
    entity="PtNif",
    standard="Decreto-Lei n.º 14/2013; European Commission, TIN sheet of Portugal",
    words=(
        "nif",
        "identificacao fiscal",
        "nif pt",
        "numero de identificacao fiscal",
        "numero identificacao fiscal",
        "numero de contribuinte",
        "numero contribuinte",
        "contribuinte",
        "portuguese tax id",
        "portuguese tax number",
        "portuguese nif",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"(?:PT[ \-]?)?[1-4][0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}",
    proof=_valid,
    proof_text="first digits of persons, check digit",
    kind=_kind,
    names=("nif pt", "numero contribuinte", "numero de contribuinte"),
)
"""One in thirty passes by chance: only with a word."""
