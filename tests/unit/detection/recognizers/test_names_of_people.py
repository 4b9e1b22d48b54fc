"""Names: what stands in a field for them, and what only stands where they might."""

import pytest

from privet.detection import Confidence
from tests.unit.detection.recognizers.by_default import confidences, values


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
        "firstName: encrypted",
        "nachname: Pflichtfeld",
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
        ("Vážená paní Dvořáková,", "Dvořáková"),
        ("Kære fru Halvorsen", "Halvorsen"),
        ("Geachte heer van der Meer,", "van der Meer"),
        ("Poštovani gospodine Horvat,", "Horvat"),
        ("Estimado señor Etxeberria:", "Etxeberria"),
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
        "Sr. Backend Engineer",
        "Prezado Sr. Cliente",
        "Sehr geehrte Frau Mustermann,",
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
