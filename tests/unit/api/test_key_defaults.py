from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from privet.api.v1alpha1 import DeliveryMode, KeyState, ProvisioningKey
from tests.resources.cases import key, rotation
from tests.resources.guesses import resources
from tests.resources.models import read, refuses

MINUTE = timedelta(minutes=1)


def a_key(**spec: object) -> ProvisioningKey:
    return ProvisioningKey.from_object(key() | {"spec": key()["spec"] | spec})


@pytest.mark.parametrize(
    ("written", "lifetime", "every", "overlap"),
    [
        pytest.param(key(), 60, 30, 12, id="nothing said"),
        pytest.param(key(lifetime="6m"), 6, 1, 5, id="the shortest lifetime leaves a minute"),
        pytest.param(key(lifetime="12m"), 12, 6, 5, id="half the lifetime"),
        pytest.param(key(lifetime="24h"), 1440, 720, 288, id="the longest lifetime"),
        pytest.param(rotation(overlap="50m"), 60, 10, 50, id="what a long overlap leaves"),
        pytest.param(rotation(every="1m"), 60, 1, 12, id="an interval alone"),
    ],
)
def test_the_controller_fills_in_times(
    written: dict[str, object], lifetime: int, every: int, overlap: int
) -> None:
    spec = ProvisioningKey.from_object(written).spec

    assert spec.effective_lifetime == lifetime * MINUTE
    assert spec.effective_every == every * MINUTE
    assert spec.effective_overlap == overlap * MINUTE


def test_a_schedule_takes_the_place_of_the_interval() -> None:
    assert a_key(rotation={"schedule": "0 * * * *"}).spec.effective_every is None


def test_the_rest_is_filled_in_as_well() -> None:
    least = a_key()

    assert least.spec.effective_state == KeyState.ACTIVE
    assert least.spec.effective_mode == DeliveryMode.SECRET
    assert least.spec.effective_audiences == ("privet",)
    assert least.effective_mount_path == "/var/run/secrets/privet.dev/billing"


def test_what_is_said_stands() -> None:
    said = a_key(
        state="Suspended", audiences=["db"], delivery={"mode": "Auto", "mountPath": "/keys"}, lifetime="2h"
    )

    assert said.spec.effective_state == KeyState.SUSPENDED
    assert said.spec.effective_mode == DeliveryMode.AUTO
    assert said.spec.effective_audiences == ("db",)
    assert said.effective_mount_path == "/keys"
    assert said.spec.effective_overlap == 24 * MINUTE


@given(obj=resources)
def test_an_accepted_key_always_has_times_that_fit(obj: dict[str, object]) -> None:
    if obj["kind"] != "ProvisioningKey" or refuses(obj):
        return
    resource = read(obj)
    assert isinstance(resource, ProvisioningKey)
    spec = resource.spec

    every = spec.effective_every or MINUTE
    assert every >= MINUTE
    assert spec.effective_overlap >= max(5 * MINUTE, spec.effective_lifetime // 5 - timedelta(seconds=1))
    assert every + spec.effective_overlap <= spec.effective_lifetime
    assert 6 * MINUTE <= spec.effective_lifetime <= 24 * 60 * MINUTE
    assert every.microseconds == spec.effective_overlap.microseconds == 0
