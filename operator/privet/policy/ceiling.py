"""`PolicyCeiling`: a policy or key that asks for more than governs it."""

from collections.abc import Iterator, Sequence

from privet.api.v1alpha1 import Grant, RuleId
from privet.policy.breach import Breach
from privet.policy.compiled import Outcome
from privet.policy.grants import Actions, as_grants, by_purpose


def above_ceiling(wanted: Sequence[Grant], ceiling: Actions, outcome: Outcome) -> Iterator[Breach]:
    """Object to each grant that the ceiling of the namespace does not allow."""
    return _above(wanted, ceiling, outcome, "the ceiling does not allow")


def above_policy(wanted: Sequence[Grant], granted: Sequence[Grant], outcome: Outcome) -> Iterator[Breach]:
    """Object to each grant of a key that its policy does not grant."""
    return _above(wanted, by_purpose(granted), outcome, "its policy does not grant")


def _above(wanted: Sequence[Grant], limit: Actions, outcome: Outcome, who: str) -> Iterator[Breach]:
    missing = {key: actions - limit.get(key, frozenset()) for key, actions in by_purpose(wanted).items()}
    for grant in as_grants({key: actions for key, actions in missing.items() if actions}):
        actions = ", ".join(grant.actions)
        path = f"spec.grants[{grant.entity}, {grant.purpose}]"
        phrase = f"asks for {actions}, which {who}"
        yield Breach(RuleId.POLICY_CEILING, path, phrase, outcome, grant.entity, hash(grant.actions))
