"""MAC addresses: EUI-48 and EUI-64 (IEEE 802-2014), of devices; those of software are told apart."""

from collections.abc import Iterator

from privet.detection.context import CONTEXT_BYTES, words_pattern
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.network import nearest_word
from privet.detection.source import Source

_PAIR = r"[0-9A-Fa-f]{2}"
_QUAD = r"[0-9A-Fa-f]{4}"
# The whole run of pairs: a fingerprint is one, too, and none of its parts is an address.
_RUN = rf"{_PAIR}(?::{_PAIR}){{5,}}|{_PAIR}(?:-{_PAIR}){{5,}}|{_QUAD}\.{_QUAD}\.{_QUAD}(?:\.{_QUAD})*"
_BARE = r"[0-9A-Fa-f]{12}"
_WORDS = (
    "mac", "mac address", "mac addr", "macaddr", "hwaddr", "hw addr", "hardware address", "physical address",
    "ether", "link ether", "ethernet address", "wifi mac", "bssid", "bluetooth address", "eui48", "eui64",
    "eui 48", "eui 64",
)  # fmt: skip
_NAMED = compile_bytes(words_pattern(_WORDS))
_DIRECTLY = 24
"""How far behind a word twelve bare digits may begin: they are common in ids."""
_CANDIDATE = compile_bytes(_RUN)
_WITHOUT_SEPARATORS = compile_bytes(_BARE)
_SEPARATORS = b":-."
_EUI_48, _EUI_64 = 12, 16
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_") | frozenset(
    range(128, 256)
)

_GROUP_BIT, _LOCAL_BIT = 1, 2
# RFC 9542 (before: RFC 7042), section 2.1.2 and 2.2.
_DOCUMENTATION = ("00005E0053", "01005E9010", "02005E1000000000")
_PLACEHOLDERS = frozenset(
    ("001122334455", "0123456789AB", "123456789ABC", "AABBCCDDEEFF", "001A2B3C4D5E", "ABCDEF123456")
)
_VIRTUAL = (
    # Prefixes that hypervisors give to their guests, and IANA's own (VRRP).
    "00005E", "005056", "000C29", "000569", "001C14", "080027", "0A0027", "00155D", "00163E", "001C42",
    "0003FF",
)  # fmt: skip


class MacAddressRecognizer:
    """Finds addresses in pairs or in groups of four; twelve bare digits need a word close by."""

    entity = "MacAddress"
    standard = "IEEE 802-2014, section 8; RFC 9542"
    proof_text = "six or eight octets; universally administered, unicast ones are personal"
    words = _WORDS
    names = ("mac address", "mac addr", "hwaddr", "bssid")
    default = False
    anchors = ()
    gated_by_words = True
    digits = 0
    unlettered = False
    alone = _RUN
    gate = f"{words_pattern(_WORDS)}|{_RUN}"
    loose_gate = f"{_BARE}|{_RUN}"

    def find(self, source: Source) -> Iterator[Finding]:
        """Find all addresses, each once."""
        data = source.data
        for begin, stop in _candidates(source):
            source.budget.spend()
            start, end = _without_name(data, begin, stop)
            digits = data[start:end].translate(None, _SEPARATORS).decode().upper()
            if len(digits) in (_EUI_48, _EUI_64) and _stands_alone(data, start, end):
                confidence = _confidence(data, start, digits, bare=len(digits) == end - start)
                if confidence >= source.least:
                    yield Finding(start, end, self.entity, confidence, _kind(digits))


def _candidates(source: Source) -> Iterator[tuple[int, int]]:
    """Give the runs of pairs, and twelve bare digits behind a word, or anywhere where `Low` will do."""
    data = source.data
    yield from ((run.start(), run.end()) for run in _CANDIDATE.finditer(data))
    if source.least is Confidence.LOW:
        yield from ((bare.start(), bare.end()) for bare in _WITHOUT_SEPARATORS.finditer(data))
        return
    done = 0
    for word in _NAMED.finditer(data):
        begin = max(done, word.end() - 1)
        bare = _WITHOUT_SEPARATORS.search(data, begin, max(begin, word.end() + _DIRECTLY + _EUI_48))
        if bare is not None:
            done = bare.end()
            yield bare.start(), bare.end()


def _without_name(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Leave out the end of a name that looks like a pair, as in `mac:00:1b:…`."""
    joined = start > 0 and data[start - 1] in _WORD and data[start + 2 : start + 3] == b":"
    return (start + 3 if joined else start), end


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    before = data[start - 1 : start]
    if before and before[0] in _WORD:
        return False
    if before in (b"-", b".") and data[start - 2 : start - 1].isalnum():
        return False
    after = data[end : end + 2]
    if after[:1] in (b":", b"-", b"."):
        return not after[1:].isalnum()
    return not after or after[0] not in _WORD


def _confidence(data: bytes, start: int, digits: str, *, bare: bool) -> Confidence:
    reach = _DIRECTLY if bare else CONTEXT_BYTES
    if nearest_word(data, start, _NAMED, reach) <= reach:
        return Confidence.MEDIUM if bare else Confidence.HIGH
    # Twelve decimal digits in pairs are a time more often than an address.
    return Confidence.LOW if bare or digits.isdecimal() else Confidence.MEDIUM


def _kind(digits: str) -> FindingClass:
    if digits.startswith(_DOCUMENTATION) or digits in _PLACEHOLDERS:
        return FindingClass.EXAMPLE
    first = int(digits[:2], 16)
    software = first & (_GROUP_BIT | _LOCAL_BIT) or digits.startswith(_VIRTUAL) or not int(digits, 16)
    return FindingClass.FUNCTIONAL if software else FindingClass.PERSONAL


MAC_ADDRESS = MacAddressRecognizer()
