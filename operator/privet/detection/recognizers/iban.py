"""International bank account numbers (ISO 13616-1): country length, then ISO 7064 MOD 97-10."""

import re
from collections.abc import Iterator

from privet.detection.checksums import mod97
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

# SWIFT, IBAN Registry, release 99: country and structure of what follows the check digits; n digits,
# a capital letters, c either.
_STRUCTURES = [
    pair.split(":")
    for pair in words(
        """AD:n8c12 AE:n19 AL:n8c16 AT:n16 AZ:a4c20 BA:n16 BE:n12 BG:a4n6c8 BH:a4c14 BI:n23 BR:n23a1c1
        BY:c4n4c16 CH:n5c12 CR:n18 CY:n8c16 CZ:n20 DE:n18 DJ:n23 DK:n14 DO:c4n20 EE:n16 EG:n25 ES:n20 FI:n14
        FK:a2n12 FO:n14 FR:n10c11n2 GB:a4n14 GE:a2n16 GI:a4c15 GL:n14 GR:n7c16 GT:c24 HN:a4n20 HR:n17 HU:n24
        IE:a4n14 IL:n19 IQ:a4n15 IS:n22 IT:a1n10c12 JO:a4n4c18 KW:a4c22 KZ:n3c13 LB:n4c20 LC:a4c24 LI:n5c12
        LT:n16 LU:n3c13 LV:a4c13 LY:n21 MC:n10c11n2 MD:c20 ME:n18 MK:n3c10n2 MN:n16 MR:n23 MT:a4n5c18
        MU:a4n19a3 NI:a4n20 NL:a4n10 NO:n11 OM:n3c16 PK:a4c16 PL:n24 PS:a4c21 PT:n21 QA:a4c21 RO:a4c16 RS:n18
        RU:n14c15 SA:n2c18 SC:a4n20a3 SD:n14 SE:n20 SI:n15 SK:n20 SM:a1n10c12 SO:n19 ST:n21 SV:a4n20 TL:n19
        TN:n20 TR:n6c16 UA:n6c19 VA:n18 VG:a4n16 XK:n16 YE:a4n4c18"""
    )
]
_PARTS = {
    country: [(kind, int(count)) for kind, count in re.findall("([nac])([0-9]+)", structure)]
    for country, structure in _STRUCTURES
}
_LENGTHS = {country: 4 + sum(count for _, count in parts) for country, parts in _PARTS.items()}
_CLASSES = {"n": "[0-9]", "a": "[A-Za-z]", "c": "[A-Za-z0-9]"}
_FIRST = 11
"""Signs behind the check digits that every country has."""


def _shape() -> str:
    """Give a pattern of the head of every number: what follows is read by the country's length.

    Countries that begin alike share a branch, so that few states are needed.
    """
    branches: dict[str, list[str]] = {}
    for country, parts in _PARTS.items():
        signs = "".join(kind * count for kind, count in parts)[:_FIRST]
        branches.setdefault(signs, []).append(country)
    return "|".join(
        rf"(?:{'|'.join(some)}|{'|'.join(some).lower()})[ \-]?[0-9]{{2}}{_first_groups(signs)}"
        for signs, some in branches.items()
    )


def _first_groups(signs: str) -> str:
    groups = [signs[:4], signs[4:8], signs[8:]]
    return "".join(r"(?:[ .\-_/\t]| {2})?" + "".join(_CLASSES[sign] for sign in group) for group in groups)


_SHAPE = rf"(?:\b|_)(?:{_shape()})"
_CANDIDATE = compile_bytes(_SHAPE)
_SEPARATORS = b" .-_/\r\n"

# The registry's own examples, found in every library's documentation.
_EXAMPLES = words(
    """AT611904300234573201 BE68539007547034 CH9300762011623852957 DE89370400440532013000
    DK5000400440116243 ES9121000418450200051332 FI2112345600000785 FR1420041010050500013M02606
    GB29NWBK60161331926819 GB82WEST12345698765432 IE29AIBK93115212345678 IT60X0542811101000000123456
    LU280019400644750000 NL91ABNA0417164300 NO9386011117947 PL61109010140000071219812874
    PT50000201231234567890154 SE4550000000058398257466 SE3550000000054910000003 FR7630006000011234567890189
    CH5604835012345678009 BE71096123456769 TR330006100519786457841326
    AD1200012030200359100100 AE070331234567890123456 CZ6508000000192000145399 EE382200221020145685
    GR1601101250000000012300695 HR1210010051863000160 HU42117730161111101800000000 IS140159260076545510730339
    LT121000011101001000 LV80BANK0000435195001 MT84MALT011000012345MTLCAST001S RO49AAAA1B31007593840000
    SA0380000000608010167519 SI56263300012039086 SK3112000000198742637541 IL620108000000099999999
    BR9700360305000010009795493P1"""
)


class IbanRecognizer:
    """Finds account numbers, in groups of four or as one word."""

    entity = "Iban"
    standard = "ISO 13616-1; SWIFT IBAN Registry, release 99"
    proof_text = "country, length of the country, ISO 7064 MOD 97-10"
    words = ("iban", "iban number", "bank account")
    names = ("iban", "ibans", "iban number", "iban no")
    default = True
    anchors = ()
    gated_by_words = False
    digits = 0
    unlettered = False
    gate = alone = _SHAPE
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all account numbers; length and checksum are proof, and a shape that nothing else has."""
        data = source.data
        begin = 0
        while (match := _CANDIDATE.search(data, begin)) is not None:
            source.budget.spend()
            start = match.start() + (data[match.start()] == ord("_"))
            number, end = _take(data, start, _LENGTHS[data[start : start + 2].decode().upper()])
            begin = start + 2
            if _fits(number) and not data[end : end + 1].isalnum() and mod97(number):
                kind = FindingClass.EXAMPLE if number in _EXAMPLES else FindingClass.PERSONAL
                yield Finding(start, end, self.entity, Confidence.HIGH, kind)
                begin = end


def _take(data: bytes, start: int, length: int) -> tuple[str, int]:
    """Read a number of that length, skipping single separators, or two blanks, between its groups."""
    together = data[start : start + length]
    if together.isalnum() and len(together) == length:
        return together.decode().upper(), start + length
    stretch = data[start : start + 2 * length]
    number = bytearray()
    for place, sign in enumerate(stretch):
        if sign in _SEPARATORS:
            if place and stretch[place - 1] in _SEPARATORS and stretch[place - 1 : place + 1] != b"  ":
                break
            continue
        if not chr(sign).isascii() or not chr(sign).isalnum():
            break
        number.append(sign)
        if len(number) == length:
            return number.decode().upper(), start + place + 1
    return "", start


def _fits(number: str) -> bool:
    """Tell whether digits and letters stand where the country has them."""
    place = 4
    for kind, count in _PARTS.get(number[:2], ()):
        part = number[place : place + count]
        if (kind == "n" and not part.isdigit()) or (kind == "a" and not part.isalpha()):
            return False
        place += count
    return bool(number)


IBAN = IbanRecognizer()
