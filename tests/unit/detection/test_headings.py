"""Names over blocks and tables, and beside values: what they speak for, and what they do not."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Budget, Detector, DetectorSpec, TooMuchTextError
from privet.detection.layers.headings import headings
from privet.detection.owners import owners_of

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
VALUES = ("536904399", "541126789", "219456785")

BLOCKS = {
    "a list of JSON": '{\n  "ssns": [\n    "%s",\n    "%s"\n  ],\n  "port": 536904391\n}',
    "a list of JSON that is not indented": '"ssns": [\n"%s",\n"%s"\n],\n"port": 536904391\n',
    "a list of YAML": 'ssn:\n- "%s"\n',
    "a list of YAML between others": 'a:\n  ssns:\n  - %s\n  - "%s"\n  b: 536904391\n',
    "a list in an item of a list": 'people:\n- ssn:\n  - "%s"\n  port: 536904391\n',
    "a list with a comment": "ssn: # of all\n  - %s\n",
    "a list with an anchor": "ssn_list: &all\n  - %s\n",
    "a map of YAML": 'ssn:\n  value: "%s"\n',
    "a map of kinds": "social security number:\n  primary: %s\n",
    "a list in a map": "ssn:\n  values:\n  - %s\n  ports:\n  - 536904391\n",
    "a map on the same line": '{"ssn":{"number":"%s"}}',
    "a value of DynamoDB": '{"ssn":{"S":"%s"}}',
    "a value of DynamoDB over lines": '{\n "ssn": {\n  "S": "%s"\n }\n}',
    "an element of XML": "<ssn>\n  %s\n</ssn>",
    "an element of XML that is not indented": "<ssn>\n%s\n</ssn>\n<port>\n536904391\n</port>",
    "a list of TOML": 'ssn = [\n  "%s",\n]\n',
    "a list of Ruby": '"ssn" => [\n  "%s",\n]',
    "a deeper line": "SSN:\n    %s\n",
    "a line of nothing but the number": "ssn:\n%s\n",
    "an escaped end of a line": '"ssn:\\n%s"',
    "lines of Windows": "ssn:\r\n- %s\r\n- %s\r\n",
}

TABLES = {
    "one row": "id,ssn,note\n17,%s,ok\n",
    "one row between tabs": "id\tssn\tnote\n17\t%s\tok\n",
    "blanks behind commas": "id, ssn, note\n17, %s, ok\n18, %s, ok\n",
    "signs between names": "tax-id|ssn|note\n17|%s|x\n",
    "psql": " id |    ssn    \n----+-----------\n 17 | %s\n(1 row)\n",
    "mysql": "+----+-----------+\n| id | ssn       |\n+----+-----------+\n| 1  | %s |\n+----+-----------+\n",
    "Markdown": "# All\n\n| Name | Social Security Number |\n|:--|:-:|\n| a | %s |\n| b | %s |\n",
    "one column": "ssn\n%s\n%s\n",
    "one column in a frame": " ssn \n-----\n %s\n(1 row)\n",
    "numbered columns": "ssn_1,ssn_2,note\n%s,%s,x\n",
}

ROWS = {
    "rows on lines": "INSERT INTO c (id, ssn) VALUES\n(1, '%s'),\n(2,'%s');",
    "rows on one line": "INSERT INTO c (id, ssn, n) VALUES (1, '%s', 'a)'), (2,'%s','b, c'),\n (3,'%s','c');",
    "bare numbers": "INSERT INTO `c` (`id`,`ssn`) VALUES (1,%s),(2,%s);",
    "columns on lines": "INSERT INTO c (\n  id,\n  ssn\n) VALUES (\n  1,\n  %s\n);",
    "calls in rows": "insert into c (id, ssn) values (now(), '%s'), (uuid(1, 2), '%s')",
    "COPY": "COPY c (id, ssn) FROM stdin;\n1\t%s\n2\t%s\n\\.\n",
    "lists of JSON": '{"columns":["id","ssn"],"rows":[[1,"%s"],[2,"%s"]]}',
    "lists of JSON over lines": '{\n "columns": ["id", "ssn"],\n "rows": [\n  [1, "%s"],\n  [2, "%s"]\n ]\n}',
}

BESIDE = {
    "a comment between": '- name: CUSTOMER_SSN\n  # of the customer\n  value: "%s"\n',
    "the value first": '- value: "%s"\n  name: CUSTOMER_SSN\n',
    "the value first, on one line": '[{"value":"%s","name":"CUSTOMER_SSN"}]',
    "the value first, in JSON over lines": '{\n "value": "%s",\n "name": "CUSTOMER_SSN"\n}',
}

ALL = BLOCKS | TABLES | ROWS | BESIDE


@pytest.mark.parametrize("name", ALL)
def test_a_heading_speaks_for_what_stands_under_it_or_beside_it(name: str) -> None:
    wanted = VALUES[: ALL[name].count("%s")]
    text = "é\n" + ALL[name] % wanted

    assert [text[one.start : one.end] for one in DETECTOR.scan(text) if one.entity == "UsSsn"] == [*wanted]


@pytest.mark.parametrize("name", ALL)
def test_what_the_same_shapes_hold_of_other_names_is_left_alone(name: str) -> None:
    text = ALL[name] % VALUES[: ALL[name].count("%s")]
    others = {"ssns": "ports", "ssn": "order_id", "SSN": "ORDER_ID", "Social Security Number": "Order"}
    for word, other in others.items():
        text = text.replace(word, other)

    assert DETECTOR.scan(text.replace("social security number", "order")) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ssn:\n  port: 536904399\n", id="another key in a map"),
        pytest.param("ssn:\n  ports:\n  - 536904399\n", id="a list of another key in a map"),
        pytest.param("ssn:\n  - a\nports:\n  - 536904399\n", id="behind a list"),
        pytest.param('{\n "ssns": [\n  "x"\n ],\n "n": [\n  536904399\n ]\n}', id="behind a list of JSON"),
        pytest.param("<ssn>\n</ssn>\n<port>\n 536904399\n</port>", id="another element"),
        pytest.param("ssn: []\nother: 536904399\n", id="an empty list"),
        pytest.param("ssn\n\n536904399\n", id="behind an empty line"),
        pytest.param("our ssn\n536904399\n", id="a sentence over a number"),
        pytest.param("the ssn, please\n536904399, x\n541126789, y\n", id="prose over numbers"),
        pytest.param("id, ssn\n536904399, x\n541126789, y\n", id="under another name"),
        pytest.param("| id | ssn |\n|---|---|\n| 536904399 | x |\n", id="under another name in a frame"),
        pytest.param("| id | ssn |\n|---|---|\n536904399\n", id="behind a frame"),
        pytest.param("INSERT INTO c (id, ssn) VALUES (536904399, NULL)", id="at another place of a row"),
        pytest.param("INSERT INTO c (id, ssn) VALUES (1, 2, 536904399)", id="a row of another width"),
        pytest.param("COPY c (id, ssn) FROM stdin;\n536904399\tx\n\\.\n", id="at another place of COPY"),
        pytest.param('{"columns":["id","ssn"],"rows":[[536904399,"x"]]}', id="at another place of a list"),
        pytest.param("- name: SSN\n- value: 536904399\n", id="the value of another item"),
        pytest.param("- name: SSN\n  # c\n- name: X\n  value: 536904399", id="behind another name"),
        pytest.param(
            '"firstName": {\n  "type": "string",\n  "description": "The first name"\n}', id="a schema"
        ),
    ],
)
def test_a_heading_does_not_speak_for(text: str) -> None:
    assert DETECTOR.scan(text) == ()


def test_nothing_under_a_heading_reaches_into_the_next_text() -> None:
    assert (
        DETECTOR.scan_fields(["ssn:", "- 536904399", "ssn", "536904399", "| ssn | a |", "| 536904399 | b |"])
        == []
    )


def test_a_key_is_read_once_however_deep_it_stands() -> None:
    depth = 200
    text = "".join("  " * level + "ssn:\n" for level in range(depth)) + "  " * depth + "- 536904399\n"
    budget = Budget()
    candidates = budget.candidates

    assert [text[one.start : one.end] for one in DETECTOR.scan(text, budget=budget)] == ["536904399"]
    assert candidates - budget.candidates < 20 * depth


@pytest.mark.parametrize("name", ["a list of YAML", "Markdown", "rows on lines"])
def test_rows_are_paid_for(name: str) -> None:
    text = ALL[name] % VALUES[: ALL[name].count("%s")]

    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(text, budget=Budget(candidates=2))


def test_lines_that_may_be_headings_are_told_without_a_word() -> None:
    data = b"a: 1\nssn:\n- 1\nid | ssn\n1 | 2"

    assert {data[start:end] for start, end in headings(data)} >= {b"ssn:", b"id | ssn"}


@pytest.mark.parametrize(
    "key",
    ["ssn", "ssns", "customer_ssn_1", "ssnList", "SSN_NUMBERS", "ssn-value", "social security number"],
)
def test_a_key_in_the_plural_or_with_a_number_is_about_the_same(key: str) -> None:
    assert "UsSsn" in owners_of(key.encode())


@pytest.mark.parametrize("key", ["ssn_port", "order_list", "numbers", "1", ""])
def test_a_key_that_ends_otherwise_is_not(key: str) -> None:
    assert not owners_of(key.encode())


def test_a_key_of_another_script_is_about_somebody() -> None:
    assert owners_of("תעודת_זהות".encode())
