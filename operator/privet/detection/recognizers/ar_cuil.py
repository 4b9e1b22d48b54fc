"""Argentine labour and tax codes of people (CUIL, CUIT).

ANSES and ARCA (Resolución General 3995/2017): a prefix for people, eight digits of the identity document, a
check digit modulo 11, printed `20-12345678-6`.
"""

from privet.detection.checksums import mod_11
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# What documentation and the tax authority's test environment print.
_EXAMPLES = frozenset(("20123456786", "20111111112", "27123456780", "20222222223"))


def _valid(digits: str) -> bool:
    return digits[2:10] != "00000000" and mod_11(digits, _WEIGHTS)


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


AR_CUIL = Identifier(
    entity="ArCuil",
    standard="ARCA, Resolución General 3995/2017; ANSES, CUIL",
    words=(
        "cuil", "cuit", "cuit cuil", "cuil cuit", "clave unica de identificacion laboral",
        "clave unica de identificacion tributaria", "codigo unico de identificacion laboral",
        "argentine tax id",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"2[03-7][ .\-]?[0-9]{8}[ .\-/]?[0-9]",
    distinct=r"2[03-7]-[0-9]{8}-[0-9]",
    proof=_valid,
    proof_text="prefix of people, check digit modulo 11",
    kind=_kind,
    names=("cuil", "cuit"),
)  # fmt: skip
"""With its two hyphens it is evidence by itself; eleven digits in a row need a word."""
