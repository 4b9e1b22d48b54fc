"""Indonesian population numbers, NIK (Law 24 of 2013, article 13): province, district, date of birth, serial.

`PPRRSSDDMMYYNNNN`; women have 40 added to the day. There is no check digit: a word is needed.
"""

from privet.detection.dates import is_short_date
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# Kemendagri, codes of the administrative areas (Kepmendagri 300.2.2-2138 of 2025 and before).
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_FEMALE = 40
_EXAMPLES = frozenset(("3171011708450001", "3201010101010001"))


def _is_number(digits: str) -> bool:
    day = int(digits[6:8])
    date = f"{digits[10:12]}{digits[8:10]}{day - _FEMALE if day > _FEMALE else day:02}"
    return is_short_date(date) and digits[12:] != "0000" and "00" not in (digits[2:4], digits[4:6])


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


ID_NIK = Identifier(
    entity="IdNik",
    standard="Law 24 of 2013 (Indonesia), article 13; Presidential Regulation 26 of 2009",
    words=(
        "nik", "nik ktp", "no nik", "nomor nik", "nomor induk kependudukan", "ktp", "ektp", "e ktp", "no ktp",
        "nomor ktp", "indonesian id", "indonesian national id",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=rf"{_PROVINCE}[0-9]{{2}}[ .-]?[0-9]{{2}}[ .-]?[0-7][0-9][01][0-9][0-9]{{2}}[ .-]?[0-9]{{4}}"
    rf"|{_PROVINCE}[0-9]{{2}}[ -][0-9]{{4}}[ -][0-9]{{4}}[ -][0-9]{{4}}",
    proof=_is_number,
    proof_text="province, date of birth",
    kind=_kind,
    names=("nik ktp", "no ktp", "nomor ktp", "nomor induk kependudukan"),
)  # fmt: skip
