"""Telephone numbers: international (ITU-T E.164, with `+`), national ones only where the context says so."""

from collections.abc import Iterator
from itertools import chain

from privet.detection.context import Context, counted, words_pattern
from privet.detection.fields import FieldNames
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.surroundings import isolated
from privet.detection.wordlists import words

_BETWEEN = r"[ ./()\-]{0,2}"
_INTERNATIONAL = rf"\+[ (]?[1-9]\)?(?:{_BETWEEN}[0-9]){{6,14}}"
# `00` and a country code as people write them: in groups.
_FROM_ABROAD = r"\(?00\)?[ ./\-]?[1-9][0-9]{0,2}[ ./\-](?:[ ./()\-]{0,2}[0-9]){6,12}"
# The North American plan in the two spellings that nothing else has (ATIS-0300055).
_NORTH_AMERICAN = r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}|[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}"
_BY_ITSELF = f"{_INTERNATIONAL}|{_FROM_ABROAD}|{_NORTH_AMERICAN}"
# The same as a gate: at the beginning of a token, and no longer than it takes to tell.
_ALONE = (
    rf"\+[ (]?[1-9]\)?(?:{_BETWEEN}[0-9]){{6}}"
    r"|(?:\b|_|\()(?:00\)?[ ./\-]?[1-9][0-9]{0,2}[ ./\-](?:[ ./()\-]{0,2}[0-9]){6}"
    r"|[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}\b)"
    r"|\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}"
)
_CANDIDATE = compile_bytes(_BY_ITSELF)
_COUNTRY = compile_bytes(r"\(?00\)?[ ./\-]?([1-9][0-9]{0,2})[ ./\-]")
_PAIR_BEFORE = compile_bytes(r"(?:^|[^0-9A-Za-z])[0-9A-Fa-f]{2} $")
_NATIONAL = compile_bytes(rf"\(?[0-9](?:(?:{_BETWEEN}| / )[0-9]){{6,17}}")
_EXTENSION = compile_bytes(r"[xX][0-9]{1,6}")
_SPELLING = b" ./()-+"

MIN_DIGITS, MAX_DIGITS = 8, 15
"""E.164 allows 15; shorter international numbers than 8 are not in use."""

MIN_NATIONAL, MAX_NATIONAL = 8, 12
"""National significant numbers of the plans in use, with their trunk prefix."""

NEAR = 6
"""Bytes between a word and digits that nothing else tells from an id: `phone: 612345678`."""

NOUN_BYTES = 32
"""Bytes before digits without a word in which the noun stands that they are the number of."""

# ITU-T E.164, list of assigned country codes, by their first digits.
_COUNTRY_CODES = words(
    """1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66
    81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232
    233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258
    260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370
    371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506
    507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683
    685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 962
    963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998"""
)
# Reserved for fiction and documentation: NANP 555-0100 to 0199 (ATIS-0300115), Ofcom's numbers for drama,
# ACMA's, ARCEP's and the Bundesnetzagentur's (Mitteilung 148/2021).
_RESERVED = {
    # No area has the code 555.
    "1": r"[2-9][0-9]{2}55501[0-9]{2}|555[2-9][0-9]{6}",
    "44": r"7700900[0-9]{3}|2079460[0-9]{3}|1632960[0-9]{3}|1(?:1[3-8]|[2-6]1)496[0-9]{4}|1914980[0-9]{3}"
    r"|2896496[0-9]{3}|2920180[0-9]{3}|8081570[0-9]{3}|9098790[0-9]{3}|3069990[0-9]{3}",
    "61": r"[2378](?:5550|7010)[0-9]{4}|491570[0-9]{3}",
    "33": r"19900[0-9]{4}|63998[0-9]{4}|26191[0-9]{4}|35301[0-9]{4}|46571[0-9]{4}|53649[0-9]{4}",
    "49": r"3023125[0-9]{3}|6990009[0-9]{3}|4066969[0-9]{3}|2214710[0-9]{3}|8999998[0-9]{3}"
    r"|15228817386|15228895456|15254599371|17299259[0-9]{2}|17139200[0-9]{2}",
}
_EXAMPLES = compile_bytes("|".join(f"{country}(?:{numbers})" for country, numbers in _RESERVED.items()))
_EXAMPLES_AT_HOME = compile_bytes(
    "0?(?:" + "|".join(numbers for country, numbers in _RESERVED.items() if country != "1") + ")"
)
_FUNCTIONAL = compile_bytes(
    r"1(?:800|833|844|855|866|877|888)[0-9]{7}|44(?:800|808)[0-9]+|49800[0-9]+|800[0-9]{8}"
)
# An address or a version, unless it is written as no number of those is.
_DOTTED = compile_bytes(r"[0-9]{1,5}(?:\.[0-9]{1,5}){3}")
_OCTET, _PAIR, _QUAD = 255, 2, 4
# As clouds write the ids of accounts: `0034-6697-8702`.
_ACCOUNT = compile_bytes(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_SAYS_NOTHING = frozenset((b"", b"is", b"no", b"nr", b"num", b"n", b"home", b"work", b"main"))
"""What may stand between a word and digits that nothing else tells from an id."""
_NANP = compile_bytes(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")
# Eight digits that are a day, ten to nineteen that are a time since 1970.
_TIME = compile_bytes(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])|1[5-9][0-9]{8}(?:[0-9]{3}){0,3}"
)
# Days as people write them, perhaps with a time behind.
_DAY = compile_bytes(
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-](?:19|20)[0-9]{2}"
    r"|(?:19|20|99)[0-9]{2}[./\-](?:0[1-9]|1[0-2])[./\-](?:0[1-9]|[12][0-9]|3[01]))(?: |$)"
)
# From a round number to another: ports, extensions.
_RANGE = compile_bytes(r"[0-9]{2,3}00-[0-9]{2,3}(?:00|99)")
# Latitude and longitude in one (ISO 6709): `+404251-0740023`.
_COORDINATES = compile_bytes(r"\+(?:[0-9]{4}[+\-][0-9]{5}|[0-9]{6}[+\-][0-9]{7})(?:[^0-9\-]|$)")
# Columns, not groups: a digit by itself before three or more, or at the end.
_COLUMNS = compile_bytes(r"[0-9]{2}[ \-][0-9] [0-9]{3}|[0-9]{2} [0-9]$")
_FIELDS = ("portable",)
"""Words that speak only as the whole name of a field."""


class PhoneNumberRecognizer:
    """Finds telephone numbers; digits without `+` need a word such as `phone` before them."""

    entity = "PhoneNumber"
    standard = "ITU-T E.164; national numbering plans"
    proof_text = "country code and length, or a national format with context"
    words = (
        "phone", "phones", "phone number", "phone numbers", "phone no", "phonenumber", "telephone",
        "handynr", "tfno", "手機", "τηλ", "numer tel",
        "natel", "gsm", "tel kom", "telefon komorkowy", "numer komorki", "mobilnr", "nr telefonu",
        "nr telefon", "numero portable", "numero de portable", "numero cellulare", "mobiltelefon",
        "telefonski broj", "telefonska stevilka", "telefono movil", "matkapuhelin", "kontakt telefon",
        "tel c", "携帯", "携帯電話", "联系方式", "моб", "мобильный", "мобільний", "κινητο", "נייד",
        "جوال", "รบสาย",
        "telephone number", "tel", "tel no", "mobile", "mobile number", "mobile phone", "cell", "cellphone",
        "cell phone", "fax", "fax number", "msisdn", "whatsapp", "wa me", "sms",
        "call me at", "call me on", "call us at", "call us on", "call back on", "call me back on",
        "call me back at", "reach me at", "reach me on", "sms to", "sms sent to", "ruckruf unter",
        "rueckruf unter", "anrufen unter", "mich unter", "uns unter", "erreichbar unter", "rappeler au",
        "rappelez au", "appeler au", "appelez au", "joindre au", "joignable au", "chiami al", "chiamare al",
        "chiamami al", "llame al", "llameme al", "llamame al", "llamar al", "ligue para", "bel me op",
        "bel me terug op", "bellen op", "dzwonic pod", "zadzwon pod", "telefon",
        "telefonnummer", "handy", "handynummer", "mobil", "mobilnummer", "rufnummer", "telefono", "movil",
        "celular", "telephone portable", "numero de telephone", "cellulare", "telefone",
        "telemovel", "telefoon", "telefoonnummer", "mobiel", "puhelin", "puhelinnumero", "telefon nr",
        "telefonszam", "puh", "tlf", "mob", "telnr", "numer telefonu", "telefonni cislo", "cep telefonu",
        "電話", "電話番号", "手机", "手机号", "电话", "联系电话", "전화", "전화번호", "휴대폰",
        "телефон", "тел",
        "τηλεφωνο", "هاتف", "טלפון",
        *_FIELDS,
    )  # fmt: skip
    names = (
        "phone", "phones", "phone number", "phone numbers", "phonenumber", "phone no", "telephone",
        "telephone number", "mobile number", "mobilenumber", "mobile phone", "cellphone", "cell number",
        "cell phone", "msisdn", "fax number", "tel number", "telefon",
    )  # fmt: skip
    default = True
    anchors = ()
    gated_by_words = True
    digits = 7
    unlettered = True

    def __init__(self) -> None:
        self._context = Context([word for word in self.words if word not in _FIELDS])
        self._fields = FieldNames(_FIELDS)
        self.alone = _ALONE
        self.gate = f"{_ALONE}|{words_pattern(self.words)}"
        self.loose_gate = self.gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all numbers; a word admits national ones."""
        data = source.data
        for match in _CANDIDATE.finditer(data):
            source.budget.spend()
            start, end = match.start(), match.end()
            named = self._context.before(data, start)
            kind = self._judged(data, start, end, named=named)
            if kind is not None:
                confidence = Confidence.HIGH if named else Confidence.MEDIUM
                yield Finding(start, end, self.entity, confidence, kind, named)
        for begin, stop in chain(self._context.windows(data, _NATIONAL), self._in_fields(data)):
            for match in _NATIONAL.finditer(data, begin, stop):
                source.budget.spend()
                start, end = match.start(), match.end()
                if data[start - 1 : start] == b"+" or counted(data, begin, start, end):
                    continue
                if _alone(data, start, end):
                    kind = _national(data[start:end], near=_is_near(data, begin, start))
                    if kind is not None:
                        yield Finding(start, end, self.entity, Confidence.MEDIUM, kind, named=True)

    def _in_fields(self, data: bytes) -> Iterator[tuple[int, int]]:
        values = (_NATIONAL.match(data, start) for start in self._fields.values(data))
        return (value.span() for value in values if value is not None)

    def _judged(self, data: bytes, start: int, end: int, *, named: bool) -> FindingClass | None:
        digits = data[start:end].translate(None, _SPELLING).decode()
        if not _alone(data, start, end, named=named):
            return None
        if data[start : start + 1] == b"+":
            if _COORDINATES.match(data, start) is not None:
                return None
            number = _is_international(digits) and not _is_summand(data[start + 1 : end])
            return _kind(digits) if number else None
        if digits.startswith("00"):
            if not named and _ACCOUNT.fullmatch(data[start:end]):
                return None
            known = _is_international(digits[2:]) and _names_country(data, start, end)
            return _kind(digits[2:]) if known else None
        # `firmware 551-504-1372`
        of_noun = not named and counted(data, max(0, start - NOUN_BYTES), start, end)
        return None if of_noun else _kind("1" + digits)


def _is_near(data: bytes, begin: int, start: int) -> bool:
    """Tell whether a number stands right behind the word that ends at the beginning."""
    if start - begin > NEAR:
        return False
    # The pattern may have taken in the capital of another word, as of `MobileIron`.
    another = data[begin : begin + 1].isupper() and data[begin - 1 : begin].islower()
    between = data[begin if another else begin + 1 : start]
    return bytes(filter(_LETTERS.__contains__, between.lower())) in _SAYS_NOTHING


def _alone(data: bytes, start: int, end: int, *, named: bool = True) -> bool:
    extension = _EXTENSION.match(data, end, end + 8)
    if extension is not None:
        end = extension.end()
    return isolated(data, start, end, named=named)


def _is_summand(spelled: bytes) -> bool:
    """Tell what is added in a formula, as in `h + 907133923` or `+2.5066282746`, not RFC 5733's `+44.20…`."""
    whole, dot, fraction = spelled.lstrip().partition(b".")
    if not whole.isdigit() or (dot and not fraction.isdigit()):
        return False
    return whole.decode() not in _COUNTRY_CODES if dot else spelled.startswith(b" ")


def _names_country(data: bytes, start: int, end: int) -> bool:
    """Tell `0049 30 …` from a fraction, and from bytes in hexadecimal, as in `66 00 68 00`."""
    country = _COUNTRY.match(data, start, end)
    dump = _PAIR_BEFORE.search(data[max(0, start - 4) : start])
    # No number at home begins with two zeros; code points do.
    known = country is not None and country.group(1).decode() in _COUNTRY_CODES
    return known and country is not None and data[country.end() : country.end() + 2] != b"00" and dump is None


def _is_international(digits: str) -> bool:
    known = any(digits[:length] in _COUNTRY_CODES for length in (1, 2, 3))
    nanp = digits[0] != "1" or _NANP.fullmatch(digits.encode()) is not None
    return known and nanp and MIN_DIGITS <= len(digits) <= MAX_DIGITS and len(set(digits[2:])) > 1


def _national(spelled: bytes, *, near: bool) -> FindingClass | None:
    """Judge a number as dialled at home, with a word before it; None when it is none."""
    digits = spelled.translate(None, _SPELLING).decode()
    if _DOTTED.fullmatch(spelled) and not _is_dotted_phone(spelled, near=near):
        return None
    if _DAY.match(spelled) or _COLUMNS.search(spelled) or _RANGE.fullmatch(spelled):
        return None
    abroad = _from_abroad(digits)
    if abroad:
        return _kind(abroad)
    if len(set(digits)) == 1 or _TIME.fullmatch(digits.encode()):
        return None
    if len(digits) > MAX_NATIONAL:
        # A country code without a sign before it.
        return _kind(digits) if near and _is_international(digits) else None
    return _at_home(digits, near=near, parted=len(digits) < len(spelled))


def _from_abroad(digits: str) -> str:
    """Give what follows the prefix for a call abroad; nothing where there is none."""
    rests = (digits.removeprefix(prefix) for prefix in ("00", "011") if digits.startswith(prefix))
    return next((rest for rest in rests if rest and _is_international(rest)), "")


def _at_home(digits: str, *, near: bool, parted: bool) -> FindingClass | None:
    if len(digits) < MIN_NATIONAL:
        return None
    if _NANP.fullmatch(digits.encode()):
        return _kind("1" + digits.removeprefix("1"))
    if digits[0] == "0" or near or (parted and len(digits) < MAX_NATIONAL):
        example = _EXAMPLES_AT_HOME.fullmatch(digits.encode()) is not None
        return FindingClass.EXAMPLE if example else FindingClass.PERSONAL
    return None


def _is_dotted_phone(spelled: bytes, *, near: bool) -> bool:
    """Tell `08.19.07.73` behind a word from an address and a version: no part of those begins with a zero."""
    parts = spelled.split(b".")
    if any(part.startswith(b"0") and len(part) > 1 for part in parts):
        return True
    octets = all(int(part) <= _OCTET for part in parts)
    pairs = all(len(part) == _PAIR for part in parts)
    return near and (pairs or not octets) and all(_PAIR <= len(part) <= _QUAD for part in parts)


def _kind(digits: str) -> FindingClass:
    if _EXAMPLES.fullmatch(digits.encode()):
        return FindingClass.EXAMPLE
    return FindingClass.FUNCTIONAL if _FUNCTIONAL.fullmatch(digits.encode()) else FindingClass.PERSONAL


PHONE_NUMBER = PhoneNumberRecognizer()
