"""Telephone numbers: international (ITU-T E.164, with `+`), national ones only where the context says so."""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_own
from privet.detection.surroundings import context_before, isolated
from privet.detection.wordlists import words

_DIGITS = r"(?:[ ./()-]{0,2}[0-9]){6,16}"
_INTERNATIONAL = rf"\+[1-9]{_DIGITS}"
_CANDIDATE = compile_own(rf"{_INTERNATIONAL}|\(?[0-9]{_DIGITS}")
_CONTEXT = (
    r"(?i)\b(?:phone|phones|telephone|tel|mobile|cell|cellphone|fax|msisdn|whatsapp|sms|telefon|handy)"
    r"(?:[ _-]?(?:number|no|nr))?\b"
)
_CONTEXT_WORDS = compile_own(_CONTEXT)
_SPELLING = str.maketrans("", "", " ./()-")

MIN_DIGITS, MAX_DIGITS = 8, 15
"""E.164 allows 15; shorter international numbers than 8 are not in use."""

MIN_NATIONAL_DIGITS = 7

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
_EXAMPLES = compile_own(
    r"1[2-9][0-9]{2}55501[0-9]{2}"
    r"|44(?:7700900[0-9]{3}|2079460[0-9]{3}|1632960[0-9]{3}|1(?:1[3-8]|[2-6]1)496[0-9]{4}|1914980[0-9]{3}"
    r"|2896496[0-9]{3}|2920180[0-9]{3}|8081570[0-9]{3}|9098790[0-9]{3}|3069990[0-9]{3})"
    r"|61(?:[2378](?:5550|7010)[0-9]{4}|491570[0-9]{3})"
    r"|33(?:19900[0-9]{4}|63998[0-9]{4}|26191[0-9]{4}|35301[0-9]{4}|46571[0-9]{4}|53649[0-9]{4})"
    r"|49(?:3023125[0-9]{3}|6990009[0-9]{3}|4066969[0-9]{3}|2214710[0-9]{3}|8999998[0-9]{3}"
    r"|15228817386|15228895456|15254599371|17299259[0-9]{2}|17139200[0-9]{2})"
)
_FUNCTIONAL = compile_own(
    r"1(?:800|833|844|855|866|877|888)[0-9]{7}|44(?:800|808)[0-9]+|49800[0-9]+|800[0-9]{8}"
)
_NANP = compile_own(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")


class PhoneNumberRecognizer:
    """Finds telephone numbers; digits without `+` need a hint or a word such as `phone` before them."""

    entity = "PhoneNumber"
    gate = (
        rf"\+[1-9](?:[ ./()-]{{0,2}}[0-9]){{6}}|{_CONTEXT}[^0-9\n]{{1,16}}[0-9](?:[ ./()-]{{0,2}}[0-9]){{6}}"
    )

    def find(self, text: str, hinted: bool, /) -> Iterator[Finding]:
        """Find all numbers; a hint admits national ones."""
        for match in _CANDIDATE.finditer(text):
            start, end, shape = match.start(), match.end(), match.group()
            if not isolated(text, start, end):
                continue
            named = hinted or context_before(text, start, _CONTEXT_WORDS)
            digits = shape.lstrip("+").translate(_SPELLING)
            if shape[0] == "+" and _is_international(digits):
                confidence = Confidence.HIGH if named else Confidence.MEDIUM
                yield Finding(start, end, self.entity, confidence, _kind(digits))
            elif shape[0] != "+" and named and _is_national(digits):
                yield Finding(start, end, self.entity, Confidence.MEDIUM, _kind_of_national(digits))


def _is_international(digits: str) -> bool:
    known = any(digits[:length] in _COUNTRY_CODES for length in (1, 2, 3))
    nanp = digits[0] != "1" or _NANP.fullmatch(digits) is not None
    return known and nanp and MIN_DIGITS <= len(digits) <= MAX_DIGITS


def _is_national(digits: str) -> bool:
    """Tell a number as dialled at home: NANP, a trunk `0`, or `00` and a country code."""
    if digits.startswith("00"):
        return _is_international(digits[2:])
    trunk = digits[0] == "0" and MIN_NATIONAL_DIGITS < len(digits) <= MAX_DIGITS
    return trunk or _NANP.fullmatch(digits) is not None


def _kind(digits: str) -> FindingClass:
    if _EXAMPLES.fullmatch(digits):
        return FindingClass.EXAMPLE
    return FindingClass.FUNCTIONAL if _FUNCTIONAL.fullmatch(digits) else FindingClass.PERSONAL


def _kind_of_national(digits: str) -> FindingClass:
    if digits.startswith("00"):
        return _kind(digits[2:])
    if _NANP.fullmatch(digits):
        return _kind("1" + digits.removeprefix("1"))
    kinds = {_kind(country + digits[1:]) for country in ("44", "61", "33", "49")}
    return FindingClass.EXAMPLE if FindingClass.EXAMPLE in kinds else FindingClass.PERSONAL
