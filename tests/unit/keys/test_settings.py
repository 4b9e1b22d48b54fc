from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.api.v1alpha1 import Action, EffectiveSettings, Grant
from privet.keys.settings import effective_settings, is_within, normal
from tests.unit.keys.builders import HOUR, MINUTE, READ_CARD, READ_EMAIL, WRITE_EMAIL, a_key

grants = st.lists(
    st.builds(
        Grant,
        entity=st.sampled_from(["EmailAddress", "CreditCard"]),
        purpose=st.sampled_from(["Billing", "Support"]),
        actions=st.lists(st.sampled_from(Action), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    max_size=4,
    unique_by=lambda grant: (grant.entity, grant.purpose),
)


def test_every_default_is_filled_in() -> None:
    settings = effective_settings(a_key(spec={"audiences": ["privet"], "rotation": {}}), [READ_EMAIL])

    assert settings.grants == (READ_EMAIL,)
    assert (settings.lifetime, settings.every, settings.overlap) == (HOUR, 30 * MINUTE, 12 * MINUTE)
    assert (settings.schedule, settings.time_zone) == (None, None)
    assert settings.mount_path == "/var/run/secrets/privet.dev/billing"
    assert settings.delivery_mode == "Secret"


@pytest.mark.parametrize("lifetime", ["361s", "7m1s", "1h1s", "23h59m59s"])
def test_what_comes_back_from_the_api_server_is_the_same(lifetime: str) -> None:
    """A fraction of a second would be lost in the status, and the two would never be equal again."""
    settings = effective_settings(a_key(spec={"lifetime": lifetime, "rotation": {}}), [])

    assert EffectiveSettings.model_validate_json(settings.model_dump_json(by_alias=True)) == settings
    assert settings.every is not None
    assert settings.every + settings.overlap <= settings.lifetime
    assert settings.every % timedelta(seconds=1) == timedelta(0)


@given(scope=grants)
def test_the_same_scope_is_the_same_value(scope: list[Grant]) -> None:
    shuffled = [
        grant.model_copy(update={"actions": tuple(reversed(grant.actions))}) for grant in reversed(scope)
    ]

    assert normal(shuffled) == normal(scope)
    assert normal(normal(scope)) == normal(scope)


@given(inner=grants, outer=grants)
def test_within_is_the_order_of_scopes(inner: list[Grant], outer: list[Grant]) -> None:
    assert is_within(inner, inner)
    if is_within(inner, outer) and is_within(outer, inner):
        assert normal(inner) == normal(outer)


def test_within_counts_every_action() -> None:
    assert is_within([], [])
    assert is_within([READ_EMAIL], [WRITE_EMAIL])
    assert not is_within([WRITE_EMAIL], [READ_EMAIL])
    assert not is_within([READ_CARD], [READ_EMAIL])
