"""IPv4 addresses (RFC 791), told apart from versions: only global ones are personal."""

from collections.abc import Iterator
from ipaddress import IPv4Address

from privet.detection.context import CONTEXT_BYTES, words_pattern
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.network import address_kind, nearest_word, prefix_behind
from privet.detection.source import Source

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_ADDRESS = rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}"
_CANDIDATE = compile_bytes(_ADDRESS)
_WORDS = (
    "ip", "ips", "ip address", "ipv4", "ip addr", "client ip", "remote ip", "remote addr", "source ip",
    "src ip", "src", "peer", "client", "x forwarded for", "x real ip", "xff", "last login",
    "login from", "user ip",
)  # fmt: skip
_NAMED = compile_bytes(words_pattern(_WORDS))
# `version 1.2.3.4`, `image: repository/name:1.2.3.4`, `chart-1.2.3.4.tgz`.
_VERSION = compile_bytes(
    words_pattern(
        (
            "version",
            "ver",
            "release",
            "image",
            "tag",
            "chart",
            "build",
            "assembly",
            "firmware",
            "driver",
            "oid",
        )
    )
)
_WORD_CHARACTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") | frozenset(
    range(128, 256)
)
_LETTERS = _WORD_CHARACTERS - frozenset(b"0123456789_")
_VERSION_BYTES = 24
"""How far behind a word such as `version` its number begins."""
_SMALL = 10
_LONGEST = 15


class IpV4AddressRecognizer:
    """Finds addresses; those of private, shared, link-local and documentation networks are told apart."""

    entity = "IpV4Address"
    standard = "RFC 791; IANA IPv4 Special-Purpose Address Registry (RFC 6890); RFC 5737"
    proof_text = "four octets, no version; only global addresses are personal"
    words = _WORDS
    names = ("client ip", "client ip address", "user ip", "remote addr", "x forwarded for")
    default = False
    anchors = ()
    gated_by_words = False
    digits = 0
    unlettered = False
    gate = alone = _ADDRESS
    loose_gate = _ADDRESS

    def find(self, source: Source) -> Iterator[Finding]:
        """Find all addresses; what may as well be a version needs a word, or is `Low`."""
        data = source.data
        for match in _CANDIDATE.finditer(data):
            source.budget.spend()
            start, end = match.start(), match.end()
            if _stands_alone(data, start, end):
                confidence = _confidence(data, start, end)
                if confidence >= source.least:
                    yield Finding(start, end, self.entity, confidence, _kind(data, start, end))


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Tell an address from a part of a longer number or of a file's name, as in `tool-1.2.3.4-rc1.tgz`."""
    before, after = data[start - 1 : start], data[end : end + 1]
    if before and (before[0] in _WORD_CHARACTERS or before == b"."):
        return False
    if after and after[0] in _WORD_CHARACTERS:
        return False
    if after == b"." and data[end + 1 : end + 2].isalnum():
        return False
    joined_before = before == b"-" and data[start - 2 : start - 1].isalnum()
    joined_after = after == b"-" and data[end + 1 : end + 2].isalnum()
    # `192.0.2.1-192.0.2.9` is a range of addresses, and nothing else may be joined.
    return (not joined_before or _ends_address(data, start - 1)) and (
        not joined_after or _begins_address(data, end + 1)
    )


def _begins_address(data: bytes, start: int) -> bool:
    return _CANDIDATE.match(data, start, start + _LONGEST) is not None


def _ends_address(data: bytes, end: int) -> bool:
    return any(
        _CANDIDATE.fullmatch(data[end - length : end]) is not None
        for length in range(7, min(_LONGEST, end) + 1)
    )


def _confidence(data: bytes, start: int, end: int) -> Confidence:
    word = nearest_word(data, start, _NAMED)
    version = nearest_word(data, start, _VERSION, _VERSION_BYTES)
    if version <= min(word, _VERSION_BYTES):
        return Confidence.LOW
    if word <= CONTEXT_BYTES:
        return Confidence.HIGH
    return Confidence.LOW if _may_be_version(data, start, end) else Confidence.MEDIUM


def _may_be_version(data: bytes, start: int, end: int) -> bool:
    """Tell `Product/1.2.3.4` and `1.4.0.2`; a port behind it makes an address of both."""
    if data[end : end + 1] == b":" and data[end + 1 : end + 2].isdigit():
        return False
    product = data[start - 1 : start] == b"/" and start > 1 and data[start - 2] in _LETTERS
    return product or all(int(part) < _SMALL for part in data[start:end].split(b"."))


def _kind(data: bytes, start: int, end: int) -> FindingClass:
    return address_kind(IPv4Address(data[start:end].decode()), prefix_behind(data, end))


IP_V4_ADDRESS = IpV4AddressRecognizer()
