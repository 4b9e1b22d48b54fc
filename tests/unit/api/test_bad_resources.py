"""The models refuse what the API server refuses; tests/l2/test_resources.py holds the other half."""

from __future__ import annotations

import pytest

from privet.errors import InvalidResourceError
from tests.resources.bad import BAD, BAD_CHANGES
from tests.resources.cases import Bad, BadChange
from tests.resources.good import GOOD, GOOD_CHANGES
from tests.resources.models import read


@pytest.mark.parametrize("bad", [pytest.param(case, id=case.id) for case in BAD])
def test_a_bad_resource_is_refused_with_field_and_remedy(bad: Bad) -> None:
    with pytest.raises(InvalidResourceError) as refused:
        read(bad.object)

    assert [
        problem
        for problem in refused.value.problems
        if problem.field.startswith(bad.field) and bad.remedy.model in problem.remedy
    ], f"{bad.field}, {bad.remedy.model}: {refused.value}"


@pytest.mark.parametrize("name", GOOD)
def test_a_good_resource_is_read_and_written_again(name: str) -> None:
    resource = read(GOOD[name])

    assert read(resource.to_object()) == resource


@pytest.mark.parametrize("bad", [pytest.param(case, id=case.id) for case in BAD_CHANGES])
def test_a_forbidden_change_is_refused_with_field_and_remedy(bad: BadChange) -> None:
    old, new = read(bad.old), read(bad.new)

    with pytest.raises(InvalidResourceError) as refused:
        new.check_update(old)

    assert [(problem.field, bad.remedy.model in problem.remedy) for problem in refused.value.problems] == [
        (bad.field, True)
    ]


@pytest.mark.parametrize("name", GOOD_CHANGES)
def test_an_allowed_change_is_made(name: str) -> None:
    old, new = GOOD_CHANGES[name]

    read(new).check_update(read(old))


def test_the_table_is_long_and_its_cases_differ() -> None:
    assert len({(case.id, case.object["kind"]) for case in BAD}) == len(BAD) >= 80
