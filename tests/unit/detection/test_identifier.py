"""Digits in any groups: with a word and what is checked, and only then."""

import pytest

from privet.detection import DEFAULT_ENTITIES, Confidence, Detector, DetectorSpec

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
LOW = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES, min_confidence=Confidence.LOW))


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        ("ssn: 204  23  5367", "204  23  5367", "UsSsn"),
        ("ssn: 465,449,604", "465,449,604", "UsSsn"),
        ("ssn=536 904 399;", "536 904 399", "UsSsn"),
        ("SSN 5 3 6 9 0 4 3 9 9", "5 3 6 9 0 4 3 9 9", "UsSsn"),
        ('{"ssn": 827080174.0}', "827080174", "UsSsn"),
        ("GET /find?ssn=536+904+399&page=2", "536+904+399", "UsSsn"),
        ("nhs: 9 4 3 4 7 6 5 9 1 9", "9 4 3 4 7 6 5 9 1 9", "GbNhsNumber"),
        ("sin: 1306 925 44", "1306 925 44", "CaSin"),
    ],
)
def test_behind_a_word_digits_may_be_in_any_groups(text: str, value: str, entity: str) -> None:
    for detector in (DETECTOR, LOW):
        found = [one for one in detector.candidates(text) if one.entity == entity and one.named]

        assert [text[one.start : one.end] for one in found] == [value]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("order 204  23  5367", id="without a word"),
        pytest.param("sin: 1306 925 45", id="with another check digit"),
        pytest.param("ssn: 000 904 399", id="of an area that is not issued"),
        pytest.param("ssn: 536 90-43 99", id="parted by this and that"),
        pytest.param("ssn: 53,690,439,9", id="commas that part no thousands"),
        pytest.param("ssn at 10.20.30.405", id="an address"),
        pytest.param("ssn: 536904399.05", id="a number with a fraction"),
        pytest.param("ssn: 536904399.0.1", id="a version"),
        pytest.param("ssn: 536 904 399 1", id="one digit more"),
    ],
)
def test_otherwise_they_may_not(text: str) -> None:
    assert DETECTOR.scan(text) == ()
