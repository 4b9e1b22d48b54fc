"""Without RE2 the answers are the same: our patterns run on the standard library's engine, no user's do.

The other engine runs in a process that cannot import RE2, as on a platform that has no wheel of it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import privet
from privet.detection import BUILT_IN_ENTITIES, Confidence, Detector, DetectorSpec, TooMuchTextError
from privet.detection.recognizers import BUILT_IN
from privet.linear import compile_own_bytes
from privet.linear.backtracking import BytesPattern
from privet.linear.clues import Starts
from privet.linear.view import viewed
from tests.corpus.labelled import labelled_documents, labelled_lines, log_lines, manifests

WITHOUT_RE2 = """
import json, sys, time
sys.modules["re2"] = None
from privet.detection import BUILT_IN_ENTITIES, Confidence, Detector, DetectorSpec, TooMuchTextError
from privet.linear import HAS_RE2
assert not HAS_RE2
detectors = {
    least: Detector(DetectorSpec(entities=BUILT_IN_ENTITIES, min_confidence=least))
    for least in (Confidence.MEDIUM, Confidence.LOW)
}
for line in sys.stdin:
    text, least = json.loads(line)
    began = time.process_time()
    try:
        found = detectors[Confidence(least)].candidates(text)
        answer = [
            [one.start, one.end, one.entity, int(one.confidence), one.kind.name, one.layers] for one in found
        ]
    except TooMuchTextError:
        answer = None
    print(json.dumps([answer, time.process_time() - began]), flush=True)
"""


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(privet.__file__).parents[1])}


class OtherEngine:
    """A detector in a process without RE2."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WITHOUT_RE2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )

    def found(self, text: str, least: Confidence = Confidence.MEDIUM) -> object:
        """Give what it finds in a text."""
        return self._asked(text, least)[0]

    def seconds(self, text: str) -> float:
        """Give the processor's time that it takes."""
        return float(self._asked(text, Confidence.MEDIUM)[1])

    def _asked(self, text: str, least: Confidence) -> tuple[object, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([text, int(least)]) + "\n")
        self._process.stdin.flush()
        answer, seconds = json.loads(self._process.stdout.readline())
        return answer, seconds

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def other() -> Iterator[OtherEngine]:
    engine = OtherEngine()
    yield engine
    engine.close()


def found_here(text: str, least: Confidence = Confidence.MEDIUM) -> object:
    detector = Detector.for_spec(DetectorSpec(entities=BUILT_IN_ENTITIES, min_confidence=least))
    try:
        found = detector.candidates(text)
    except TooMuchTextError:
        return None
    return [
        [one.start, one.end, one.entity, int(one.confidence), one.kind.name, list(one.layers)]
        for one in found
    ]


def corpus() -> list[str]:
    labelled = chain(labelled_documents(60), labelled_lines(400))
    return [*(sample.text for sample in labelled), *manifests(20), *log_lines(200)]


def test_both_engines_find_the_same_in_the_corpus(other: OtherEngine) -> None:
    assert [other.found(text) for text in corpus()] == [found_here(text) for text in corpus()]


@pytest.mark.parametrize("least", [Confidence.MEDIUM, Confidence.LOW])
def test_both_engines_find_the_same_in_large_texts(other: OtherEngine, least: Confidence) -> None:
    text = "\n".join(corpus())

    for first in range(0, len(text), 20_000):
        block = text[first : first + 20_000]
        assert other.found(block, least) == found_here(block, least)


PIECES = st.sampled_from(
    [sample.text for sample in labelled_lines(200)]
    + [
        "phone",
        "ssn ",
        "IBAN:",
        "=",
        "\n",
        " ",
        "-",
        "_",
        ".",
        "(",
        ")",
        "é",
        "年",
        "\t",
        "+",
        "00",
        "@",
        "\\n",
    ]
)
WORDS = st.sampled_from(sorted({word for one in BUILT_IN.values() for word in (*one.words, *one.names)}))
TEXTS = st.lists(
    st.one_of(PIECES, WORDS, st.text(max_size=8), st.from_regex(r"\A[0-9A-Z .\-/]{1,14}\Z")), max_size=8
)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_both_engines_find_the_same_in_any_text(other: OtherEngine, pieces: list[str]) -> None:
    text = "".join(pieces)

    assert other.found(text) == found_here(text)
    assert other.found(text, Confidence.LOW) == found_here(text, Confidence.LOW)


@pytest.mark.parametrize("around", ["", "2026-11-24 18:05:05 INFO a line of a log, port=8080\n" * 100])
def test_both_engines_see_a_heading_whose_word_needs_more_than_itself(
    other: OtherEngine, around: str
) -> None:
    text = f"{around}CARDHOLDERNAME|\n\nMira Olsen\n{around}"

    found = found_here(text)
    assert [one[2] for one in found] == ["PersonName"]  # type: ignore[attr-defined]
    assert other.found(text) == found


# --- linear time ------------------------------------------------------------------------------------


HOSTILE = {
    "mail": lambda n: "a" * n + "@a.1",
    "mails": lambda n: "a@b.io " * (n // 7),
    "tokens": lambda n: "eyJ" * (n // 3),
    "token": lambda n: "-eyJaaaaaaaa" * (n // 12) + ".eyJaaaaaaaaa",
    "blanks": lambda n: "x1\n1" + " " * n + "x",
    "numbers": lambda n: "1\n" * (n // 2),
    "cards": lambda n: "4539148803436467 " * (n // 17),
    "words": lambda n: "phone ssn iban card nhs born address cpf " + "a1 " * (n // 3),
    "camel": lambda n: "aA" * (n // 2),
    "brackets": lambda n: "(00" * (n // 3),
    "quotes": lambda n: '"' + "a" * n + '"@b.io',
    "addresses": lambda n: "://a@b.io" * (n // 9),
    "secret": lambda n: "kind: Secret\n" + " a: " * (n // 4),
}  # fmt: skip
SMALL, LARGE = 1 << 14, 1 << 17
LENIENCE = 4
"""A quadratic search would take 64 times as long; the rest is for a busy machine."""


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_without_re2(other: OtherEngine, name: str) -> None:
    other.found("warm")
    small, large = (other.seconds(HOSTILE[name](length)) for length in (SMALL, LARGE))

    assert large < max(small * LARGE / SMALL * LENIENCE, 1.0)


# --- searches ---------------------------------------------------------------------------------------


@given(TEXTS, st.sampled_from(sorted(BUILT_IN)))
@settings(max_examples=40, deadline=None)
def test_a_search_that_starts_where_matches_may_begin_finds_what_any_search_does(
    pieces: list[str], entity: str
) -> None:
    filler = "lorem ipsum, dolor sit amet; " * 160
    text = (filler + "".join(pieces) + filler).encode()
    gate = BUILT_IN[entity].gate
    starts, found = Starts(gate)(viewed(text)), compile_own_bytes(gate)

    if starts is not None:
        assert {match.start() for match in found.finditer(text)} <= set(starts)
    assert [match.span() for match in BytesPattern(gate).finditer(viewed(text))] == [
        match.span() for match in found.finditer(text)
    ]


@pytest.mark.parametrize("end", range(9))
def test_a_stretch_that_ends_within_a_word_ends_none(end: int) -> None:
    text = b"a tax12\nb"

    for pattern in (r"[a-z]+\b", r"[a-z0-9]+$", r"tax(?:\b|[0-9])", r"(?m:[0-9]$)"):
        ours, theirs = BytesPattern(pattern), compile_own_bytes(pattern)
        assert [one.span() for one in ours.finditer(text, 0, end)] == [
            one.span() for one in theirs.finditer(text, 0, end)
        ]


# --- users' patterns --------------------------------------------------------------------------------

REFUSED = """
import sys
sys.modules["re2"] = None
from privet.api.patterns import PatternText
from privet.detection import AllowedValue, CustomRecognizer, Detector, DetectorSpec, PatternError
from pydantic import TypeAdapter, ValidationError
for spec in (
    DetectorSpec(entities=frozenset(), recognizers=frozenset({CustomRecognizer("Word", "(a|a)+$")})),
    DetectorSpec(entities=frozenset(), allow=frozenset({AllowedValue("EmailAddress", "(a|a)+$")})),
):
    try:
        Detector(spec)
    except PatternError as error:
        print(error)
try:
    TypeAdapter(PatternText).validate_python("(a|a)+b")
except ValidationError as error:
    print(error)
"""


def test_patterns_of_users_run_on_no_engine_that_goes_back() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", REFUSED],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=ENVIRONMENT,
    ).stdout

    assert answer.count("needs google-re2") == 3
    assert "(a|a)" not in answer.replace("input_value='(a|a)+b'", "")
