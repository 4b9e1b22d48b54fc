import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.api.v1alpha1 import Action, Grant
from privet.policy import CutBy, effective_grants

READ, WRITE, EXPORT = Action.READ, Action.WRITE, Action.EXPORT


def grant(*actions: Action, entity: str = "EmailAddress", purpose: str = "Billing") -> Grant:
    return Grant(entity=entity, purpose=purpose, actions=actions or (READ,))


grants = st.lists(
    st.builds(
        grant,
        st.sampled_from(Action),
        entity=st.sampled_from(["EmailAddress", "CreditCard"]),
        purpose=st.sampled_from(["Billing", "Support"]),
    ),
    max_size=4,
)


def pairs(some: tuple[Grant, ...] | list[Grant]) -> set[tuple[str, str, Action]]:
    return {(one.entity, one.purpose, action) for one in some for action in one.actions}


def test_a_key_that_asks_for_nothing_in_particular_gets_all_that_its_policy_grants() -> None:
    effective = effective_grants(None, [grant(READ, WRITE)], [[grant(READ, WRITE, EXPORT)]])

    assert effective.grants == (grant(READ, WRITE),)
    assert effective.cut == ()


def test_what_the_policy_does_not_grant_is_cut() -> None:
    effective = effective_grants([grant(READ, WRITE)], [grant(READ)], [[grant(READ, WRITE)]])

    assert effective.grants == (grant(READ),)
    assert [(one.by, one.actions) for one in effective.cut] == [(CutBy.POLICY, (WRITE,))]
    assert str(effective.cut[0]) == "Write of EmailAddress for Billing: its policy does not grant it"


def test_what_the_ceiling_does_not_allow_is_cut() -> None:
    effective = effective_grants(None, [grant(READ, WRITE)], [[grant(READ)]])

    assert effective.grants == (grant(READ),)
    assert str(effective.cut[0]) == "Write of EmailAddress for Billing: the ceiling does not allow it"


def test_ceilings_intersect() -> None:
    effective = effective_grants(None, [grant(READ, WRITE)], [[grant(READ)], [grant(WRITE)]])

    assert effective.grants == ()


def test_another_purpose_is_another_grant() -> None:
    effective = effective_grants([grant(purpose="Support")], [grant()], [[grant()]])

    assert effective.grants == ()


@pytest.mark.parametrize(
    ("wanted", "granted", "ceilings"),
    [
        pytest.param([grant()], None, [[grant()]], id="no policy"),
        pytest.param(None, None, [[grant()]], id="no policy, nothing asked"),
        pytest.param(None, [], [[grant()]], id="an empty policy"),
        pytest.param(None, [grant()], [], id="no floor"),
        pytest.param(None, [grant()], [[]], id="an empty ceiling"),
        pytest.param([], [grant()], [[grant()]], id="a key that asks for nothing"),
    ],
)
def test_nothing_is_granted(
    wanted: list[Grant] | None, granted: list[Grant] | None, ceilings: list[list[Grant]]
) -> None:
    assert effective_grants(wanted, granted, ceilings).grants == ()


@given(wanted=st.none() | grants, granted=grants, ceilings=st.lists(grants, min_size=1, max_size=3))
def test_scope_only_shrinks(
    wanted: list[Grant] | None, granted: list[Grant], ceilings: list[list[Grant]]
) -> None:
    effective = pairs(effective_grants(wanted, granted, ceilings).grants)

    assert effective <= pairs(granted)
    assert all(effective <= pairs(ceiling) for ceiling in ceilings)
    assert wanted is None or effective <= pairs(wanted)


@given(wanted=grants, granted=grants, ceilings=st.lists(grants, min_size=1, max_size=3), more=grants)
def test_another_ceiling_never_grants_more(
    wanted: list[Grant], granted: list[Grant], ceilings: list[list[Grant]], more: list[Grant]
) -> None:
    before = pairs(effective_grants(wanted, granted, ceilings).grants)

    assert pairs(effective_grants(wanted, granted, [*ceilings, more]).grants) <= before


@given(wanted=grants, granted=grants, ceilings=st.lists(grants, min_size=1, max_size=3))
def test_what_is_asked_for_is_given_or_cut(
    wanted: list[Grant], granted: list[Grant], ceilings: list[list[Grant]]
) -> None:
    effective = effective_grants(wanted, granted, ceilings)
    cut = {(one.entity, one.purpose, action) for one in effective.cut for action in one.actions}

    assert pairs(effective.grants) | cut == pairs(wanted)
    assert pairs(effective.grants) & cut == set()
    assert effective_grants(wanted, granted, ceilings) == effective
