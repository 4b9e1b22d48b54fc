"""The models and the API server give the same verdict, also on what nobody thought of."""

from __future__ import annotations

import zoneinfo

from hypothesis import HealthCheck, given, settings

from tests.resources.api import Api
from tests.resources.cases import Object, rotation
from tests.resources.guesses import mutants, resources
from tests.resources.models import refuses


@given(obj=resources)
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_model_and_api_server_agree(api: Api, obj: Object) -> None:
    answer = api.create(obj)

    assert answer.refused == refuses(obj), answer.message


@given(obj=mutants())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_they_agree_on_what_is_wrong_in_one_place(api: Api, obj: Object) -> None:
    answer = api.apply(obj)

    assert answer.refused == refuses(obj), answer.message


def test_they_know_the_same_time_zones(api: Api) -> None:
    known = [rotation(schedule="0 9 * * *", timeZone=zone) for zone in sorted(zoneinfo.available_timezones())]

    disputed = [
        obj["spec"]["rotation"]["timeZone"] for obj in known if api.create(obj).refused != refuses(obj)
    ]

    assert disputed == []
