"""Whose an Internet address is, and what its surroundings say: shared by the recognizers of addresses."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from privet.detection.context import CONTEXT_BYTES
from privet.detection.findings import FindingClass
from privet.detection.linear import Pattern, compile_bytes

Address = IPv4Address | IPv6Address

_DOCUMENTATION: tuple[IPv4Network | IPv6Network, ...] = (
    # RFC 5737 and RFC 6676; RFC 3849 and RFC 9637.
    *map(IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "233.252.0.0/24")),
    *map(IPv6Network, ("2001:db8::/32", "3fff::/20")),
)
_NAT64 = IPv6Network("64:ff9b::/96")
_PLACEHOLDERS = frozenset(map(ip_address, ("1.2.3.4", "4.3.2.1", "5.6.7.8", "12.34.56.78")))
"""What tutorials write where any address may stand."""
_SERVICES = frozenset(
    map(
        ip_address,
        (
            "1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112",
            "208.67.222.222", "208.67.220.220",
            "2606:4700:4700::1111", "2606:4700:4700::1001", "2001:4860:4860::8888", "2001:4860:4860::8844",
            "2620:fe::fe", "2620:fe::9", "168.63.129.16",
        ),
    )
)  # fmt: skip
"""Public resolvers, and the virtual address of a cloud's host."""
_PREFIX = compile_bytes(r"/[0-9]{1,3}")
_PREFIX_LENGTH = 4
_HOST_BITS_V4, _HOST_BITS_V6 = 8, 64


def address_kind(address: Address, prefix: int | None = None) -> FindingClass:
    """Tell whose an address is; `prefix` is the length of the network's prefix that stands behind it.

    A network, and an address whose host part is zero (so it is anonymized, too), is no person's.
    """
    inner = _embedded(address)
    if inner is not None:
        return address_kind(inner)
    if address in _PLACEHOLDERS or any(address in network for network in _DOCUMENTATION):
        return FindingClass.EXAMPLE
    if address in _SERVICES or not address.is_global or address.is_multicast or _is_network(address, prefix):
        return FindingClass.FUNCTIONAL
    return FindingClass.PERSONAL


def prefix_behind(data: bytes, end: int) -> int | None:
    """Read the `/24` behind an address."""
    match = _PREFIX.match(data, end, end + _PREFIX_LENGTH)
    if match is None or data[match.end() : match.end() + 1].isalnum():
        return None
    return int(match.group()[1:])


def nearest_word(data: bytes, start: int, words: Pattern[bytes], reach: int = CONTEXT_BYTES) -> int:
    """Tell how far before a place the last of these words ends, on its line; beyond `reach` if none does."""
    before = data[max(0, start - reach) : start]
    before = before[before.rfind(b"\n") + 1 :]
    return min((len(before) - word.end() for word in words.finditer(before)), default=reach + 1)


def _embedded(address: Address) -> IPv4Address | None:
    """Give the IPv4 address inside of a mapped, a 6to4 or a NAT64 one (RFC 4291, 3056, 6052)."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_network(address: Address, prefix: int | None) -> bool:
    if prefix is not None and prefix < address.max_prefixlen:
        return int(address) % (1 << (address.max_prefixlen - prefix)) == 0
    host_bits = _HOST_BITS_V4 if address.version == 4 else _HOST_BITS_V6  # noqa: PLR2004 - the protocol's number
    return prefix is None and int(address) % (1 << host_bits) == 0
