"""A breach while it is being judged: a violation-to-be, with what tells it from an older one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from privet.api.v1alpha1 import RuleAction, RuleId
from privet.policy.compiled import Keepers, Outcome, Table
from privet.policy.rules import STRICTNESS
from privet.policy.verdict import Allowed, Denied, Violation


@dataclass(frozen=True)
class Breach:
    """One place where a rule is broken, and what the policies do about it."""

    rule: RuleId
    path: str
    phrase: str
    outcome: Outcome
    entity: str | None = None
    witness: int = field(default=0, repr=False)
    """Python's keyed hash of the offending value: tells a changed value from the same one, never leaves the
    process, and means nothing in another."""

    @property
    def identity(self) -> tuple[RuleId, str, str | None, int]:
        """What makes it the same breach in another version of the object."""
        return (self.rule, self.path, self.entity, self.witness)

    def at_most(self, action: RuleAction) -> "Breach":
        """Give the breach with a cap on what is done about it."""
        if self.outcome.action is RuleAction.OFF:
            return self
        return replace(self, outcome=Outcome(action, self.outcome.policy))

    def violation(self) -> Violation:
        """Give what may be said of it."""
        return Violation(self.rule, self.path, self.entity, self.phrase, self.outcome.policy)


def found(
    table: Table, rule: RuleId, path: str, entity: str, witness: int, keepers: Keepers | None
) -> Breach:
    """Make the breach of a place that holds personal data."""
    return Breach(rule, path, f"holds {entity}", table.outcome(rule, keepers), entity, witness)


def added(breaches: Sequence[Breach], before: Iterable[Breach]) -> list[Breach]:
    """Give the breaches that an earlier version of the object did not have, or not as often."""
    known = Counter(breach.identity for breach in before)
    fresh: list[Breach] = []
    for breach in breaches:
        if known[breach.identity] > 0:
            known[breach.identity] -= 1
        else:
            fresh.append(breach)
    return fresh


def decide(subject: str, breaches: Iterable[Breach]) -> Allowed | Denied:
    """Sort breaches by what is done about them; each place and entity is dealt with once, most strictly."""
    strictest: dict[tuple[RuleId, str, str | None, str], Breach] = {}
    for breach in breaches:
        key = (breach.rule, breach.path, breach.entity, breach.phrase)
        known = strictest.get(key)
        if known is None or STRICTNESS[known.outcome.action] < STRICTNESS[breach.outcome.action]:
            strictest[key] = breach
    by_action: dict[RuleAction, list[Violation]] = {action: [] for action in RuleAction}
    for breach in strictest.values():
        by_action[breach.outcome.action].append(breach.violation())
    denied, warnings, audits = (
        tuple(sorted(by_action[action])) for action in (RuleAction.DENY, RuleAction.WARN, RuleAction.AUDIT)
    )
    return Denied(subject, denied, warnings, audits) if denied else Allowed(warnings, audits)
