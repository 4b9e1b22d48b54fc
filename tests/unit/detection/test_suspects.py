"""No recognizer finds anything on a line that was not suspected for it."""

import re

import pytest

from privet.detection import BUILT_IN, DEFAULT_ENTITIES, Confidence
from privet.detection.source import Budget, Source
from privet.detection.suspects import Excerpt, Suspects
from privet.linear.structure import DIGITS, least, structure
from tests.corpus import labelled, spellings

RECOGNIZERS = [BUILT_IN[entity] for entity in sorted(DEFAULT_ENTITIES)]
SUSPECTS = Suspects(RECOGNIZERS)


def texts() -> list[str]:
    samples = [*labelled.labelled_lines()[::7], *labelled.labelled_documents()[::11]]
    spelled = [sample.text for _, sample in spellings.cases(labelled.SEED)]
    return [*(sample.text for sample in samples), *spelled]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return [Source(text.encode(), Confidence.MEDIUM, Budget()) for text in texts()]


@pytest.mark.parametrize("number", range(len(RECOGNIZERS)), ids=sorted(DEFAULT_ENTITIES))
def test_what_is_found_was_suspected(number: int, sources: list[Source]) -> None:
    for source in sources:
        found = list(RECOGNIZERS[number].find(source))
        if found:
            lines = SUSPECTS.look(source.data).get(number, set())
            assert all(any(start <= one.start < end for start, end in lines) for one in found)


@pytest.mark.parametrize("number", range(len(RECOGNIZERS)), ids=sorted(DEFAULT_ENTITIES))
def test_every_value_has_the_digits_that_its_word_is_held_to(number: int, sources: list[Source]) -> None:
    recognizer = RECOGNIZERS[number]
    for source in sources if recognizer.gated_by_words else ():
        for one in recognizer.find(source):
            value = source.data[one.start : one.end]
            assert not one.named or len(re.findall(rb"[0-9]", value)) >= recognizer.digits


def test_most_recognizers_ask_for_digits() -> None:
    bound = {one.entity: one.digits for one in RECOGNIZERS if one.gated_by_words}

    assert (bound["UsSsn"], bound["CreditCard"], bound["PersonName"], bound["Bic"]) == (9, 12, 0, 0)
    assert sum(digits > 0 for digits in bound.values()) > len(bound) * 3 // 4


@pytest.mark.parametrize(
    ("pattern", "digits"),
    [
        ("[0-9]{3}-?[0-9]+", 4),
        ("a[0-9]|[0-9]{2}", 1),
        (r"(?:[0-9a-f]{2}){4}", 0),
        (r"\b[0-46-9]\b", 1),
        ("", 0),
    ],
)
def test_the_least_digits_of_a_pattern_are_counted(pattern: str, digits: int) -> None:
    assert least(structure(pattern), DIGITS) == digits


def test_no_word_begins_where_a_shape_among_the_words_may() -> None:
    """One search tells both, and of two at one place only the first."""
    country = re.compile(r"(?:[a-z]{2} ?)?[0-9+(]")

    assert not [word for one in RECOGNIZERS for word in one.words if country.match(word)]


def test_an_excerpt_leads_back_to_where_its_lines_stood() -> None:
    data = b"first\nmail a@shopmail.io\nthird\n+49 151 23456789\n"
    excerpt = Excerpt(data, {(31, 47), (6, 24)})
    (mail,) = BUILT_IN["EmailAddress"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))
    (phone,) = BUILT_IN["PhoneNumber"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))

    mail, phone = excerpt.back(mail), excerpt.back(phone)
    assert data[mail.start : mail.end] == b"a@shopmail.io"
    assert data[phone.start : phone.end] == b"+49 151 23456789"
