"""Which of several candidates at one place stays, and that it is told in time in step with their number."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from privet.detection import rivals
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.rivals import surest

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


def test_of_one_entity_the_longer_stays_also_behind_an_encoding() -> None:
    part, whole = a_finding(0, 2), a_finding(0, 14, layers=("escapes",))

    assert surest([(0, part), (0, whole)]) == [(0, whole)]


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
    # Each with the one that was kept, in every stretch that it covers: 64 at most, and a part of one.
    assert asked <= 65 * len(some)
