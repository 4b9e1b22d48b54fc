"""Texts however dense: searched with more time than a review has, and to an end that is told of."""

import pytest

from privet.detection import Detector
from privet.scan.asked import Asked
from privet.scan.budgets import MAX_CANDIDATES, MAX_CHARACTERS, MAX_OF_FILE, FileBudget, budget_for
from privet.scan.lines import examine_text
from privet.scan.results import Result, Severity
from tests.unit.scan.folder import BOMB, MAIL, PHONES, said, stretches


def results_of(text: str, candidates: int = MAX_OF_FILE) -> list[Result]:
    """Search a text for what is looked for by default."""
    return list(examine_text(text, Detector.for_spec(Asked().spec), "a.log", candidates=candidates))


@pytest.mark.parametrize("apart", [" ", ", ", "\n"])
def test_a_dense_text_is_searched_to_its_end(apart: str) -> None:
    text = apart.join(PHONES)

    assert stretches(text, results_of(text)) == PHONES


def test_a_line_that_unfolds_to_too_much_is_told_of_and_the_others_are_searched() -> None:
    assert said(results_of(f"{MAIL}\n{BOMB} {MAIL}\n{MAIL}\n")) == [
        "Deny 1:1 the text holds EmailAddress (TextValue)",
        "Unevaluated 2:1 could not be judged: the line holds more than is searched",
        "Deny 3:1 the text holds EmailAddress (TextValue)",
    ]


def test_a_line_beyond_the_bound_is_not_evaluated() -> None:
    (result,) = results_of("x " * (MAX_CHARACTERS // 2 + 1))

    assert result.severity is Severity.UNEVALUATED


def test_where_the_budget_of_a_file_ends_the_rest_is_told_of() -> None:
    text = "\n".join([*PHONES[:30_000], MAIL])

    *found, rest = results_of(text, candidates=20_000)

    assert rest.statement == "could not be judged: from here on the file holds more than is searched"
    assert (rest.place.line, rest.place.column) == (len(found) + 1, 1)
    assert (rest.place.end_line, rest.place.end_column) == (30_001, len(MAIL) + 1)
    assert {one.severity for one in found} == {Severity.DENY}


@pytest.mark.parametrize(
    ("characters", "candidates"),
    [
        pytest.param(10, budget_for(0).candidates, id="a short text as much as in a review"),
        pytest.param(100_000, 400_000, id="in step with the text"),
        pytest.param(MAX_CHARACTERS, MAX_CANDIDATES, id="never more than this"),
    ],
)
def test_a_search_may_cost_more_the_longer_the_text_is(characters: int, candidates: int) -> None:
    assert budget_for(characters).candidates == candidates
    assert budget_for(characters, most=7).candidates == 7


def test_a_file_pays_for_each_search_of_it() -> None:
    budget = FileBudget(3)

    with budget.search(10) as first:
        first.spend()
    assert not budget.spent
    with budget.search(10) as second:
        assert second.candidates == 2
        second.spend()
        second.spend()

    assert budget.spent
