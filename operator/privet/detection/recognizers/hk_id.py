"""Hong Kong identity card numbers (Registration of Persons Ordinance, Cap. 177): `A123456(3)`.

One or two letters, six digits, and a check digit modulo 11 (0 to 9 or A) that is printed in parentheses.
"""

from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_BLANK = 36
"""What stands for the missing first letter."""
_FIRST_WEIGHT = 9
_EXAMPLES = frozenset(("A1234563", "AB9876543"))
"""Counting, as in every tutorial."""
_WITH_ONE_LETTER = 8


def _is_number(text: str) -> bool:
    text = _plain(text)
    values = [int(sign, 36) for sign in text]
    if len(values) == _WITH_ONE_LETTER:
        values.insert(0, _BLANK)
    return sum((_FIRST_WEIGHT - place) * value for place, value in enumerate(values)) % 11 == 0


def _kind(text: str) -> FindingClass:
    return FindingClass.EXAMPLE if _plain(text) in _EXAMPLES else FindingClass.PERSONAL


def _plain(text: str) -> str:
    return text.replace("(", "").replace(")", "")


class _CardNumber(Identifier):
    """An identifier whose printed spelling ends in a sign, not in a word."""

    @property
    def alone(self) -> str:
        """A pattern that occurs wherever `find` finds something that no word speaks for."""
        return rf"(?:\b|_)(?:{self.distinct})"


HK_ID = _CardNumber(
    entity="HkId",
    standard="Registration of Persons Ordinance (Hong Kong), Cap. 177; Immigration Department, HKID",
    words=(
        "hkid", "hkid number", "hkid no", "hkid card", "hkic", "hong kong id", "hong kong id card",
        "身份證", "身份証",
        "hong kong identity card", "hong kong identity", "香港身份證", "香港身份证",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=r"[A-Za-z]{1,2}[ -]?[0-9]{6}[ -]?(?:\([0-9Aa]\)|[0-9Aa])",
    distinct=r"[A-Z]{1,2}[0-9]{6} ?\([0-9A]\)",
    proof=_is_number,
    proof_text="weighted check digit modulo 11",
    kind=_kind,
    names=("hkid", "hkid number", "hkid no"),
)  # fmt: skip
