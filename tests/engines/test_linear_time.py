"""Eight times the input costs eight times the time; past the budget there is no answer."""

import contextlib
import gc
import time

import pytest

from privet.detection import (
    BUILT_IN_ENTITIES,
    Budget,
    Confidence,
    CustomRecognizer,
    Detector,
    DetectorSpec,
    TooMuchTextError,
)
from tests.engines.hostile import UNITS, hostile, wrapped

SPEC = DetectorSpec(
    entities=BUILT_IN_ENTITIES, recognizers=frozenset({CustomRecognizer("Word", "(a|aa)+$", ("employee",))})
)
SMALL = 8 << 10
TIMES = 8
LENIENCE = 3
"""A quadratic search would take eight times as long again; the rest is for a busy machine."""
FAST = 0.2
"""Seconds below which nothing can be told about growth."""


@pytest.mark.parametrize("name", sorted(UNITS))
def test_time_grows_with_the_text(name: str) -> None:
    small, large = _seconds(hostile(name, SMALL)), _seconds(hostile(name, SMALL * TIMES))

    assert large < max(small * TIMES * LENIENCE, FAST)


@pytest.mark.parametrize("name", sorted(wrapped(1 << 10)))
def test_time_grows_with_the_text_inside_of_encodings(name: str) -> None:
    small, large = _seconds(wrapped(SMALL)[name]), _seconds(wrapped(SMALL * TIMES)[name])

    assert large < max(small * TIMES * LENIENCE, FAST)


@pytest.mark.parametrize("least", [Confidence.LOW, Confidence.MEDIUM])
def test_a_mebibyte_ends_in_an_answer_or_in_the_budget(least: Confidence) -> None:
    detector = Detector(DetectorSpec(entities=BUILT_IN_ENTITIES, min_confidence=least))

    for name in ("1 1", "cards", "mails", "half JWTs", "bombs", "percent mails", "wide cards"):
        begin = time.process_time()
        with contextlib.suppress(TooMuchTextError):
            detector.scan(hostile(name, 1 << 20))
        # Half a second on an idle core; this one is busy.
        assert time.process_time() - begin < 3, name


def _seconds(text: str) -> float:
    """Measure without a budget that would end the work early."""
    detector = Detector.for_spec(SPEC)
    with contextlib.suppress(TooMuchTextError):
        detector.scan(text[:64])
    gc.collect()
    begin = time.process_time()
    with contextlib.suppress(TooMuchTextError):
        detector.scan(text, budget=Budget(decoded=16 << 20, candidates=10**7))
    return time.process_time() - begin
