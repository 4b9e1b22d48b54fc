"""Chinese resident identity numbers (GB 11643-1999): division, date of birth, serial, MOD 11-2 check digit.

The first two digits are a province (GB/T 2260). Numbers of fifteen digits are void since 2013 and have no
check digit: they are not looked for.
"""

from privet.detection.checksums import mod_11_2
from privet.detection.dates import is_long_date
from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_BIRTH = slice(6, 14)
# The worked examples of the standard.
_EXAMPLES = frozenset(("11010519491231002X", "440524188001010014"))

# GB/T 2260: provinces; 81 to 83 are residents of Hong Kong, Macao and Taiwan, 91 permanent foreign residents.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_DATE = r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_TAIL = r"[0-9]{3}[0-9Xx]"


def _is_number(text: str) -> bool:
    return is_long_date(text[_BIRTH]) and mod_11_2(text)


def _kind(text: str) -> FindingClass:
    return FindingClass.EXAMPLE if text in _EXAMPLES else FindingClass.PERSONAL


CN_RESIDENT_ID = Identifier(
    entity="CnResidentId",
    standard="GB 11643-1999; GB/T 2260",
    words=(
        "resident identity card", "chinese id", "chinese id card", "china id", "shenfenzheng", "sfz",
        "chinese resident id", "身份证", "身份證", "身份号码", "居民身份",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=rf"{_PROVINCE}[0-9]{{4}}[ -]?{_DATE}[ -]?{_TAIL}",
    distinct=rf"{_PROVINCE}[0-9]{{4}}{_DATE}{_TAIL}",
    proof=_is_number,
    proof_text="province, date of birth, ISO 7064 MOD 11-2",
    unambiguous=True,
    kind=_kind,
    names=("resident identity card", "resident identity number", "shenfenzheng", "身份证", "身份证号"),
)  # fmt: skip
