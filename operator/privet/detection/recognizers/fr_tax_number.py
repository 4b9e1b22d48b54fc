"""French tax numbers, the SPI (article L. 287 LPF): thirteen digits, the last three the others modulo 511.

The first digit is 0 to 3 (European Commission, "Tax Identification Numbers: France").
"""

from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_BODY = 10
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("3023217600053",))


def _valid(value: str) -> bool:
    return len(set(value)) > 1 and int(value[:_BODY]) % 511 == int(value[_BODY:])


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


FR_TAX_NUMBER = Identifier(
    entity="FrTaxNumber",
    standard="article L. 287 LPF; European Commission, TIN sheet of France",
    words=(
        "numero fiscal",
        "n fiscal",
        "reference fiscale",
        "no fiscal",
        "nif fr",
        "tax reference number",
        "numero fiscal de reference",
        "numero spi",
        "spi fiscal",
        "identifiant fiscal",
        "numero fiscal francais",
        "numero impots",
        "numero d identification fiscale",
        "numero d'identification fiscale",
        "french tax number",
        "french tax id",
        "french tax identification number",
        "fr tax id",
        "spi",
        *TAX_ID,
    ),
    fields=("spi", *TAX_ID),
    shape=r"[0-3][0-9][ .\-]?[0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}",
    distinct=r"[0-3][0-9] [0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}",
    proof=_valid,
    proof_text="remainder modulo 511",
    kind=_kind,
    names=("numero fiscal", "numero spi", "identifiant fiscal"),
)
"""One printed number in 511 passes by chance."""
