"""IP and MAC addresses: whose they are, and what only looks like one."""

from collections.abc import Iterator
from random import Random
from typing import Protocol
from uuid import UUID

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.recognizers.ip_v4_address import IP_V4_ADDRESS
from privet.detection.recognizers.ip_v6_address import IP_V6_ADDRESS
from privet.detection.recognizers.mac_address import MAC_ADDRESS
from privet.detection.source import Budget, Source


class Recognizer(Protocol):
    entity: str
    gate: str
    loose_gate: str

    def find(self, source: Source, /) -> Iterator[Finding]: ...


def found(
    recognizer: Recognizer, text: str, least: Confidence = Confidence.MEDIUM
) -> list[tuple[str, str, str]]:
    data = text.encode()
    source = Source(data, least, Budget(candidates=10_000_000))
    gate = recognizer.loose_gate if least is Confidence.LOW else recognizer.gate
    findings = [
        (data[one.start : one.end].decode(), one.confidence.name, one.kind.value)
        for one in recognizer.find(source)
    ]
    assert not findings or compile_bytes(gate).search(data)
    return findings


PERSONAL, EXAMPLE, FUNCTIONAL = (one.value for one in FindingClass)


@pytest.mark.parametrize(
    "text",
    [
        "84.17.4.9",
        "http://84.17.4.9/x",
        "remote=/84.17.4.9:8080",
        "[84.17.4.9]",
        "84.17.4.9, 10.0.0.1",
        "user@84.17.4.9",
        "from 84.17.4.9.",
        "84.17.4.9/32",
        "84.17.4.9/24",
        "84.17.4.9-84.17.4.20",
    ],
)
def test_a_global_ipv4_address(text: str) -> None:
    assert found(IP_V4_ADDRESS, text)[0] == ("84.17.4.9", "MEDIUM", PERSONAL)


@pytest.mark.parametrize(
    "text",
    [
        "client ip 84.17.4.9",
        '{"clientIp":"84.17.4.9"}',
        "REMOTE_ADDR=84.17.4.9",
        "X-Forwarded-For: 84.17.4.9",
        "ip:84.17.4.9",
    ],
)
def test_a_word_makes_an_ipv4_address_certain(text: str) -> None:
    assert found(IP_V4_ADDRESS, text) == [("84.17.4.9", "HIGH", PERSONAL)]


@pytest.mark.parametrize(
    "text",
    [
        "10.0.17763.1879",
        "v11.12.13.14",
        "version 84.17.4.9",
        "client version: 84.17.4.9",
        "image: foo/bar:11.12.13.14",
        "11.12.13.14-alpine",
        "tool-11.12.13.14.tgz",
        "Browser/96.0.46.110 Safari",
        "1.4.0.2",
        "1.3.6.1.4.1.9",
        "84.17.4.256",
        "084.17.4.9",
        "84.17.4.9_1",
        "x84.17.4.9",
    ],
)
def test_versions_are_no_ipv4_addresses(text: str) -> None:
    assert found(IP_V4_ADDRESS, text) == []


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("192.0.2.7", EXAMPLE),
        ("198.51.100.7", EXAMPLE),
        ("203.0.113.7", EXAMPLE),
        ("1.2.3.4", EXAMPLE),
        ("10.1.2.3", FUNCTIONAL),
        ("172.31.255.254", FUNCTIONAL),
        ("172.32.0.1", PERSONAL),
        ("192.168.1.1", FUNCTIONAL),
        ("127.0.0.1", FUNCTIONAL),
        ("169.254.169.254", FUNCTIONAL),
        ("100.64.3.4", FUNCTIONAL),
        ("100.128.3.4", PERSONAL),
        ("224.0.0.5", FUNCTIONAL),
        ("255.255.255.255", FUNCTIONAL),
        ("0.0.0.9", FUNCTIONAL),
        ("8.8.8.8", FUNCTIONAL),
        ("84.17.4.0", FUNCTIONAL),
        ("84.17.4.16/28", FUNCTIONAL),
        ("84.17.4.17/28", PERSONAL),
    ],
)
def test_whose_an_ipv4_address_is(address: str, kind: str) -> None:
    assert [one[2] for one in found(IP_V4_ADDRESS, f"ip {address}")] == [kind]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("2a02:8109:9440:1:2:3:4:5", "2a02:8109:9440:1:2:3:4:5"),
        ("[2A02:8109::7]:443", "2A02:8109::7"),
        ("ip:2a02:8109::7", "2a02:8109::7"),
        ("2a02:8109::7/128", "2a02:8109::7"),
        ("from 2a02:8109::7.", "2a02:8109::7"),
        ("2a02:8109::7: no answer", "2a02:8109::7"),
        ("::ffff:84.17.4.9", "::ffff:84.17.4.9"),
        ("2002:5411:409::1", "2002:5411:409::1"),
    ],
)
def test_a_global_ipv6_address(text: str, address: str) -> None:
    ((spelled, _, kind),) = found(IP_V6_ADDRESS, text)

    assert (spelled, kind) == (address, PERSONAL)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2001:db8::1", EXAMPLE),
        ("3fff:1::5", EXAMPLE),
        ("fe80::1%eth0", FUNCTIONAL),
        ("fd00:1:2::3", FUNCTIONAL),
        ("ff02::1", FUNCTIONAL),
        ("2606:4700:4700::1111", FUNCTIONAL),
        ("2a02:8109::/32", FUNCTIONAL),
        ("2a02:8109:1:2::", FUNCTIONAL),
        ("::ffff:10.0.0.1", FUNCTIONAL),
    ],
)
def test_whose_an_ipv6_address_is(text: str, kind: str) -> None:
    assert [one[2] for one in found(IP_V6_ADDRESS, text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "12:34:56",
        "std::cout",
        "face::b",
        "2024::report",
        "aa:bb:cc:dd:ee:ff:00:11",
        "2a02:8109:9440:1:2:3:4:5:6",
        "x2a02:8109::7",
        "2a02:8109::7::8",
        "2a02:8109::10000",
    ],
)
def test_what_is_no_ipv6_address(text: str) -> None:
    assert found(IP_V6_ADDRESS, text) == []


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("00:1b:44:11:3a:b7", "MEDIUM"),
        ("00-1B-44-11-3A-B7", "MEDIUM"),
        ("001b.4411.3ab7", "MEDIUM"),
        ("00:1b:44:ff:fe:11:3a:b7", "MEDIUM"),
        ("mac:00:1b:44:11:3a:b7", "HIGH"),
        ("MAC_ADDRESS=00:1b:44:11:3a:b7", "HIGH"),
        ('{"macAddress": "00-1b-44-11-3a-b7"}', "HIGH"),
        ("mac address 001b44113ab7", "MEDIUM"),
    ],
)
def test_a_mac_address(text: str, confidence: str) -> None:
    assert [one[1:] for one in found(MAC_ADDRESS, text)] == [(confidence, PERSONAL)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("00:00:5e:00:53:01", EXAMPLE),
        ("01-00-5E-90-10-07", EXAMPLE),
        ("00:1a:2b:3c:4d:5e", EXAMPLE),
        ("mac 00:11:22:33:44:55", EXAMPLE),
        ("ff:ff:ff:ff:ff:ff", FUNCTIONAL),
        ("02:42:ac:11:00:02", FUNCTIONAL),
        ("00:50:56:aa:bb:cc", FUNCTIONAL),
        ("01:00:5e:00:00:fb", FUNCTIONAL),
        ("00:00:5e:00:01:0a", FUNCTIONAL),
    ],
)
def test_whose_a_mac_address_is(text: str, kind: str) -> None:
    assert [one[2] for one in found(MAC_ADDRESS, text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "SHA256 " + ":".join(["ab"] * 32),
        "24-11-24-21-57-42",
        "2024-11-24-21-57-42",
        "001b44113ab7",
        "mac aabbcc00-1b44-113a-b7ff-001b44113ab7",
        "x00:1b:44:11:3a:b7",
        "00:1b:44:11:3a:b7f",
        "00:1b:44:11:3a:b7:00",
    ],
)
def test_what_is_no_mac_address(text: str) -> None:
    assert found(MAC_ADDRESS, text) == []


def test_what_may_be_a_version_or_an_id_is_low() -> None:
    assert found(IP_V4_ADDRESS, "1.4.0.2", Confidence.LOW)[0][1] == "LOW"
    assert found(MAC_ADDRESS, "001b44113ab7", Confidence.LOW)[0][1] == "LOW"


def test_technical_text_has_none() -> None:
    random = Random(5)  # noqa: S311 - reproducible, not secret
    lines = []
    for _ in range(30_000):
        number = random.getrandbits(128)
        time = f"{random.randrange(24):02}:{random.randrange(60):02}:{random.randrange(60):02}"
        names = f"a::b{number % 10}::c v1.{number % 99}.3"
        lines.append(f"2024-11-24T{time}.{number % 1000:03}Z {UUID(int=number)} {number:032x} {names}")
    text = "\n".join(lines)

    assert [found(one, text) for one in (IP_V4_ADDRESS, IP_V6_ADDRESS, MAC_ADDRESS)] == [[], [], []]


@pytest.mark.parametrize(
    "recognizer", [IP_V4_ADDRESS, IP_V6_ADDRESS, MAC_ADDRESS], ids=lambda one: one.entity
)
@pytest.mark.parametrize("hostile", ["1.", "a:", "2000:", "::", "aa-", "1.1.1.1-", "mac ", "2000::", "abcd."])
def test_hostile_text_takes_linear_time(recognizer: Recognizer, hostile: str) -> None:
    found(recognizer, hostile * 100_000)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        pytest.param("accepted 84.17.4.9:51234", "IpV4Address", id="IPv4"),
        pytest.param("client_ip=84.17.4.9", "IpV4Address", id="IPv4 behind its name"),
        pytest.param("accepted [2a02:8071:2f1:1d00::5]:443", "IpV6Address", id="IPv6"),
        pytest.param("dhcp lease for 3c:22:fb:12:34:56", "MacAddress", id="MAC"),
        pytest.param("mac 3c22.fb12.3456", "MacAddress", id="MAC with points"),
    ],
)
def test_addresses_are_found_where_they_are_asked_for_and_nowhere_else(text: str, entity: str) -> None:
    asked = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES | {entity}))
    usual = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))

    assert [one.entity for one in asked.scan(text)] == [entity]
    assert not usual.scan(text)


def test_a_client_has_a_telephone_too() -> None:
    usual = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))

    assert [one.entity for one in usual.scan("client: 202-456-1111")] == ["PhoneNumber"]
