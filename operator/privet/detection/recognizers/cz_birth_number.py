"""Czech and Slovak birth numbers, rodné číslo (zákon č. 133/2000 Sb., § 13; zákon č. 301/1995 Z. z.).

Date of birth, the month raised by 50 for women, then four digits that make the whole a multiple of eleven;
three without a check before 1954. Until 1985 a remainder of ten was written as a zero. Since 2004 the month
is raised by 20 more where a day's serials are used up.
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_SHORT = 9
_WOMEN = 50
_USED_UP = 20
_MONTHS = range(1, 13)
_FIRST_CHECKED = 54
"""1954: a lower year is 20xx where the number has ten digits, 19xx where it has nine."""
_LAST_WITH_TEN = 85
_FIRST_USED_UP = 2004
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("7103192745", "7801233540"))


def _valid(value: str) -> bool:
    short, month = len(value) == _SHORT, int(value[2:4]) % _WOMEN
    year = _year(int(value[:2]), short=short)
    if month > _USED_UP and year >= _FIRST_USED_UP:
        month -= _USED_UP
    if month not in _MONTHS or not is_date(year, month, int(value[4:6])):
        return False
    return (short and value[6:] != "000") or (not short and _checked(value))


def _year(year: int, *, short: bool) -> int:
    """Give the whole year, or 0 for one that had no numbers of this length."""
    if year < _FIRST_CHECKED:
        return 1900 + year if short else 2000 + year
    return 0 if short else 1900 + year


def _checked(value: str) -> bool:
    rest = int(value[:-1]) % 11
    ten = rest not in range(10) and int(value[:2]) in range(_FIRST_CHECKED, _LAST_WITH_TEN + 1)
    return int(value[-1]) == (0 if ten else rest)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


CZ_BIRTH_NUMBER = Identifier(
    entity="CzBirthNumber",
    standard="zákon č. 133/2000 Sb., § 13 (Czechia); zákon č. 301/1995 Z. z., § 2 (Slovakia)",
    words=(
        "rodne cislo",
        "rod c",
        "rodneho cisla",
        "rodnym cislem",
        "rodna cisla",
        "rod cislo",
        "czech birth number",
        "czech national id",
        "slovak birth number",
        "slovak national id",
        "birth number",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=r"[0-9]{2}[ .]?[0-9]{2}[ .]?[0-9]{2} ?[/\-]? ?[0-9]{3,4}",
    distinct=r"[0-9]{6}/[0-9]{4}",
    proof=_valid,
    proof_text="date of birth, multiple of eleven",
    kind=_kind,
    names=("rodne cislo",),
)
"""With a slash and ten digits one in a hundred passes by chance."""
