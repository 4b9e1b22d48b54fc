"""What a review ends in: values, with places and kinds and nothing of the contents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from privet.api.v1alpha1 import RuleId
from privet.policy.rules import RULES

MAX_SHOWN = 100
"""How many violations a message spells out; the rest is counted. All are in the value itself."""


@dataclass(frozen=True)
class Violation:
    """One breach of one rule: where, of what kind, and which policy objects."""

    rule: RuleId
    path: str
    entity: str | None = None
    phrase: str = ""
    """What is wrong with the place, such as `holds EmailAddress`: fixed words, entities and safe names."""
    policy: str = ""
    """The policy that judged it most strictly, such as `ClusterPIIPolicy/baseline`."""

    def __lt__(self, other: "Violation") -> bool:
        return self._order < other._order

    def __str__(self) -> str:
        return f"{self.statement}; {RULES[self.rule].advice}"

    @property
    def statement(self) -> str:
        """Say what is wrong, without the remedy."""
        return f"{self.path} {self.phrase} ({self.rule})".lstrip()

    @property
    def _order(self) -> tuple[str, str, str, str]:
        return (self.rule, self.path, self.entity or "", self.phrase)


@dataclass(frozen=True)
class Allowed:
    """Nothing stands against it; what there is to say goes to the user or to auditors."""

    warnings: tuple[Violation, ...] = ()
    audits: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class Denied:
    """At least one policy forbids it."""

    subject: str
    """What is denied, such as `pod "web"`."""
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()
    audits: tuple[Violation, ...] = ()

    def __post_init__(self) -> None:
        if not self.violations:
            raise ValueError("a denial must say what it objects to")

    @property
    def message(self) -> str:
        """Say who denies what and why, every violation with its place, each remedy once."""
        policies = sorted({violation.policy for violation in self.violations})
        return f"{self.subject} denied by {', '.join(policies)}: {described(self.violations)}"


@dataclass(frozen=True)
class Unevaluated:
    """No verdict could be reached: neither yes nor no."""

    why: str
    """A fixed sentence."""
    namespace_unknown: bool = False
    """Whether the namespace has not been seen yet: waiting for the watch may help."""


@dataclass(frozen=True)
class AuthorizationNeeded:
    """The verdict hangs on what the requester may do: ask, and evaluate again with the answer."""

    names: tuple[str, ...]
    """The ClusterPIIPolicies that would govern no longer; the requester needs the verb on each."""
    verb: str = "govern"
    group: str = "privet.dev"
    resource: str = "clusterpiipolicies"


Decision = Allowed | Denied | Unevaluated
Verdict = Decision | AuthorizationNeeded


def described(violations: Sequence[Violation]) -> str:
    """Write out violations, sorted; those of one rule together, so that its remedy is said once."""
    shown = sorted(violations)[:MAX_SHOWN]
    texts = [
        f"{', '.join(one.statement for one in same)}; {RULES[rule].advice}" for rule, same in _by_rule(shown)
    ]
    if len(violations) > len(shown):
        texts.append(f"and {len(violations) - len(shown)} more")
    return "; ".join(texts)


def _by_rule(violations: Iterable[Violation]) -> list[tuple[RuleId, list[Violation]]]:
    return [(rule, list(same)) for rule, same in groupby(violations, key=lambda one: one.rule)]
