"""Text that is made to cost: for patterns, for proofs, for decoders, and for whoever leads back to places."""

# ruff: noqa: E501 - a table
import base64
import gzip
import json
import zlib
from collections.abc import Mapping

from tests.corpus.sample import seeded
from tests.unit.detection.values import CARD, EMAIL, IBAN, PHONE, SSN

_PACKED = base64.b64encode(gzip.compress(b"a@b " * 4096)).decode()
_DEFLATED = base64.b64encode(zlib.compress(b"a@b " * 4096)).decode()


def mails(count: int) -> str:
    """Give mailboxes that do not pack well, as they are all different."""
    chance = seeded("mails")

    def word() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6))

    return " ".join(f"{word()}@{word()}.io" for _ in range(count))


_MAILS = base64.b64encode(gzip.compress(mails(9000).encode(), mtime=0)).decode()
_BOMB = base64.b64encode(gzip.compress(b"0" * (4 << 20))).decode()

UNITS: Mapping[str, str] = {
    "a.": "a.", "a@": "a@", "a.a@": "a.a@", "@": "@", "a newline @": "a\n@", "1.": "1.", "1-": "1-",
    "1 1": "1 ", "1_1": "1_1_", "1/1": "1/1/", "1-1-1-": "1-1-1-", "+1": "+1", "+49 ": "+49 ", "digits": "1",
    "1a": "1a", "column": "1\n", "column of fours": "4539\n", "card heads": "4539 ", "cards": f"{CARD} ",
    "cards in one word": CARD, "wide cards": "".join(chr(ord(one) + 0xFEE0) for one in CARD) + " ",
    "ssn 1": "ssn 1 ", "ssn": f"ssn: {SSN} ", "IBAN heads": "GB33", "DE00": "DE0012345678901234567890 ",
    "IBANs": f"{IBAN} ", "capitals": "A", "small letters": "a", "base64 alphabet": "QUJD",
    "base64 words": "QUJDREVGR0hJSktM ", "base64 of digits": "MTIzNDU2Nzg5MDEy ", "JWT heads": "eyJ",
    "half JWTs": "eyJhbGciOiJI.", "JWTs": "eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9.",
    "wrapped base64": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n",
    "hex": "6a61", "hex words": "6a616e6540616263646566 ", "gzip": f"{_PACKED} ", "bombs": f"{_BOMB} ",
    "gzip of different mails": f"{_MAILS} ", "gzip heads": "H4sI", "zlib": f"{_DEFLATED} ", "zlib heads": "eJwAAAAAAAAAAAAA ",
    "UTF-16": "agBhAG4AZQBAAHMAaABvAHAALgBpAG8AIAAg", "UTF-16 words": "agBhAG4AZQBAAHMAaABvAHAALgBpAG8A ",
    "percent": "%31", "percent of percent": "%2525", "percent mails": "jane%40shop.io\n",
    "percent mails apart": "a=jane%40shop.io\nb\n", "escapes": "\\u0031", "escape n": "\\n1",
    "escaped mails": "jane\\u0040shop.io\n", "quoted-printable": "=31", "quoted-printable names": "id=31=2D1 ",
    "soft breaks": "=\n",
    "HTML": "&#49;", "half HTML": "&#4", "HTML mails": "jane&#64;shop.io\n", "(at)": "(at)",
    "a (at) b": "a (at) b ", "at dot": "a at b dot c ", "1 - ": "1 - ", "equals": "=", "quotes": '"',
    "objects": '{"a":', "braces": "{", "names": "First Name: ", "firstName=": "firstName=",
    "firstName=Jane": "firstName=Jane ", "titles": "Mr. Jones ",
    "any names": "name: Jane Roe ", "names in objects": '{"customer":{"name":"Jane Roe",',
    "names before mailboxes": "Jane Roe <jane@", "halves": '"family":"Roe","given":["Ann","',
    "introductions": "my name is Jane ", "patients": "PID|1||Roe^", "pairs of names": '["first_name", "Jane"],',
    "query": "&name=Jane+%C3%A9", "escaped names": '"last_name":"\\u00e9', "utr": "utr ", "phone": "phone ",
    "cc number": "cc number ", "phone 1": "tel 1 ", "phones": f"{PHONE} ", "home phones": "tel: 030 1234567 ",
    "pairs": "name: x\nvalue: y\n", "headers": "ssn,a\n", "open blocks": "ssn:\n", "open lists": '"ssn": [\n1,\n', "frames": "|ssn|a|\n",
    "columns of INSERT": "INSERT (ssn) VALUES (1)\n", "open rows": "(ssn) values (", "COPY": "(ssn) FROM stdin;\n",
    "values before names": "value: x\nname: ssn\n", "groups": "ssn 1 1 1 1 1 ", "long keys": "ssn_a",
    "columns of JSON": '["ssn"],"a":[[',  "one column": "ssn\n123456789\n", "rows": "ssn,a\n1,2\n3\n", "names of columns": "ssn,",
    "quoted columns": 'ssn,a\n"1,"\n',  "Secrets": "kind: Secret\n", "Secret entries": "kind: Secret\n  a: YWJj\n",
    "streets": "12 High Street ", "straßen": "Hauptstrasse 12 ", "words": "Abc ", "URLs": "a://b:c@",
    "://a:b@": "://a:b@", "keywords": "host=a password=", "surrogates": "\ud800", "zero-width": "1\u200b",
    "marks": "a\u0301", "lookalikes": "a\u0430 ", "wide digits": "\uff11", "long foldings": "\ufdfa",
    "lookalike mails": "j\u0430ne@shop.io ", "mails": f"{EMAIL} ", "mails in quotes": '"a"@b.io ',
    "mails between accents": f"ü {EMAIL}\n", "blanks": " ", "lines": "\n", "nuls": "\0", "dates": "1990-01-01 ",
    "born": "dob 1990-01-01 ", "addresses of memory": "0x1f", "UUIDs": "123e4567-e89b-42d3-a456-426614174000 ",
}  # fmt: skip


def hostile(name: str, size: int) -> str:
    """Give one of the strings, of that many characters."""
    unit = UNITS[name]
    return (unit * (size // len(unit) + 1))[:size]


def wrapped(size: int) -> Mapping[str, str]:
    """Give strings in which one encoding stands inside another."""
    mails = EMAIL + " "
    deep = base64.b64encode(base64.b64encode(_times(mails, size // 2).encode())).decode()
    return {
        "base64 in base64": deep[:size],
        "one word of base64": base64.b64encode(_times(mails, size * 3 // 4).encode()).decode()[:size],
        "base64 of accents": base64.b64encode(_times("é " + mails, size * 5 // 8).encode()).decode()[:size],
        "hex": _times(mails, size // 2).encode().hex(),
        "gzip of mails": base64.b64encode(gzip.compress(_times(mails, size).encode())).decode(),
        "JSON in JSON": json.dumps(json.dumps(_times('{"a":"b"}', size // 4)))[:size],
        "percent in percent": _times("jane%252540shop.io ", size),
        "one long mailbox": "a" * (size - 5) + "@b.io",
        "entries of one Secret": ("kind: Secret\ndata:\n" + _times("  a: YWJj\n", size))[:size],
    }


def _times(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]
