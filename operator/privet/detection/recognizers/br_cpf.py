"""Brazilian numbers of natural persons (CPF).

Receita Federal, Instrução Normativa RFB nº 1548/2015: nine digits and two check digits modulo 11, printed
`000.000.000-00`.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# What documentation, tutorials and validators print.
_EXAMPLES = frozenset(
    ("12345678909", "11144477735", "52998224725", "39053344705", "98765432100", "01234567890")
)


def _check_digit(digits: str) -> int:
    return -weighted_sum(digits, range(len(digits) + 1, 1, -1)) % 11 % 10


def _valid(digits: str) -> bool:
    return (
        len(set(digits)) > 1
        and _check_digit(digits[:9]) == int(digits[9])
        and _check_digit(digits[:10]) == int(digits[10])
    )  # fmt: skip


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


BR_CPF = Identifier(
    entity="BrCpf",
    standard="Instrução Normativa RFB nº 1548/2015",
    words=(
        "cpf", "cpfs", "cpf number", "numero do cpf", "cadastro de pessoa fisica",
        "cadastro de pessoas fisicas", "brazilian tax id", "cpf do titular", "cpf cliente",
        "cpf do cliente", "cpf do usuario", "cpf do paciente",
        *NATIONAL_ID, *TAX_ID,
    ),
    fields=NATIONAL_ID + TAX_ID,
    shape=r"[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}[ .\-/]?[0-9]{2}",
    distinct=r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}",
    proof=_valid,
    proof_text="two check digits modulo 11",
    unambiguous=True,
    kind=_kind,
    names=("cpf", "numero cpf", "cpf number"),
)  # fmt: skip
"""In its printed form, with dots and a hyphen, it is like nothing else; eleven plain digits need a word."""
