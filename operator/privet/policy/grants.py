"""Effective grants: what a key asks for, cut to what its policy grants, cut to every ceiling above it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from privet.api.v1alpha1 import Action, Grant

Actions = Mapping[tuple[str, str], frozenset[Action]]
"""Actions by entity and purpose."""

_ORDER = {action: place for place, action in enumerate(Action)}


class CutBy(StrEnum):
    """What stands in the way of a grant."""

    POLICY = "Policy"
    CEILING = "Ceiling"


@dataclass(frozen=True)
class Cut:
    """What was asked for and not given."""

    entity: str
    purpose: str
    actions: tuple[Action, ...]
    by: CutBy

    def __str__(self) -> str:
        actions = ", ".join(self.actions)
        limit = "its policy does not grant it" if self.by is CutBy.POLICY else "the ceiling does not allow it"
        return f"{actions} of {self.entity} for {self.purpose}: {limit}"


@dataclass(frozen=True)
class Effective:
    """What is granted in effect, and what is not and why."""

    grants: tuple[Grant, ...] = ()
    cut: tuple[Cut, ...] = ()


def effective_grants(
    wanted: Sequence[Grant] | None,
    granted: Sequence[Grant] | None,
    ceilings: Sequence[Sequence[Grant]],
) -> Effective:
    """Cut what is wanted to what the policy grants and every ceiling allows.

    `wanted` is what a key asks for; None asks for all that the policy grants. `granted` None means that
    there is no policy, and without any ceiling the namespace is not governed: both grant nothing.
    """
    policy = by_purpose(granted or ())
    asked = policy if wanted is None else by_purpose(wanted)
    within_policy = intersect(asked, policy)
    allowed = intersect(within_policy, ceiling_of(ceilings))
    cut = [*_cuts(asked, within_policy, CutBy.POLICY), *_cuts(within_policy, allowed, CutBy.CEILING)]
    return Effective(as_grants(allowed), tuple(cut))


def ceiling_of(ceilings: Sequence[Sequence[Grant]]) -> Actions:
    """Intersect ceilings; none at all allow nothing."""
    if not ceilings:
        return {}
    first, *others = map(by_purpose, ceilings)
    for other in others:
        first = intersect(first, other)
    return first


def by_purpose(grants: Iterable[Grant]) -> Actions:
    """Add grants up by entity and purpose."""
    actions: dict[tuple[str, str], frozenset[Action]] = {}
    for grant in grants:
        key = (grant.entity, grant.purpose)
        actions[key] = actions.get(key, frozenset()) | frozenset(grant.actions)
    return actions


def intersect(one: Actions, other: Actions) -> Actions:
    """Keep the actions that both have."""
    kept = {key: actions & other.get(key, frozenset()) for key, actions in one.items()}
    return {key: actions for key, actions in kept.items() if actions}


def as_grants(actions: Actions) -> tuple[Grant, ...]:
    """Write actions as grants, in one order whatever the order they came in."""
    return tuple(
        Grant(entity=entity, purpose=purpose, actions=_in_order(some))
        for (entity, purpose), some in sorted(actions.items())
    )


def _cuts(asked: Actions, given: Actions, by: CutBy) -> list[Cut]:
    missing = ((key, actions - given.get(key, frozenset())) for key, actions in sorted(asked.items()))
    return [Cut(*key, _in_order(actions), by) for key, actions in missing if actions]


def _in_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    return tuple(sorted(actions, key=_ORDER.__getitem__))
