"""Names of fields that say what a value is only where they are the whole name.

`passport` in a sentence, `passport.session` and `passport-local` are software; `"passport": "…"` is not. The
name of somebody may stand before it: `customerPassport`.
"""

import re
from collections.abc import Collection, Iterator

from privet.detection.context import words_pattern
from privet.detection.linear import compile_bytes
from privet.detection.wordlists import words

# A `number` may follow each of them.
PERSONAL_NUMBER = (
    "personal number", "personal identity number", "personal identification number", "identification number",
    "identity document", "citizen number", "resident id",
)  # fmt: skip
NATIONAL_ID = (
    "national id", "national identity number", "national identification number",
    "id number", "id no", "identity number", "citizen id", *PERSONAL_NUMBER,
)  # fmt: skip
SOCIAL_SECURITY = ("ssn", "social security number")
PERSONAL_CODE = ("personal code", "personal id")
IDENTITY_CARD = ("id card", "identity card")
DOCUMENT = ("document number", "identity document number")
TAX_ID = (
    "tax id", "tax number", "tax no", "tax identification number", "taxpayer id", "taxpayer number",
    "taxpayer identification number",
)  # fmt: skip

_LONGEST_NAME = 64
_LONGEST_ALIAS = 2
_SIGNS = (b":", b"=", b">", b"--")
# Whose a field is, or what fills it.
_PEOPLE = words(
    """test default seed demo sample fixture my
    customer client user patient member employee person contact guest owner holder applicant passenger
    traveler traveller citizen student tenant worker driver insured beneficiary"""
)
# ISO 3166-1, as far as there is a number of theirs here.
_COUNTRIES = words(
    """ae ar at au be bg br ca ch cl cn cz de dk ee es fi fr gb gr hk hr hu id ie il in is it jp kr kz lt lv
    mx my nl no nz pk pl pt ro rs ru se sg si sk th tr tw ua uk us za"""
)
_NAME = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
_LAST_PART = re.compile(rb"(?:[A-Z]?[a-z]+|[A-Z]+)(?=[_.\-]?\Z)")
# `national_id_th`, `NATIONAL_ID_TH`, `nationalIdTh`.
_COUNTRY_BEHIND = b"(?:[_\\-](?:%b)|%b)" % (
    "|".join((*_COUNTRIES, *map(str.upper, _COUNTRIES))).encode(),
    "|".join(map(str.capitalize, sorted(_COUNTRIES))).encode(),
)
# The end of a name with its sign, perhaps a number of many, and what a value may be wrapped in.
_BEHIND = re.compile(
    rb"(?:[ _.\-]?(?:[Nn]umber|NUMBER|[Nn]o|NO|[Nn]r|NR))?%b?(?:_?[0-9]{1,2})?"
    rb"\\?[\"'`\])]?[ \t]{0,4}(?:=>|[:=>])[ \t]{0,4}"
    rb"(?:\{[ \t]{0,4}\\?[\"']?(?:number|no|nr|id|value)\\?[\"']?[ \t]{0,4}[:=][ \t]{0,4})?\\?[\"'(\[]?"
    % _COUNTRY_BEHIND
)
_BEFORE_VALUES = frozenset((b" ", b'"', b"'"))
# `--personal-code 38001085718`
_FLAG = re.compile(rb"(?:^|[^A-Za-z0-9_\-])--[A-Za-z][A-Za-z0-9_\-]*$")
_BEHIND_FLAG = re.compile(rb"%b? [\"']?(?=[A-Z0-9])" % _COUNTRY_BEHIND)
_COUNTRY = re.compile(rb"[_\-][A-Za-z]{2}(?![A-Za-z0-9_.\-])")
EDGE_OF_FIELDS = r"\\?[\"'`\])]|[ \t]{0,4}[:=>]| [\"']?[A-Z0-9]"
"""How the name of a field ends, as a pattern: with what it is wrapped in, with the sign behind it, or, as a
flag does, with the blank before its value."""
_EDGE = rf"{EDGE_OF_FIELDS}|[_.\-]| ?[nN](?:umber|UMBER|[oOrR])"
"""The same, with what may stand between a name and that: a `number`, or a country behind its joint."""
_JOINTS = frozenset((b"-", b"_", b".", b" "))
# None of them begins a `number`.
_LETTERS = frozenset(bytes((sign,)) for sign in _NAME if sign not in b"nN0123456789_.-")


class FieldNames:
    """The names of one recognizer, as evidence for the value right behind them."""

    def __init__(self, names: Collection[str]) -> None:
        # Most words are no names, and many recognizers share some.
        self._names = compile_bytes(words_pattern(names, edge=_EDGE), words=names)

    def __repr__(self) -> str:
        return "FieldNames(…)"

    def values(self, data: bytes) -> Iterator[int]:
        """Give where the values of fields with one of these names begin."""
        if not any(sign in data for sign in _SIGNS):
            return
        for match in self._names.finditer(data):
            behind = sign_behind(data, match.end())
            if behind is not None and _is_whole(data, match.start(), phrase=b": " in behind.group()):
                yield behind.end()


def sign_behind(data: bytes, end: int) -> "re.Match[bytes] | None":
    """Match the sign that ends a name, which a word ends that may have taken in what is behind it."""
    end = _name_end(data, end)
    flag = _BEHIND_FLAG.match(data, end)
    if flag is not None and _FLAG.search(data[max(0, end - _LONGEST_NAME) : end]) is not None:
        return flag
    # Most names go on: `passport-ui`.
    goes_on = data[end : end + 1] in _JOINTS and data[end + 1 : end + 2] in _LETTERS
    return None if goes_on and not _COUNTRY.match(data, end) else _BEHIND.match(data, end)


def _name_end(data: bytes, end: int) -> int:
    """Give where a name ends, without what was taken in behind it."""
    if data[end - 1 : end].isalpha() and data[end - 2 : end - 1] in _BEFORE_VALUES:
        end -= 1
    while end and not data[end - 1 : end].isalpha():
        end -= 1
    return end - (data[end - 1 : end].isupper() and data[end - 2 : end - 1].islower())


def _is_whole(data: bytes, start: int, *, phrase: bool) -> bool:
    """Tell whether nothing stands before a name in its field but whose it is, or a table that it is of.

    A phrase may be of several words: `norwegian national id: …` says more than a `national id`.
    """
    name = data[max(0, start - _LONGEST_NAME) : start + 1]
    joined = name[:-1][len(name[:-1].rstrip(_NAME)) :]
    if data[start : start + 1].islower() and data[start + 1 : start + 2].isupper():
        # The small letter before a capital was taken in.
        joined += name[-1:]
    joined = joined.strip(b"-_.")
    if phrase and not joined and name[-3:-2].isalpha() and name[-2:-1] == b" ":
        joined = name[:-2].rpartition(b" ")[2]
    last = _LAST_PART.search(joined)
    if last is None:
        return not joined
    whose = last.group().decode().lower()
    # `u.passport`: in a statement short names stand for tables.
    alias = joined == last.group() and len(joined) <= _LONGEST_ALIAS and name[-2:-1] == b"."
    country = joined == last.group() and whose in _COUNTRIES
    return alias or country or whose in _PEOPLE or whose.removesuffix("s") in _PEOPLE
