"""What a scan may cost: every kind of it is paid for, and its end is an error, never silence."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from privet.detection import Budget, Detector, DetectorSpec, OutOfTimeError, TooMuchTextError, rivals
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.rivals import surest
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


Beats = Callable[[Finding, Finding], bool]


def a_finding(start: int, end: int, entity: str = "A", **also: object) -> Finding:
    return Finding(start, end, entity, **({"confidence": Confidence.MEDIUM} | also))  # type: ignore[arg-type]


def test_of_one_entity_only_the_surest_of_those_that_overlap_stays() -> None:
    sure = a_finding(5, 15, confidence=Confidence.HIGH)

    assert surest([(0, a_finding(0, 10)), (0, sure), (0, a_finding(14, 200))]) == [(0, sure)]


def test_what_is_as_well_proven_stays_beside_unless_it_lies_within() -> None:
    one, other, within = a_finding(0, 10), a_finding(5, 15, "B"), a_finding(2, 6, "C")

    found = surest([(0, one), (0, other), (0, within)])

    assert [placed for placed in found if not placed[1].beaten_by] == [(0, one), (0, other)]
    assert [finding.beaten_by for _, finding in found if finding.entity == "C"] == [{one.entity}]


def test_texts_are_apart() -> None:
    assert len(surest([(0, a_finding(0, 10)), (1, a_finding(0, 10))])) == 2


def test_what_is_found_plainly_comes_before_what_is_found_behind_an_encoding() -> None:
    plain, behind = a_finding(0, 10), a_finding(0, 10, layers=("percent",))

    assert surest([(0, behind), (0, plain)]) == [(0, plain)]


def test_a_long_one_is_compared_with_all_that_it_covers() -> None:
    inside = a_finding(5_000, 5_010, confidence=Confidence.HIGH)

    assert surest([(0, a_finding(0, 10_000)), (0, inside)]) == [(0, inside)]


def test_what_stands_behind_one_layer_takes_nothing_from_each_other() -> None:
    named = a_finding(0, 90, confidence=Confidence.HIGH, named=True, layers=("gzip",))
    other = a_finding(0, 90, "B", layers=("gzip",))

    assert [one for _, one in surest([(0, named), (0, other)])] == [named, other]


def test_a_harmless_value_takes_nothing_from_one_that_shares_its_place() -> None:
    example = a_finding(0, 90, confidence=Confidence.HIGH, layers=("gzip",), kind=FindingClass.EXAMPLE)
    personal = a_finding(0, 90, layers=("gzip",))

    assert personal in [one for _, one in surest([(0, example), (0, personal)])]


def test_what_was_beaten_where_it_stood_stays_beaten() -> None:
    better, beaten = a_finding(0, 90, layers=("gzip",)), a_finding(0, 90, "B", layers=("gzip",))
    beaten = replace(beaten, beaten_by=frozenset("A"))

    assert [one.beaten_by for _, one in surest([(0, better), (0, beaten)])] == [frozenset(), frozenset("A")]


@pytest.mark.parametrize("layers", [(), ("gzip",)])
def test_thousands_at_long_places_are_not_compared_with_each_other(
    monkeypatch: pytest.MonkeyPatch, layers: tuple[str, ...]
) -> None:
    asked = 0

    def counting(rival: Finding, one: Finding, beats: Beats = rivals._beats) -> bool:
        nonlocal asked
        asked += 1
        return beats(rival, one)

    monkeypatch.setattr(rivals, "_beats", counting)
    kinds = (FindingClass.FUNCTIONAL, FindingClass.EXAMPLE, FindingClass.PERSONAL)
    some = [(0, a_finding(0, 100_000, kind=kind, layers=layers)) for kind in kinds for _ in range(1000)]

    # Sorted as findings are: by the name of their class.
    kept = [one.kind for _, one in surest(some)]
    assert kept == sorted(kinds if layers else kinds[:1])
    # Each with the one that was kept, where it covers a stretch or two.
    assert asked <= 100 * len(some)
