"""The rules by id: what each does where no policy says otherwise, and what a user does about a breach."""

from collections.abc import Mapping
from dataclasses import dataclass

from privet.api.v1alpha1 import Enforcement, RuleAction, RuleId

RULES_PAGE = "https://privet.dev/rules/"


@dataclass(frozen=True)
class Rule:
    """One rule: its default action and its remedy, a clause that follows a semicolon."""

    id: RuleId
    default: RuleAction
    remedy: str

    @property
    def advice(self) -> str:
        """Give the remedy and where to read more."""
        return f"{self.remedy}, see {RULES_PAGE}{self.id}"


_DENY = (
    (
        RuleId.POLICY_REQUIRED,
        "ask for a PIIPolicy whose workloadSelector matches the labels of the pod template",
    ),
    (RuleId.ENV_VALUE, "take it from a Secret and ask for a grant"),
    (RuleId.GRANT_MISSING, "ask for a grant of Read in a PIIPolicy that selects this workload"),
    (RuleId.ENV_LOGGED, "do not print it: a grant to read is no leave to log"),
    (RuleId.ARGUMENT_VALUE, "take it from a Secret through a variable or a file"),
    (RuleId.METADATA_VALUE, "name things by an id that says nothing of people"),
    (RuleId.CONFIG_MAP_VALUE, "move it into a Secret, and let the workload ask for a grant"),
    (RuleId.REFERENCE_VALUE, "move it into a Secret and ask for a grant"),
    (RuleId.KEY_MISUSE, "leave mounting to Privet: it mounts a pod's own keys, whole and as files"),
    (
        RuleId.KEY_NOT_MOUNTED,
        "create the pod again with Privet's webhook running, and leave the volume and the mount path to it",
    ),
    (RuleId.RESERVED_METADATA, "leave it to Privet"),
    (RuleId.POLICY_CEILING, "ask for less, or have the platform team raise what governs it"),
    (RuleId.QUARANTINED, "ask for release in the Quarantine when the leak is mended"),
)
RULES: Mapping[RuleId, Rule] = {
    **{rule: Rule(rule, RuleAction.DENY, remedy) for rule, remedy in _DENY},
    RuleId.UNKNOWN_VALUE: Rule(
        RuleId.UNKNOWN_VALUE, RuleAction.WARN, "take it from a Secret, whose keys can be told apart"
    ),
}
"""Every rule."""

STRICTNESS: Mapping[RuleAction, int] = {
    RuleAction.OFF: 0,
    RuleAction.AUDIT: 1,
    RuleAction.WARN: 2,
    RuleAction.DENY: 3,
}

_CAPS: Mapping[Enforcement, RuleAction] = {
    Enforcement.DENY: RuleAction.DENY,
    Enforcement.WARN: RuleAction.WARN,
    Enforcement.AUDIT: RuleAction.AUDIT,
}


def stricter(one: RuleAction, other: RuleAction) -> RuleAction:
    """Give the stricter of two actions."""
    return one if STRICTNESS[one] >= STRICTNESS[other] else other


def capped(action: RuleAction, enforcement: Enforcement | None) -> RuleAction:
    """Hold an action to the most that its policy does."""
    cap = _CAPS[enforcement or Enforcement.DENY]
    return action if STRICTNESS[action] <= STRICTNESS[cap] else cap
