"""Names, addresses and mailboxes: what stands in a field for them, and what only stands where they might."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Confidence, Detector, DetectorSpec, FindingClass

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def values(entity: str, text: str, name: str = "") -> list[str]:
    return [text[one.start : one.end] for one in DETECTOR.scan(text, name) if one.entity == entity]


def kinds(entity: str, text: str) -> set[FindingClass]:
    return {one.kind for one in DETECTOR.candidates(text) if one.entity == entity}


def confidences(entity: str, text: str, name: str = "") -> set[Confidence]:
    return {one.confidence for one in DETECTOR.scan(text, name) if one.entity == entity}


@pytest.mark.parametrize("name", ["Anna", "Bob", "Eve", "Otto", "Lee", "Li", "Ng", "李明", "김민", "Иван"])
def test_a_name_may_be_short_or_of_few_letters(name: str) -> None:
    assert values("PersonName", f'{{"firstName":"{name}"}}') == [name]


@pytest.mark.parametrize("filler", ["XXXX", "Xxx-Xxx", "A", "Aaaa"])
def test_one_letter_repeated_is_a_placeholder(filler: str) -> None:
    assert values("PersonName", f'{{"firstName":"{filler}"}}') == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("GET /x?first_name=Klara&a=1", ["Klara"], id="query"),
        pytest.param("GET /x?full_name=Klara+Roe&a=1", ["Klara+Roe"], id="plus"),
        pytest.param("GET /x?full_name=Klara%20Roe&a=1", ["Klara%20Roe"], id="percent"),
        pytest.param("GET /x?a=1&last_name=Roe", ["Roe"], id="end of the query"),
        pytest.param("{ID:7 FirstName:Klara LastName:Roe N:3}", ["Klara", "Roe"], id="Go"),
        pytest.param("Array ( [first_name] => Klara )", ["Klara"], id="PHP"),
        pytest.param("- **First name:** Klara", ["Klara"], id="Markdown"),
        pytest.param('{"firstNames":["Klara","Noor"]}', ["Klara", "Noor"], id="list"),
        pytest.param('{"firstName":{"stringValue":"Klara"}}', ["Klara"], id="wrapped"),
        pytest.param("FIRST_NAME_1=Klara", ["Klara"], id="numbered"),
        pytest.param("fname=Klara lname=Roe", ["Klara", "Roe"], id="short keys"),
        pytest.param('{"given_names":"Klara"}', ["Klara"], id="given names"),
        pytest.param('{"nome":"Klara"}', ["Klara"], id="Italian"),
        pytest.param('{"Имя":"Иван"}', ["Иван"], id="Russian"),
        pytest.param('{"nom":"Roe","prenom":"Klara"}', ["Roe", "Klara"], id="beside a name"),
        pytest.param('{"displayName":"Klara Roe","surname":"Roe"}', ["Klara Roe", "Roe"], id="display"),
        pytest.param("N:Roe;Klara;;;\nFN:Klara Roe", ["Klara Roe"], id="vCard"),
        pytest.param("cn: Klara Roe\nsn: Roe", ["Klara Roe", "Roe"], id="LDIF"),
        pytest.param(
            "INSERT INTO c (id, vorname, n, surname) VALUES (1, 'Klara', now(), 'Roe'), (2, 'Noor', 3, 'Yu')",
            ["Klara", "Roe", "Noor", "Yu"],
            id="SQL",
        ),
        pytest.param("insert into c(id,surname) values ('Klara', N'Roe')", ["Roe"], id="small SQL"),
        pytest.param('{"last_name":"van den Berg"}', ["van den Berg"], id="particles"),
        pytest.param('{"last_name":"de los Santos"}', ["de los Santos"], id="particles of two languages"),
        pytest.param("achternaam: van 't Hof | x", ["van 't Hof"], id="short particle"),
        pytest.param("GET /x?firstName=Klara HTTP/1.1", ["Klara"], id="end of a request"),
        pytest.param("GET /x?nome=Bego%C3%B1a&a=1", ["Bego%C3%B1a"], id="letter by numbers"),
        pytest.param("GET /x?holder_name=Klara+T.+Roe&a=1", ["Klara+T.+Roe"], id="initial in a query"),
        pytest.param(r'{"first_name":"Ji\u0159\u00ed"}', [r"Ji\u0159\u00ed"], id="escaped letters"),
        pytest.param(r'{"full_name":"\u00c5sa van Roe"}', [r"\u00c5sa van Roe"], id="escaped capital"),
        pytest.param(r'{"fname":"\u00d8yvind"}', [r"\u00d8yvind"], id="escaped first name"),
        pytest.param(r'{"last_name":"Ro\ud83d e"}', [r"Ro\ud83d"], id="half a character"),
        pytest.param("FNAME=Klara HOME_URL=x", ["Klara"], id="underscore in the next key"),
        pytest.param("first_name=klara last_name=roe", ["klara", "roe"], id="small letters before a key"),
        pytest.param("holder_name=Roe%2C+Klara&a=1", ["Roe%2C+Klara"], id="comma by its number"),
        pytest.param('C { first_name: Some("Klara") }', ["Klara"], id="Rust"),
        pytest.param("C{firstName=Optional[Klara]}", ["Klara"], id="Java"),
        pytest.param('["first_name"]=> string(6) "Klara"', ["Klara"], id="var_dump"),
        pytest.param("X { FirstName = Klara, Email = x }", ["Klara"], id="record of C#"),
        pytest.param(
            "X { LastName = van den Berg, Email2 = x }", ["van den Berg"], id="digit in the next key"
        ),
        pytest.param("WHERE last_name LIKE 'Gon%'", ["Gon"], id="LIKE"),
        pytest.param("where last_name ilike '%Gon%'", ["Gon"], id="ilike"),
        pytest.param('[["first_name", "Klara"], ["LIMIT", 1]]', ["Klara"], id="Rails"),
        pytest.param('[["id", 1], ["user_first_name", "Klara"]]', ["Klara"], id="last pair of Rails"),
        pytest.param("cn=Klara Roe,ou=people,dc=roe,dc=io", ["Klara Roe"], id="entry of a directory"),
        pytest.param("cn=Klara Roe, cn=x, ou=Users", ["Klara Roe"], id="entry under two units"),
        pytest.param("(&(a=b)(sn=von Roe))", ["von Roe"], id="filter of a directory"),
        pytest.param("<Cdtr><Nm>Klara Roe</Nm>", ["Klara Roe"], id="payment"),
        pytest.param("<x:Dbtr><x:Nm>Klara Roe</x:Nm>", ["Klara Roe"], id="payment with prefixes"),
        pytest.param("PID|1||7^^^H||Roe^Klara^Noor||1987", ["Roe^Klara^Noor"], id="HL7"),
    ],
)
def test_names_are_read_wherever_their_key_stands(text: str, found: list[str]) -> None:
    assert values("PersonName", text) == found


@pytest.mark.parametrize(
    "text",
    [
        '"serviceFullName":"Blue Lagoon"',
        "REPO_FULL_NAME=Blue Lagoon",
        "<fullname>Step Functions</fullname>",
        "FULL_NAME: Acme GmbH",
        "full_name: Siemens AG",
        "CUSTOMER_NAME=Acme Corporation",
        "CONTACT_NAME=Platform Team",
        "contactName=PlatformTeam",
        "PATIENT=Enabled",
        "cardholder: Enabled",
        "NOMBRE=Servidor Principal",
        "TITULAIRE=Production",
        "fname=Makefile",
        "fname=README",
        '{"displayName":"Grafana Boards"}',
        "cn: Domain Guests",
        "sn: Roe\ncn: Domain Guests",
        "{N:Three Four:5}",
        '{"family":"Roe"}',
        'fullName: Foo&Bar"',
        "INSERT INTO c (id, title) VALUES (1, 'Klara')",
        "INSERT INTO c (id, first_name) VALUES (1, 'not set')",
        "first_name: 'not available'",
        "first_name=none given",
        '{"lastName":"must not be blank"}',
        "first_name='is required'",
        "recipient_name=Warehouse 3",
        '{"recipientName":"Gate 12"}',
        "owner_name: Checkout",
        "ownerName: Any Owner",
        "TITULAR=Production",
        "cn=Domain Guests,ou=groups,dc=roe",
        "(sn=SNX)",
        "<Cdtr><Nm>Acme Holding</Nm>",
        "<FinInstnId><Nm>Klara Roe</Nm>",
        "PID|7 Klara^Roe",
        '["first_name", "Email"]',
        '"first_name", "Email"\n',
        '[["first_name", "Email", "x"]]',
        "WHERE first_name LIKE pattern",
        '{"name":"Blue Lagoon","email":"info@lagoon.io"}',
        "form.vorname=Vorname",
        '{"prenom": "Prénom"}',
        "imie: Imię",
        "lastName: Enter your last name",
        "customerName: Kestrel Logistics",
    ],
)
def test_what_is_called_so_and_is_no_person_is_left(text: str) -> None:
    assert values("PersonName", text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"customer":{"name":"Klara Roe","id":1}}',
        '{"patient": {"id": 7, "address": {"city": ["X"]}, "name": "Klara Roe"}}',
        '{"customers":[{"name":"Noor"},{"name":"Klara Roe"}]}',
        '{\\"user\\":{\\"name\\":\\"Klara Roe\\"}}',
        '"user"=>{"name"=>"Klara Roe"}',
        "Customer(id=1, name=Klara Roe)",
        "UserDto[name=Klara Roe]",
        'Customer { id: 1, name: Some("Klara Roe") }',
        '#<Customer id: 1, name: "Klara Roe">',
        '<customer id="1" name="Klara Roe"/>',
        "<customer><id>1</id><name>Klara Roe</name></customer>",
        'user.name="Klara Roe"',
        "User name: Klara Roe",
        '{"name":"Klara Roe","email":"x"}',
        '{"phoneNumber":"1","name":"Klara Roe"}',
        'n=1 email=x@y name="Klara Roe" m=2',
        'INFO account created name="Klara Roe" email=x',
        "<name>Klara Roe</name><email>",
        "{Name:Klara Roe Email:x}",
        "CN=Klara Roe, emailAddress=x",
    ],
)
def test_any_name_is_a_persons_where_what_is_around_it_says_so(text: str) -> None:
    assert values("PersonName", text) == ["Klara Roe"]


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"Klara Roe","url":"x"}',
        '{"service":{"name":"Klara Roe"}}',
        '{"user":{"name":"Build Agent"}}',
        '{"user":{"name":"Test User"}}',
        '{"user":{"name":"Klara"}}',
        '{"user":{"role":"x"},"name":"Klara Roe"}',
        '{"owner":{"name":"Checkout Squad"}}',
        '{"author":{"name":"Renovate Bot","email":"x"}}',
        '{"file-name":"Klara Roe","email":"x"}',
        '{"name":"Klara Roe","emailTemplate":"x"}',
        "Company Name: Klara Roe, email: x",
        "userService(name=Klara Roe)",
        "- name: Run Tests",
    ],
)
def test_any_name_is_a_things_otherwise(text: str) -> None:
    assert values("PersonName", text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            '"name":[{"family":"Roe","given":["Klara","Noor"]}]', ["Roe", "Klara", "Noor"], id="FHIR"
        ),
        pytest.param('{"given": "Klara", "family": "von Roe"}', ["Klara", "von Roe"], id="given name first"),
        pytest.param('{"name":{"first":"Klara","last":"Roe"}}', ["Klara", "Roe"], id="first and last"),
        pytest.param('{"first":"Monday","last":"Friday"}', [], id="no name"),
        pytest.param('{"name":{"first":"Klara","family":"Roe"}}', [], id="no halves of one"),
        pytest.param('{"family":"Debian","x":1,"given":"Klara"}', [], id="apart"),
        pytest.param('{"family":"Roe","given":7}', [], id="one half"),
    ],
)
def test_two_halves_beside_each_other_are_a_name(text: str, found: list[str]) -> None:
    assert values("PersonName", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("From: Klara Roe <klara.roe@shop.io>", ["Klara Roe"]),
        ("maintainers: Klara Roe <kroe@shop.io>", ["Klara Roe"]),
        ('Cc: "van Roe, Klara" <vanroe@shop.io>', ["van Roe, Klara"]),
        ("From: Łukasz Roe <lukasz7@shop.io>", ["Łukasz Roe"]),
        ("From: Jean-Luc Al <luc@shop.io>", ["Jean-Luc Al"]),
        ('From: "Klara Roe" <sip:+4930123456@shop.io>', ["Klara Roe"]),
        ('From: "Meeting App" <sip:+4930123456@shop.io>', []),
        ('From: "Klara Roe" <sip:114@shop.io>', []),
        ("From: OpenRoe Authors <openroe-authors@shop.io>", []),
        ("From: Klara Roe <info@shop.io>", []),
        ("From: Klara Roe <noor.yu@shop.io>", []),
        ("From: Klara <klara@shop.io>", []),
        ("From: Yu Li <yu.li@shop.io>", []),
        ("From: Acme Support <acme-support@shop.io>", []),
        ("From: Jenkins Master <jenkins@shop.io>", []),
        ("From: Platform Team <platform@shop.io>", []),
    ],
)
def test_a_name_before_a_mailbox_is_a_persons_if_both_are_called_alike(text: str, found: list[str]) -> None:
    assert values("PersonName", text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, my name is Klara Roe and I", "Klara Roe"),
        ("Mein Name ist Klara von Roe.", "Klara von Roe"),
        ("ich heiße Klara Roe", "Klara Roe"),
        ("me llamo Lucía Roe. Mi pedido", "Lucía Roe"),
        ("je m'appelle Klara Roe", "Klara Roe"),
        ("Je m’appelle Klara Roe", "Klara Roe"),  # noqa: RUF001 - as people write it
        ("mi chiamo Klara Roe", "Klara Roe"),
        ("nazywam się Klara Roe", "Klara Roe"),
        ("chamo-me Klara Roe", "Klara Roe"),
        ("ik heet Klara van den Roe en", "Klara van den Roe"),
        ("Gentile Sig.ra Rossi,", "Rossi"),
        ("Il sig. Rossi", "Rossi"),
        ("Geachte mevrouw Roe,", "Roe"),
        ("Chère M. Roe,", "Roe"),
        ("Herr von Roe hat", "von Roe"),
        ("Pan Kowalski dzwonił", "Kowalski"),
        ("Pani Ewa Wiśniewska", "Ewa Wiśniewska"),
        ("Dear Mrs. Roe. Your order", "Roe"),
        ("Exmo. Sr. dos Santos,", "dos Santos"),
    ],
)
def test_people_are_addressed_and_introduced(text: str, name: str) -> None:
    assert values("PersonName", text) == [name]
    assert confidences("PersonName", text) == {Confidence.MEDIUM}


@pytest.mark.parametrize(
    "text",
    [
        "my name is below",
        "ik heet je welkom",
        "sig Verified",
        "a pan Lid",
        "Pan European Rail",
        "Herr der Ringe",
    ],
)
def test_words_that_only_look_like_an_introduction_are_none(text: str) -> None:
    assert values("PersonName", text) == []


@pytest.mark.parametrize(
    "key",
    [
        "nome_cliente",
        "nombreCliente",
        "nom_client",
        "volledige_naam",
        "titular",
        "odbiorca",
        "imieINazwisko",
        "name_on_card",
        "holderName",
        "beneficiary",
        "payer_name",
        "owner_name",
        "passenger",
        "addressee",
        "rekeninghouder",
        "kaarthouder",
        "intestatario",
        "nominativo",
        "primeiroNome",
        "kontohaver",
        "kontoinnehaver",
    ],
)
def test_a_name_has_many_keys(key: str) -> None:
    assert values("PersonName", f"{key}: Klara Roe") == ["Klara Roe"]


@pytest.mark.parametrize(
    "text",
    [
        "APP_CUSTOMER_FULL_NAME=Klara Roe",
        "service.firstName=Klara",
        "full_name=MARIA SA",
        "lastName: McCloud",
    ],
)
def test_a_person_is_one_in_the_settings_of_a_program_too(text: str) -> None:
    assert values("PersonName", text) == [text.replace(": ", "=").partition("=")[2]]


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
    "form", ["HOME_ADDRESS={}", '{{"address":"{}","n":3}}', "shipping address: {}, please check"]
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
        "addressLine1", "strasse", '{"address":[{"line":',
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


@pytest.mark.parametrize(
    "local",
    [
        "dpo",
        "hr",
        "careers",
        "orders",
        "accounts",
        "oncall",
        "engineering",
        "maintainers",
        "kontakt",
        "bestellung",
        "datenschutz",
        "service",
        "platform-team",
        "k8s-admins",
        "ops-team",
        "alerts-prod",
        "sre-oncall",
        "release-bot",
        "cluster-admin",
        "team-payments",
        "web-orders",
        "security_team",
        "no-reply",
        "do.not.reply",
        "support2",
        "orders+7",
        "securityteam",
        "ubuntu",
        "ec2-user",
        "postgres",
    ],
)
def test_a_mailbox_of_a_role_names_no_person(local: str) -> None:
    assert kinds("EmailAddress", f"{local}@shop.io") == {FindingClass.FUNCTIONAL}


@pytest.mark.parametrize(
    "domain", ["googlegroups.com", "lists.shop.io", "kafka.apache.org", "ip-10-0-0-1.ec2.internal"]
)
def test_neither_does_one_of_a_list_or_a_machine(domain: str) -> None:
    assert kinds("EmailAddress", f"klara-dev@{domain}") == {FindingClass.FUNCTIONAL}


@pytest.mark.parametrize(
    "local", ["anna.service", "j.orders", "anna.bot", "bill.it", "klara", "f.list", "opsahl", "k.teams7x"]
)
def test_a_given_name_beside_a_role_is_a_person(local: str) -> None:
    assert kinds("EmailAddress", f"{local}@shop.io") == {FindingClass.PERSONAL}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("klara.roe@firma.map", ["klara.roe@firma.map"]),
        ("app@bundle.map", []),
        ("getty@tty1.target", []),
        ("klara@[203.0.114.7]", ["klara@[203.0.114.7]"]),
        ("klara@[IPv6:2a01::1]", ["klara@[IPv6:2a01::1]"]),
        ("klara@[203.0.114.7]:5060", []),
        ("klara@[1.2]", []),
        ('{"to":"\\"klara roe\\"@firma.at"}', ['\\"klara roe\\"@firma.at']),
        ("uses: actions/checkout@v4.acme", []),
        ("mailto:klara@v4.acme", ["klara@v4.acme"]),
    ],
)
def test_the_domain_of_a_mailbox(text: str, found: list[str]) -> None:
    assert values("EmailAddress", text) == found


@pytest.mark.parametrize("text", ["user@[192.0.2.1]", "user@[IPv6:2001:db8::1]"])
def test_numbers_of_documentation_are_examples(text: str) -> None:
    assert kinds("EmailAddress", text) == {FindingClass.EXAMPLE}


@pytest.mark.parametrize(
    "text",
    [
        "Swift_COMPILER",
        "CMAKE_Swift_LANGUAGE_VERSION",
        "swift_DATABASE",
        "BIC_SCHEMA=DATABASE",
        '{"bicSchema":"DATABASE"}',
    ],
)
def test_a_word_joined_to_swift_is_no_code(text: str) -> None:
    assert values("Bic", text) == []


@pytest.mark.parametrize(
    ("code", "confidence"),
    [
        ("COBADEFF", Confidence.MEDIUM),
        ("RZBAATWW", Confidence.MEDIUM),
        ("COBADEFFXXX", Confidence.HIGH),
        ("DEUTDEFF500", Confidence.HIGH),
        ("DEUTDE5F", Confidence.HIGH),
    ],
)
def test_letters_alone_are_not_sure(code: str, confidence: Confidence) -> None:
    assert confidences("Bic", code, "BANK_BIC") == {confidence}


@pytest.mark.parametrize(
    "text",
    [
        "BIRTH_DATE_FORMAT=1999-03-04",
        "DOB_MIN=1900-01-01",
        "maxDateOfBirth: 2010-12-31",
        '{"name":"DOB_FORMAT","value":"1999-03-04"}',
    ],
)
def test_the_form_and_the_bounds_of_a_birth_date_are_none(text: str) -> None:
    assert values("BirthDate", text) == []


@pytest.mark.parametrize("day", ["2006-01-02", "01/02/2006", "02.01.2006", "Jan 2, 2006", "20060102"])
def test_the_day_of_layouts_is_an_example(day: str) -> None:
    assert kinds("BirthDate", f"dob: {day}") == {FindingClass.EXAMPLE}


@pytest.mark.parametrize("text", ["MINISTER_DOB=1987-04-23", "dob: 2006-01-12", "formatted_dob=1987-04-23"])
def test_other_birth_dates_are_found(text: str) -> None:
    assert len(values("BirthDate", text)) == 1
