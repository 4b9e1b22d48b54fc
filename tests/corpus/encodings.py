"""Personal data behind encodings: one layer, and two."""
# ruff: noqa: E501, Q003 - text in quotes in text

import base64
import gzip
import html
import json
import quopri
import zlib
from collections.abc import Callable, Iterator, Mapping
from random import Random
from urllib.parse import quote

from tests.corpus import contacts, naming, noise, payments, people
from tests.corpus.identities_europe import fi_hetu, it_fiscal_code
from tests.corpus.identities_world import br_cpf, us_ssn
from tests.corpus.sample import Marks, Sample, Value, seeded

Encode = Callable[[str], str]


def _percent_all(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _unicode_escapes(text: str) -> str:
    return "".join(one if one.isalnum() and one.isascii() else f"\\u{ord(one):04x}" for one in text)


def _quoted_printable(text: str) -> str:
    return (
        quopri.encodestring(text.encode(), quotetabs=False)
        .decode()
        .replace("@", "=40")
        .replace("-", "=2D")
        .replace(" ", "=20")
    )


def _entities(text: str) -> str:
    return html.escape(text).replace("@", "&#64;").replace("-", "&#45;").replace(" ", "&nbsp;")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


ENCODINGS: Mapping[str, Encode] = {
    "base64": lambda text: _base64(text.encode()),
    "base64, unpadded": lambda text: _base64(text.encode()).rstrip("="),
    "base64, URL-safe": lambda text: base64.urlsafe_b64encode(f"{text}?>~ü?>~".encode()).decode(),
    "base64 of a sentence": lambda text: _base64(f"please write to {text} about the order\n".encode()),
    "hex": lambda text: text.encode().hex(),
    "hex, upper case": lambda text: text.encode().hex().upper(),
    "hex, bytes and blanks": lambda text: text.encode().hex(" "),
    "bytes as a list of numbers": lambda text: f"[{', '.join(map(str, text.encode()))}]",
    "gzip in hex": lambda text: gzip.compress(f"value={text}\n".encode(), mtime=0).hex(),
    "percent": lambda text: quote(text, safe=""),
    "percent, every character": _percent_all,
    "\\uXXXX": _unicode_escapes,
    "\\uXXXX, every character": lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
    "\\u{…}, every character": lambda text: "".join(f"\\u{{{ord(one):x}}}" for one in text),
    "octal, every character": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "quoted-printable": _quoted_printable,
    "HTML entities": _entities,
    "HTML entities, every character": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "HTML entities, hexadecimal": lambda text: "".join(f"&#x{ord(one):x};" for one in text),
    "gzip in base64": lambda text: _base64(gzip.compress(f"value={text}\n".encode(), mtime=0)),
    "zlib in base64": lambda text: _base64(zlib.compress(f"value={text}\n".encode())),
    "UTF-16 in base64": lambda text: _base64(text.encode("utf-16-le")),
}
"""What is done to a value alone; each is counted as one layer, also what is compressed in base64."""

TWICE: Mapping[str, Encode] = {
    "base64 twice": lambda text: _base64(_base64(text.encode()).encode()),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "percent in base64": lambda text: _base64(quote(text, safe="").encode()),
    "base64 in percent": lambda text: quote(_base64(f"{text}?".encode()), safe=""),
    "\\uXXXX in base64": lambda text: _base64(_unicode_escapes(text).encode()),
    "hex in base64": lambda text: _base64(text.encode().hex().encode()),
}

_MADE = (people.email, payments.card, payments.iban, us_ssn, it_fiscal_code, fi_hetu, br_cpf)


def values(chance: Random) -> Iterator[Value]:
    """Draw one value of each entity that encodings are tried on; all are known without a name."""
    for draw in _MADE:
        while not (value := draw(chance)).bare:
            pass
        yield value
    yield Value("PhoneNumber", contacts.international(chance), ("phone",), bare=True)


def cases(seed: object, rounds: int = 3) -> Iterator[tuple[str, Sample]]:
    """Make every encoding of every entity, in its surroundings: what it is called, the text."""
    chance = seeded(f"encodings {seed}")
    for _ in range(rounds):
        for name, encode in ENCODINGS.items():
            for value in values(chance):
                yield name, _framed(chance, value, encode(value.text), name)
        for value in values(chance):
            yield from _containers(chance, value)


def double_cases(seed: object) -> Iterator[tuple[str, Sample]]:
    """Make the same behind two layers."""
    chance = seeded(f"two layers {seed}")
    for name, encode in TWICE.items():
        for value in values(chance):
            yield name, _framed(chance, value, encode(value.text), name)


def _framed(chance: Random, value: Value, text: str, layer: str) -> Sample:
    marks = Marks()
    shown = marks.mark(text, (value.entity,), (layer,))
    name = naming.key(chance, value)
    frame = chance.choice((
        f'{{"ts":{noise.epoch(chance)},"payload":"{shown}","id":{noise.number(chance)}}}', f"apiVersion: v1\nkind: Secret\ndata:\n  {name}: {shown}\n",
        f"- name: PAYLOAD\n  value: \"{shown}\"\n", f"msg=\"received\" body={shown} status=200", f"GET /cb?state={shown} HTTP/1.1",
        f"--token={shown}", f"{shown}",
    ))  # fmt: skip
    return marks.finish(frame, layer)


def _containers(chance: Random, value: Value) -> Iterator[tuple[str, Sample]]:
    record = json.dumps(
        {"id": noise.number(chance), naming.camel(chance, value): value.text, "tier": "gold"},
        ensure_ascii=True,
    )
    for name, text in (
        ("JSON in base64", _base64(record.encode())),
        ("JSON in gzip in base64", _base64(gzip.compress(record.encode(), mtime=0))),
        ("YAML in base64", _base64(f"owner:\n  {naming.snake(chance, value)}: '{value.text}'\n".encode())),
    ):
        marks = Marks()
        shown = marks.mark(text, (value.entity,), (name,))
        yield (
            name,
            marks.finish(f"apiVersion: v1\nkind: ConfigMap\nbinaryData:\n  record.bin: {shown}\n", name),
        )
    for name, text in (
        ("JSON in a string", f'{{"level":"info","payload":{json.dumps(record)}}}'),
        (
            "YAML in a string",
            f'{{"config":{json.dumps(f"owner:{chr(10)}  {naming.snake(chance, value)}: {value.text}{chr(10)}")}}}',
        ),
    ):
        at = text.index(value.text)
        marks = Marks()
        shown = marks.mark(value.text, (value.entity,), (name,))
        yield name, marks.finish(text[:at] + shown + text[at + len(value.text) :], name)
