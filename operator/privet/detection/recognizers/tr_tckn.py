"""Turkish identity numbers, TCKN (Law 5490, article 46): eleven digits, two check digits, the first not 0."""

from privet.detection.fields import PERSONAL_NUMBER, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("10000000146", "11111111110", "12345678950"))
"""The numbers of every tutorial."""


def _is_number(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    tenth = (7 * sum(numbers[0:9:2]) - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


TR_TCKN = Identifier(
    entity="TrTckn",
    standard="Law 5490 (Türkiye), article 46; NVI, identity number of the Republic",
    words=(
        "tckn", "kimlik", "tc kimlik", "kimlik no", "kimlik numarasi", "t.c. kimlik", "tcno", "tc no",
        "turkish id", "turkish identity number", "turkish national id",
        "national id", "national identity number", "identity number",
        *TAX_ID,
        *PERSONAL_NUMBER,
    ),
    fields=TAX_ID + PERSONAL_NUMBER,
    shape=r"[1-9][0-9]{10}|[1-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{3}[ -][0-9]{2}",
    proof=_is_number,
    proof_text="two check digits modulo 10",
    kind=_kind,
    names=("tckn", "tc kimlik no", "kimlik no", "tc kimlik"),
)  # fmt: skip
