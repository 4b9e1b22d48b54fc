"""The engine: confidence, allowed values, a policy's own recognizers, encodings, and what it never shows."""

import base64
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.detection import (
    BUILT_IN_ENTITIES,
    DEFAULT_ENTITIES,
    AllowedValue,
    Confidence,
    CustomRecognizer,
    Detector,
    DetectorSpec,
    FindingClass,
    PatternError,
    TooMuchTextError,
)
from privet.detection.fingerprint import Fingerprints
from privet.detection.source import MAX_CHARACTERS
from tests.unit.detection.values import BY_ENTITY, CARD, EMAIL, PHONE

ALL = DetectorSpec(entities=BUILT_IN_ENTITIES)
DETECTOR = Detector.for_spec(ALL)


def entities(text: str, detector: Detector = DETECTOR, name: str = "") -> list[str]:
    return [one.entity for one in detector.scan(text, name)]


def a_detector(*recognizers: CustomRecognizer, confidence: Confidence = Confidence.MEDIUM) -> Detector:
    return Detector(DetectorSpec(recognizers=frozenset(recognizers), min_confidence=confidence))


def test_more_confidence_asks_for_more_evidence() -> None:
    sure = Detector.for_spec(DetectorSpec(entities=BUILT_IN_ENTITIES, min_confidence=Confidence.HIGH))

    assert entities(CARD) == ["CreditCard"]
    assert entities(CARD, sure) == []
    assert entities(CARD, sure, name="CARD_NUMBER") == ["CreditCard"]
    assert entities("4539 1488 0343 6467", sure) == ["CreditCard"]
    assert entities(PHONE, sure) == []
    assert entities(f"phone {PHONE}", sure) == ["PhoneNumber"]


def test_an_allowed_value_is_allowed_whole() -> None:
    allow = frozenset({AllowedValue("EmailAddress", r"klara@shop\.io")})
    detector = Detector.for_spec(DetectorSpec(entities=BUILT_IN_ENTITIES, allow=allow))

    assert entities("klara@shop.io", detector) == []
    assert entities("write to klara@shop.io today", detector) == []
    assert entities("janeklara@shop.io", detector) == ["EmailAddress"]
    assert entities("klara@shop.io.evil.io", detector) == ["EmailAddress"]
    assert entities(f"klara@shop.io {EMAIL}", detector) == ["EmailAddress"]


def test_what_is_allowed_for_one_entity_is_not_for_another() -> None:
    allow = frozenset({AllowedValue("Iban", ".*")})

    assert entities(CARD, Detector.for_spec(DetectorSpec(BUILT_IN_ENTITIES, allow=allow))) == ["CreditCard"]


def test_a_pattern_of_a_policy_counts_by_itself() -> None:
    detector = a_detector(CustomRecognizer("EmployeeNumber", "E-[0-9]{6}"))

    assert entities("by E-123456 and E-654321", detector) == ["EmployeeNumber"] * 2


def test_a_pattern_with_context_needs_the_context() -> None:
    detector = a_detector(CustomRecognizer("EmployeeNumber", "E-[0-9]{6}", ("employee", "staff")))

    assert entities("E-123456", detector) == []
    assert entities("employees E-123456", detector) == []
    assert entities("employee E-123456", detector) == ["EmployeeNumber"]
    assert entities("E-123456", detector, name="STAFF_ID") == ["EmployeeNumber"]
    assert entities("E-123456", detector, name="STAFFING") == []


@pytest.mark.parametrize("word", ["Código", "ИНН", "Αριθμός"])
def test_a_word_of_a_policy_counts_in_any_case_and_with_any_accents(word: str) -> None:
    detector = a_detector(CustomRecognizer("EmployeeNumber", "E-[0-9]{6}", (word,)))

    for spelled in (word, word.lower(), word.upper()):
        assert len(detector.scan(f"{spelled}: E-123456")) == 1


def test_a_pattern_with_a_checksum_needs_the_checksum() -> None:
    detector = a_detector(CustomRecognizer("MemberNumber", "M[0-9]{8}", (), "Luhn"))

    assert entities("M00000018", detector) == ["MemberNumber"]
    assert entities("M00000019", detector) == []


@pytest.mark.parametrize("pattern", ["^E-[0-9]{6}$", r"\AE-[0-9]{6}\z", "(?i)^e-[0-9]{6}$"])
def test_anchors_hold_for_each_text(pattern: str) -> None:
    detector = a_detector(CustomRecognizer("EmployeeNumber", pattern))

    found = detector.scan_fields(("a", "E-123456", "b E-123456"))

    assert [index for index, _ in found] == [1]


@pytest.mark.parametrize("pattern", ["^E-[0-9]{6}$", r"\AE-[0-9]{6}\z"])
def test_anchors_hold_for_texts_with_names(pattern: str) -> None:
    detector = a_detector(CustomRecognizer("EmployeeNumber", pattern))

    found = detector.scan_fields(("a", "E-123456", "b E-123456"), ("X", "Y", "Z"))

    assert [index for index, _ in found] == [1]


def test_what_is_remembered_as_clean_hides_nothing_beside_it() -> None:
    detector = Detector(ALL)

    assert detector.scan_fields(("plain", "words"), ("A", "B")) == []
    found = detector.scan_fields(("plain", EMAIL, "words"), ("A", "C", "B"))
    assert [index for index, _ in found] == [1]
    assert detector.scan_fields(("plain", EMAIL, "words"), ("A", "C", "B")) == found


def test_examples_are_told_again_beside_what_is_new() -> None:
    detector = Detector(ALL)
    texts, names = ("plain", "someone@example.com", "words"), ("A", "B", "C")

    first = detector.scan_fields(texts, names)
    assert [(index, one.kind) for index, one in first] == [(1, FindingClass.EXAMPLE)]
    assert detector.scan_fields(texts, names) == first
    among = detector.scan_fields((EMAIL, *texts, EMAIL), ("X", *names, "Y"))
    assert [(index, one.kind) for index, one in among] == [
        (0, FindingClass.PERSONAL),
        (2, FindingClass.EXAMPLE),
        (4, FindingClass.PERSONAL),
    ]


def test_what_is_remembered_carries_no_other_key() -> None:
    detector = Detector(ALL)
    one, other = (Fingerprints(letter * 32) for letter in (b"a", b"b"))

    marks = [
        detector.scan_fields(("someone@example.com",), fingerprints=prints)[0][1].fingerprint
        for prints in (None, one, other, None)
    ]

    assert marks[0] == marks[3] == ""
    assert len(set(marks)) == 3


def test_a_greedy_pattern_hides_no_other_text() -> None:
    detector = a_detector(CustomRecognizer("Note", r"(?s)N.*"))

    assert [index for index, _ in detector.scan_fields(("N1", "x", "N2"))] == [0, 2]


@pytest.mark.parametrize("pattern", ["(unclosed", "(?=ahead)", r"(back)\1", "a" * 2_000, "(a{1000}){1000}"])
def test_a_bad_pattern_is_refused_without_being_quoted(pattern: str) -> None:
    with pytest.raises(PatternError) as raised:
        a_detector(CustomRecognizer("Secret", pattern))

    assert pattern not in str(raised.value)
    assert pattern not in repr(raised.value.__cause__)


@pytest.mark.parametrize("entity", sorted(BY_ENTITY))
def test_one_layer_of_base64_hides_nothing(entity: str) -> None:
    encoded = base64.b64encode(f"value: {BY_ENTITY[entity]}".encode()).decode()

    assert entity in entities(encoded)
    assert entity in entities(f"first line\n{encoded}\nlast line")


def test_full_width_digits_and_hidden_characters_hide_nothing() -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in CARD)

    assert entities(wide) == ["CreditCard"]
    assert entities("\u200b".join(CARD)) == ["CreditCard"]
    assert entities("jane\u00ad.roe@shopmail.io") == ["EmailAddress"]


def test_a_finding_stands_where_it_was_written() -> None:
    text = f"né\u200be: {EMAIL}\u200b, ü"
    (finding,) = DETECTOR.scan(text)

    assert text[finding.start : finding.end].rstrip("\u200b") == EMAIL


def test_more_text_than_the_bound_is_refused_not_skipped() -> None:
    with pytest.raises(TooMuchTextError):
        DETECTOR.scan("x" * (MAX_CHARACTERS + 1))


def test_what_was_clean_once_is_looked_at_again_with_a_hint() -> None:
    detector = Detector(ALL)

    assert detector.scan_fields(("2024561111 someone@example.com",))
    assert detector.scan_fields(("536904399", "someone@example.com")) != []
    found = detector.scan_fields(("536904399", "someone@example.com"), hints={0: "UsSsn"})

    assert (0, "UsSsn") in [(index, one.entity) for index, one in found]


@given(
    texts=st.lists(st.one_of(st.sampled_from(list(BY_ENTITY.values())), st.text(max_size=40)), max_size=12)
)
def test_many_texts_together_give_what_each_gives_alone(texts: list[str]) -> None:
    detector = Detector(ALL)
    together = detector.scan_fields(texts)
    alone = [
        (index, one) for index, text in enumerate(texts) for _, one in Detector(ALL).scan_fields((text,))
    ]

    assert sorted(together) == sorted(alone)


@given(
    before=st.text(max_size=30), value=st.sampled_from(list(BY_ENTITY.values())), after=st.text(max_size=30)
)
def test_nothing_that_detection_makes_shows_the_text(before: str, value: str, after: str) -> None:
    text = f"{before} {value} {after}"
    findings = DETECTOR.scan(text)

    assert value not in repr(findings)
    assert value not in repr(DETECTOR)
    assert value.encode() not in pickle.dumps(findings)


@given(text=st.text(max_size=200), name=st.text(max_size=20))
def test_scanning_twice_gives_the_same(text: str, name: str) -> None:
    assert DETECTOR.scan(text, name) == DETECTOR.scan(text, name)


def test_places_hold_in_many_texts_that_are_long_together() -> None:
    clean = [f"nothing of anybody in text {number}, only some words" for number in range(200)]
    texts = [*clean, "mail anna.schmidt@posteo.de please", "phone: +49 170 1234567"]

    found = Detector(DetectorSpec(entities=DEFAULT_ENTITIES)).scan_fields(texts)

    assert [(place, one.entity, one.start) for place, one in found] == [
        (200, "EmailAddress", 5),
        (201, "PhoneNumber", 7),
    ]
