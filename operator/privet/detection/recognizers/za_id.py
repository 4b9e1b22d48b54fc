"""South African identity numbers (Identification Act 68 of 1997): `YYMMDD SSSS CAZ`.

C is 0 for citizens, 1 for permanent residents, 2 for refugees; A is 8 or 9 on all documents since 1986; Z
is a Luhn check digit. Some epoch milliseconds have the shape, so that thirteen bare digits need a word.
"""

from privet.detection.checksums import luhn
from privet.detection.dates import is_short_date
from privet.detection.fields import PERSONAL_NUMBER, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("8001015009087", "8801235111088"))
"""The numbers of every tutorial."""
_DATE = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"


def _is_number(digits: str) -> bool:
    return is_short_date(digits) and luhn(digits)


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


ZA_ID = Identifier(
    entity="ZaId",
    standard="Identification Act 68 of 1997 (South Africa), section 7",
    words=(
        "south african id", "sa id", "sa id number", "rsa id", "za id", "south african identity",
        "identity number", "national id", "national identity number", "id number", "identiteitsnommer",
        *PERSONAL_NUMBER, *TAX_ID,
    ),
    fields=PERSONAL_NUMBER + TAX_ID,
    shape=rf"{_DATE}[ -]?[0-9]{{4}}[ -]?[012][ ]?[89][ ]?[0-9]",
    distinct=rf"{_DATE}[ -][0-9]{{4}}[ -][012][89][0-9]|{_DATE} [0-9]{{4}} [012][89] [0-9]",
    proof=_is_number,
    proof_text="date of birth, citizenship, Luhn check digit",
    kind=_kind,
    names=("south african id", "sa id number", "rsa id number"),
)  # fmt: skip
