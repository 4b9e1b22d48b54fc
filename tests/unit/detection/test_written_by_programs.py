"""Values as programs write them: escaped, in forms, in colours."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


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
