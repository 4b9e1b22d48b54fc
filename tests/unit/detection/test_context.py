"""Words that speak for a value: whole ones, in every spelling of a name, as far as the next key."""

from itertools import pairwise

import pytest

from privet.detection.context import CONTEXT_BYTES, Context, counted, spoken_for
from privet.detection.linear import compile_bytes

DIGITS = compile_bytes("[0-9]+")
TAX = Context(("tax id", "steuernummer", "納税者番号"))


def spoken(text: str, context: Context = TAX) -> list[str]:
    data = text.encode()
    return [
        one.group().decode()
        for begin, stop in context.windows(data, DIGITS)
        for one in DIGITS.finditer(data, begin, stop)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "tax id 1", "Tax ID: 1", "taxID: 1", "customerTaxID=1", "user_taxID: 1", "TAX_ID=1", "tax-id=1",
        "taxId: 1", "TaxId: 1", "customerTaxId: 1", "customerTAXid=1", "tax.id = 1",
        "CUSTOMER_TAX_ID=1", "my_tax_id_2=1",
        '"tax_id": "1"', '\\"taxId\\":\\"1\\"', "--tax-id 1", "tax id is 1", "Steuernummer 1",
        "STEUERNUMMER: 1", "納税者番号1", "taxid=1",
    ],
)  # fmt: skip
def test_a_word_speaks_in_every_spelling_of_a_name(text: str) -> None:
    assert spoken(text)[-1:] == ["1"]


@pytest.mark.parametrize("text", ["taxIds: 1", "TAX_IDS=1", "steuernummers 1", "taxIDs=1", "納税者番号s1"])
def test_a_word_speaks_in_the_plural(text: str) -> None:
    assert spoken(text) == ["1"]


@pytest.mark.parametrize("text", ["SSNNumber=1", "customerSSNValue: 1", "SSNs=1", "CUSTOMER_SSNS=1"])
def test_an_abbreviation_may_be_followed_by_a_word(text: str) -> None:
    assert spoken(text, Context(("ssn",))) == ["1"]


@pytest.mark.parametrize("text", ["SSNNUMBER=1", "SSNumber=1", "LESSN=1", "ssnnumber=1"])
def test_an_abbreviation_does_not_count_inside_of_a_word(text: str) -> None:
    assert spoken(text, Context(("ssn",))) == []


@pytest.mark.parametrize(
    "text", ["номер_паспорта: 1", "номер паспорта: 1", '"номер-паспорта":"1"', "номерпаспорта=1"]
)
def test_a_word_of_another_script_speaks_in_every_spelling_of_a_name(text: str) -> None:
    assert spoken(text, Context(("номер паспорта",))) == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "TAX_ID_PORT=1", "taxIdSize: 1", "tax-id-service-id=1", "TAX_ID_TABLE_OID=1", '"taxIdOrgCode": "1"',
        "tax.id.cache.bytes=1", "TAX_ID_COUNT_2=1", "TAX_ID_PORT_NUMBER=1", "--tax-id-timeout 1",
    ],
)  # fmt: skip
def test_a_key_that_goes_on_and_names_something_else_is_not_spoken_for(text: str) -> None:
    assert "1" not in spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "TAX_ID_NUMBER=1", "TAX_ID_VALUE=1", "tax_id_no: 1", "taxIdOfCustomer=1", "TAX_ID_ID=1",
        "tax_id_raw=1", "port: tax id 1", "TAX_ID=1 PORT=2",
    ],
)  # fmt: skip
def test_a_key_that_goes_on_and_names_the_same_is(text: str) -> None:
    assert spoken(text)[:1] == ["1"]


@pytest.mark.parametrize("text", ["PHONE_ID=1", "phoneNumberId: 1", "phone-code=1", "PHONES_ID=1"])
def test_the_id_of_a_thing_is_not_its_number(text: str) -> None:
    assert spoken(text, Context(("phone", "phone number"))) == []


@pytest.mark.parametrize("text", ["d.o.b. 1", "D.O.B.: 1", "DoB 1", "dob: 1", "userDOB=1", "DOB_1"])
def test_a_word_of_single_letters_is_one_in_every_spelling(text: str) -> None:
    assert spoken(text, Context(("d o b",))) == ["1"]


@pytest.mark.parametrize("text", ["DOBFORMAT=1", "DOBSON 1", "doberman 1"])
def test_a_word_of_single_letters_is_none_where_another_begins(text: str) -> None:
    assert spoken(text, Context(("d o b",))) == []


@pytest.mark.parametrize(
    "text",
    [
        "syntax id 1", "taxide 1", "taxi d 1", "TAXIDE=1", "taxIdea: 1", "tax id\n1",
        "tax id and " + "x" * 150 + " 1",
    ],
)  # fmt: skip
def test_a_word_inside_another_or_far_away_says_nothing(text: str) -> None:
    assert "1" not in spoken(text)


def test_the_next_key_speaks_for_itself() -> None:
    assert spoken("taxId=1, count=2") == ["1"]
    assert spoken('{"taxId": "1", "port": 2}') == ["1"]
    assert spoken("tax id 1 port: 2") == ["1"]


def test_a_key_that_says_nothing_leaves_it_to_the_one_before() -> None:
    assert spoken('{"name":"tax id","value":"1"}') == ["1"]
    assert spoken("tax id number: 1") == ["1"]
    assert spoken("tax id of customer: 1") == ["1"]


@pytest.mark.parametrize(
    "text", ["tax id of the customer: 1", "tax id van de klant: 1", "tax id pre pána z Košíc: 1"]
)
def test_a_phrase_before_a_colon_is_one_key(text: str) -> None:
    assert spoken(text) == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "tax id checked for the batch: 1",
        "tax id seen after a timeout: 1",
        "tax id of the customer=1",
        "tax id missing, see the ticket: 1",
        "tax id of one two three four five six: 1",
    ],
)
def test_a_phrase_that_ends_in_something_else_is_not(text: str) -> None:
    assert spoken(text) == []


def test_a_map_on_the_same_line_is_spoken_for() -> None:
    assert spoken('{"taxId":{"S":"1"}}') == ["1"]
    assert spoken('{"taxId":{"port":"1"}}') == []


def test_rows_of_values_are_told_by_their_places() -> None:
    assert spoken("INSERT INTO a (tax_id, b) VALUES (1)") == []
    assert spoken("tax id (values 1)") == ["1"]


def test_no_stretch_is_given_twice() -> None:
    text = b"tax id tax id 1 tax id 2"
    stretches = list(TAX.windows(text, DIGITS))

    assert all(one[1] <= other[0] for one, other in pairwise(stretches))


def test_where_nothing_follows_no_stretch_is_given() -> None:
    assert list(TAX.windows(b"1 tax id " * 3 + b"tax id", DIGITS))[2:] == []
    assert list(TAX.windows(b"tax id " * 100, DIGITS)) == []


def test_a_word_is_seen_from_the_value_as_well() -> None:
    data = b"a: 1\ntax id: 2, count: 3"

    assert not TAX.before(data, 3)
    assert TAX.before(data, data.index(b"2"))
    assert not TAX.before(data, data.index(b"3"))
    assert not TAX.before(b"tax id" + b" " * CONTEXT_BYTES + b"1", CONTEXT_BYTES + 6)


def test_a_word_never_speaks_beyond_its_line() -> None:
    data = b"ssn\n1"

    assert spoken_for(data, 3) == 3
    assert "tax" not in repr(TAX)


@pytest.mark.parametrize(
    "text",
    [
        "<TaxId>1</TaxId><OrderId>2</OrderId>",
        "<a:taxId x='y'>1</a:taxId> 2",
        "<TaxId><Value>1</Value></TaxId> 2",
    ],
)
def test_the_name_of_an_element_speaks_for_what_is_in_it(text: str) -> None:
    assert spoken(text) == ["1"]


@pytest.mark.parametrize("text", ["tax_id_validation/1", "/tax-id-verification/1"])
def test_the_check_of_a_number_is_not_one(text: str) -> None:
    assert spoken(text) == []


@pytest.mark.parametrize(
    "text",
    [
        " skipped for batch 1", " order #1", "Batch 1", " of orders/1", " invoice no. 1", " at OFFSET 1",
        " lag 1 ns", " read 1 rows", " took 1 ms", " 1 MiB", " für Auftrag 1",
    ],
)  # fmt: skip
def test_a_noun_or_a_unit_has_the_number_beside_it(text: str) -> None:
    place = text.encode().index(b"1")

    assert counted(text.encode(), 0, place, place + 1)


@pytest.mark.parametrize(
    "text",
    [
        " of the patient 1",
        " of batch: 1",
        " reorder 1",
        ": 1",
        " batched by 1",
        " 1 nsx",
        " 1 for a row",
        "=1 rows=2",
        " 1 ms_total",
    ],
)
def test_no_other_word_has(text: str) -> None:
    place = text.encode().index(b"1")

    assert not counted(text.encode(), 0, place, place + 1)
