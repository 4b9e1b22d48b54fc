"""Ten times the input costs ten times the time, whatever the input."""

import contextlib
import time

import pytest

from privet.detection import BUILT_IN_ENTITIES, CustomRecognizer, Detector, DetectorSpec, TooMuchTextError

SPEC = DetectorSpec(
    entities=BUILT_IN_ENTITIES, recognizers=frozenset({CustomRecognizer("Word", "(a|aa)+$", ("employee",))})
)
SMALL = 6_000
TIMES = 10
LENIENCE = 3
"""A quadratic search would take a hundred times as long; the rest is for a busy machine."""


@pytest.mark.parametrize(
    "piece",
    [
        "a", "a.", "a@", "a@a.", "@", "a@b.io ", "1", "1-", "1 ", "1.1.", "4539 1488 ", "4539148803436467 ",
        "GB33", "GB33 ", "gb33BUKB", "+", "+1", "+1 ", "phone ", "phone: 1 ", "ssn 1", "536-90-4399",
        "é", "\u200b1", "\n", "a\n", "YWJj", "%40", "://a@b.io", "://", "////", "====", "ssn",
    ],
)  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    small, large = _seconds(piece, SMALL), _seconds(piece, SMALL * TIMES)

    assert large < max(small * TIMES * LENIENCE, 0.4)


def _seconds(piece: str, length: int) -> float:
    text = piece * (length // len(piece))
    detector = Detector.for_spec(SPEC)
    begin = time.process_time()
    with contextlib.suppress(TooMuchTextError):
        detector.scan(text)
    return time.process_time() - begin
