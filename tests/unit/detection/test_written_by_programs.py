"""Values as programs and people write them: escaped, in forms, in colours, spelled out, over lines."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec, Finding

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def only(text: str, entity: str) -> Finding:
    (finding,) = [one for one in DETECTOR.scan(text) if one.entity == entity]
    return finding


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(r'{"lastName":"?"}', r"M\u00fcller", id="a letter in JSON"),
        pytest.param(r'{"lastName":"?","x":1}', r"\u0141ukasz", id="the first letter"),
        pytest.param(r'{"last_name": "?"}', r"Wi\u015bniewski", id="a value that begins plainly"),
        pytest.param(r'{"x":"{\"y\":\"{\\\"lastName\\\":\\\"?\\\"}\"}"}', "Jansen", id="three times in JSON"),
        pytest.param(r"\u001b[32mlastName\u001b[0m=\u001b[36m?\u001b[0m", "Jansen", id="colours in JSON"),
        pytest.param("nachname=?", "M%C3%BCller", id="two bytes in percent"),
        pytest.param("iban=?&x=1", "DE89+3704+0044+0532+0130+00", id="blanks in a form"),
        pytest.param("a=b&card_number=?&x=1", "4539+1488+0343+6467", id="blanks between digits"),
        pytest.param("street=?", "14+Acacia+Avenue%2C+Leeds+LS1+4DY", id="a comma in percent"),
        pytest.param("to=?", "jane+shop@mail.io", id="a plus that is one"),
        pytest.param("\x1b[35m?\x1b[0m", "jane@mail.io", id="colours"),
        pytest.param("\x1b[1mlastName\x1b[0m=\x1b[38;5;208m?\x1b[0m", "Jansen", id="colours with numbers"),
    ],
)
def test_the_whole_value_is_found_as_it_is_written(text: str, value: str) -> None:
    whole = text.replace("?", value)

    assert {whole[one.start : one.end] for one in DETECTOR.candidates(whole)} == {value}


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        pytest.param(
            'card: "4539" + "1488" + "0343" + "6467"', "CreditCard", '4539" + "1488" + "0343" + "6467'
        ),
        pytest.param("ssn = '536' . '90' . '4399'", "UsSsn", "536' . '90' . '4399"),
        pytest.param("ssn: '536' || '90' || '4399'", "UsSsn", "536' || '90' || '4399"),
        pytest.param('ssn = "536" .. "90" .. "4399"', "UsSsn", '536" .. "90" .. "4399'),
        pytest.param('ssn = "536" "90" "4399"', "UsSsn", '536" "90" "4399'),
        pytest.param('card: "45391488" +\n  "03436467"', "CreditCard", '45391488" +\n  "03436467'),
        pytest.param(
            "card **4539** **1488** **0343** **6467**", "CreditCard", "4539** **1488** **0343** **6467"
        ),
        pytest.param("ssn <b>536</b>904399", "UsSsn", "536</b>904399"),
        pytest.param('card 4539<span class="x">1488</span>03436467', "CreditCard", None),
        pytest.param("card 4539&shy;1488&shy;0343&shy;6467", "CreditCard", "4539&shy;1488&shy;0343&shy;6467"),
        pytest.param('to jane.roe" + "@" + "shopmail.io', "EmailAddress", 'jane.roe" + "@" + "shopmail.io'),
        pytest.param("to **jane.roe**@**shopmail.io**", "EmailAddress", "jane.roe**@**shopmail.io"),
        pytest.param("jane.roe (arroba) shopmail.io", "EmailAddress", "jane.roe (arroba) shopmail.io"),
        pytest.param(
            "jane.roe [ät] shopmail [punkt] io", "EmailAddress", "jane.roe [ät] shopmail [punkt] io"
        ),
        pytest.param("card number 45391 48803 43646 7", "CreditCard", "45391 48803 43646 7"),
        pytest.param("R.U.T. 16.603.772-7", "ClRut", "16.603.772-7"),
        pytest.param("https://wa.me/491718834416", "PhoneNumber", "491718834416"),
        pytest.param('{"m":"card 4539 1488\\n0343 6467"}', "CreditCard", "4539 1488\\n0343 6467"),
    ],
)
def test_the_parts_of_a_value_are_put_together(text: str, entity: str, value: str | None) -> None:
    finding = only(text, entity)

    assert value is None or text[finding.start : finding.end] == value


@pytest.mark.parametrize(
    "text",
    [
        'ports: ["4539","1488","0343","6467"]',
        '"4539" : "1488" : "0343" : "6467"',
        "a **4539** and **1488** and **0343** and **6467**",
        "<td>4539</td> <td>x</td><td>1488</td>",
        "U.S.A. 2026-11-28 build 4.5.3.9",
    ],
)
def test_what_stands_apart_is_not(text: str) -> None:
    assert DETECTOR.scan(text) == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("jane (at) shop (dot) io", "jane (at) shop (dot) io"),
        ("jane[at]shop.io", "jane[at]shop.io"),
        ("jane @ shop.io", "jane @ shop.io"),
        ("mail jane at shop dot io", "jane at shop dot io"),
        ("jane@\nshop.io", "jane@\nshop.io"),
    ],
)
def test_a_mailbox_spelled_out_is_found_where_it_stands(text: str, written: str) -> None:
    finding = only(text, "EmailAddress")

    assert text[finding.start : finding.end] == written
    assert finding.layers == ()


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("\n", id="lines"),
        pytest.param("\r\n  ", id="lines of DOS, indented"),
        pytest.param("\\\n", id="as shells go on"),
        pytest.param("\n# ", id="comments"),
        pytest.param("\n  // ", id="comments of other languages"),
        pytest.param("\n * ", id="a block of comments"),
        pytest.param("\n> ", id="a citation"),
    ],
)
def test_a_card_over_adjacent_lines_is_found(end: str) -> None:
    text = f"a\n4539{end}1488{end}0343{end}6467\nb"
    finding = only(text, "CreditCard")

    assert text[finding.start : finding.end] == f"4539{end}1488{end}0343{end}6467"


def test_a_column_of_numbers_is_no_card() -> None:
    column = "\n".join(str(4000 + 37 * number) for number in range(400))

    assert DETECTOR.scan(column) == ()
