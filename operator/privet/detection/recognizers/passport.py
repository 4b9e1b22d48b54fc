"""Passport numbers of any country, where the text says that they are.

ICAO Doc 9303, part 4: up to nine letters and digits. Every state has its own form and the check digit
stands in the machine readable zone alone, so that a number is known by the words before it; here it has six
characters or more, most of them digits, but for the Dutch and the German ones. A bare `passport` is such a
word only as the whole name of a field: software is called so.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# The specimens of ICAO Doc 9303 and of the German Bundesdruckerei, and what documentation prints.
_EXAMPLES = frozenset(
    ("L898902C3", "L898902C", "D23145890", "C01X00T47", "123456789", "A12345678", "A1234567", "AB1234567")
)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_LETTER = "[A-Za-z]"
_ANY = "[0-9A-Za-z]"
# What German documents are made of (§ 4 PassG): vowels, and letters that look like digits, are left out.
_GERMAN = "[CFGHJKLMNPRTVWXYZ]"
_GERMAN_ANY = "[0-9CFGHJKLMNPRTVWXYZ]"
_DUTCH = "[A-NP-Z]"
_DUTCH_ANY = "[0-9A-NP-Z]"


def _with_a_digit(letter: str, sign: str, length: int) -> str:
    """Give a pattern for signs of which one is a digit at least: nothing in the pattern looks ahead."""
    some = (f"{letter}{{{n}}}[0-9]{sign}{{{length - n - 1}}}" for n in range(length))
    return f"(?:{'|'.join(some)})"


# The first that fits is taken: the longer ones come first.
_FORMS = (
    rf"{_LETTER}[0-9]{{8}}",
    rf"{_LETTER}[0-9]{{6}}{_LETTER}[0-9]",
    # Korea, since 2021.
    rf"{_LETTER}[0-9]{{3}}{_LETTER}[0-9]{{4}}",
    rf"{_LETTER}[0-9]{_ANY}{{2}}[0-9]{{2}}{_ANY}[0-9]{{2}}",
    rf"{_LETTER}{{1,2}}[0-9]{{5,7}}{_LETTER}?",
    r"[A-Z]{1,2} [0-9]{5,7}",
    rf"{_LETTER}{{3}}[0-9]{{5,6}}",
    rf"[0-9]{{2}}{_LETTER}{{2}}[0-9]{{5}}",
    rf"[0-9]{{6,8}}{_LETTER}",
    _GERMAN + _with_a_digit(_GERMAN, _GERMAN_ANY, 8),
    _DUTCH + _DUTCH + _with_a_digit(_DUTCH, _DUTCH_ANY, 6) + "[0-9]",
    # Russia's at home.
    r"[0-9]{2} ?[0-9]{2} [0-9]{6}",
    r"[0-9]{6,9}",
    r"[0-9]{2} [0-9]{7}",
)

PASSPORT = Identifier(
    entity="Passport",
    standard="ICAO Doc 9303, part 4",
    words=(
        "passport number", "passport num", "passport no", "passport nr", "passport id", "passportnumber",
        "passportno", "my passport", "passport holder", "travel document number", "travel document no",
        "reisepass nummer", "reisepass nr", "passnummer", "passnr", "pass nr",
        "passeport", "numero de passeport", "pasaporte", "numero de pasaporte", "passaporto",
        "numero di passaporto", "passaporte", "numero do passaporte", "paspoort", "paspoortnummer",
        "paszport", "paszportu", "pasnummer", "pas nr", "passin numero", "passinumero", "cestovni pas",
        "cislo pasu", "cestovniho pasu", "cestovny pas", "utlevel", "utlevelszam", "pasaport",
        "pasaport numarasi", "putovnica", "pasas numeris", "pases numurs", "passi number", "загранпаспорт",
        "загранпаспорт", "загранпаспорта", "номер паспорта", "旅券番号", "护照",
        "護照", "여권번호", "여권 번호", "αριθμοσ διαβατηριου", "διαβατηριο", "جواز السفر", "מספר דרכון",
        "passport",
    ),
    fields=("passport",),
    shape="|".join(_FORMS),
    kind=_kind,
    names=(
        "passport number", "passport no", "passport num", "passport nr", "passport id",
        "passeport", "pasaporte", "passaporto", "passaporte", "paspoortnummer",
    ),
)  # fmt: skip
