"""What holds for any text: no crash, places inside of it, nothing shown, one answer however it is asked."""

import base64
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from privet.detection import (
    BUILT_IN_ENTITIES,
    DEFAULT_ENTITIES,
    Budget,
    Confidence,
    CustomRecognizer,
    Detector,
    DetectorSpec,
    Finding,
    TooMuchTextError,
)
from tests.engines.hostile import UNITS
from tests.unit.detection.values import BY_ENTITY

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
EVERYTHING = Detector.for_spec(
    DetectorSpec(
        entities=BUILT_IN_ENTITIES,
        min_confidence=Confidence.LOW,
        recognizers=frozenset({CustomRecognizer("Word", "[a-z]{4,8}é?", ("employee",))}),
    )
)
ENTITY_VALUES = sorted(BY_ENTITY.items())


def every_percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


LONG = 1000
"""Characters of a unit of hostile text that would not go into any text."""

ENCODINGS: list[Callable[[str], str]] = [
    lambda text: base64.b64encode(text.encode()).decode(),
    every_percent,
    lambda text: text.encode().hex(),
    lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
    lambda text: "".join(f"&#x{ord(one):x};" for one in text),
]

pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from([unit for unit in UNITS.values() if len(unit) < LONG]),
    st.sampled_from([value for _, value in ENTITY_VALUES]),
    st.builds(
        lambda encode, text: encode(text),
        st.sampled_from(ENCODINGS),
        st.text(st.characters(max_codepoint=126), max_size=20),
    ),
    st.sampled_from(
        [
            "\n",
            "\r\n",
            " ",
            "=",
            ": ",
            '"',
            "\u200b",
            "\u0301",
            "\ud800",
            "kind: Secret\n",
            "name: x\nvalue: ",
        ]
    ),
)
hostile_texts = st.lists(pieces, max_size=12).map("".join)


def scanned(detector: Detector, texts: Sequence[str], names: Sequence[str] = ()) -> list[tuple[int, Finding]]:
    """Scan, and give up on what is too much: that is an answer, but none to compare."""
    try:
        return detector.scan_fields(texts, names)
    except TooMuchTextError:
        reject()


# Separate from the value by a sign that is part of none; digits or words before it could change it.
surroundings = st.text(st.characters(exclude_categories=("L", "N", "Cs", "M", "Cf")), max_size=20)


@given(text=hostile_texts, name=st.text(max_size=12))
def test_no_text_is_an_error_and_every_place_lies_in_it(text: str, name: str) -> None:
    for detector in (DETECTOR, EVERYTHING):
        for _, one in scanned(detector, (text,), (name,)):
            assert 0 <= one.start < one.end <= len(text)


@given(data=st.binary(max_size=300))
def test_no_bytes_are_an_error(data: bytes) -> None:
    for text in (data.decode("utf-8", "surrogateescape"), data.decode("latin-1")):
        for _, one in scanned(EVERYTHING, (text,)):
            assert 0 <= one.start < one.end <= len(text)


@given(texts=st.lists(hostile_texts, max_size=5))
def test_many_texts_together_give_what_each_gives_alone(texts: list[str]) -> None:
    spec = DetectorSpec(entities=BUILT_IN_ENTITIES)
    alone = [(index, one) for index, text in enumerate(texts) for _, one in scanned(Detector(spec), (text,))]

    assert scanned(Detector(spec), texts) == sorted(alone)


@given(text=hostile_texts)
def test_scanning_twice_gives_the_same(text: str) -> None:
    detector = Detector(DetectorSpec(entities=BUILT_IN_ENTITIES))

    assert scanned(detector, (text,)) == scanned(detector, (text,))


@given(before=surroundings, value=st.sampled_from(ENTITY_VALUES), after=surroundings)
def test_a_value_is_found_just_where_it_was_written(before: str, value: tuple[str, str], after: str) -> None:
    entity, spelled = value
    text = f"{before}| {spelled} |{after}"
    found = [text[one.start : one.end] for one in DETECTOR.scan(text) if one.entity == entity]

    assert spelled in found


@given(
    before=surroundings,
    value=st.sampled_from(ENTITY_VALUES),
    after=surroundings,
    encode=st.sampled_from(ENCODINGS[1:]),
)
def test_behind_an_encoding_of_signs_the_place_is_exact(
    before: str, value: tuple[str, str], after: str, encode: Callable[[str], str]
) -> None:
    entity, spelled = value
    text = f"{before}| {encode(f'the value {spelled} and more')} |{after}"
    found = [text[one.start : one.end] for one in DETECTOR.scan(text) if one.entity == entity]

    assert encode(spelled) in found


@given(lead=st.text("abc ", min_size=16, max_size=22), value=st.sampled_from(ENTITY_VALUES))
def test_behind_base64_the_place_is_that_of_the_groups(lead: str, value: tuple[str, str]) -> None:
    entity, spelled = value
    text = f"ü| {base64.b64encode(f'{lead} {spelled} '.encode()).decode()} |"
    (one, *_) = [one for one in DETECTOR.scan(text) if one.entity == entity]

    assert spelled in base64.b64decode(text[one.start : one.end]).decode()
    assert one.end - one.start <= (len(spelled) + 4) * 4 / 3 + 4


@given(text=hostile_texts)
def test_what_is_redacted_holds_nothing_more(text: str) -> None:
    """Encodings may hold each other, so that it takes a few rounds; each leaves less."""
    for _ in range(8):
        found = [one for _, one in scanned(DETECTOR, (text,)) if DETECTOR.keeps(one, frozenset())]
        if not found:
            return
        for one in sorted(found, key=lambda one: -one.start):
            text = text[: one.start] + " [X] " + text[one.end :]
    assert not DETECTOR.scan(text)


@given(text=hostile_texts, value=st.sampled_from(ENTITY_VALUES))
def test_nothing_that_detection_makes_shows_the_text(text: str, value: tuple[str, str]) -> None:
    spelled = value[1]
    found = scanned(DETECTOR, (f"{text} {spelled} {text}",))

    assert spelled not in repr(found)
    assert spelled.encode() not in pickle.dumps(found)


@pytest.mark.parametrize(
    "budget",
    [Budget(characters=10), Budget(decoded=10), Budget(candidates=0), Budget(expired=lambda: True)],
)
def test_the_error_of_a_spent_budget_shows_nothing(budget: Budget) -> None:
    value = BY_ENTITY["EmailAddress"]
    encoded = base64.b64encode(f"to {value} now".encode()).decode()

    with pytest.raises(TooMuchTextError) as raised:
        DETECTOR.scan(f"{value} {encoded}", budget=budget)

    assert value not in repr(raised.value)
    assert "shop" not in str(raised.value)


def test_threads_share_a_detector() -> None:
    detector = Detector(DetectorSpec(entities=BUILT_IN_ENTITIES))
    texts = [
        f"{number} {value} {unit * 5}"
        for number, unit in enumerate(UNITS.values())
        if len(unit) < LONG
        for _, value in ENTITY_VALUES
    ]
    alone = [Detector(detector.spec).scan(text) for text in texts[:20]]

    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(detector.scan, texts))
        again = list(pool.map(detector.scan, reversed(texts)))

    assert first[: len(alone)] == alone
    assert first == again[::-1]
