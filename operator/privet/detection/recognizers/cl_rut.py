"""Chilean identity and tax numbers of people (RUN, RUT).

Decreto con Fuerza de Ley 3 (1969), and the Registro Civil: up to eight digits and a check character modulo
11, printed `12.345.678-5`. Numbers from fifty million on are of companies and left out.
"""

from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_CHECKS = "0123456789K"
_FIRST_COMPANY = 50_000_000
_LEAST = 1_000_000
# What documentation prints, and the registry's specimens.
_EXAMPLES = frozenset(("111111111", "222222222", "123456785", "125319092"))


def _valid(value: str) -> bool:
    digits = value[:-1]
    total = sum((2 + place % 6) * int(one) for place, one in enumerate(reversed(digits)))
    return _LEAST <= int(digits) < _FIRST_COMPANY and _CHECKS[-total % 11] == value[-1]


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


CL_RUT = Identifier(
    entity="ClRut",
    standard="Decreto con Fuerza de Ley 3 (1969); Servicio de Registro Civil e Identificación",
    words=(
        "rut", "rut number", "numero rut", "rol unico tributario", "rol unico nacional", "run chileno",
        "cedula de identidad",
        "rut chileno", "chilean rut", "chilean national id", "chilean tax id",
        "run", *NATIONAL_ID, *TAX_ID,
    ),
    fields=("run", *NATIONAL_ID, *TAX_ID),
    shape=r"[0-9]{1,2}[ .]?[0-9]{3}[ .]?[0-9]{3} ?-? ?[0-9Kk]",
    proof=_valid,
    proof_text="check character modulo 11",
    kind=_kind,
    names=("rut",),
)  # fmt: skip
"""Only with a word: one in eleven versions with a release, made alike, has this check character."""
