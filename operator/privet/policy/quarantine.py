"""`Quarantined`: no new pods of what is isolated, and no shell in the ones that run."""

from collections.abc import Iterable, Iterator

from privet.api.v1alpha1 import Quarantine, RuleId
from privet.policy.breach import Breach
from privet.policy.policy_set import Namespace
from privet.policy.review import Operation, Review
from privet.policy.workload import OwnerReference, Workload

_CONTROLLED_BY_REPLICA_SET = ("Deployment", "Rollout")


def quarantined(namespace: Namespace, review: Review, workload: Workload | None) -> list[Breach]:
    """Object to a new pod of a quarantined workload, and to exec or attach into a quarantined pod."""
    outcome = namespace.table_of_all().outcome(RuleId.QUARANTINED)
    return [
        Breach(RuleId.QUARANTINED, "", f"is isolated by Quarantine {one.metadata.name}", outcome)
        for one in namespace.quarantines
        if _concerns(one, review, workload)
    ]


def _concerns(quarantine: Quarantine, review: Review, workload: Workload | None) -> bool:
    target = quarantine.spec.target
    if review.operation is Operation.CONNECT:
        return (target.kind == "Pod" and target.name == review.name) or _named_after(quarantine, review.name)
    if workload is None or not workload.is_pod or review.operation is not Operation.CREATE:
        return False
    owners: Iterable[OwnerReference] = workload.metadata.owner_references or ()
    return (target.kind == "Pod" and target.name == review.name) or any(_owned(quarantine, owners))


def _owned(quarantine: Quarantine, owners: Iterable[OwnerReference]) -> Iterator[bool]:
    target = quarantine.spec.target
    for owner in owners:
        yield owner.uid == target.uid or (owner.kind, owner.name) == (target.kind, target.name)
        # A Deployment's pods belong to a ReplicaSet that is named after it and a hash.
        between = owner.kind == "ReplicaSet" and target.kind in _CONTROLLED_BY_REPLICA_SET
        yield between and owner.name.rpartition("-")[0] == target.name


def _named_after(quarantine: Quarantine, pod: str) -> bool:
    """Tell whether a pod has the name that a controller gives to pods of the target."""
    target, (head, _, _) = quarantine.spec.target, pod.rpartition("-")
    if target.kind in _CONTROLLED_BY_REPLICA_SET:
        return head.rpartition("-")[0] == target.name
    return head == target.name
