"""International bank account numbers (ISO 13616-1): country length, then ISO 7064 MOD 97-10."""

from collections.abc import Iterator

from privet.detection.checksums import mod97
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_own
from privet.detection.wordlists import words

# SWIFT, IBAN Registry, release 99: country and length.
_LENGTHS = {
    code: int(length)
    for code, length in (
        pair.split(":")
        for pair in words(
            """AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BI:27 BR:29 BY:28 CH:21 CR:22
        CY:28 CZ:24 DE:22 DJ:27 DK:18 DO:28 EE:20 EG:29 ES:24 FI:18 FK:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18
        GR:27 GT:28 HN:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30 KW:30 KZ:20 LB:28 LC:32 LI:21 LT:20
        LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MN:20 MR:27 MT:31 MU:30 NI:28 NL:18 NO:15 OM:23 PK:24 PL:28
        PS:29 PT:25 QA:29 RO:24 RS:22 RU:33 SA:24 SC:31 SD:18 SE:24 SI:19 SK:24 SM:27 SO:23 ST:25 SV:28 TL:23
        TN:24 TR:26 UA:29 VA:22 VG:24 XK:20 YE:30"""
        )
    )
}
_HEAD = rf"(?i:{'|'.join(_LENGTHS)})[0-9]{{2}}"
# The head alone: what follows is read by the country's length, so that words behind it hide no second one.
_CANDIDATE = compile_own(rf"(?:^|[^A-Za-z0-9])({_HEAD})")

# The registry's own examples, found in every library's documentation.
_EXAMPLES = words(
    """AT611904300234573201 BE68539007547034 CH9300762011623852957 DE89370400440532013000
    DK5000400440116243 ES9121000418450200051332 FI2112345600000785 FR1420041010050500013M02606
    GB29NWBK60161331926819 GB82WEST12345698765432 IE29AIBK93115212345678 IT60X0542811101000000123456
    LU280019400644750000 NL91ABNA0417164300 NO9386011117947 PL61109010140000071219812874
    PT50000201231234567890154 SE4550000000058398257466"""
)


class IbanRecognizer:
    """Finds account numbers, in groups of four or as one word."""

    entity = "Iban"
    gate = rf"(?:^|[^A-Za-z0-9]){_HEAD}[ -]?[A-Za-z0-9]{{4}}[ -]?[A-Za-z0-9]{{4}}[ -]?[A-Za-z0-9]{{3}}"

    def find(self, text: str, _hinted: bool, /) -> Iterator[Finding]:
        """Find all account numbers; a hint changes nothing, since length and checksum are proof."""
        for match in _CANDIDATE.finditer(text):
            start = match.start(1)
            number, end = _take(text, start, _LENGTHS[match.group(1)[:2].upper()])
            if number and not text[end : end + 1].isalnum() and mod97(number):
                kind = FindingClass.EXAMPLE if number in _EXAMPLES else FindingClass.PERSONAL
                yield Finding(start, end, self.entity, Confidence.HIGH, kind)


def _take(text: str, start: int, length: int) -> tuple[str, int]:
    """Read a number of that length, skipping blanks and hyphens between its groups."""
    number = ""
    for place, sign in enumerate(text[start : start + 2 * length], start):
        if sign.isascii() and sign.isalnum():
            number += sign
        elif sign not in " -":
            break
        if len(number) == length:
            return number.upper(), place + 1
    return "", start
