"""Malaysian identity card numbers, MyKad (National Registration Regulations 1990): `YYMMDD-PB-NNNG`.

PB is the place of birth: a state (01 to 16, 21 to 59), 82, or a country (60 to 68, 71 to 79, 83 to 93, 98,
99). There is no check digit.
"""

from privet.detection.dates import is_short_date
from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_DATE = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PLACE = r"(?:0[1-9]|1[0-6]|2[1-9]|[345][0-9]|6[0-8]|7[124-9]|8[2-9]|9[0-389])"
_EXAMPLES = frozenset(("770305021234", "800101145555", "900101145678", "901231145678", "880101015555"))


def _is_number(digits: str) -> bool:
    return is_short_date(digits) and digits[8:] != "0000"


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


MY_NRIC = Identifier(
    entity="MyNric",
    standard="National Registration Regulations 1990 (Malaysia); JPN, place of birth codes",
    words=(
        "mykad", "mykad number", "mykid", "mypr", "nric", "malaysian ic", "malaysian id", "malaysian nric",
        "nombor mykad",
        "kad pengenalan", "no kp", "nokp", "no ic", "ic number", "ic no",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=rf"{_DATE}[ -]?{_PLACE}[ -]?[0-9]{{4}}",
    distinct=rf"{_DATE}-{_PLACE}-[0-9]{{4}}",
    proof=_is_number,
    proof_text="date of birth, place of birth",
    kind=_kind,
    names=("mykad", "mykad number", "malaysian ic", "kad pengenalan"),
)  # fmt: skip
