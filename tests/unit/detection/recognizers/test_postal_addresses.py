"""Postal addresses under keys, in sentences and without either."""

import pytest

from privet.detection import FindingClass
from tests.unit.detection.recognizers.by_default import kinds, values

ADDRESSES = [
    "Am Markt 3, 28195 Bremen",
    "Unter den Linden 77, 10117 Berlin",
    "C/ Mayor 5, 28013 Madrid",
    "Rambla Catalunya 12, 08007 Barcelona",
    "Damrak 1, 1012 LG Amsterdam",
    "Domkovská 774, 675 45 Borohrádek",
    "Andrássy út 60., 1062 Budapest",
    "PO Box 1234, Springfield, IL 62704",
    "1 Infinite Loop, Cupertino, CA 95014",
    "MG Road 12, Bengaluru 560001",
    "Praça do Comércio 15, 1100-148 Lisboa",
    "вул. Хрещатик 22, 01001 Київ",
    "οδός Ερμού 12, 10563 Αθήνα",
    "東京都千代田区千代田1-1",
    "北京市朝阳区建国路88号",
    "서울특별시 강남구 테헤란로 152",
    "Karl Johans gate 22, 0159 Oslo",
    "Korenmarkt 16 bus 4, 2000 Antwerpen",
    "г. Москва, ул. Тверская, д. 7",  # noqa: RUF001 - as it is written
    "12 Lambton Quay, Wellington 6011",
    "Flat 3, 22 Kensington High Street",
    "267 GEORGE STREET, SYDNEY NSW 2000",
    "STORGATA 46, 0184 OSLO",
    "12/48 Pitt Street",
    "Calle Mayor 15, 3º B",
    "ul. Marszałkowska 84/92 m. 15, 00-517 Warszawa",
    "rue de Rivoli 12, 75001 Paris",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "form",
    [
        "HOME_ADDRESS={}",
        '{{"address":"{}","n":3}}',
        "shipping address: {}, please check",
        'home_address = "{}"',
        'homeAddress := "{}"',
        "SET home_address = '{}' WHERE id = 5",
    ],
)
def test_under_a_key_for_addresses_no_street_needs_a_type(form: str, address: str) -> None:
    assert address in values("PostalAddress", form.format(address))


@pytest.mark.parametrize("address", ["Strandvejen 100", "Rua das Flores, 123", "Sveavägen 9"])
def test_a_word_for_a_street_is_as_good_as_a_town(address: str) -> None:
    assert values("PostalAddress", f'address="{address}"') == [address]


@pytest.mark.parametrize(
    "key",
    [
        "ulica", "CALLE", "rue", "via", "endereco", "straat", "afleveradres", "domicilio", "line1",
        "addressLine1", "strasse", '{"address":[{"line":', "bydliste",
    ],
)  # fmt: skip
def test_the_key_of_a_street_speaks_in_other_languages(key: str) -> None:
    sign, end = ("[", "]}]}") if key[0] == "{" else ("=", "")
    assert values("PostalAddress", f'{key}{sign}"Calle Mayor 15"{end}') == ["Calle Mayor 15"]


@pytest.mark.parametrize("key", ["address_line_1: ", "address1=", "addressLine2: ", 'street: Some("'])
def test_a_numbered_line_of_an_address_is_of_a_home(key: str) -> None:
    assert values("PostalAddress", f"{key}Am Markt 3") == ["Am Markt 3"]


@pytest.mark.parametrize("text", ["Ich wohne in der ?", "j'habite au ?", "ik woon op ?", "vivo en ?"])
def test_where_somebody_lives_is_an_address_in_a_sentence(text: str) -> None:
    assert values("PostalAddress", text.replace("?", "Via Roma 9")) == ["Via Roma 9"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("12/48 Pitt Street, Sydney NSW 2000", ["12/48 Pitt Street, Sydney NSW 2000"], id="NSW"),
        pytest.param(
            "at Flat 3, 22 High Street, London NW1 6XE", ["Flat 3, 22 High Street, London NW1 6XE"], id="flat"
        ),
        pytest.param("3/22 High Street, London NW1 6XE", ["3/22 High Street, London NW1 6XE"], id="unit"),
        pytest.param("ul. Prosta 8 m. 15, 00-517 Warszawa", ["ul. Prosta 8 m. 15, 00-517 Warszawa"], id="m."),
        pytest.param("Calle Mayor 15, 3º B, 28013 Madrid", ["Calle Mayor 15, 3º B, 28013 Madrid"], id="3º B"),
        pytest.param("Viale Monza 7/B, 00184 Roma", ["Viale Monza 7/B, 00184 Roma"], id="letter"),
        pytest.param("Vestergade 44, 2. tv, 8000 Aarhus", ["Vestergade 44, 2. tv, 8000 Aarhus"], id="floor"),
        pytest.param("|||Via Roma 24^^00184 Roma||", ["Via Roma 24^^00184 Roma"], id="HL7"),
    ],
)
def test_the_flat_belongs_to_the_address(text: str, found: list[str]) -> None:
    assert values("PostalAddress", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"street":"Hauptstraße","houseNumber":"12"}', ["Hauptstraße"]),
        ("street=Lange Reihe, hausnummer=12", ["Lange Reihe"]),
        ('{"street":"Hauptstraße","city":"Köln"}', []),
        ('{"address":"Hauptstraße","houseNumber":"12"}', []),
        ('{"street":"main","houseNumber":"12"}', []),
    ],
)
def test_the_number_of_the_house_may_stand_in_the_next_field(text: str, found: list[str]) -> None:
    assert values("PostalAddress", text) == found


@pytest.mark.parametrize(
    "address",
    ["Karl-Marx-Allee 12", "12 Bd Haussmann", "Av. Paulista, 1000", "ул. Ленина 5", "Lange Reihe 10"],
)
def test_under_a_key_for_homes_not_even_a_town_is_needed(address: str) -> None:
    assert values("PostalAddress", f'{{"streetAddress":"{address}"}}') == [address]


@pytest.mark.parametrize(
    "text",
    [
        "LISTEN_ADDRESS=Interface 2, 10115 Berlin",
        "BIND_ADDRESS=0.0.0.0:8080",
        "address: tcp://10.0.0.1:80",
        "address: Ethernet 1",
        "addr=Foo 12 err=x",
        "server address: Rack 12, 10115 Berlin",
        "WALLET_ADDRESS=1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "contractAddress: 0x52908400098527886E0F7030069857D2E4169EE7",
        "MAC_ADDRESS=00:1B:44:11:3A:B7",
        "email address: Klara 3",
        "home address: table 5",
        "address: Hard Drive 2",
        "address: Route 53 Zone 5",
        "address: Table Row 12",
        "Via: 1.1 varnish (Varnish/6.0)",
        "routed via Proxy 2",
        "line: Error 12 in Module 3",
        "line1: Error 12 at Foo",
        "queue: Stage 5",
        "baseline1: Model 2",
        "email_address: Main Street 12",
        "STREET_MAP_URL=https://tile.shop.io/1/2/3.png",
        "으로 3 개",
        "第3号",
    ],
)
def test_addresses_of_machines_are_none(text: str) -> None:
    assert values("PostalAddress", text) == []


@pytest.mark.parametrize(
    "address",
    [
        "100 Main Street",
        "123 Any Street",
        "Musterstraße 1",
        "5 Elm Road, Anytown",
        "59 Temple Place, Suite 330",
    ],
)
def test_addresses_of_documentation_are_examples(address: str) -> None:
    assert kinds("PostalAddress", f"street address: {address}") == {FindingClass.EXAMPLE}
