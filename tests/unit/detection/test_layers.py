"""Encodings: each by itself, two at once, how deep, how much, and the way back to where the value stands."""

import base64
import gzip
import json
import quopri
import zlib
from collections.abc import Callable, Sequence
from urllib.parse import quote

import pytest

from privet.detection import (
    DEFAULT_ENTITIES,
    Budget,
    Detector,
    DetectorSpec,
    Finding,
    FindingClass,
    TooMuchTextError,
)
from privet.detection.layers import LAYERS, decoded_text
from privet.detection.layers.decoded import CharacterPlaces
from privet.detection.layers.words import MAX_INFLATED
from tests.unit.detection.values import BY_ENTITY, CARD, EMAIL

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def percent(text: str) -> str:
    return quote(text, safe="")


def every_percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" for one in text)


def hexadecimal(text: str) -> str:
    return text.encode().hex()


def references(text: str) -> str:
    return "".join(f"&#{ord(one)};" for one in text)


def quoted_printable(text: str) -> str:
    return quopri.encodestring(text.replace("@", "=40").encode()).decode().replace("=3D40", "=40")


def zipped(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def deflated(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode()


def wide(text: str, encoding: str) -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def listed(text: str, number: str, between: str) -> str:
    return between.join(number.format(byte) for byte in text.encode())


def octal(text: str, before: str = "\\") -> str:
    return "".join(f"{before}{byte:03o}" for byte in text.encode())


ENCODINGS: dict[str, tuple[Callable[[str], str], str]] = {
    "base64": (b64, "base64"),
    "base64 without padding": (lambda text: b64(text).rstrip("="), "base64"),
    "url-safe base64": (lambda text: base64.urlsafe_b64encode(text.encode()).decode(), "base64"),
    "hex": (hexadecimal, "hex"),
    "hex in capitals": (lambda text: hexadecimal(text).upper(), "hex"),
    "every byte in percent": (every_percent, "percent"),
    "escapes": (escaped, "escapes"),
    "bytes in escapes": (lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()), "escapes"),
    "characters in braces": (lambda text: "".join(f"\\u{{{ord(one):x}}}" for one in text), "escapes"),
    "characters in eight digits": (lambda text: "".join(f"\\U{ord(one):08x}" for one in text), "escapes"),
    "characters in percent": (lambda text: "".join(f"%u{ord(one):04X}" for one in text), "percent"),
    "bytes and blanks": (lambda text: listed(text, "{:02X}", " "), "bytes"),
    "bytes behind 0x": (lambda text: listed(text, "0x{:02x}", ", "), "bytes"),
    "numbers": (lambda text: f"[{listed(text, '{}', ' ')}]", "bytes"),
    "numbers and commas": (lambda text: f"[{listed(text, '{}', ',')}]", "bytes"),
    "octal digits": (octal, "escapes"),
    "octal digits for echo": (lambda text: octal(text, "\\0"), "escapes"),
    "HTML": (references, "html"),
    "gzip": (zipped, "gzip"),
    "zlib": (deflated, "zlib"),
    "zlib, url-safe": (lambda text: deflated(text).replace("+", "-").replace("/", "_"), "zlib"),
    "UTF-16": (lambda text: wide(text, "utf-16-le"), "base64"),
    "UTF-16, the other byte first": (lambda text: wide(text, "utf-16-be"), "base64"),
    "UTF-16 with a mark": (lambda text: wide(text, "utf-16"), "base64"),
}


def only(text: str, entity: str) -> Finding:
    (finding,) = [one for one in DETECTOR.scan(text) if one.entity == entity]
    return finding


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_one_layer_hides_nothing_and_is_named(name: str, entity: str) -> None:
    encode, layer = ENCODINGS[name]
    finding = only(f"note: {encode(f'{entity} is {BY_ENTITY[entity]} here')} end", entity)

    assert finding.layers == (layer,)


@pytest.mark.parametrize(
    "name",
    [
        "every byte in percent",
        "escapes",
        "bytes in escapes",
        "octal digits",
        "HTML",
        "hex",
        "characters in braces",
    ],
)
def test_the_place_is_that_of_the_encoded_value(name: str) -> None:
    encode, _ = ENCODINGS[name]
    text = f"é: {encode(f'to {EMAIL} now')}, ü"
    finding = only(text, "EmailAddress")

    assert text[finding.start : finding.end] == encode(EMAIL)


def test_the_place_in_base64_is_that_of_the_groups_that_hold_the_value() -> None:
    text = f"ä: {b64(f'to {EMAIL} now')}!"
    finding = only(text, "EmailAddress")
    decoded = base64.b64decode(text[finding.start : finding.end]).decode()

    assert EMAIL in decoded
    assert len(decoded) <= len(EMAIL) + 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "x", "to ", "für 😀 und ", "naïve " * 9])
def test_the_place_in_utf_16_is_that_of_the_groups_that_hold_the_value(before: str, encoding: str) -> None:
    text = f"powershell -EncodedCommand {wide(f'{before}{EMAIL} now', encoding)}"
    finding = only(text, "EmailAddress")
    decoded = base64.b64decode(text[finding.start : finding.end])

    assert EMAIL.encode(encoding) in decoded
    assert len(decoded) <= 2 * len(EMAIL) + 4


@pytest.mark.parametrize("level", [0, 1, 5, 6, 9])
def test_zlib_is_known_at_each_level(level: int) -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(f'{{"user": "{EMAIL}"}}'.encode(), level)).decode()

    assert only(f"session=.{packed.rstrip('=')}.sig", "EmailAddress").layers == ("zlib",)


def test_the_place_behind_characters_of_several_bytes_is_exact() -> None:
    text = "%C3%A9%E2%82%AC " * 50 + "jane%40shop.io" + " %C3%A9"
    finding = only(text, "EmailAddress")

    assert text[finding.start : finding.end] == "jane%40shop.io"


@pytest.mark.parametrize(
    ("text", "written", "entity"),
    [
        pytest.param(
            "GET /cb?state={} HTTP/1.1", "4539=201488=200343=206467", "CreditCard", id="a parameter"
        ),
        pytest.param("note: ssn=3D{}", "536904399", "UsSsn", id="a sign alone"),
        pytest.param("ssn:=20{}", "536904399", "UsSsn", id="a blank alone"),
        pytest.param("--token={}", "536=2D90=2D4399", "UsSsn", id="a flag"),
        pytest.param("{}", "536=2D90=2D4399", "UsSsn", id="a whole text"),
        pytest.param("card=20{} status=200", "4539=201488=200343=206467", "CreditCard", id="behind a word"),
        pytest.param("body={} x=1", "+32=20(496)=20609813", "PhoneNumber", id="in brackets"),
        pytest.param("mail jane=40shop.io,to={}", "max=40shop=2Eio", "EmailAddress", id="a mailbox"),
    ],
)
def test_an_equals_sign_may_end_a_name_or_begin_a_sign(text: str, written: str, entity: str) -> None:
    whole = text.format(written)
    found = [one for one in DETECTOR.scan(whole) if one.entity == entity]

    assert found[-1].layers == ("quoted-printable",)
    assert whole[found[-1].start : found[-1].end] == written


@pytest.mark.parametrize("end", ["=\n", "=\r\n"])
@pytest.mark.parametrize("name", ["", "BODY"])
def test_a_mailbox_goes_on_behind_the_end_of_a_line_in_quoted_printable(end: str, name: str) -> None:
    before = "Dear all,\n\nplease write to the office before the end of the month: "
    text = f"{before}jane.roe@shop{end}mail.io or call us, as ever and ever and ever and ev{end}er after"

    findings = DETECTOR.scan(text, name)
    assert [text[one.start : one.end] for one in findings] == [f"jane.roe@shop{end}mail.io"]
    assert findings[0].layers == ("quoted-printable",)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("PASSWORD=\n5369043990=\nx",), id="names without values"),
        pytest.param((f"{'x' * 70} 536904=", "399 is no ssn"), id="two texts"),
        pytest.param((f"line\n{'x' * 70} ssn 536904=\n399",), id="a line that is too long"),
    ],
)
def test_what_only_looks_broken_is_not_joined(texts: Sequence[str]) -> None:
    assert DETECTOR.scan_fields(texts) == []


@pytest.mark.parametrize("outer", ["base64", "url-safe base64", "every byte in percent", "gzip", "hex"])
@pytest.mark.parametrize("inner", ["base64", "escapes", "HTML", "hex", "gzip"])
def test_two_layers_hide_nothing(outer: str, inner: str) -> None:
    encode_inner, layer_inner = ENCODINGS[inner]
    encode_outer, layer_outer = ENCODINGS[outer]
    finding = only(encode_outer(f"note: {encode_inner(f'to {EMAIL} now')}."), "EmailAddress")

    assert finding.layers == (layer_outer, layer_inner)


@pytest.mark.parametrize("name", sorted(ENCODINGS))
@pytest.mark.parametrize("inner", ["", "base64", "escapes", "gzip"])
@pytest.mark.parametrize(
    "written", [f'{{"card": "{CARD}", "mail": "{EMAIL}"}}', f"mail {EMAIL},{CARD}", f"card {CARD}:{EMAIL};"]
)
def test_what_stands_together_behind_layers_is_all_found(name: str, inner: str, written: str) -> None:
    # The place of both may be the same, since some layers lead back to a whole word only.
    encode = ENCODINGS[name][0]
    text = encode(ENCODINGS[inner][0](written) if inner else written)

    assert {one.entity for one in DETECTOR.scan(f"note: {text}")} == {"CreditCard", "EmailAddress"}


@pytest.mark.parametrize("name", sorted(ENCODINGS))
@pytest.mark.parametrize(
    "written", ["a@example.com {}", "{},a@example.com", "noreply@shop.io,{}", "'{}':<a@example.org>"]
)
def test_a_harmless_value_hides_none_beside_it(name: str, written: str) -> None:
    (finding,) = DETECTOR.scan(f"note: {ENCODINGS[name][0](written.format(EMAIL))}")

    assert (finding.entity, finding.kind) == ("EmailAddress", FindingClass.PERSONAL)


@pytest.mark.parametrize("width", [64, 76])
@pytest.mark.parametrize("indent", ["", "    "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_base64_over_several_lines_is_read_whole(width: int, indent: str, end: str) -> None:
    word = b64("x" * 200 + f" {EMAIL} " + "y" * 90)
    lines = [word[first : first + width] for first in range(0, len(word), width)]
    text = f"data: |{end}" + "".join(f"{indent}{line}{end}" for line in lines) + f"next: 1{end}"

    assert only(text, "EmailAddress").layers == ("base64",)


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\ndata:\n  a: {}\n",
        "apiVersion: v1\ndata:\n  a: {}\n  b: eA==\nkind: Secret\n",
        '{{"apiVersion":"v1","kind":"Secret","data":{{"a":"{}"}}}}',
        '{{"kind": "Secret", "data": {{"x": "eA==", "a": "{}"}}}}',
        "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  a: '{}'\n",
    ],
)
def test_the_data_of_a_secret_is_base64_however_short(text: str) -> None:
    assert only(text.format(b64("a@b.io")), "EmailAddress").layers == ("base64",)


def test_the_key_of_an_entry_is_context_behind_base64() -> None:
    text = f"kind: Secret\ndata:\n  SSN: {b64('536904399')}\n"

    assert only(text, "UsSsn").layers == ("base64",)


def test_hex_holds_letters_of_any_script() -> None:
    finding = only(f"payload: {hexadecimal('ИНН: 772914177706, Иван')}", "RuInn")

    assert finding.layers == ("hex",)


def test_gzip_is_known_in_hex_as_well() -> None:
    packed = gzip.compress(f"to {EMAIL} now".encode(), mtime=0).hex()

    assert only(f"body={packed}", "EmailAddress").layers == ("gzip",)


def test_lists_of_bytes_hold_letters_of_any_script() -> None:
    numbers = listed("ИНН: 772914177706, Иван", "{}", ", ")

    assert only(f"String.fromCharCode({numbers})", "RuInn").layers == ("bytes",)


def test_numbers_that_are_no_text_are_none() -> None:
    assert DETECTOR.scan(f"[{', '.join(['300'] * 40)}] {listed('Z' * 5, '{:02x}', ':')}") == ()


def test_nothing_spans_two_texts() -> None:
    assert DETECTOR.scan_fields(["4539", "1488", "0343", "6467"]) == []
    half = b64(f"to {EMAIL} now")[:20]
    assert DETECTOR.scan_fields([half, "x", "jane@", "shop.io"]) == []


def test_a_name_on_its_own_line_is_context() -> None:
    assert only('env:\n- name: CUSTOMER_SSN\n  value: "536904399"\n', "UsSsn").named
    assert DETECTOR.scan('env:\n- name: BUILD\n  value: "536904399"\n') == ()


def test_four_layers_are_looked_behind_and_more_are_too_much() -> None:
    text = f"to {EMAIL} now, and not later"
    for _ in range(3):
        text = b64(text)

    assert only(text, "EmailAddress").layers == ("base64",) * 3
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(b64(b64(text)))


def test_what_unfolds_beyond_the_bound_is_too_much_and_never_clean() -> None:
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(zipped("0" * (MAX_INFLATED + 1) + EMAIL))
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(" ".join([zipped("0" * MAX_INFLATED)] * 8))
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(b64("x" * 100 + EMAIL), budget=Budget(decoded=50))


@pytest.mark.parametrize(
    "word",
    [
        zipped(EMAIL)[:-8],
        zipped("x" * 3000 + EMAIL)[:20] + "!!!",
        b64(EMAIL)[:-1],
        "H4sIAAAAAAAAAAAAAAAA",
        "QUJD" * 3 + "=",
    ],
)
def test_an_encoded_word_that_breaks_off_is_no_error(word: str) -> None:
    DETECTOR.scan(word)


def test_digests_and_keys_are_no_text() -> None:
    digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    assert DETECTOR.scan(f"image: registry.io/app@{digest}") == ()


def test_a_layer_decodes_only_what_its_gate_lets_through() -> None:
    for layer in LAYERS:
        assert list(layer.decode(b"plain text, and nothing else: 1", Budget())) == []


def test_json_in_strings_is_read() -> None:
    text = json.dumps({"a": json.dumps({"mail": "jané@shop.io"})})

    assert "EmailAddress" in {one.entity for one in DETECTOR.scan(text)}


def test_nothing_decoded_shows_its_text() -> None:
    data = b64(f"to {EMAIL} now").encode()
    for layer in LAYERS:
        for one in layer.decode(data, Budget()):
            assert EMAIL not in repr(one)
            assert repr(layer)


def test_characters_lead_to_bytes() -> None:
    text = "aé€😀" * 300 + "\udcff"
    places = CharacterPlaces(text)

    for character in (0, 1, 5, 255, 256, 257, 1024, len(text)):
        assert places.place(character) == len(text[:character].encode("utf-8", "surrogateescape"))


def test_what_is_base64_by_its_place_is_decoded_as_far_as_it_is_text() -> None:
    assert decoded_text(b64("jané")) == "jané"
    assert decoded_text("/w==") == "\ufffd"
    # What is none of its signs is passed over, and a single sign is no byte.
    assert decoded_text("amFu\nw6k=") == decoded_text("am Fu w6k=") == "jané"
    assert decoded_text("a") == "a"
    assert CARD in decoded_text(b64(CARD))
    assert decoded_text(wide(EMAIL, "utf-16-le")) == EMAIL
    # For the layers, which know what is compressed.
    assert decoded_text(zipped(EMAIL)) == zipped(EMAIL)
    assert decoded_text(deflated(EMAIL)) == deflated(EMAIL)
