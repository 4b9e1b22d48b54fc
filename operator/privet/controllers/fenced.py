"""A cluster that is written to only while the Lease is surely held."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from privet.cluster import EVERYTHING, Cluster, Listing, Object, Ref, Resource, Selection, WatchEvent
from privet.errors import UnavailableError


class FencedCluster:
    """Asks before every write whether we still lead: who slept must not act on what was so before."""

    def __init__(self, cluster: Cluster, held: Callable[[], bool]) -> None:
        self._cluster = cluster
        self._held = held

    async def get(self, ref: Ref) -> Object:
        """Read one object."""
        return await self._cluster.get(ref)

    async def list(self, resource: Resource, selection: Selection = EVERYTHING) -> Listing:
        """Read a whole collection."""
        return await self._cluster.list(resource, selection)

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        """Create an object, when we lead."""
        self._check(f"create {resource}")
        return await self._cluster.create(resource, obj, dry_run=dry_run)

    async def apply(
        self, resource: Resource, obj: Object, *, manager: str, subresource: str = "", force: bool = True
    ) -> Object:
        """Apply an object, when we lead."""
        self._check(f"apply {resource}")
        return await self._cluster.apply(resource, obj, manager=manager, subresource=subresource, force=force)

    async def replace(self, resource: Resource, obj: Object) -> Object:
        """Replace an object, when we lead."""
        self._check(f"replace {resource}")
        return await self._cluster.replace(resource, obj)

    async def patch(
        self,
        ref: Ref,
        operations: Sequence[Mapping[str, Any]],
        subresource: str = "",
        *,
        dry_run: bool = False,
    ) -> Object:
        """Patch an object, when we lead."""
        self._check(f"patch {ref}")
        return await self._cluster.patch(ref, operations, subresource, dry_run=dry_run)

    async def delete(self, ref: Ref, *, uid: str = "", resource_version: str = "") -> None:
        """Delete an object, when we lead."""
        self._check(f"delete {ref}")
        await self._cluster.delete(ref, uid=uid, resource_version=resource_version)

    def watch(
        self, resource: Resource, resource_version: str, selection: Selection = EVERYTHING
    ) -> AsyncIterator[WatchEvent]:
        """Tell what changes."""
        return self._cluster.watch(resource, resource_version, selection)

    def _check(self, asked: str) -> None:
        if not self._held():
            raise UnavailableError(asked, reason="LeaseNotHeld")
