"""Numbers of people beyond Europe, and of their devices and papers, computed from their standards."""
# ruff: noqa: E501, RUF001 - one line for what people call a number, in their languages

import base64
import json
from collections.abc import Sequence
from random import Random

from tests.corpus import check_digits as check
from tests.corpus.identities_europe import grouped
from tests.corpus.people import day, full_name, mailbox
from tests.corpus.sample import Value, digits, letters


def us_ssn(chance: Random) -> Value:
    """United States, SSA: no area 000, 666 or 900 and above."""
    area = chance.choice([one for one in range(1, 773) if one != 666])
    number = f"{area:03d}{chance.randint(1, 99):02d}{chance.randint(1, 9999):04d}"
    if chance.random() < 0.7:
        return Value(
            "UsSsn",
            grouped(number, (3, 2, 4), "-"),
            ("ssn", "social security number", "social security", "customer ssn"),
            bare=True,
        )
    return Value(
        "UsSsn",
        chance.choice((number, grouped(number, (3, 2, 4), " "))),
        ("ssn", "social security number", "social security no"),
    )


def us_itin(chance: Random) -> Value:
    """United States, IRS: 9 in front, groups that are issued."""
    group = chance.choice([*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)])
    number = f"9{digits(chance, 2)}{group}{digits(chance, 4)}"
    return Value(
        "UsItin",
        chance.choice((number, grouped(number, (3, 2, 4), "-"))),
        ("itin", "individual taxpayer identification number", "us itin"),
    )


def us_passport(chance: Random) -> Value:
    """Passports, ICAO 9303: nothing proves the number; only what it is called."""
    text = chance.choice(
        (
            digits(chance, 9),
            letters(chance, 1) + digits(chance, 8),
            "C" + letters(chance, 2, "CFGHJK") + digits(chance, 6),
        )
    )
    return Value(
        "Passport",
        text,
        (
            "passport number",
            "passport no",
            "passnummer",
            "reisepass nummer",
            "numéro de passeport",
            "numero de pasaporte",
        ),
        also=("UsPassport",),
    )


def driving_licence(chance: Random) -> Value:
    """Driving licences: no check digit in most countries; only what they are called."""
    text = chance.choice(
        (
            letters(chance, 1) + digits(chance, 7),
            letters(chance, 1) + digits(chance, 12),
            letters(chance, 2) + digits(chance, 6),
        )
    )
    return Value(
        "DriverLicense",
        text,
        (
            "driver license number",
            "driving licence number",
            "drivers license number",
            "führerscheinnummer",
            "permis de conduire",
        ),
    )


def br_cpf(chance: Random) -> Value:
    """Brazil, Receita Federal: two digits mod 11."""
    body = digits(chance, 9)
    for start in (10, 11):
        body += str(check.weighted(body, range(start, 1, -1)) * 10 % 11 % 10)
    text = chance.choice(
        (
            body,
            f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}",
            f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}",
        )
    )
    return Value("BrCpf", text, ("cpf", "cpf do cliente", "numero do cpf", "customer cpf"), bare="." in text)


def mx_curp(chance: Random) -> Value:
    """Mexico, RENAPO: names, birth, sex, state, consonants, two check signs."""
    born = day(chance, 1950, 1999)
    code = (
        letters(chance, 1, "BCDFGHJLMNPRSTV") + chance.choice("AEIOU") + letters(chance, 2, "BCDFGHJLMNPRSTV")
    )
    code += (
        f"{born:%y%m%d}{chance.choice('HM')}{chance.choice(('DF', 'JC', 'NL', 'PL', 'VZ', 'OC', 'MC', 'GT'))}"
    )
    code += letters(chance, 3, "BCDFGHJLMNPRSTVZ") + chance.choice("0123456789")
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    total = sum(alphabet.index(sign) * weight for sign, weight in zip(code, range(18, 1, -1), strict=True))
    return Value(
        "MxCurp",
        code + str(-total % 10),
        ("curp", "clave unica de registro de poblacion", "clave curp"),
        bare=True,
    )


def in_aadhaar(chance: Random) -> Value:
    """India, UIDAI: twelve digits, Verhoeff."""
    body = chance.choice("23456789") + digits(chance, 10)
    number = body + check.verhoeff_digit(body)
    text = chance.choice((number, grouped(number, (4, 4, 4), " "), grouped(number, (4, 4, 4), "-")))
    return Value("InAadhaar", text, ("aadhaar", "aadhaar number", "aadhar no", "uidai", "आधार"))


def in_pan(chance: Random) -> Value:
    """India, Income Tax Rules 114: five letters of which the fourth is P for people, four digits, a letter."""
    return Value(
        "InPan",
        letters(chance, 3) + "P" + letters(chance, 1) + digits(chance, 4) + letters(chance, 1),
        ("pan number", "pan card", "permanent account number", "income tax pan"),
    )


def cn_resident_id(chance: Random) -> Value:
    """China, GB 11643-1999: region, birth, order, ISO/IEC 7064 MOD 11-2."""
    region = chance.choice(("110101", "310104", "440305", "330106", "510107", "420106", "320102"))
    body = f"{region}{day(chance, 1950, 2003):%Y%m%d}{digits(chance, 3)}"
    return Value(
        "CnResidentId",
        body + check.iso_7064_mod_11_2(body),
        ("身份证号", "身份证", "shenfenzheng", "resident identity card", "chinese id number"),
        bare=True,
    )


def jp_my_number(chance: Random) -> Value:
    """Japan, Cabinet Order 155 of 2014: twelve digits, mod 11."""
    body = digits(chance, 11)
    rest = check.weighted(body, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    number = body + str(0 if rest <= 1 else 11 - rest)
    text = chance.choice((number, grouped(number, (4, 4, 4), " "), grouped(number, (4, 4, 4), "-")))
    return Value("JpMyNumber", text, ("my number", "マイナンバー", "個人番号", "kojin bango"))


def kr_rrn(chance: Random) -> Value:
    """Korea, Resident Registration Act: birth, sex and century, place, mod 11."""
    born = day(chance, 1950, 2003)
    body = f"{born:%y%m%d}{chance.choice('34' if born.year >= 2000 else '12')}{chance.randint(0, 95):02d}{digits(chance, 3)}"
    last = (11 - check.weighted(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    number = f"{body}{last}"
    return Value(
        "KrRrn",
        chance.choice((number, f"{number[:6]}-{number[6:]}")),
        ("주민등록번호", "rrn", "resident registration number", "jumin"),
    )


def au_tfn(chance: Random) -> Value:
    """Australia, ATO: nine digits whose weighted sum divides by eleven."""
    while True:
        number = chance.choice("12345678") + digits(chance, 8)
        if check.weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return Value(
                "AuTfn",
                chance.choice((number, grouped(number, (3, 3, 3), " "))),
                ("tfn", "tax file number", "australian tax file number"),
            )


def au_medicare(chance: Random) -> Value:
    """Australia, Services Australia: ten digits, the ninth is the check digit."""
    body = chance.choice("23456") + digits(chance, 7)
    number = body + str(check.weighted(body, (1, 3, 7, 9, 1, 3, 7, 9)) % 10) + chance.choice("123")
    return Value(
        "AuMedicare",
        chance.choice((number, grouped(number, (4, 5, 1), " "))),
        ("medicare number", "medicare card", "medicare no"),
    )


def ca_sin(chance: Random) -> Value:
    """Canada, Service Canada: nine digits, Luhn."""
    body = chance.choice("1234567") + digits(chance, 7)
    number = body + check.luhn_digit(body)
    text = chance.choice((number, grouped(number, (3, 3, 3), "-"), grouped(number, (3, 3, 3), " ")))
    return Value(
        "CaSin", text, ("social insurance number", "sin number", "numéro d'assurance sociale", "canadian sin")
    )


def za_id(chance: Random) -> Value:
    """South Africa, Home Affairs: birth, order, citizenship, Luhn."""
    body = f"{day(chance):%y%m%d}{digits(chance, 4)}{chance.choice('01')}8"
    return Value(
        "ZaId",
        body + check.luhn_digit(body),
        ("south african id", "rsa id number", "sa id number", "south african id number"),
    )


def sg_nric(chance: Random) -> Value:
    """Singapore, ICA: a letter of the kind, seven digits, a check letter."""
    kind, body = chance.choice("STFG"), digits(chance, 7)
    total = check.weighted(body, (2, 7, 6, 5, 4, 3, 2)) + (4 if kind in "TG" else 0)
    table = "JZIHGFEDCBA" if kind in "ST" else "XWUTRQPNMLK"
    return Value(
        "SgNric", kind + body + table[total % 11], ("nric", "nric number", "nric fin", "singapore nric")
    )


def tr_id(chance: Random) -> Value:
    """Türkiye, NVI: eleven digits, two of them check digits."""
    body = chance.choice("123456789") + digits(chance, 8)
    odd, even = sum(map(int, body[::2])), sum(map(int, body[1::2]))
    tenth = (odd * 7 - even) % 10
    return Value(
        "TrTckn",
        f"{body}{tenth}{(odd + even + tenth) % 10}",
        ("tc kimlik no", "t.c. kimlik", "kimlik numarası", "turkish identity number"),
    )


def imei(chance: Random) -> Value:
    """Devices, 3GPP TS 23.003: fifteen digits, Luhn."""
    body = "35" + digits(chance, 12)
    number = body + check.luhn_digit(body)
    return Value(
        "Imei",
        chance.choice((number, f"{number[:2]}-{number[2:8]}-{number[8:14]}-{number[14:]}")),
        ("imei", "device imei", "imei number"),
    )


def _with_password(chance: Random, places: Sequence[tuple[str, str]]) -> str:
    scheme, host = chance.choice(places)
    secret = (
        letters(chance, 5, "abcdefghkmnpqrstuvwxyz") + digits(chance, 3) + letters(chance, 4, "ABCDEFGHKMNP")
    )
    return f"{scheme}://{mailbox(chance).split('@')[0].split('+')[0]}:{secret}@{host}"


def url_credentials(chance: Random) -> Value:
    """User and password in a URL (RFC 3986 section 3.2.1)."""
    text = _with_password(
        chance,
        (("https", "api.bluefern.dev"), ("ftp", "files.parcelhop.net"), ("https", "git.bluefern.dev/acme")),
    )
    return Value(
        "UrlCredentials", text, ("url", "endpoint", "upstream", "remote"), bare=True, also=("DatabaseUrl",)
    )


def database_url(chance: Random) -> Value:
    """The same in the address of a database or a queue."""
    text = _with_password(
        chance,
        (
            ("postgresql", "db-0.shop.svc"),
            ("mongodb", "mongo.shop.svc"),
            ("amqp", "rabbit.shop.svc"),
            ("redis", "cache.shop.svc"),
            ("mysql", "mysql.shop.svc:3306/crm"),
        ),
    )
    return Value(
        "DatabaseUrl",
        text,
        ("database url", "dsn", "connection", "broker url"),
        bare=True,
        also=("UrlCredentials",),
    )


def jwt_claims(chance: Random) -> Value:
    """A JSON Web Token (RFC 7519) that says who somebody is."""
    claims = {
        "sub": digits(chance, 8),
        "email": mailbox(chance),
        "name": full_name(chance),
        "iat": 1730000000 + chance.randrange(10**7),
    }
    parts = [
        json.dumps({"alg": "HS256", "typ": "JWT"}).encode(),
        json.dumps(claims).encode(),
        chance.randbytes(32),
    ]
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    return Value(
        "JwtClaims",
        token,
        ("token", "id token", "jwt", "authorization", "session"),
        bare=True,
        also=("EmailAddress", "PersonName"),
    )


WORLD = (
    us_ssn, us_itin, us_passport, driving_licence, br_cpf, mx_curp, in_aadhaar, in_pan, cn_resident_id, jp_my_number,
    kr_rrn, au_tfn, au_medicare, ca_sin, za_id, sg_nric, tr_id, imei, url_credentials, database_url, jwt_claims,
)  # fmt: skip
