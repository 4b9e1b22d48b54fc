"""Each kind of personal data: what must match, what must not, near misses, attempts to hide."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from privet.detection import (
    BUILT_IN,
    BUILT_IN_ENTITIES,
    DEFAULT_ENTITIES,
    Confidence,
    Detector,
    DetectorSpec,
    FindingClass,
    recognizers,
)
from privet.detection.folding import fold
from tests.unit.detection.values import BY_ENTITY, CARD, EMAIL, IBAN, PHONE, SSN

DETECTOR = Detector.for_spec(DetectorSpec(entities=BUILT_IN_ENTITIES))
EVERYTHING = Detector.for_spec(DetectorSpec(entities=BUILT_IN_ENTITIES, min_confidence=Confidence.LOW))


def found(text: str, name: str = "") -> list[tuple[str, str]]:
    return [(one.entity, text[one.start : one.end]) for one in DETECTOR.scan(text, name)]


@pytest.mark.parametrize("name", [one.name for one in iter_modules(recognizers.__path__)])
def test_the_recognizer_of_every_file_is_built_in(name: str) -> None:
    made = vars(import_module(f"{recognizers.__name__}.{name}"))

    assert made[name.upper()] is BUILT_IN[name.title().replace("_", "")]


@pytest.mark.parametrize("entity", sorted(BUILT_IN))
def test_words_are_spelled_as_texts_are_once_they_are_folded(entity: str) -> None:
    one = BUILT_IN[entity]

    assert [word for word in (*one.words, *one.names) if fold(word) != word] == []


def test_addresses_of_networks_and_numbers_of_companies_are_looked_for_only_where_asked() -> None:
    not_asked = {"IpV4Address", "IpV6Address", "MacAddress", "UsEin", "BrCnpj"}

    assert not_asked == BUILT_IN_ENTITIES - DEFAULT_ENTITIES


def classes(text: str) -> set[FindingClass]:
    return {one.kind for one in EVERYTHING.candidates(text)}


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        pytest.param(EMAIL, "EmailAddress", EMAIL, id="alone"),
        pytest.param(f"write to <{EMAIL}>, please", "EmailAddress", EMAIL, id="in a sentence"),
        pytest.param(f"--to={EMAIL}", "EmailAddress", EMAIL, id="in a flag"),
        pytest.param(f'{{"to":"{EMAIL}"}}', "EmailAddress", EMAIL, id="in JSON"),
        pytest.param("http://x.io/?to=jane%40mail.io", "EmailAddress", "jane%40mail.io", id="in a URL"),
        pytest.param("mailto:jane@shopmail.io", "EmailAddress", "jane@shopmail.io", id="mailto"),
        pytest.param("mailto://jane@shopmail.io", "EmailAddress", "jane@shopmail.io", id="mailto as a URL"),
        pytest.param("jane+x@mail.co.uk", "EmailAddress", "jane+x@mail.co.uk", id="tagged"),
        pytest.param("JANE@SHOPMAIL.IO", "EmailAddress", "JANE@SHOPMAIL.IO", id="capitals"),
        pytest.param("jörg@müller-mail.de", "EmailAddress", "jörg@müller-mail.de", id="international"),
        pytest.param(CARD, "CreditCard", CARD, id="card"),
        pytest.param(f'{{"a":1}} {CARD}', "CreditCard", CARD, id="card behind an object"),
        pytest.param("4539 1488 0343 6467", "CreditCard", "4539 1488 0343 6467", id="card in fours"),
        pytest.param("4539-1488-0343-6467", "CreditCard", "4539-1488-0343-6467", id="card with hyphens"),
        pytest.param("1234 4539 1488 0343 6467", "CreditCard", "4539 1488 0343 6467", id="digits in front"),
        pytest.param("4539 1488 0343 6467 0000", "CreditCard", "4539 1488 0343 6467", id="behind"),
        pytest.param(f"card_{CARD}", "CreditCard", CARD, id="card behind an underscore"),
        pytest.param(f'"{CARD}",', "CreditCard", CARD, id="card in quotes"),
        pytest.param("3742 000000 00004", "CreditCard", "3742 000000 00004", id="Amex"),
        pytest.param(SSN, "UsSsn", SSN, id="SSN"),
        pytest.param("ssn 536904399", "UsSsn", "536904399", id="bare SSN with a word"),
        pytest.param("social security 536 90 4399", "UsSsn", "536 90 4399", id="blanks"),
        pytest.param(IBAN, "Iban", IBAN, id="IBAN"),
        pytest.param("DE75 5121 0800 1245 1261 99", "Iban", "DE75 5121 0800 1245 1261 99", id="in fours"),
        pytest.param(IBAN.lower(), "Iban", IBAN.lower(), id="IBAN in small letters"),
        pytest.param(f"GB00 to {IBAN}", "Iban", IBAN, id="IBAN behind another head"),
        pytest.param(f"iban_{IBAN}", "Iban", IBAN, id="IBAN behind an underscore"),
        pytest.param(PHONE, "PhoneNumber", PHONE, id="phone"),
        pytest.param("+4915123456789", "PhoneNumber", "+4915123456789", id="phone without blanks"),
        pytest.param("+1 (202) 456-1111", "PhoneNumber", "+1 (202) 456-1111", id="phone with brackets"),
        pytest.param("phone: 202-456-1111", "PhoneNumber", "202-456-1111", id="national with a word"),
        pytest.param("tel 0049 151 23456789", "PhoneNumber", "0049 151 23456789", id="00 with a word"),
    ],
)  # fmt: skip
def test_personal_data_is_found(text: str, entity: str, value: str) -> None:
    assert (entity, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps/v1",
        "registry.internal/shop/app@sha256:0f3a5e0f3a5e0f3a5e0f3a5e",
        "logo@2x.png",
        "getty@tty1.service",
        "react@18.2.0",
        "user@host",
        "a@b.c",
        "@shopmail.io",
        "1732453200000",
        "1732453200000000000",
        "4539148803436468",
        "9539148803436467",
        "45391488034364670",
        f"a{CARD}",
        f"{CARD}f",
        f"0.{CARD}",
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "536-00-4399",
        "536-90-0000",
        "536904399",
        "1-536-90-4399",
        "GB33BUKB20201555555556",
        "GB33BUKB2020155555555",
        "DE12",
        "2026-11-24T12:00:00+01:00",
        "v1.2.3+4915123456789",
        "2024561111",
        "+999 151 23456789",
        "+1 123 456 7890",
        "phone: 12:30",
        "10.0.17763.1879",
        "123456789012",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "",
    ],
)
def test_ordinary_text_is_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("someone@example.com", FindingClass.EXAMPLE),
        ("someone@mail.example.org", FindingClass.EXAMPLE),
        ("someone@corp.test", FindingClass.EXAMPLE),
        ("someone@host.invalid", FindingClass.EXAMPLE),
        ("4111111111111111", FindingClass.EXAMPLE),
        ("4242 4242 4242 4242", FindingClass.EXAMPLE),
        ("078-05-1120", FindingClass.EXAMPLE),
        ("DE89 3704 0044 0532 0130 00", FindingClass.EXAMPLE),
        ("+1 202 555 0143", FindingClass.EXAMPLE),
        ("+44 7700 900123", FindingClass.EXAMPLE),
        ("+61 491 570 006", FindingClass.EXAMPLE),
        ("+49 30 23125 123", FindingClass.EXAMPLE),
        ("git@github.com:acme/shop.git", FindingClass.FUNCTIONAL),
        ("ssh://git@code.shop.io/shop.git", FindingClass.FUNCTIONAL),
        ("postgresql://app:secret@db.shop.io/app", FindingClass.FUNCTIONAL),
        ("support@shopmail.io", FindingClass.FUNCTIONAL),
        ("noreply+7@shopmail.io", FindingClass.FUNCTIONAL),
        ("runner@acme.iam.gserviceaccount.com", FindingClass.FUNCTIONAL),
        ("+1 800 356 9377", FindingClass.FUNCTIONAL),
    ],
)
def test_what_is_nobodys_is_told_apart(text: str, kind: FindingClass) -> None:
    assert classes(text) == {kind}
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "value", "entity"),
    [
        ("CUSTOMER_SSN", "536904399", "UsSsn"),
        ("PHONE_NUMBER", "2024561111", "PhoneNumber"),
        ("customerPhone", "0151 23456789", "PhoneNumber"),
        ("CARD_NUMBER", "4539148803433", "CreditCard"),
    ],
)
def test_the_name_of_a_field_is_context(name: str, value: str, entity: str) -> None:
    assert found(value) == []
    assert found(value, name) == [(entity, value)]


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
def test_only_the_entities_asked_for_are_found(entity: str) -> None:
    text = " and ".join(BY_ENTITY.values())
    only = Detector.for_spec(DetectorSpec(entities=frozenset({entity})))

    assert {one.entity for one in only.scan(text)} == {entity}


def test_an_empty_spec_finds_nothing() -> None:
    assert Detector.for_spec(DetectorSpec()).scan(" and ".join(BY_ENTITY.values())) == ()


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
@pytest.mark.parametrize(
    "between",
    [" ", "\n", ", ", '": "', "\t", "; "],
)
def test_two_values_side_by_side_are_both_found(entity: str, between: str) -> None:
    value = BY_ENTITY[entity]

    assert found(f"{value}{between}{value}").count((entity, value)) == 2
