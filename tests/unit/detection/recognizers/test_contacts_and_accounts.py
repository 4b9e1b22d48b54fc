"""What recognizers written as classes, and those that live by words, take, leave, and are not hidden from."""

import base64
import json

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec, FindingClass
from tests.unit.detection.values import CARD, IBAN

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
PERSONAL, EXAMPLE, FUNCTIONAL = FindingClass.PERSONAL, FindingClass.EXAMPLE, FindingClass.FUNCTIONAL


def values(text: str, entity: str) -> list[str]:
    return [text[one.start : one.end] for one in DETECTOR.scan(text) if one.entity == entity]


def kinds(text: str, entity: str) -> set[FindingClass]:
    return {one.kind for one in DETECTOR.candidates(text) if one.entity == entity}


def jwt(**claims: object) -> str:
    parts = ({"alg": "HS256"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
        + ".c2ln"
    )


TOKEN = jwt(sub="1", email="jane@shopmail.io")


@pytest.mark.parametrize(
    ("entity", "text", "value"),
    [
        ("EmailAddress", "to=jane.roe@shopmail.io;", "jane.roe@shopmail.io"),
        ("EmailAddress", '"jane roe"@shopmail.io', '"jane roe"@shopmail.io'),
        ("EmailAddress", "a" * 80 + "@shopmail.io", "a" * 64 + "@shopmail.io"),
        ("EmailAddress", "用户@例子.广告", "用户@例子.广告"),
        ("PhoneNumber", "call +33 6 12 34 56 78 now", "+33 6 12 34 56 78"),
        ("PhoneNumber", "tel: 030 / 123 45 67", "030 / 123 45 67"),
        ("PhoneNumber", "0049 30 1234567", "0049 30 1234567"),
        ("PhoneNumber", "(202) 456-1111", "(202) 456-1111"),
        ("PhoneNumber", "+44.2012345678", "+44.2012345678"),
        ("PhoneNumber", "tel: 08.19.07.73", "08.19.07.73"),
        ("PhoneNumber", "phone: 021.230.79.91", "021.230.79.91"),
        ("PhoneNumber", "tlf: 22.34.56.78", "22.34.56.78"),
        ("PhoneNumber", "portable: 0612699776", "0612699776"),
        ("PhoneNumber", "Rückruf unter 0171 2345678", "0171 2345678"),
        ("PhoneNumber", "rappeler au 06 12 69 97 76", "06 12 69 97 76"),
        ("PhoneNumber", "mi chiami al 347 123 4567", "347 123 4567"),
        ("PhoneNumber", "llámeme al 612 34 56 78", "612 34 56 78"),
        ("PhoneNumber", "SMS sent to 810580254", "810580254"),
        ("PhoneNumber", "reach me on 0412 512 430 after 5", "0412 512 430"),
        ("PhoneNumber", "tel: 089 / 1 23 45 67", "089 / 1 23 45 67"),
        ("PhoneNumber", "job of the phone 0612699776", "0612699776"),
        ("PhoneNumber", "telefono: 612.34.56.78", "612.34.56.78"),
        ("PhoneNumber", '"phone":"4915123456789"', "4915123456789"),
        ("PhoneNumber", "msisdn=862123456789012", "862123456789012"),
        ("PhoneNumber", "INSERT INTO c (id, phone) VALUES (1, '612345678')", "612345678"),
        ("PhoneNumber", "INSERT INTO c (id, phone, n) VALUES (17, '612345678', 2)", "612345678"),
        ("PhoneNumber", "mobileNo: 612345678", "612345678"),
        ("PhoneNumber", "phone is 612345678", "612345678"),
        ("PhoneNumber", "phoneHome=612345678", "612345678"),
        ("PhoneNumber", "0065 6123 4567", "0065 6123 4567"),
        ("PhoneNumber", "tel: 0045-2234-5678", "0045-2234-5678"),
        ("CreditCard", "4-5-3-9-1-4-8-8-0-3-4-3-6-4-6-7", "4-5-3-9-1-4-8-8-0-3-4-3-6-4-6-7"),
        ("CreditCard", "45391488 03436467", "45391488 03436467"),
        ("CreditCard", f"12 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]} 99", "4539 1488 0343 6467"),
        ("CreditCard", f"%B{CARD}^ROE/JANE^25121011000012345678?", CARD),
        ("CreditCard", f";{CARD}=25121011000012345678?", CARD),
        ("CreditCard", "ref 6081234567890128", "6081234567890128"),
        ("CreditCard", "ref 8180123456789010", "8180123456789010"),
        ("CreditCard", "card: 6015123456789015", "6015123456789015"),
        ("CreditCard", "card: 102123456789012", "102123456789012"),
        ("CreditCard", f"order_card={CARD}", CARD),
        ("CreditCard", f"orderPan: {CARD}", CARD),
        ("CreditCard", "order=4539 1488 0343 6467", "4539 1488 0343 6467"),
        ("CreditCard", f"reordered: {CARD}", CARD),
        ("CreditCard", f"order_note: {CARD}", CARD),
        ("Iban", f"x {IBAN} y", IBAN),
        ("Iban", "gb33 bukb 2020 1555 5555 55", "gb33 bukb 2020 1555 5555 55"),
        ("Bic", "BIC: DEUTDEFF500", "DEUTDEFF500"),
        ("Bic", "swift code COBADEFF", "COBADEFF"),
        ("BirthDate", "dateOfBirth: 1987-04-23", "1987-04-23"),
        ("BirthDate", "born on 23 April 1987", "23 April 1987"),
        ("BirthDate", "geboren am 23.4.1987", "23.4.1987"),
        ("BirthDate", "geb.datum 23.4.1987", "23.4.1987"),
        ("BirthDate", "born on 23 April, 1987", "23 April, 1987"),
        ("BirthDate", "'date_of_birth': datetime.date(1982, 4, 22)", "1982, 4, 22"),
        ("BirthDate", "dateOfBirth=java.time.LocalDate.of(1982,4,22)", "1982,4,22"),
        ("BirthDate", '"birthDate":[1982,4,22]', "1982,4,22"),
        ("BirthDate", '{"dob":{"year":1982,"month":4,"day":22}}', 'year":1982,"month":4,"day":22'),
        ("BirthDate", "nascido em 14/06/1967", "14/06/1967"),
        ("BirthDate", "urodzony 14.06.1967", "14.06.1967"),
        ("BirthDate", "née à Lyon le 14/06/1967", "14/06/1967"),
        ("BirthDate", "nata a Roma il 14/06/1967", "14/06/1967"),
        ("BirthDate", "birth date given as 1982-04-22", "1982-04-22"),
        ("BirthDate", "dob (by form) 1982-04-22", "1982-04-22"),
        ("PersonName", 'firstName: "Jane"', "Jane"),
        ("PersonName", "patient=Jane van der Roe", "Jane van der Roe"),
        ("PersonName", "Dear Mrs. Roe-Miller", "Roe-Miller"),
        ("PostalAddress", "address: 12 High Street", "12 High Street"),
        ("PostalAddress", "Hauptstraße 12, 10115 Berlin", "Hauptstraße 12, 10115 Berlin"),
        ("PostalAddress", "12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
        ("UrlCredentials", "https://jane:h0rse9@git.shop.io/x", "https://jane:h0rse9@git.shop.io"),
        ("DatabaseUrl", "postgres://app:h0rse9@db:5432/x", "postgres://app:h0rse9@db:5432"),
        ("DatabaseUrl", "host=db user=app password=h0rse9", "host=db user=app password=h0rse9"),
        ("DatabaseUrl", "password=h0rse9 host=db user=app", "password=h0rse9 host=db"),
        ("DatabaseUrl", "DSN=password=h0rse9 user=app host=db", "password=h0rse9 user=app host=db"),
        ("DatabaseUrl", "app:h0rse9@tcp(db:3306)/x", "app:h0rse9@tcp(db:3306)"),
        ("DatabaseUrl", "jdbc:oracle:thin:app/h0rse9@//db:1521/x", "jdbc:oracle:thin:app/h0rse9@//db:1521/x"),
        ("DatabaseUrl", "postgres://app:h0@se9@db/x", "postgres://app:h0@se9@db"),
        ("DatabaseUrl", "postgres://app:h0@s:e/9x@db.shop.io/x", "postgres://app:h0@s:e/9x@db.shop.io"),
        (
            "DatabaseUrl",
            r'{"url":"postgres:\/\/app:h0rse9@db.shop.io\/x"}',
            r"postgres:\/\/app:h0rse9@db.shop.io",
        ),
        (
            "DatabaseUrl",
            "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=h0rse9=",
            "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=h0rse9=",
        ),
        ("DatabaseUrl", "AccountName=x;AccountKey=h0rse9==;", "AccountName=x;AccountKey=h0rse9=="),
        ("UrlCredentials", "https://jane:h0@rse9@git.shop.io/x", "https://jane:h0@rse9@git.shop.io"),
        ("UrlCredentials", r"https:\/\/jane:h0rse9@git.shop.io", r"https:\/\/jane:h0rse9@git.shop.io"),
        ("JwtClaims", f"Bearer {TOKEN}", TOKEN),
        *(("JwtClaims", token, token) for token in (jwt(sub="1", name="Jane Roe"), jwt(username="jroe"))),
        ("JwtClaims", jwt(preferred_username="jane.roe"), jwt(preferred_username="jane.roe")),
    ],
)
def test_must_match(entity: str, text: str, value: str) -> None:
    assert value in values(text, entity)


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("EmailAddress", "logo@2x.png"),
        ("EmailAddress", "getty@tty1.service"),
        ("EmailAddress", "react@18.2.0"),
        ("EmailAddress", "image@sha256:9f86d081"),
        ("EmailAddress", "a@b"),
        ("PhoneNumber", "+1 234"),
        ("PhoneNumber", "phone: 20261124"),
        ("PhoneNumber", "phone: 1732400000"),
        ("PhoneNumber", "66 00 68 00 71 00 77 00 68 00"),
        ("PhoneNumber", "13,178,002.113936031"),
        ("PhoneNumber", "h * 69069 + 907133923"),
        ("PhoneNumber", "+2.73230839482953"),
        ("PhoneNumber", "+35236450.6"),
        ("PhoneNumber", "FB03; 0046 0066 0069"),
        ("PhoneNumber", "tel 10.0.17763.1879"),
        ("PhoneNumber", "phone: 192.168.10.20"),
        ("PhoneNumber", "MobileIron=612345678"),
        ("PhoneNumber", "MobileIron 612345678"),
        ("PhoneNumber", "MOBILE_APP=61234567"),
        ("PhoneNumber", "cellId: 612345678"),
        ("PhoneNumber", "sms_id=612345678"),
        ("PhoneNumber", "phone: 10.1.12.14"),
        ("PhoneNumber", "mobile host at 22.34.56.78"),
        ("PhoneNumber", "ts 08.19.07.73"),
        ("PhoneNumber", "account 0034-6697-8702"),
        ("PhoneNumber", "arn:aws:iam::0034-6697-8702:root"),
        ("PhoneNumber", "INSERT INTO c (phone, build) VALUES (NULL, '612345678')"),
        ("PhoneNumber", "INSERT INTO c (id, phone, build) VALUES (1, NULL, 612345678)"),
        ("PhoneNumber", "phone: 1700000000000"),
        ("PhoneNumber", "phone: 999123456789012"),
        ("PhoneNumber", "phone build of the night 4915123456789"),
        ("PhoneNumber", "msisdn=4915123456789012"),
        ("PhoneNumber", "phone app released 24.11.2025"),
        ("PhoneNumber", "phone app released 2025-11-24 10:30"),
        ("PhoneNumber", "mobile build 2025112801"),
        ("PhoneNumber", "unter 0171 2345678"),
        ("PhoneNumber", "SMS sent to queue 810580254"),
        ("PhoneNumber", "sent to 810580254"),
        ("PhoneNumber", "Portable Operating System Interface, IEEE Standard 1003.1-2001"),
        ("PhoneNumber", "portable 0612699776"),
        ("PhoneNumber", "phone service lag 012620435 ns"),
        ("PhoneNumber", "POST /v2/phone-validation/4903323667/retry"),
        ("PhoneNumber", "GET /phone 200 - 0 539 65 3"),
        ("PhoneNumber", "GET /phone 200 53 4 651 07 3"),
        ("CreditCard", CARD[:-1] + "8"),
        ("CreditCard", f"0.{CARD}"),
        ("CreditCard", f"a{CARD}f"),
        ("CreditCard", f"%B{CARD[:-1]}8^ROE/JANE^2512"),
        ("CreditCard", f"B{CARD}"),
        ("CreditCard", "ref 6015123456789015"),
        ("CreditCard", "ref 102123456789012"),
        ("CreditCard", "card: 102123456789013"),
        ("CreditCard", f"ORDER_ID={CARD}"),
        ("CreditCard", f'{{"orderId":"{CARD}"}}'),
        ("CreditCard", f"trace_id={CARD}"),
        ("CreditCard", f"invoice-number: {CARD}"),
        ("CreditCard", f"--build={CARD}"),
        ("CreditCard", f"ticket => '{CARD}'"),
        ("CreditCard", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18"),
        ("Iban", IBAN[:-1] + ("0" if IBAN[-1] != "0" else "1")),
        ("Iban", f"{IBAN}A"),
        ("Bic", "DEUTDEFF"),
        ("Bic", "swift: PRODUCTION"),
        ("Bic", "swift: PLATFORM"),
        ("Bic", "bic=DISABLED"),
        ("BirthDate", "created: 1987-04-23"),
        ("BirthDate", "dob: 1987-13-45"),
        ("BirthDate", "dob=date(1987, 13, 45)"),
        ("BirthDate", '"birthDate":[1982,4,32]'),
        ("BirthDate", '{"dob":{"year":1982,"month":14,"day":22}}'),
        ("BirthDate", '{"day":{"year":1982,"month":4,"day":22}}'),
        ("BirthDate", "dob column added 2025-01-01"),
        ("BirthDate", "the birthday party 2025-01-01"),
        ("PersonName", "name: nginx"),
        ("PersonName", 'full_name: "oras-project/oras-go"'),
        ("PersonName", "FULLNAME = 'pydantic.main.BaseModel'"),
        ("PersonName", 'USER_FULL_NAME: Final = "user.full_name"'),
        ("PersonName", "firstName: string"),
        ("PersonName", "firstName: {{ .Values.name }}"),
        ("PostalAddress", "12 High"),
        ("PostalAddress", "see 12 High Street"),
        ("UrlCredentials", "https://user:password@host/x"),
        ("UrlCredentials", "https://$USER:$PASS@host/x"),
        ("UrlCredentials", "http://host:80/a@b"),
        ("DatabaseUrl", "postgres://app@db/x"),
        ("DatabaseUrl", "host=db user=app password=changeme"),
        ("DatabaseUrl", "pwd=/srv/app host=db"),
        ("DatabaseUrl", "password=h0rse9 and the host is db"),
        ("DatabaseUrl", "app:$PASSWORD@tcp(db:3306)/x"),
        ("DatabaseUrl", "dial tcp (10.0.0.1:3306)"),
        ("DatabaseUrl", "jdbc:oracle:thin:@//db:1521/x"),
        ("DatabaseUrl", "postgres://db:5432/x@y"),
        ("DatabaseUrl", "SharedAccessKey=h0rse9"),
        ("DatabaseUrl", "AccountName=x;AccountKey=${KEY}"),
        ("UrlCredentials", "amqp://user:password@one,user:password@two"),
        ("JwtClaims", jwt(sub="1", email_verified=True)),
        ("JwtClaims", jwt(sub="1", name=7)),
        ("JwtClaims", jwt(preferred_username="service-account-shop")),
        ("JwtClaims", jwt(sub="system:serviceaccount:shop:app", name="app")),
        ("JwtClaims", jwt(name="app", gty="client-credentials")),
        ("JwtClaims", jwt(sub="1", scope="read")),
        ("JwtClaims", "eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9.x"),
    ],
)
def test_must_not_match(entity: str, text: str) -> None:
    assert values(text, entity) == []


@pytest.mark.parametrize(
    ("entity", "text", "kind"),
    [
        ("EmailAddress", "jane@example.com", EXAMPLE),
        ("EmailAddress", "jane@mail.example.org", EXAMPLE),
        ("EmailAddress", "jane@host.local", EXAMPLE),
        ("EmailAddress", "no-reply@shop.io", FUNCTIONAL),
        ("EmailAddress", "postmaster@shop.io", FUNCTIONAL),
        ("EmailAddress", "git@git.shop.io:team/app.git", FUNCTIONAL),
        ("EmailAddress", "Message-ID: <jane.1a2b@mail.io>", FUNCTIONAL),
        ("EmailAddress", "message-id=<CAFabc+xyz@mail.io>", FUNCTIONAL),
        ("EmailAddress", '"inReplyTo": "<x@mail.io>", "in_reply_to":"<y@mail.io>"', FUNCTIONAL),
        ("EmailAddress", "id=c71d72135c73@mail.io", FUNCTIONAL),
        ("EmailAddress", "5f3a9c0d-1b2e-4c3d-8e9f-0a1b2c3d4e5f@shop.io", FUNCTIONAL),
        ("EmailAddress", "abe1984@shop.io", PERSONAL),
        ("EmailAddress", "12345678901234@shop.io", PERSONAL),
        ("EmailAddress", "mail id: jane@shop.io", PERSONAL),
        ("DatabaseUrl", "postgres://app:kP7vN2xR@pg.shop.svc.cluster.local:5432/crm", PERSONAL),
        ("UrlCredentials", "https://jane:h0rse9@nexus.tools.local/x", PERSONAL),
        ("EmailAddress", "app@project.iam.gserviceaccount.com", FUNCTIONAL),
        ("EmailAddress", "notexample.com@shop.io", PERSONAL),
        ("PhoneNumber", "+1 202 555 0142", EXAMPLE),
        ("PhoneNumber", "555-555-5555", EXAMPLE),
        ("PhoneNumber", "+1 800 437 7950", FUNCTIONAL),
        ("PhoneNumber", "+44 7700 900123", EXAMPLE),
        ("CreditCard", "4111 1111 1111 1111", EXAMPLE),
        ("Iban", "DE89 3704 0044 0532 0130 00", EXAMPLE),
        ("UsSsn", "ssn: 111-22-3333", EXAMPLE),
        ("UsSsn", "078-05-1120", EXAMPLE),
        ("PersonName", 'fullName: "Max Mustermann"', EXAMPLE),
        ("PostalAddress", "address: 123 Main Street", EXAMPLE),
        ("UrlCredentials", "https://jane:h0rse9@git.example.com/x", EXAMPLE),
        ("UrlCredentials", "cvs://:pserver:anoncvs@cvs.shop.io/x", EXAMPLE),
        ("UrlCredentials", "ftp://anonymous:jane7@ftp.shop.io", EXAMPLE),
        ("UrlCredentials", "https://jane:jane2@git.shop.io", PERSONAL),
        ("DatabaseUrl", "postgres://app:app@db.shop.io/x", EXAMPLE),
        ("DatabaseUrl", "host=db user=app password=app", EXAMPLE),
        ("DatabaseUrl", "host=db password=app dbname=x user=app", EXAMPLE),
        ("DatabaseUrl", "host=db user=app password=app2", PERSONAL),
        ("JwtClaims", jwt(sub="1234567890", name="John Doe"), EXAMPLE),
    ],
)
def test_classes(entity: str, text: str, kind: FindingClass) -> None:
    assert kinds(text, entity) == {kind}


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("EmailAddress", "jane\u200b.roe@shop\u00admail.io"),
        ("EmailAddress", "j\u0430ne@shopmail.io"),
        ("EmailAddress", "ｊａｎｅ＠ｓｈｏｐｍａｉｌ．ｉｏ"),  # noqa: RUF001 - that hides it
        ("EmailAddress", "jane (at) shopmail [dot] io"),
        ("PhoneNumber", "+4\u200b9 151 2345\u00a06789"),
        ("CreditCard", "4539\u00a01488\u20090343\u20116467"),
        ("CreditCard", "0000 4539 1488 0343 6467 0000"),
        ("CreditCard", "4539\n1488\n0343\n6467"),
        ("Iban", "GB33-BUKB-2020-1555-5555-55"),
        ("UrlCredentials", "https%3A%2F%2Fjane%3Ah0rse9%40git.shop.io"),
    ],
)
def test_attempts_to_hide(entity: str, text: str) -> None:
    assert entity in {one.entity for one in DETECTOR.scan(text)}
