"""Dates of birth, told from other dates by a word: in the spellings of ISO 8601 and of people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from privet.detection.findings import Finding, FindingClass
from privet.detection.identifier import Identifier
from privet.detection.keys import key_of_value
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_DAY, _MONTH, _YEAR = r"[0-3]?[0-9]", r"[01]?[0-9]", r"(?:18|19|20)[0-9]{2}"
_NAMES = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12, "mai": 5, "okt": 10, "dez": 12, "maerz": 3, "marz": 3, "fev": 2, "avr": 4,
    "juin": 6, "juil": 7, "aou": 8, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6,
    "lug": 7, "set": 9, "ott": 10, "out": 10, "maj": 5, "mei": 5,
}  # fmt: skip
_WORD = r"[A-Za-z]{3,9}"
# `"year":1982`, as a field of a map.
_FIELD = r"{}\\?[\"']?[ ]?[:=][ ]?\\?[\"']?"
_NEXT_FIELD = r"\\?[\"']?,[ ]?\\?[\"']?"
_MAP = _NEXT_FIELD.join(
    f"{_FIELD.format(name)}{part}" for name, part in (("year", _YEAR), ("month", _MONTH), ("day", _DAY))
)
_SHAPE = (
    # The arguments of a call, a list, a map.
    rf"{_YEAR}, ?{_MONTH}, ?{_DAY}|{_MAP}|"
    rf"{_YEAR}[./\- ]{_MONTH}[./\- ]{_DAY}(?:T00:00(?::00(?:\.0+)?)?Z?)?"
    rf"|{_DAY}[./\- ]{_MONTH}[./\- ](?:{_YEAR}|[0-9]{{2}})"
    rf"|{_MONTH}[./\- ]{_DAY}[./\- ](?:{_YEAR}|[0-9]{{2}})"
    rf"|{_DAY}\.? ?(?:of )?{_WORD}\.?,? {_YEAR}|{_DAY}-{_WORD}-{_YEAR}"
    rf"|{_WORD}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"
    r"|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]|[0-3][0-9][01][0-9](?:19|20)[0-9]{2}"
    r"|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
)
# A word of a sentence, in small letters.
_WORD_BETWEEN = compile_bytes(r"(?:^|[^A-Za-z])([a-z]{4,})")
_SIGNS = frozenset(b":=>\"'([{|<,\t")
_JOINING = frozenset((b"date", b"given", b"dato", b"dnia", b"around", b"about", b"circa"))
"""Longer words that may stand in a sentence before the date of a birth; others have a date of their own."""
_EARLIEST = 1870
"""Before the birth of the oldest person ever documented."""
_LATEST = 2100
_DIGITS = 8
_SHORT_YEAR = 6
_COMMAS = 2
"""Between the parts of a date; with a month by name there is one at most."""


def _is_date(value: str) -> bool:
    """Check that there is such a day, in whatever order it is written."""
    if value.count(",") == _COMMAS:
        return _exists(*_parts(value))
    value = value.partition("T00:")[0]
    numbers = "".join(sign for sign in value if sign.isdigit())
    letters = "".join(sign for sign in value if sign.isascii() and sign.isalpha()).lower()
    if letters and "年" not in value:
        month = _NAMES.get(letters.removeprefix("of")[:3]) or _NAMES.get(letters[:5])
        return bool(month) and _exists(numbers[-4:], month or 0, numbers[:-4])
    if len(numbers) == _DIGITS:
        return (
            _exists(numbers[:4], int(numbers[4:6]), numbers[6:])
            or _exists(numbers[4:], int(numbers[2:4]), numbers[:2])
            or _exists(numbers[4:], int(numbers[:2]), numbers[2:4])
        )
    # Without leading zeros the parts cannot be told once the separators are gone; the shape has bounded them.
    return _SHORT_YEAR - 2 <= len(numbers) < _DIGITS


def _parts(value: str) -> tuple[str, int, str]:
    """Give year, month and day of a date that has commas between them."""
    year, month, day = ("".join(filter(str.isdigit, part)) for part in value.split(","))
    return year, int(month), day


def _exists(year: str, month: int, day: str) -> bool:
    try:
        return _EARLIEST <= date(int(year), month, int(day)).year < _LATEST
    except ValueError:
        return False


# Of what a key speaks that ends in one of these, or begins with a bound: of a form and its limits.
_OF_A_FORM = words(
    """format fmt formats layout pattern mask regex min max minimum maximum lower upper bound limit threshold
    earliest latest before after cutoff range default placeholder example template since until"""
)
_BOUNDS = words("min max minimum maximum earliest latest lowest highest oldest youngest")
# What stands for no date at all, and for the end of time.
_NO_DAY = words("19000101 01011900 111900 19700101 01011970 111970 20991231 31122099 12312099")
# What a date is compared with, or becomes where there is none.
_COMPARED = re.compile(
    rb"(?: [<>]=? |\b(?:between|default|coalesce\([A-Za-z0-9_.]{1,64}, ?)) ?"
    rb"(?:date ?)?[\"']?$|\bbetween [^\n]{8,24} and (?:date ?)?[\"']?$",
    re.IGNORECASE,
)
_COMPARED_BYTES = 80
# The day by which Go writes layouts of dates (package time): 2006-01-02, 01/02/2006, 2 Jan 2006.
_GO = words("20060102 01022006 02012006 1022006 2012006 212006 122006 JAN22006 JAN022006 02JAN2006 2JAN2006")


def _kind(value: str) -> FindingClass:
    plain = "".join(sign for sign in value.replace("JANUARY", "JAN") if sign.isalnum())
    plain = plain.partition("T00")[0]
    return FindingClass.EXAMPLE if plain in _GO or plain in _NO_DAY else FindingClass.PERSONAL


@dataclass(frozen=True, kw_only=True)
class _BirthDate(Identifier):
    """Dates of birth: under a key that is for them, not for how they are written or what they may be."""

    def _near(self, between: bytes) -> bool:
        """Tell the same; in a sentence, whether the date is that of a birth: not in `dob column added …`."""
        if not super()._near(between):
            return False
        if not _SIGNS.isdisjoint(between):
            return True
        return _JOINING.issuperset(word.group(1) for word in _WORD_BETWEEN.finditer(between))

    def find(self, source: Source) -> Iterator[Finding]:
        """Find every date of birth."""
        for one in super().find(source):
            if _COMPARED.search(source.data, max(0, one.start - _COMPARED_BYTES), one.start) is not None:
                continue
            key = key_of_value(source.data, one.start)
            if not key or (key[-1] not in _OF_A_FORM and _BOUNDS.isdisjoint(key)):
                yield one


BIRTH_DATE = _BirthDate(
    entity="BirthDate",
    standard="ISO 8601-1; Unicode CLDR date formats",
    words=(
        "birth date", "birthdate", "date of birth", "dob", "d o b", "bday", "birthday", "born", "born on",
        "data ur", "fecha de nac", "syntynyt", "roden", "γεννηθηκε", "出生于",
        "dato for fodsel", "fodt", "fodd", "narozen", "narozena", "datum narodenia", "narodeny",
        "narodena", "szuletett", "szuletes", "data nasterii", "nascut", "nascuta", "datum rodenja",
        "datum rojstva", "sunniaeg", "sundinud", "dzimsanas datums", "gimimo data", "datum rodjenja",
        "tanggal lahir", "ngay sinh", "fodelsedag", "fodselsdag", "nacida el", "nacido el",
        "urodzony dnia", "geboortedag", "dogum gunu", "תאריך לידה", "تاريخ الميلاد", "дата на раждане",
        "датум рођења", "วนเกด", "जनम तिथि",
        "birth",
        "geburtsdatum", "geburtstag", "geboren", "geboren am", "geb", "geb datum", "date de naissance",
        "naissance", "ne le", "nee le", "ne a", "nee a", "nee en", "fecha de nacimiento", "nacimiento",
        "nacido", "nacida", "data di nascita", "nascita", "nato il", "nata il", "nato a", "nata a",
        "data de nascimento", "nascimento", "nascido", "nascida", "geboortedatum", "fodselsdato",
        "fodelsedatum", "syntymaaika", "data urodzenia", "urodzony", "urodzona", "datum narozeni",
        "szuletesi datum", "dogum tarihi",
        "生年月日", "出生日期", "생년월일", "дата рождения", "дата народження", "तारीख",
        "ημερομηνια γεννησησ",
    ),
    shape=_SHAPE,
    proof=_is_date,
    kind=_kind,
    nearest=12,
    proof_text="a day that exists; a word is needed",
    names=(
        "birth date", "birthdate", "date of birth", "dob", "birthday", "geburtsdatum", "date naissance",
        "fecha nacimiento",
    ),
)  # fmt: skip
