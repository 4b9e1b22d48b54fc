"""Driving licence numbers of any country, where the text says that they are.

ISO/IEC 18013-1 leaves the number to each authority, and there is no common check digit: a number is known
by the words before it, and has five to twenty-five letters and digits with four digits or more. A bare
`license` is no such word, and `driver license` only as the whole name of a field: software is licensed,
drivers of graphics cards, too.
"""

from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# The specimens of the DVLA, of AAMVA and of the German Bundesdruckerei, and what documentation prints.
_EXAMPLES = frozenset(
    ("MORGA657054SM9IJ", "MORGA753116SM9IJ", "B072RRE2I55", "I1234562", "D1234567", "S99988801")
)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_SOME = "[A-Z]{0,3}"
# The first that fits is taken: the longer ones come first. No small letters: names of pods end in them.
_FORMS = (
    # In groups, as in Poland; in India; in Florida, Wisconsin and Ontario.
    r"[0-9]{5}/[0-9]{2}/[0-9]{4}",
    r"[A-Z]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{11}",
    # New York.
    r"[0-9]{3} [0-9]{3} [0-9]{3}",
    r"[A-Z][0-9]{3,4}(?:[ \-][0-9]{1,5}){2,4}",
    rf"[A-Z]{{0,6}}[0-9]{_SOME}[0-9]{_SOME}[0-9]{_SOME}[0-9][0-9A-Z]{{1,9}}",
    # Germany: an authority, a serial of letters and digits, a check digit and a counter.
    r"[A-Z][0-9]{3}[0-9A-Z]{5}[0-9]{2}",
)

_FIELDS = (
    "driver license", "driver licence", "license number", "licence number", "numero permis",
    "numero de permis",
)  # fmt: skip

DRIVER_LICENSE = Identifier(
    entity="DriverLicense",
    standard="ISO/IEC 18013-1",
    words=(
        "driver license number", "driver license no", "driver license num", "driver license nr",
        "driver license id", "driver licence number", "driver licence no", "drivers license",
        "drivers licence", "driver's license", "driver's licence", "driving license", "driving licence",
        "driving permit number", "driverslicense", "driverlicensenumber", "drivinglicense",
        "drivinglicence", "dl number", "fuhrerschein", "fuehrerschein", "fuhrerscheinnummer",
        "fuehrerscheinnummer", "fuhrerscheinnr", "permis de conduire", "numero de permis de conduire",
        "licencia de conducir", "licencia de conduccion", "permiso de conducir", "permiso de conduccion",
        "carnet de conducir", "licencia de manejo", "patente di guida", "numero patente", "patente n",
        "rijbewijs", "rijbewijsnummer", "carteira de motorista", "carteira nacional de habilitacao",
        "carta de conducao", "numero da cnh", "numero cnh", "prawo jazdy", "prawa jazdy", "korkort",
        "korkortsnummer", "korekort", "korekortnummer", "forerkort", "forerkortnummer", "ajokortti",
        "ajokortin numero", "ridicsky prukaz", "ridicskeho prukazu", "vodicsky preukaz", "jogositvany",
        "permis de conducere", "ehliyet", "surucu belgesi", "vozacka dozvola",
        "водительское удостоверение", "водительского удостоверения",
        "водительские права", "посвідчення водія", "運転免許", "驾驶证", "駕駛執照",
        "驾照", "운전면허", "αδεια οδηγησησ", "רישיון נהיגה", "رخصة القيادة",
        *_FIELDS,
    ),
    fields=_FIELDS,
    shape="|".join(_FORMS),
    kind=_kind,
    names=(
        "driver license number", "driver licence number", "drivers license", "drivers licence",
        "driving licence", "driving license", "drivers license number", "driving licence number",
        "fuhrerscheinnummer", "rijbewijsnummer",
    ),
)  # fmt: skip
