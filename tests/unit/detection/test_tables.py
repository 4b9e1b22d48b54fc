"""Tables: the name of a column speaks for the values under it, as far as the table goes."""

import json
from collections.abc import Sequence

import pytest

from privet.detection import DEFAULT_ENTITIES, Budget, Detector, DetectorSpec, TooMuchTextError

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))

TABLES = {
    "commas": "id,ssn,note\n1,{},x\n2,{},y\n",
    "semicolons": "Id;Social Security Number;Note\n1;{};x\n2;{};y\n",
    "tabs": "ssn\tnote\n{}\tx\n{}\ty",
    "lines of Windows": "note,ssn\r\nx,{}\r\ny,{}\r\n",
    "quotes": '"note","ssn"\n"Roe, Jane","{}"\n"5"" pipe","{}"\n',
    "a quote that nobody closes": 'note,ssn\n5" pipe,{}\n6 pipe,{}\n',
    "behind a key": "people.csv=ssn,note\n{},x\n{},y\n",
    "in a block of YAML": "data:\n  people.csv: |\n    ssn,note\n    {},x\n    {},y\n  other: z\n",
    "behind other rows": "total,9,9\n\nssn,note\n{},x\n{},y\n",
    "a word behind the name": "id,ssn_client,note\n1,{},x\n2,{},y\n",
}


@pytest.mark.parametrize("table", TABLES)
def test_the_name_of_a_column_is_context_for_what_stands_under_it(table: str) -> None:
    text = "ü\n" + TABLES[table].format("536904399", "541126789")
    found = DETECTOR.scan(text)

    assert [(one.entity, text[one.start : one.end]) for one in found] == [
        ("UsSsn", "536904399"),
        ("UsSsn", "541126789"),
    ]


def test_a_table_in_a_string_of_json_is_read() -> None:
    text = json.dumps({"a": 1, "people.csv": TABLES["commas"].format("536904399", "541126789")})

    assert [text[one.start : one.end] for one in DETECTOR.scan(text)] == ["536904399", "541126789"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ssn,note\n536904399 and more,x\n", id="one row without a number of its own"),
        pytest.param("ssn,note\n536904399\n536904399\n", id="rows of another width"),
        pytest.param("ssn,note\nx,536904399\ny,541126789\n", id="under another name"),
        pytest.param("build,note\n536904399,x\n541126789,y\n", id="a name that says nothing"),
        pytest.param("id, last_name, ok\n1, Moreau, x\n", id="an enumeration over two lines"),
        pytest.param("id,ssn_port,note\n1,536904399,x\n2,541126789,y\n", id="a name of something else"),
        pytest.param("give us the ssn, please\n536904399, x\n541126789, y\n", id="prose"),
        pytest.param("ssn,note\nx,y\nx,y\n\n536904399,x\n541126789,y\n", id="behind the end of the table"),
    ],
)
def test_what_is_no_table_gives_no_context(text: str) -> None:
    assert DETECTOR.scan(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("| id | last name |\n|---|---|\n| 1 | Moreau |", "", id="in a frame"),
        pytest.param("| id | last name |\n|---|---|\n| 1 | Moreau |", "README.md", id="behind a key"),
        pytest.param("id,last_name,ok\n1,Moreau,x\n", "", id="three names without a blank"),
    ],
)
def test_a_table_with_one_row_is_one_where_nothing_else_looks_so(text: str, name: str) -> None:
    assert [text[one.start : one.end] for one in DETECTOR.scan(text, name)] == ["Moreau"]


@pytest.mark.parametrize(
    "texts",
    [
        ("ssn,note\n", "536904399,x\n", "541126789,y\n"),
        ("COPY t (ssn) FROM stdin;\n", "536904399\n541126789\n"),
        ("INSERT INTO t (ssn", ") VALUES (536904399)"),
        ("INSERT INTO t (note, ssn) VALUES (1, 'x", "', 536904399), (2, 541126789)"),
        ("INSERT INTO t (note, ssn) VALUES (1, ", "536904399)"),
        ('{"columns": ["note", "ssn"], "rows": [[1, ', "536904399]]}"),
    ],
)
def test_a_table_ends_where_the_text_ends(texts: Sequence[str]) -> None:
    assert DETECTOR.scan_fields(texts) == []


def test_columns_are_paid_for_by_what_stands_in_them() -> None:
    table, other = ("ssn,note\n" + f"1,{note}\n" * 100 for note in "xy")

    assert DETECTOR.scan(table, budget=Budget(decoded=100 * len("ssn=1\n"))) == ()
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan(other, budget=Budget(decoded=100 * len("ssn=1\n") - 1))
