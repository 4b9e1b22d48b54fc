"""Policies in, verdicts out: pure decisions about objects, variables, commands, keys and grants."""

from privet.policy.conditions import cluster_policy_conditions, policy_conditions
from privet.policy.evaluate import evaluate, mount_patch_of
from privet.policy.grants import Cut, CutBy, Effective, effective_grants
from privet.policy.mounts import KEY_SECRET_TYPE, SECRET_PREFIX, PatchOperation, secret_name
from privet.policy.policy_set import CONTROLLER, PolicySet
from privet.policy.review import Operation, Review
from privet.policy.rules import RULES, Rule
from privet.policy.store import PolicyStore, build
from privet.policy.verdict import (
    Allowed,
    AuthorizationNeeded,
    Decision,
    Denied,
    Unevaluated,
    Verdict,
    Violation,
)

__all__ = [
    "CONTROLLER",
    "KEY_SECRET_TYPE",
    "RULES",
    "SECRET_PREFIX",
    "Allowed",
    "AuthorizationNeeded",
    "Cut",
    "CutBy",
    "Decision",
    "Denied",
    "Effective",
    "Operation",
    "PatchOperation",
    "PolicySet",
    "PolicyStore",
    "Review",
    "Rule",
    "Unevaluated",
    "Verdict",
    "Violation",
    "build",
    "cluster_policy_conditions",
    "effective_grants",
    "evaluate",
    "mount_patch_of",
    "policy_conditions",
    "secret_name",
]
