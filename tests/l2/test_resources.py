"""The API server alone, without Privet, refuses every bad resource and says what to do about it.

tests/unit/api/test_bad_resources.py holds the models to the same table.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.resources.api import Api
from tests.resources.bad import BAD, BAD_CHANGES
from tests.resources.cases import Bad, BadChange, Object, key
from tests.resources.good import GOOD, GOOD_CHANGES


@pytest.mark.parametrize("bad", [pytest.param(case, id=case.id) for case in BAD])
def test_a_bad_resource_is_refused_with_field_and_remedy(api: Api, bad: Bad) -> None:
    created = api.create(bad.object)

    assert created.refused
    assert bad.field in created.message
    assert bad.remedy.server in created.message


@pytest.mark.parametrize("bad", [pytest.param(case, id=case.id) for case in BAD])
def test_a_bad_resource_is_refused_when_applied(api: Api, bad: Bad) -> None:
    assert api.apply(bad.object).refused


@pytest.mark.parametrize("name", GOOD)
def test_a_good_resource_is_taken(api: Api, name: str) -> None:
    assert not api.create(GOOD[name]).refused, api.create(GOOD[name]).message
    assert not api.apply(GOOD[name]).refused


@pytest.fixture
def stored(api: Api, request: pytest.FixtureRequest) -> Iterator[Object]:
    """The resource as it was before the change."""
    old: Object = request.param
    assert not api.create(old, dry_run=False).refused
    yield old
    api.delete(old)


@pytest.mark.parametrize(
    ("stored", "bad"), [pytest.param(case.old, case, id=case.id) for case in BAD_CHANGES], indirect=["stored"]
)
def test_a_forbidden_change_is_refused_with_field_and_remedy(
    api: Api, stored: Object, bad: BadChange
) -> None:
    replaced = api.replace(bad.new, stored)

    assert replaced.refused
    assert bad.field in replaced.message
    assert bad.remedy.server in replaced.message


@pytest.mark.parametrize(
    ("stored", "new"),
    [pytest.param(old, new, id=name) for name, (old, new) in GOOD_CHANGES.items()],
    indirect=["stored"],
)
def test_an_allowed_change_is_made(api: Api, stored: Object, new: Object) -> None:
    assert not api.replace(new, stored).refused


def test_a_null_is_refused_when_applied(api: Api) -> None:
    assert "spec.delivery" in api.apply(key(delivery=None)).message
