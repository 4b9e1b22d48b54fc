"""Finnish personal identity codes (henkilötunnus, HETU).

Valtioneuvoston asetus väestötietojärjestelmästä (128/2010) § 2 and 3, as changed by 690/2022 for the signs
of the century in use since 2023: birth date, sign, individual number from 002 on, control character modulo
31.
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, PERSONAL_CODE, SOCIAL_SECURITY, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURIES = {"+": 1800} | dict.fromkeys("YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_HYPHEN_CENTURY = 1900
_WITHOUT_HYPHEN = 10
_FIRST_INDIVIDUAL = 2
_FIRST_ARTIFICIAL = 900
"""From here on numbers are for tests, and never given to people."""
# The specimen of the Digital and Population Data Services Agency.
_EXAMPLES = frozenset(("131052308T",))

_DATE = "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
_LETTER = "[A-FHJ-NPR-Y]"
_NO_TIME = "(?:(?:2[4-9]|[3-9][0-9])[0-9]{2}|(?:[01][0-9]|2[0-3])[6-9][0-9])"
"""Four digits that are no time of the day: `110124-1430` is a time stamp."""


def _valid(value: str) -> bool:
    # The sign `-` is a separator, and gone.
    century = _HYPHEN_CENTURY if len(value) == _WITHOUT_HYPHEN else _CENTURIES[value[6]]
    born, individual = value[:6], value[-4:-1]
    return (
        int(individual) >= _FIRST_INDIVIDUAL
        and is_date(century + int(born[4:]), int(born[2:4]), int(born[:2]))
        and _CONTROL[int(born + individual) % len(_CONTROL)] == value[-1]
    )


def _kind(value: str) -> FindingClass:
    example = value in _EXAMPLES or int(value[-4:-1]) >= _FIRST_ARTIFICIAL
    return FindingClass.EXAMPLE if example else FindingClass.PERSONAL


FI_HETU = Identifier(
    entity="FiHetu",
    standard="Valtioneuvoston asetus 128/2010, 2 and 3 §; 690/2022",
    words=(
        "hetu", "henkilotunnus", "henkilotunnuksen", "henkilotunnukset", "sosiaaliturvatunnus", "sotu",
        "personbeteckning", "finnish personal identity code", "finnish identity code",
        "finnish personal id", "finnish national id", "personal identity code",
        *NATIONAL_ID, *PERSONAL_CODE, *TAX_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + PERSONAL_CODE + TAX_ID + SOCIAL_SECURITY,
    shape=rf"{_DATE} ?[\-+A-FU-Ya-fu-y] ?[0-9]{{3}}[0-9A-FHJ-NPR-Ya-fhj-npr-y]",
    distinct=rf"{_DATE}(?:[A-FU-Y+][0-9]{{3}}[0-9A-FHJ-NPR-Y]|-[0-9]{{3}}{_LETTER}|-{_NO_TIME})",
    proof=_valid,
    proof_text="calendar date, control character modulo 31",
    kind=_kind,
    names=("hetu", "henkilotunnus", "personbeteckning"),
)  # fmt: skip
"""Evidence by itself in capitals, unless it reads as a time stamp."""
