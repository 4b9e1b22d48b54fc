"""Ukrainian taxpayer numbers, RNOKPP (Tax Code, article 70): day of birth, serial, check digit.

The first five digits count the days since 31 December 1899; the check digit has weights -1 5 7 9 4 6 10 5
7, modulo 11. Ten digits of today's epoch seconds begin like a birth in 1948: a word is needed.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_LAST_DAY = 54_787
"""31 December 2049."""
_EXAMPLES = frozenset(("1234567899", "1759013776", "2530414071", "3184710691"))


def _is_number(digits: str) -> bool:
    total = weighted_sum(digits[:-1], _WEIGHTS)
    return 0 < int(digits[:5]) <= _LAST_DAY and total % 11 % 10 == int(digits[-1])


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


UA_TAX_NUMBER = Identifier(
    entity="UaTaxNumber",
    standard="Tax Code (Ukraine), article 70",
    words=(
        "rnokpp", "rntrc", "ukrainian tax number", "ukraine tax number", "ukrainian tax id", "drfo",
        "individual tax number", "реєстраційний номер облікової картки",
        "ipn", "рнокпп", "іпн",
        "ідентифікаційний код", "ідентифікаційний номер", "податковий номер",
        *NATIONAL_ID, *TAX_ID,
    ),
    fields=("ipn", *NATIONAL_ID, *TAX_ID),
    shape=r"[0-9]{5}[ -]?[0-9]{5}",
    proof=_is_number,
    proof_text="day of birth, weighted check digit modulo 11",
    kind=_kind,
    names=("rnokpp", "ukrainian tax number", "рнокпп", "іпн"),
)  # fmt: skip
