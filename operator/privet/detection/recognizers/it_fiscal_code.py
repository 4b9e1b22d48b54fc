"""Italian tax codes, the codice fiscale of persons (D.M. 12 March 1974; D.M. 23 December 1976).

Sixteen signs: three letters each of surname and name, year, letter of the month and day of birth (raised by
40 for women), the place in the Belfiore catalogue, and a check letter. Where two persons would have the same
code, digits are replaced by letters from the right (omocodia).
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY, TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier
from privet.detection.linear import compile_own

_MONTHS = "ABCDEHLMPRST"
_DIGITS = str.maketrans("LMNPQRSTUV", "0123456789")
_WOMEN = 40
# The value of the letter, or of the digit, at odd places: annex of the decree of 1976.
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
# Consonants come first, then vowels, then X for what is missing.
_NAME = compile_own("[B-DF-HJ-NP-TV-Z]*[AEIOU]*X*")
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(
    (
        "MRTMTT25D09F205Z",
        "MRTMTT91D08F205J",
        "RSSMRA70A01H501S",
        "RSSMRA80A01F205X",
        "RSSMRA80A01H501U",
        "RSSMRA85A01H501Z",
        "RSSMRA85T10A562S",
        "RCCMNL83S18D969H",
    )
)


def _valid(value: str) -> bool:
    if not (_NAME.fullmatch(value[:3]) and _NAME.fullmatch(value[3:6])):
        return False
    year, day = int(value[6:8].translate(_DIGITS)), int(value[9:11].translate(_DIGITS))
    born = is_date(2000 + year, _MONTHS.index(value[8]) + 1, day - _WOMEN if day > _WOMEN else day)
    return born and value[12:15] != "000" and _check_letter(value[:15]) == value[15]


def _check_letter(body: str) -> str:
    values = [ord(sign) - (48 if sign.isdigit() else 65) for sign in body]
    return chr(65 + (sum(_ODD[value] for value in values[::2]) + sum(values[1::2])) % 26)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


IT_FISCAL_CODE = Identifier(
    entity="ItFiscalCode",
    standard="D.M. 12 March 1974 and D.M. 23 December 1976 (Ministero delle Finanze)",
    words=(
        "codice fiscale",
        "codici fiscali",
        "cod fiscale",
        "cod fisc",
        "codfisc",
        "fiscal code",
        "italian tax code",
        "italian tax id",
        "italian fiscal code",
        "it tax id",
        *NATIONAL_ID,
        *TAX_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + TAX_ID + SOCIAL_SECURITY,
    shape=(
        r"[A-Za-z]{3}[ \-]?[A-Za-z]{3}[ \-]?[0-9LMNPQRSTUVlmnpqrstuv]{2}[A-EHLMPR-Ta-ehlmpr-t]"
        r"[0-9LMNPQRSTUVlmnpqrstuv]{2}[ \-]?[A-MZa-mz][0-9LMNPQRSTUVlmnpqrstuv]{3}[ \-]?[A-Za-z]"
    ),
    distinct=(
        r"[A-Z]{3} ?[A-Z]{3} ?[0-9]{2}[A-EHLMPR-T][0-9]{2} ?[A-MZ][0-9]{2}[0-9LMNPQRSTUV] ?[A-Z]"
        r"|[A-Z]{6}[0-9]{2}[A-EHLMPR-T][0-9]{2}[A-MZ][0-9LMNPQRSTUV]{3}[A-Z]"
    ),
    proof=_valid,
    proof_text="names, date of birth, check letter",
    unambiguous=True,
    kind=_kind,
    names=("codice fiscale", "cod fiscale"),
)
"""Sixteen letters and digits in this order have no other meaning."""
