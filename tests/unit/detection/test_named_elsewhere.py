"""Values whose names stand elsewhere than right before them, as programs print and validators tell them."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
PASSPORT = "YL354533"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.entity, text[one.start : one.end]) for one in DETECTOR.scan(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- name: PASSPORT\n  value: ?", id="a variable"),
        pytest.param('{"key":"passport","value":"?"}', id="a key"),
        pytest.param('{"op":"replace","path":"/passport","value":"?"}', id="a patch"),
        pytest.param('{"op":"add","path":"/customer/passport","value":"?"}', id="a patch, further down"),
        pytest.param('{"field":"passport","old":"?","new":null}', id="what a change replaced"),
        pytest.param('{"field":"passport","old":null,"new":"?"}', id="what a change brought"),
        pytest.param('{\n "type": "passport",\n "value": "?"\n}', id="a type, on two lines"),
        pytest.param("- key: passport\n  value: ?", id="a key, on two lines"),
        pytest.param('{"documentType":"passport","documentNumber":"?"}', id="the type of a document"),
        pytest.param('{"id_type":"PASSPORT","id_value":"?"}', id="the same with joints"),
        pytest.param("<property>\n <name>passport</name>\n <value>?</value>\n", id="a property in XML"),
        pytest.param("<key>passport</key><string>?</string>", id="a property list"),
        pytest.param("<tr><th>passport</th><td>?</td></tr>", id="a row of HTML"),
        pytest.param('{"passport":{"equalTo":"?"}}', id="a comparison"),
        pytest.param('{"passport":{"type":"string","example":"?"}}', id="a schema"),
        pytest.param("passport:\n  type: string\n  example: ?", id="a schema in YAML"),
        pytest.param('Customer { id: 1, passport: Some("?") }', id="Rust"),
        pytest.param('["passport"]=> string(8) "?"', id="PHP"),
        pytest.param('  ["passport"]=>\n  string(8) "?"', id="PHP, on two lines"),
        pytest.param('[["passport", "?"], ["LIMIT", 1]]', id="Rails"),
        pytest.param('[["id", 1], ["passport", "?"]]', id="Rails, further on"),
        pytest.param("SELECT '?' AS passport, 1", id="an alias in SQL"),
        pytest.param("select '?' as `passport`", id="an alias in quotes"),
        pytest.param("'?' is not a valid passport", id="what is refused"),
        pytest.param("value ? is not valid passport number", id="what is refused, otherwise"),
        pytest.param("\"?\" is an invalid value for 'passport'", id="an invalid value"),
        pytest.param("passport number: |\n  ?", id="a block under a name of two words"),
        pytest.param('"passport number": {"type":"string","example":"?"}', id="a schema of two words"),
        pytest.param("java -Dpassport=? -jar app.jar", id="a definition"),
        pytest.param("WHERE passport LIKE '?%'", id="LIKE"),
        pytest.param("WHERE passport ILIKE '?'", id="ILIKE"),
        pytest.param("where passport like '%?'", id="like"),
        pytest.param("Guest[passport=Optional[?], id=1]", id="Java"),
        pytest.param("WHERE u.passport = '?'", id="a table by another name"),
        pytest.param("UPDATE users SET users.passport='?'", id="a table of people"),
        pytest.param(
            "Field error in object 'c' on field 'passport': rejected value [?]; codes [a]", id="Spring"
        ),
        pytest.param("on field 'guests[0].passport': rejected value [?]", id="Spring, further down"),
        pytest.param(
            "1 validation error for Guest\npassport\n  Value error, bad [type=x, input_value='?', x=1]",
            id="pydantic",
        ),
        pytest.param(
            "2 validation errors\nguests.0.passport\n  Input should be x [type=x, input_value='?', x]",
            id="pydantic, further down",
        ),
        pytest.param(
            "error for Guest passport Input should be x [type=x, input_value='?']", id="pydantic, on one line"
        ),
        pytest.param("Duplicate entry '?' for key 'users.passport'", id="MySQL"),
        pytest.param("Duplicate entry '?' for key 'passport'", id="MySQL before 8"),
    ],
)
def test_the_name_is_put_before_its_value(text: str) -> None:
    assert found(text.replace("?", PASSPORT)) == [("Passport", PASSPORT)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"key":"order","value":"?"}', id="another key"),
        pytest.param('{"op":"test","path":"/passport/stamps","value":"?"}', id="something within it"),
        pytest.param('[["passport", "id"], ["order", "?"]]', id="names alone"),
        pytest.param('{"type":"order","value":"?"}', id="another type"),
        pytest.param("Duplicate entry '?' for key 'orders.number'", id="another column"),
        pytest.param("at passport\n  in a line, input_value of '?'", id="prose"),
        pytest.param("com.acme.passport: ?", id="a package"),
    ],
)
def test_another_name_is_not(text: str) -> None:
    assert found(text.replace("?", PASSPORT)) == []


@pytest.mark.parametrize(
    "pair",
    [
        '["note", "x"], ',
        "a LIKE 'x' AND ",
        "a: Some(1), ",
        "name: a, value: x, ",
        "<th>a</th><td>x</td>",
        '"field":"a","old":1,"new":2,',
    ],
)
def test_many_on_one_line_are_no_layers_of_each_other(pair: str) -> None:
    text = f'[{pair * 20}, ["passport", "{PASSPORT}"]]'

    assert found(text) == [("Passport", PASSPORT)]
