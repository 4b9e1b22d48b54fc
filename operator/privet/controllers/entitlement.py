"""What one key may get now: its wish, its policy and the ceilings together, or why nothing."""

from privet.api.v1alpha1 import Grant, PIIPolicy, ProvisioningKey
from privet.controllers.world import Unreadable, World
from privet.keys.facts import Entitlement, Granted, NothingGranted, Undetermined
from privet.policy.grants import Cut, effective_grants

MAX_CUTS = 5
"""Cuts that a message names; a key has up to hundreds of grants."""


def entitlement(key: ProvisioningKey, world: World) -> Entitlement:
    """Say what a key may get; never more than policy and ceiling allow at this moment."""
    if not world.synced:
        return Undetermined("the policies are still being read")
    namespace, wanted = key.metadata.namespace or "", key.spec.policy_ref.name
    governing, readable = world.governing(namespace)
    policy = world.policies.get(wanted, namespace)
    if not readable or isinstance(policy, Unreadable):
        # Its ceiling would count, so neither more nor less can be told.
        return Undetermined("a policy that governs the key cannot be read")
    if not governing:
        return NothingGranted(
            reason="NotGoverned",
            message="no ClusterPIIPolicy governs the namespace: nothing is issued before one does",
            waiting=True,
        )
    if policy is None:
        return NothingGranted(
            reason="PolicyMissing",
            message="the PIIPolicy that policyRef names is not there; nothing is issued before it is",
            waiting=True,
        )
    ceilings = [each.spec.ceiling for each in governing]
    effective = effective_grants(key.spec.grants, policy.spec.grants, ceilings)
    if not effective.grants:
        return _nothing(effective.cut)
    return _granted(policy, effective.grants, effective.cut)


def _granted(policy: PIIPolicy, grants: tuple[Grant, ...], cut: tuple[Cut, ...]) -> Granted:
    return Granted(
        grants=grants,
        policy_uid=policy.metadata.uid or "",
        policy_generation=policy.metadata.generation or 0,
        cut=described(cut),
    )


def _nothing(cut: tuple[Cut, ...]) -> NothingGranted:
    why = f" ({described(cut)})" if cut else ""
    return NothingGranted(
        reason="NothingGranted",
        message=f"key, policy and ceiling have no grant in common{why}; ask for less, or have more granted",
        waiting=False,
    )


def described(cut: tuple[Cut, ...]) -> str:
    """Write cuts as one clause."""
    named = [str(each) for each in cut[:MAX_CUTS]]
    more = len(cut) - len(named)
    return "; ".join([*named, f"and {more} more"] if more > 0 else named)
