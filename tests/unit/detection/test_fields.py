"""Names that say what a value is only where they are the whole name of a field."""

import pytest

from privet.detection import BUILT_IN, DEFAULT_ENTITIES, Confidence, Detector, DetectorSpec
from privet.detection.fields import FieldNames
from privet.detection.identifier import Identifier

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
NAMES = FieldNames(("passport", "national id"))


def found(text: str, name: str = "") -> set[tuple[str, str]]:
    return {(one.entity, text[one.start : one.end]) for one in DETECTOR.scan(text, name)}


@pytest.mark.parametrize("entity", [one for one, each in BUILT_IN.items() if isinstance(each, Identifier)])
def test_a_word_speaks_everywhere_or_as_a_whole_name_only(entity: str) -> None:
    one = BUILT_IN[entity]

    assert isinstance(one, Identifier)
    assert [one.words.count(name) for name in one.fields] == [1] * len(one.fields)


@pytest.mark.parametrize(
    "text",
    [
        "PASSPORT=?",
        "passport: ?",
        '{"passport":"?"}',
        '{"passport" : "?"}',
        r"{\"passport\":\"?\"}",
        '{"passport":{"number":"?"}}',
        "{'id' => 1, 'passport' => '?'}",
        "[passport] => ?",
        "<passport>?</passport>",
        'passport="?"',
        "--passport=?",
        "shop.acme.io/passport: ?",
        "/find?passport=?",
        "PASSPORT_2=?",
        "customerPassport: ?",
        "the customer passport: ?",
        "level=info passport=?",
        "saved, passport: ?",
        "{ID:a Passport:? N:3}",
        "APP_CUSTOMER_PASSPORT=?",
        "patient.passport=?",
        "x-member-passport: ?",
        "nationalId=?",
        "nationalIdNumber=?",
        "NATIONAL_ID_NO=?",
        "national_id=?",
        "NATIONAL_ID=?",
        "nationalID: ?",
        "userNationalId: ?",
        "DE_PASSPORT=?",
        "PASSPORT_DE=?",
        "passport-de: ?",
        "dePassport: ?",
        "passportDe: ?",
        "TEST_PASSPORT=?",
    ],
)
def test_a_whole_name_speaks_for_its_value(text: str) -> None:
    assert "?" in [text[place : place + 1] for place in NAMES.values(text.encode())]


@pytest.mark.parametrize(
    "text",
    [
        "passport ?",
        "my passport is ?",
        "passport.session: ?",
        "passport-local: ?",
        "passport_session=?",
        "passportSession: ?",
        "session.passport: ?",
        "laravel_passport=?",
        "PassportX: ?",
        "passport:\n?",
        "nationalIdea: ?",
        "norwegian national id: ?",
        "your old passport: ?",
        "nationalIdNote: ?",
        "international_id: ?",
        "passport: {session: ?}",
        "passport-ok: ?",
        "PASSPORT_DE_URL=?",
    ],
)
def test_a_part_of_a_name_or_a_word_of_a_sentence_does_not(text: str) -> None:
    assert "?" not in [text[place : place + 1] for place in NAMES.values(text.encode())]


@pytest.mark.parametrize(
    "text", ["--passport A1", "run --national-id 'A1' -v", "--customer-passport A1", "--passport-de A1"]
)
def test_the_value_of_a_flag_stands_behind_a_blank(text: str) -> None:
    assert "A" in [text[place : place + 1] for place in NAMES.values(text.encode())]


@pytest.mark.parametrize("text", ["passport A1", "a--passport A1", "--passport a1"])
def test_what_follows_another_word_is_no_value(text: str) -> None:
    assert list(NAMES.values(text.encode())) == []


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("--personal-code 39304064711", "EePersonalCode", "39304064711"),
        ("PASSPORT=C01234568", "Passport", "C01234568"),
        ('{"passport":"AB1234568"}', "Passport", "AB1234568"),
        ('{"passport":{"number":"AB1234568"}}', "Passport", "AB1234568"),
        ('{"driverLicense":"D1234568"}', "DriverLicense", "D1234568"),
        ('{"driving_licence":"D1234568"}', "DriverLicense", "D1234568"),
        ('{"license_number":"D1234568"}', "DriverLicense", "D1234568"),
        ('{"idCard":"L01X0X0H7"}', "DeIdCard", "L01X0X0H7"),
        ('{"nationalId":"92071314764"}', "PlPesel", "92071314764"),
        ('{"national_id":"231456785","country":"NL"}', "NlBsn", "231456785"),
        ("nationalIdentificationNumber: 231456785", "NlBsn", "231456785"),
        ('{"personalCode":"39304064711"}', "EePersonalCode", "39304064711"),
        ('{"tax_id":"318.764.209-87"}', "BrCpf", "318.764.209-87"),
        ('{"taxId":"31876420987"}', "BrCpf", "31876420987"),
        ('{"tax_id":"255-23-5162"}', "UsSsn", "255-23-5162"),
        ('{"id_number":"255-23-5162"}', "UsSsn", "255-23-5162"),
        ('{"taxpayer_id":"912943145"}', "UsItin", "912943145"),
        ('{"personnummer":"11049147165"}', "NoBirthNumber", "11049147165"),
        ('{"personnummer":"230175-2753"}', "DkCpr", "230175-2753"),
        ('{"ssn":"196702025526"}', "SePersonalNumber", "196702025526"),
        ('{"pnr":"196702025526"}', "SePersonalNumber", "196702025526"),
        ('{"socialSecurityNumber":"5310271001"}', "AtSocialSecurity", "5310271001"),
        ("social_security_number=25018788916", "GrAmka", "25018788916"),
        ('{"id_number":"275933406"}', "IlIdNumber", "275933406"),
        ('{"idNumber":"P161236514"}', "TwNationalId", "P161236514"),
        ("PERSONAL_NUMBER=7811185187", "BgEgn", "7811185187"),
        ('{"tax_number":"3754707260"}', "UaTaxNumber", "3754707260"),
        ('{"documento_identidad":"56586468M"}', "EsNif", "56586468M"),
        ('{"document_number":"TN768XZH5"}', "DeIdCard", "TN768XZH5"),
        ('{"citizen_id":"3501781619107"}', "ThNationalId", "3501781619107"),
        ('id_number: Some("275933406")', "IlIdNumber", "275933406"),
        ("numero_permis=890631284951", "DriverLicense", "890631284951"),
        ("steuer_identnr=27381526401", "DeTaxId", "27381526401"),
    ],
)
def test_documents_are_found_in_their_fields(text: str, entity: str, value: str) -> None:
    assert (entity, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "passport.session: 12345678",
        "passport-jwt: 12345678",
        '{"passport":"enabled"}',
        '{"passport":"^0.7.0"}',
        '{"nationalId":"29304064717"}',
        '{"nationalId":"true"}',
        "the national id 39304064711 of somebody",
        '{"licenseKey":"D1234568"}',
        '{"license_number_format":"D1234568"}',
        '{"software_license_number":"D1234568"}',
        '{"tax_id":"12345678901"}',
        "TAX_IDS_ENABLED=12",
        '{"tax_id":"212-555-2368"}',
        '{"id_number":"275933407"}',
        '{"document_number":"INV768123"}',
        "<TravelDocumentNumber/><OrderId>648947098</OrderId>",
        "ssn validation skipped for batch 221163964",
        "SsnValidator processed order 221163964",
    ],
)
def test_what_only_looks_like_such_a_field_is_quiet(text: str) -> None:
    assert found(text) == set()


def test_what_no_word_but_a_field_speaks_for_is_medium() -> None:
    assert {one.confidence for one in DETECTOR.scan('{"nationalId":"92071314764"}')} == {Confidence.MEDIUM}


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("medicare_number=1KT4G46QK23", "UsMbi", "1KT4G46QK23"),
        ("nif: PT190145358", "PtNif", "PT190145358"),
        ("ipn: 3556335588", "UaTaxNumber", "3556335588"),
        ("matični broj: 0607948189390", "SiEmso", "0607948189390"),
    ],
)
def test_numbers_under_the_names_that_their_countries_use(text: str, entity: str, value: str) -> None:
    assert (entity, value) in found(text)
