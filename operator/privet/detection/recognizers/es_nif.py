"""Spanish identity and tax numbers of persons: DNI, NIE and NIF (RD 255/2025, RD 1065/2007).

Eight digits and a letter, for foreigners X, Y or Z, seven digits and a letter; K, L and M are the tax numbers
of those who have neither. The letter is the number modulo 23, X, Y and Z counting 0, 1 and 2.
"""

from privet.detection.fields import DOCUMENT, IDENTITY_CARD, NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_PREFIXES = {"X": "0", "Y": "1", "Z": "2", "K": "", "L": "", "M": ""}
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(
    (
        "00000000T",
        "00000001R",
        "00000014Z",
        "11111111H",
        "12345678Z",
        "87654321X",
        "99999018D",
        "99999999R",
        "X0000000T",
        "X1234567L",
        "Y1234567X",
        "Z1234567R",
        "X9999999J",
    )
)


def _valid(value: str) -> bool:
    number = _PREFIXES.get(value[0], value[0]) + value[1:-1]
    return value[-1] == _LETTERS[int(number) % 23]


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_DOCUMENT = (*DOCUMENT, "documento identidad", "documento de identidad", "numero de documento")

ES_NIF = Identifier(
    entity="EsNif",
    standard="Real Decreto 255/2025 (DNI), Real Decreto 1065/2007 (NIF), Real Decreto 557/2011 (NIE)",
    words=(
        "dni",
        "dnis",
        "nie",
        "nies",
        "nif",
        "dni nie",
        "documento nacional de identidad",
        "numero de identidad de extranjero",
        "numero identidad extranjero",
        "numero de identificacion fiscal",
        "spanish dni",
        "spanish id",
        "spanish national id",
        "spanish tax id",
        *NATIONAL_ID,
        *IDENTITY_CARD,
        *TAX_ID,
        *_DOCUMENT,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD + TAX_ID + _DOCUMENT,
    shape=(
        r"[0-9]{1,2}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .\-/]?[A-Za-z]"
        r"|[K-MX-Zk-mx-z][ .\-/]?[0-9]{7}[ .\-/]?[A-Za-z]"
    ),
    distinct=r"[XYZ]-[0-9]{7}-[A-Z]",
    proof=_valid,
    proof_text="letter modulo 23",
    kind=_kind,
    names=("dni", "numero dni", "numero nie", "documento nacional de identidad"),
)
"""One in 23 passes by chance; a foreigner's number with both hyphens has a form that nothing else has."""
