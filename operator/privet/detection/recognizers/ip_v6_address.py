"""IPv6 addresses (RFC 4291, text form by RFC 5952): global unicast ones, and those of special networks."""

from collections.abc import Iterator
from ipaddress import AddressValueError, IPv6Address

from privet.detection.context import CONTEXT_BYTES, words_pattern
from privet.detection.findings import Confidence, Finding
from privet.detection.linear import compile_bytes
from privet.detection.network import address_kind, nearest_word, prefix_behind
from privet.detection.source import Source

_GROUP = r"[0-9A-Fa-f]{1,4}"
_IPV4 = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
# 2000::/3 is all that is assigned; fc00::/7, fe80::/10 and ff00::/8 are special. What begins otherwise is a
# time, a fingerprint or a name in a program.
_FIRST = r"(?:[23][0-9A-Fa-f]{3}|[Ff][CcDdFf][0-9A-Fa-f]{2}|[Ff][Ee][89ABab][0-9A-Fa-f])"
_TAIL = rf"(?:{_GROUP}:){{0,5}}(?:{_IPV4}|{_GROUP})"
_ADDRESS = (
    rf"{_FIRST}(?::{_GROUP}){{7}}"
    rf"|{_FIRST}(?::{_GROUP}){{0,6}}::(?:{_TAIL})?"
    rf"|(?:::[Ff]{{4}}|64:[Ff]{{2}}9[Bb]:):{_IPV4}"
)
_CANDIDATE = compile_bytes(_ADDRESS)
_WORDS = (
    "ipv6", "ip6", "ip", "ip address", "ipv6 address", "client ip", "remote ip", "remote addr", "source ip",
    "client", "x forwarded for", "x real ip", "peer",
)  # fmt: skip
_NAMED = compile_bytes(words_pattern(_WORDS))
_PLAIN_COLONS = 4
"""So many colons, and the value is an address without a word."""
_JOINED = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.") | frozenset(
    range(128, 256)
)


class IpV6AddressRecognizer:
    """Finds addresses; those of private, link-local and documentation networks are told apart."""

    entity = "IpV6Address"
    standard = "RFC 4291; IANA IPv6 Special-Purpose Address Registry (RFC 6890); RFC 3849, RFC 9637"
    proof_text = "text form by RFC 4291; only global addresses are personal"
    words = _WORDS
    names = ("client ipv6", "user ipv6")
    default = False
    anchors = ()
    gated_by_words = False
    digits = 0
    unlettered = False
    gate = alone = _ADDRESS
    loose_gate = _ADDRESS

    def find(self, source: Source) -> Iterator[Finding]:
        """Find all addresses, each once."""
        data = source.data
        for match in _CANDIDATE.finditer(data):
            source.budget.spend()
            start, end = match.start(), match.end()
            address = _parsed(match.group()) if _stands_alone(data, start, end) else None
            if address is not None:
                sure = (
                    data.count(b":", start, end) >= _PLAIN_COLONS
                    or nearest_word(data, start, _NAMED) <= CONTEXT_BYTES
                )
                confidence = Confidence.HIGH if sure else Confidence.MEDIUM
                yield Finding(
                    start, end, self.entity, confidence, address_kind(address, prefix_behind(data, end))
                )


def _parsed(spelled: bytes) -> IPv6Address | None:
    try:
        return IPv6Address(spelled.decode())
    except AddressValueError:
        return None


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Tell an address from a part of a longer run of groups, or of a name such as `a::b2001::c`."""
    if (start and data[start - 1] in _JOINED) or data[max(0, start - 2) : start] == b"::":
        return False
    after = data[end : end + 2]
    if after[:1] in (b":", b".", b"-"):
        return not after[1:].isalnum() and after != b"::"
    return not after or after[0] not in _JOINED


IP_V6_ADDRESS = IpV6AddressRecognizer()
