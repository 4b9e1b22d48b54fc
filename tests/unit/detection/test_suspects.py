"""No recognizer finds anything on a line that was not suspected for it."""

import re

import pytest

from privet.detection import BUILT_IN, DEFAULT_ENTITIES, Confidence
from privet.detection.source import Budget, Source
from privet.detection.suspects import MOST_ASKED, MOST_SHAPES, Excerpt, Suspects
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
            assert (
                not one.named or not recognizer.unlettered or not re.search(rb"[0-9].*[A-Za-z].*[0-9]", value)
            )


def test_most_recognizers_ask_for_digits() -> None:
    bound = {one.entity: one.digits for one in RECOGNIZERS if one.gated_by_words}

    assert (bound["UsSsn"], bound["CreditCard"], bound["PersonName"], bound["Bic"]) == (9, 12, 0, 0)
    assert sum(digits > 0 for digits in bound.values()) > len(bound) * 3 // 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("card-vault:bf5b05ee7215bbeb6b6c6353e8875bab", False),
        ("card 4539 1488 0343 6467", True),
        ("phone-bridge-9zz2 to ip-10-0 4f3", False),
        ("phone 030/123 45-67", True),
        # Others have letters in their values.
        ("driving licence D1234-56789-01234", True),
    ],
)
def test_a_word_for_numbers_asks_for_digits_without_letters_between_them(text: str, expected: bool) -> None:
    assert bool(suspected(text)) is expected


def test_a_word_that_was_asked_for_too_often_counts() -> None:
    assert "UsSsn" not in suspected("ssn 1 " * (MOST_ASKED - 1))
    assert "UsSsn" in suspected("ssn 1 " * MOST_ASKED)


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


def suspected(text: str) -> set[str]:
    return {RECOGNIZERS[number].entity for number in SUSPECTS.look(text.encode())}


def test_no_word_begins_with_a_digit() -> None:
    """Behind a number the search goes on at the next letter."""
    assert not [word for one in RECOGNIZERS for word in one.words if word[0] in "0123456789+("]


@pytest.mark.parametrize("text", ["TEL RSS 85M41 H501Z", "of 536-90-4399: TEL RSS 85M41 H501Z"])
def test_a_shape_and_a_word_at_one_place_are_both_seen(text: str) -> None:
    assert suspected(text) >= {"ItFiscalCode", "PhoneNumber"}


def test_behind_a_number_words_and_other_lines_are_seen() -> None:
    text = "4539 1488 0343 6467 phone 03012345678\n536-90-4399\nclean"

    found = SUSPECTS.look(text.encode())

    lines = {
        RECOGNIZERS[number].entity: {text[start:end] for start, end in some} for number, some in found.items()
    }
    first, second, _ = text.split("\n")
    assert (first in lines["CreditCard"], first in lines["PhoneNumber"], second in lines["UsSsn"]) == (
        True,
    ) * 3
    assert not [some for some in lines.values() if "clean" in some]


def test_on_a_line_full_of_shapes_everybody_is_suspected() -> None:
    line = "GB33BUKB20201555555555 " * (MOST_SHAPES + 1) + "phone 03012345678"

    assert suspected(line) >= {one.entity for one in RECOGNIZERS if one.gated_by_words and one.words}
    assert suspected(f"{line}\nclean") == suspected(line)


def test_shapes_are_told_apart_by_their_outlines() -> None:
    # No month is the 99th, which the recognizer itself will say.
    assert suspected("of 319999-123A") == {"FiHetu"}


@pytest.mark.parametrize("text", ["Herr Öztürk", "氏名: 山田", "電話 03-1234-5678", "Straße 1, 名前=田中"])
def test_words_and_shapes_beyond_ascii_are_seen(text: str) -> None:
    assert suspected(text) & {"PersonName", "PhoneNumber"}


def test_an_excerpt_leads_back_to_where_its_lines_stood() -> None:
    data = b"first\nmail a@shopmail.io\nthird\n+49 151 23456789\n"
    excerpt = Excerpt(data, {(31, 47), (6, 24)})
    (mail,) = BUILT_IN["EmailAddress"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))
    (phone,) = BUILT_IN["PhoneNumber"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))

    mail, phone = excerpt.back(mail), excerpt.back(phone)
    assert data[mail.start : mail.end] == b"a@shopmail.io"
    assert data[phone.start : phone.end] == b"+49 151 23456789"
