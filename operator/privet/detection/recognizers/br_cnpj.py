"""Brazilian numbers of legal entities (CNPJ): of companies, not of people.

Receita Federal, Instrução Normativa RFB nº 2119/2022, and nº 2229/2024 for letters, in use since July 2026:
twelve characters, each worth its ASCII code less 48, and two check digits modulo 11, printed
`AA.AAA.AAA/AAAA-00`.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
# The Receita Federal's example of the new form, and what documentation and validators print.
_EXAMPLES = frozenset(("12ABC34501DE35", "11222333000181", "11444777000161", "12345678000195"))


def _check_digit(text: str) -> int:
    # The sum of digits takes letters, too: it gives each its ASCII code less 48.
    return -weighted_sum(text, _WEIGHTS[-len(text) :]) % 11 % 10


def _valid(value: str) -> bool:
    return (
        len(set(value)) > 1
        and _check_digit(value[:12]) == int(value[12])
        and _check_digit(value[:13]) == int(value[13])
    )  # fmt: skip


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


BR_CNPJ = Identifier(
    entity="BrCnpj",
    standard="Instruções Normativas RFB nº 2119/2022 and nº 2229/2024",
    words=(
        "cnpj", "cnpjs", "cnpj number", "numero do cnpj", "cadastro nacional da pessoa juridica",
        "cadastro nacional de pessoas juridicas",
    ),
    shape=(
        r"[0-9A-Za-z]{2}[ .\-]?[0-9A-Za-z]{3}[ .\-]?[0-9A-Za-z]{3}[ .\-/]?[0-9A-Za-z]{4}[ .\-]?[0-9]{2}"
    ),
    distinct=r"[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-[0-9]{2}",
    proof=_valid,
    proof_text="two check digits modulo 11",
    unambiguous=True,
    kind=_kind,
    names=("cnpj", "numero cnpj"),
    default=False,
)  # fmt: skip
