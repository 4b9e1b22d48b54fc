"""What a detector remembers: never a text with personal data, and no more than its bounds."""

import pytest

from privet.detection import BUILT_IN_ENTITIES, Confidence, Detector, DetectorSpec, Finding, FindingClass
from privet.detection.memory import MAX_CHARACTERS, MAX_FIELDS, MAX_LENGTH, Memory
from tests.unit.detection.values import BY_ENTITY


def a_finding(kind: FindingClass) -> Finding:
    return Finding(0, 4, "EmailAddress", Confidence.HIGH, kind)


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
def test_no_text_with_personal_data_is_kept(entity: str) -> None:
    detector = Detector(DetectorSpec(entities=BUILT_IN_ENTITIES))

    detector.scan_fields(("plain", BY_ENTITY[entity]), ("A", "B"))

    memory = detector._memory
    assert ("A", "plain") in memory.clean
    assert ("B", BY_ENTITY[entity]) not in memory.clean
    assert memory.recall([("B", BY_ENTITY[entity])], [0]) == ([0], [])


def test_examples_are_kept_with_what_was_found_unless_it_carries_a_fingerprint() -> None:
    memory = Memory()
    found = [(1, a_finding(FindingClass.EXAMPLE)), (2, a_finding(FindingClass.PERSONAL))]
    fields = [("A", "nothing"), ("B", "an example"), ("C", "a person")]

    memory.keep(fields, found, marked=True)
    assert memory.recall(fields, [1, 2]) == ([1, 2], [])

    memory.keep(fields, found, marked=False)
    assert memory.clean == {fields[0]}
    assert memory.recall(fields, [1, 2]) == ([2], [(1, found[0][1])])


def test_a_person_beside_an_example_is_not_kept() -> None:
    memory = Memory()

    memory.keep([("A", "both")], [(0, a_finding(kind)) for kind in FindingClass], marked=False)

    assert memory.recall([("A", "both")], [0]) == ([0], [])


def test_it_stays_within_its_bounds() -> None:
    memory = Memory()

    memory.keep([("", "x" * (MAX_LENGTH + 1))], [], marked=False)
    assert not memory.clean
    memory.keep([("", str(number)) for number in range(2 * MAX_FIELDS)], [], marked=False)
    assert len(memory.clean) <= MAX_FIELDS
    texts = [f"{number:05}".ljust(MAX_LENGTH) for number in range(2 * MAX_CHARACTERS // MAX_LENGTH)]
    memory.keep([("", text) for text in texts], [], marked=False)
    assert sum(len(text) for _, text in memory.clean) <= MAX_CHARACTERS
    assert ("", texts[-1]) in memory.clean


def test_it_shows_no_text() -> None:
    memory = Memory()
    memory.keep([("NAME", "a text")], [], marked=False)

    assert repr(memory) == "Memory(1 clean, 0 harmless)"
