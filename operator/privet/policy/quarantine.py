"""`Quarantined`: no new pods of what is isolated, and no shell in the ones that run."""

from collections.abc import Iterable, Iterator

from privet.api.v1alpha1 import Quarantine, RuleId
from privet.policy.breach import Breach
from privet.policy.policy_set import Namespace
from privet.policy.review import Operation, Review
from privet.policy.workload import OwnerReference, Workload

_CONTROLLED_BY_REPLICA_SET = ("Deployment", "Rollout")

_GENERATED = frozenset("bcdfghjklmnpqrstvwxz2456789")
"""The letters of hashes and random endings (k8s.io/apimachinery/pkg/util/rand)."""

_RANDOM = 5
_LONGEST_BASE = 58
"""Names of pods are cut, so that with their random ending they are labels of the DNS (RFC 1123)."""


def quarantined(namespace: Namespace, review: Review, workload: Workload | None) -> list[Breach]:
    """Object to a new pod of a quarantined workload, and to exec or attach into a quarantined pod."""
    outcome = namespace.table_of_all.outcome(RuleId.QUARANTINED)
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
        head, _, tail = owner.name.rpartition("-")
        yield between and head == target.name
        # A CronJob's pods belong to a Job that is named after it and the minute.
        yield owner.kind == "Job" and target.kind == "CronJob" and head == target.name and tail.isdigit()


def _named_after(quarantine: Quarantine, pod: str) -> bool:
    """Tell whether a pod has the name that a controller gives to pods of the target."""
    target = quarantine.spec.target
    if target.kind == "StatefulSet":
        head, _, tail = pod.rpartition("-")
        return head == target.name and tail.isdigit()
    base, ending = pod[:-_RANDOM], pod[-_RANDOM:]
    begins = base.startswith(f"{target.name}-"[:_LONGEST_BASE])
    if target.kind == "Pod" or not begins or not _GENERATED.issuperset(ending):
        return False
    # Between the two stands a ReplicaSet's hash, a Job's minute, an index, or what was not cut of it.
    between = base[len(target.name) :].strip("-").replace("-", "")
    if not between:
        return target.kind not in (*_CONTROLLED_BY_REPLICA_SET, "CronJob") or len(base) == _LONGEST_BASE
    if target.kind in _CONTROLLED_BY_REPLICA_SET:
        return _GENERATED.issuperset(between)
    return target.kind in ("Job", "CronJob") and between.isdigit()
