"""The Kubernetes API as the rest of Privet sees it; `HttpCluster` and the tests' fake both keep to it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from privet.cluster.resources import Object, Ref, Resource

PAGE_SIZE = 500
"""Objects asked for at a time: bounds what one answer holds, as client-go does."""


class EventKind(StrEnum):
    """What a watch tells; ERROR events are raised as errors instead."""

    ADDED = "ADDED"
    MODIFIED = "MODIFIED"
    DELETED = "DELETED"
    BOOKMARK = "BOOKMARK"


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """One change as a watch tells it."""

    kind: EventKind
    object: Object

    @property
    def resource_version(self) -> str:
        """Where to go on from after this event."""
        return str(self.object["metadata"]["resourceVersion"])


@dataclass(frozen=True, slots=True)
class Listing:
    """All the objects of one collection at one resource version."""

    items: tuple[Object, ...]
    resource_version: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a collection is meant; everything when nothing is said."""

    namespace: str = ""
    labels: str = ""
    fields: str = ""

    def params(self) -> dict[str, str]:
        """Say so in query parameters."""
        said = {"labelSelector": self.labels, "fieldSelector": self.fields}
        return {name: value for name, value in said.items() if value}


EVERYTHING = Selection()


class Cluster(Protocol):
    """What Privet asks of an API server.

    Every method raises a `ClusterError` of the type that says what to do about it, and gives back the
    object as it is afterwards.
    """

    async def get(self, ref: Ref) -> Object:
        """Read one object; NotFoundError when there is none."""
        ...

    async def list(self, resource: Resource, selection: Selection = EVERYTHING) -> Listing:
        """Read a whole collection, page by page, consistent at one resource version."""
        ...

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        """Create an object; AlreadyExistsError when its name is taken."""
        ...

    async def apply(
        self, resource: Resource, obj: Object, *, manager: str, subresource: str = "", force: bool = True
    ) -> Object:
        """Apply by server-side apply; a `metadata.resourceVersion` in `obj` is a fence (ConflictError)."""
        ...

    async def replace(self, resource: Resource, obj: Object) -> Object:
        """Replace an object; ConflictError when its `metadata.resourceVersion` is no longer the newest."""
        ...

    async def patch(
        self,
        ref: Ref,
        operations: Sequence[Mapping[str, Any]],
        subresource: str = "",
        *,
        dry_run: bool = False,
    ) -> Object:
        """Apply a JSON patch; RejectedError when one of its tests does not hold."""
        ...

    async def delete(self, ref: Ref, *, uid: str = "", resource_version: str = "") -> None:
        """Delete an object; ConflictError when a precondition that is given does not hold."""
        ...

    def watch(
        self, resource: Resource, resource_version: str, selection: Selection = EVERYTHING
    ) -> AsyncIterator[WatchEvent]:
        """Tell what changes from that version on, bookmarks included, until the server ends the stream.

        ExpiredError when the version is too old; UnavailableError when the stream breaks.
        """
        ...
