"""Statuses are written by server-side apply, fenced by the version that the decision was made on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from privet.api.meta import Condition, ObjectMeta
from privet.cluster import Cluster, Object, Resource
from privet.controllers.signing import MANAGER


@dataclass(frozen=True)
class StatusWriter:
    """Writes statuses, and tells what version each write made."""

    cluster: Cluster
    wrote: Callable[[Resource, Object], None]

    async def write(self, resource: Resource, about: ObjectMeta, status: BaseModel) -> Object:
        """Write a status; ConflictError when the object is not the one, or not as, that was decided on."""
        metadata: dict[str, Any] = {
            "name": about.name,
            "uid": about.uid,
            "resourceVersion": about.resource_version,
        }
        if about.namespace:
            metadata["namespace"] = about.namespace
        obj = {
            "apiVersion": resource.api_version,
            "kind": resource.kind,
            "metadata": metadata,
            "status": status.model_dump(mode="json", by_alias=True, exclude_none=True),
        }
        written = await self.cluster.apply(resource, obj, manager=MANAGER, subresource="status")
        self.wrote(resource, written)
        return written


def keeping_times(new: Sequence[Condition], old: Sequence[Condition]) -> tuple[Condition, ...]:
    """Let a condition whose status is as it was keep the time of its last transition."""
    known = {condition.type: condition for condition in old}

    def kept(condition: Condition) -> Condition:
        before = known.get(condition.type)
        if before is None or before.status is not condition.status:
            return condition
        return condition.model_copy(update={"last_transition_time": before.last_transition_time})

    return tuple(kept(condition) for condition in new)
