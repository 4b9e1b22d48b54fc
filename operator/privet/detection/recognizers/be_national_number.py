"""Belgian national register numbers, RRN and BIS (arrêté royal of 3 April 1984): eleven digits.

Date of birth, serial, and 97 minus the nine digits modulo 97, a 2 before them for births from 2000 on. BIS
numbers raise the month by 20 or 40; an unknown or used up month or day is zero (IBZ, IT 000).
"""

from privet.detection.dates import is_date
from privet.detection.fields import PERSONAL_NUMBER, SOCIAL_SECURITY, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_RAISED = 20
_HIGHEST_MONTH = 52
_YEARS_OF_2000S = range(50)
"""Later ones are births of the 1900s for a long time to come."""
_DAYS = range(32)
_SERIALS = range(1, 999)
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(
    ("85073003328", "93051822361", "72020290081", "17073003384", "00012511119", "90022742191")
)


def _valid(value: str) -> bool:
    checked = _checked(value, "") or (int(value[:2]) in _YEARS_OF_2000S and _checked(value, "2"))
    return checked and int(value[6:9]) in _SERIALS and _is_birth_date(value[:6])


def _checked(value: str, century: str) -> bool:
    return int(value[9:]) == 97 - int(century + value[:9]) % 97


def _is_birth_date(six: str) -> bool:
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    if month > _HIGHEST_MONTH:
        return False
    if month % _RAISED == 0:
        return day in _DAYS
    return is_date(2000 + year, month % _RAISED, day or 1)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


BE_NATIONAL_NUMBER = Identifier(
    entity="BeNationalNumber",
    standard="arrêté royal of 3 April 1984 (national number), of 8 February 1991 (BIS); IBZ, IT 000",
    words=(
        "rijksregisternummer",
        "rijksregister nr",
        "rijksregister",
        "registre national",
        "numero de registre national",
        "numero registre national",
        "numero national",
        "nationalregisternummer",
        "national register number",
        "national registry number",
        "insz",
        "insz nummer",
        "niss",
        "numero niss",
        "belgian national number",
        "belgian national id",
        "national number",
        "national id",
        "national id number",
        "national identity number",
        "national identification number",
        "personal id",
        *TAX_ID,
        *PERSONAL_NUMBER,
        *SOCIAL_SECURITY,
    ),
    fields=TAX_ID + PERSONAL_NUMBER + SOCIAL_SECURITY,
    shape=r"[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{3}[ .\-/]?[0-9]{2}",
    distinct=r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}[ \-][0-9]{3}[ .\-][0-9]{2}",
    proof=_valid,
    proof_text="date of birth, check number modulo 97",
    unambiguous=True,
    kind=_kind,
    names=("rijksregisternummer", "numero registre national", "national register number", "insz"),
)
"""Of the printed spelling, which nothing else has, one in five hundred passes by chance."""
