"""From a place in a value back to the place in the file, however the value is spelled."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from privet.scan.places import Place, Text
from privet.scan.yaml_nodes import child, compose

MARK = "mia@shop.io"
STYLES = ("'", '"', "|", ">", "")
WORDS = st.text(st.sampled_from("ab c:#'\"\\\n\té\u00a0世😀-"), max_size=30)


def found(text: str, value_of: str = "data") -> tuple[Text, str]:
    root = next(compose(text))
    node = child(root, value_of)
    assert node is not None
    place = Text(text).place_within(node, node.value.index(MARK), node.value.index(MARK) + len(MARK))
    lines = text.split("\n")
    assert place.line == place.end_line
    return Text(text), lines[place.line - 1][place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        pytest.param(f"data: {MARK}", MARK, id="plain"),
        pytest.param(f"data: it is\n  {MARK} so", MARK, id="plain over lines"),
        pytest.param(f"data: 'it''s {MARK}'", MARK, id="single quotes"),
        pytest.param(f'data: "a\\tb \\"{MARK}\\""', MARK, id="double quotes"),
        pytest.param('data: "x mi\\x61@sh\\u006fp.io"', "mi\\x61@sh\\u006fp.io", id="escaped"),
        pytest.param(f'data: "a\\\n   b {MARK}"', MARK, id="continued"),
        pytest.param(f"data: |\n  one\n    {MARK}\n", MARK, id="literal"),
        pytest.param(f"data: |2-\n    {MARK}\n  two\n", MARK, id="literal with its own indentation"),
        pytest.param(f"data: >\n  one\n  {MARK}\n\n  two\n", MARK, id="folded"),
        pytest.param(f"\n# é\n{{x: 'é', data: {MARK}}}", MARK, id="flow"),
        pytest.param(f"data: !!str &a\n  {MARK}", MARK, id="with a tag and an anchor"),
        pytest.param(f"x: &a {MARK}\ndata: *a", MARK, id="alias"),
        pytest.param(f"data: |\r\n  one\r\n  {MARK}\r\n", MARK, id="ends of lines as on Windows"),
    ],
)
def test_a_value_is_found_where_it_is_written(text: str, spelled: str) -> None:
    assert found(text)[1] == spelled


@given(
    before=WORDS, after=WORDS, style=st.sampled_from(STYLES), width=st.integers(20, 90), wide=st.booleans()
)
def test_every_way_of_writing_a_value_leads_back_to_it(
    before: str, after: str, style: str, width: int, *, wide: bool
) -> None:
    value = f"{before} {MARK} {after}"
    text = yaml.dump({"a": "é", "data": value}, default_style=style or None, width=width, allow_unicode=wide)

    assert found(text)[1] == MARK


@given(text=st.text(st.sampled_from("ab\r\n")), start=st.integers(0, 30))
def test_lines_and_columns_count_from_one(text: str, start: int) -> None:
    start = min(start, len(text))
    place = Text(text).place(start, start)

    assert place >= Place()
    assert place.line <= len(text) + 1


def test_what_cannot_be_followed_has_the_place_of_the_whole() -> None:
    text = "data: |\n  a\n  b\nnext: 1\n"
    node = child(next(compose(text)), "data")
    assert node is not None

    assert Text(text).place_within(node, 1, 2) == Place(1, 7, 3, 4)
