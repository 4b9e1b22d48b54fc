"""No recognizer finds anything on a line that was not suspected for it."""

import pytest

from privet.detection import BUILT_IN, DEFAULT_ENTITIES, Confidence
from privet.detection.source import Budget, Source
from privet.detection.suspects import Excerpt, Suspects
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


def test_an_excerpt_leads_back_to_where_its_lines_stood() -> None:
    data = b"first\nmail a@shopmail.io\nthird\n+49 151 23456789\n"
    excerpt = Excerpt(data, {(31, 47), (6, 24)})
    (mail,) = BUILT_IN["EmailAddress"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))
    (phone,) = BUILT_IN["PhoneNumber"].find(Source(excerpt.data, Confidence.MEDIUM, Budget()))

    mail, phone = excerpt.back(mail), excerpt.back(phone)
    assert data[mail.start : mail.end] == b"a@shopmail.io"
    assert data[phone.start : phone.end] == b"+49 151 23456789"
