"""The rules by name: those of the policies, and the three that only a scan has."""

from privet.api.v1alpha1 import RuleId
from privet.policy import RULES
from privet.policy.rules import RULES_PAGE

SECRET_VALUE = "SecretValue"  # noqa: S105 - the name of a rule
TEXT_VALUE = "TextValue"
UNEVALUATED = "Unevaluated"

SCAN_PAGE = "https://privet.dev/scan"

_OWN = {
    SECRET_VALUE: (
        "personal data in the manifest of a Secret: base64 hides nothing in a repository",
        "keep it in a store of secrets, or seal it before it is committed",
    ),
    TEXT_VALUE: ("personal data in a text", "take it out, or replace it (privet redact)"),
    UNEVALUATED: (
        "what could not be read to the end, which is not the same as clean",
        "make it readable, or leave it out of the scan (--exclude)",
    ),
}
_OF_POLICIES = {
    RuleId.POLICY_REQUIRED: "a workload in a governed namespace that no PIIPolicy selects",
    RuleId.ENV_VALUE: "a literal environment value that holds personal data",
    RuleId.GRANT_MISSING: "a variable that carries personal data without a grant to read it",
    RuleId.ENV_LOGGED: "a command that prints personal data from the environment to a log",
    RuleId.ARGUMENT_VALUE: "personal data in a command, an argument, a hook or a probe",
    RuleId.METADATA_VALUE: "personal data in names, labels, annotations, host aliases",
    RuleId.CONFIG_MAP_VALUE: "personal data in a ConfigMap",
    RuleId.REFERENCE_VALUE: "a variable or volume fed from what is known to hold personal data",
    RuleId.UNKNOWN_VALUE: "a granted variable whose value cannot be known at admission",
    RuleId.KEY_MISUSE: "mounting a provisioning key that is not the pod's own",
    RuleId.KEY_NOT_MOUNTED: "the pod of a key's subject that would start without it",
    RuleId.RESERVED_METADATA: "labels, annotations and objects that only Privet may write",
    RuleId.POLICY_CEILING: "a policy or key that asks for more than governs it",
    RuleId.QUARANTINED: "scheduling what is quarantined",
}


def objection(rule: str) -> str:
    """Say what a rule objects to."""
    return _OWN[rule][0] if rule in _OWN else _OF_POLICIES[RuleId(rule)]


def remedy(rule: str) -> str:
    """Say what to do about a breach."""
    return _OWN[rule][1] if rule in _OWN else RULES[RuleId(rule)].remedy


def page(rule: str) -> str:
    """Give where more about a rule is to be read."""
    return SCAN_PAGE if rule in _OWN else f"{RULES_PAGE}{rule}"


EVERY_RULE = (*(rule.value for rule in RULES), *_OWN)
"""The names of all rules, in the order of the pages."""
