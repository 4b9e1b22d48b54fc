"""What a scan may cost: every kind of it is paid for, and its end is an error, never silence."""

import pytest

from privet.detection import Budget, Detector, DetectorSpec, OutOfTimeError, TooMuchTextError
from privet.detection.source import LOOK_AT_CLOCK, Source

DETECTOR = Detector(DetectorSpec(entities=frozenset({"EmailAddress"})))


def test_a_budget_is_spent_to_the_last_and_not_beyond() -> None:
    budget = Budget(characters=10, texts=2, decoded=10, candidates=3)
    budget.take(2, 10)
    budget.spend()
    budget.unfold(10)
    budget.spend()

    with pytest.raises(TooMuchTextError):
        budget.take(1, 0)
    with pytest.raises(TooMuchTextError):
        budget.unfold(1)
    with pytest.raises(TooMuchTextError):
        budget.spend()


def test_what_is_decoded_costs_even_when_it_is_nothing() -> None:
    budget = Budget(candidates=1)
    budget.unfold(0)

    with pytest.raises(TooMuchTextError):
        budget.unfold(0)


def test_time_is_the_callers() -> None:
    Budget().check_time()
    with pytest.raises(OutOfTimeError):
        Budget(expired=lambda: True).check_time()


def test_the_time_is_asked_for_during_a_long_look() -> None:
    clock = iter([False, False, True])
    budget = Budget(candidates=10 * LOOK_AT_CLOCK, expired=lambda: next(clock))

    with pytest.raises(OutOfTimeError):
        DETECTOR.scan("jane.roe@shopmail.io " * 8 * LOOK_AT_CLOCK, budget=budget)

    assert 7 * LOOK_AT_CLOCK < budget.candidates < 9 * LOOK_AT_CLOCK


def test_a_source_shows_its_length_alone() -> None:
    assert repr(Source.of("jane")) == "Source(4 bytes)"
