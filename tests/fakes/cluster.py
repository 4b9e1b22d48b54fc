"""An API server in memory for unit tests; tests/contract holds it to the real one."""

import asyncio
import copy
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonpatch
import msgspec

from privet.cluster import EVERYTHING, EventKind, Listing, Object, Ref, Resource, Selection, WatchEvent
from privet.errors import (
    AlreadyExistsError,
    ConflictError,
    ExpiredError,
    NotFoundError,
    RejectedError,
    UnavailableError,
)

Fields = frozenset[tuple[str, ...]]
Hook = Callable[[str, Ref, Object], None]

# What the API server sets itself: an applied object's own word on it is not stored.
_SYSTEM = ("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields")


def _nothing(_verb: str, _ref: Ref, _obj: Object) -> None:
    """Let every write pass."""


@dataclass
class FakeCluster:
    """Keeps to `privet.cluster.Cluster`: versions, fences, field owners, watches with a bounded past.

    `before_write` and `after_write` may raise: a fault, a crash, or the write of somebody else in between.
    """

    before_write: Hook = _nothing
    after_write: Hook = _nothing
    writes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many writes changed something, by verb and kind."""

    _objects: dict[Ref, Object] = field(default_factory=dict)
    _owned: dict[tuple[Ref, str, str], Fields] = field(default_factory=dict)
    _version: int = 100
    _past: list[tuple[int, Ref, WatchEvent]] = field(default_factory=list)
    _forgotten: int = 0
    _epoch: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def get(self, ref: Ref) -> Object:
        if ref not in self._objects:
            raise NotFoundError(f"get {ref}", code=404)
        return copy.deepcopy(self._objects[ref])

    async def list(self, resource: Resource, selection: Selection = EVERYTHING) -> Listing:
        items = [
            copy.deepcopy(obj)
            for ref, obj in self._objects.items()
            if _selected(resource, selection, ref, obj)
        ]
        return Listing(tuple(_form(resource, item) for item in items), str(self._version))

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        ref = _ref(resource, obj)
        if ref in self._objects:
            raise AlreadyExistsError(f"create {ref}", code=409)
        new = copy.deepcopy(obj)
        new.setdefault("apiVersion", resource.api_version)
        new.setdefault("kind", resource.kind)
        new["metadata"].update(
            uid=str(uuid.uuid4()), generation=1, creationTimestamp="2026-01-01T00:00:00Z", resourceVersion="0"
        )
        return new if dry_run else self._store("create", ref, None, new)

    async def apply(
        self, resource: Resource, obj: Object, *, manager: str, subresource: str = "", force: bool = True
    ) -> Object:
        ref = _ref(resource, obj)
        old = self._objects.get(ref)
        fence = obj["metadata"].get("resourceVersion")
        uid = obj["metadata"].get("uid")
        if old is None and subresource:
            raise NotFoundError(f"apply {ref}", code=404)
        if old is not None and fence not in {None, old["metadata"]["resourceVersion"]}:
            raise ConflictError(f"apply {ref}", code=409)
        if uid is not None and (old is None or uid != old["metadata"]["uid"]):
            raise ConflictError(f"apply {ref}", code=409)
        owned = dict(self._owned)
        try:
            return await self._apply(ref, obj, (manager, subresource), force=force)
        except BaseException:
            if self._objects.get(ref) is old:
                # Nothing was written, so nobody owns anything else than before.
                self._owned = owned
            raise

    async def replace(self, resource: Resource, obj: Object) -> Object:
        ref = _ref(resource, obj)
        old = self._objects.get(ref)
        if old is None:
            raise NotFoundError(f"replace {ref}", code=404)
        if obj["metadata"].get("resourceVersion") not in {None, old["metadata"]["resourceVersion"]}:
            raise ConflictError(f"replace {ref}", code=409)
        new = copy.deepcopy(obj)
        new["metadata"].update({name: old["metadata"][name] for name in _SYSTEM if name in old["metadata"]})
        return self._store("replace", ref, old, new)

    async def patch(
        self,
        ref: Ref,
        operations: Sequence[Mapping[str, Any]],
        subresource: str = "",
        *,
        dry_run: bool = False,
    ) -> Object:
        old = await self.get(ref)
        try:
            new: Object = jsonpatch.apply_patch(old, [dict(one) for one in operations])
        except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
            raise RejectedError(f"patch {ref}", code=422) from error
        if subresource:
            new = {**old, subresource: new.get(subresource)}
        return new if dry_run else self._store("patch", ref, old, new)

    async def delete(self, ref: Ref, *, uid: str = "", resource_version: str = "") -> None:
        old = await self.get(ref)
        metadata = old["metadata"]
        if (uid and uid != metadata["uid"]) or (
            resource_version and resource_version != metadata["resourceVersion"]
        ):
            raise ConflictError(f"delete {ref}", code=409)
        self._check_faults(self.before_write, "delete", ref, old)
        if metadata.get("finalizers"):
            old["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
            self._store("delete", ref, self._objects[ref], old)
            return
        del self._objects[ref]
        self._owned = {key: owned for key, owned in self._owned.items() if key[0] != ref}
        self._tell(ref, EventKind.DELETED, old)
        self.writes["delete", ref.resource.kind] += 1
        self._check_faults(self.after_write, "delete", ref, old)

    async def watch(
        self, resource: Resource, resource_version: str, selection: Selection = EVERYTHING
    ) -> AsyncIterator[WatchEvent]:
        version, epoch = int(resource_version), self._epoch
        while epoch == self._epoch:
            if version < self._forgotten:
                raise ExpiredError(f"watch {resource}", code=410)
            news = [entry for entry in self._past if entry[0] > version]
            for at, ref, event in news:
                version = at
                if _selected(resource, selection, ref, event.object):
                    yield WatchEvent(event.kind, _form(resource, copy.deepcopy(event.object)))
            if not news:
                self._news.clear()
                await self._news.wait()

    # What tests do to it.

    def forget_past(self) -> None:
        """Compact: whoever watches from an older version is told that it expired."""
        self._past.clear()
        self._forgotten = self._version

    def end_watches(self) -> None:
        """End every stream, as the server does after some minutes."""
        self._epoch += 1
        self._news.set()

    def peek(self, ref: Ref) -> Object | None:
        """Look at an object without a request."""
        return copy.deepcopy(self._objects.get(ref))

    def seed(self, resource: Resource, obj: Object) -> Object:
        """Put an object there as a user would, without asking anybody."""
        hooks = self.before_write, self.after_write
        self.before_write = self.after_write = _nothing
        try:
            ref = _ref(resource, obj)
            old = self._objects.get(ref)
            new = copy.deepcopy(obj)
            new.setdefault("apiVersion", resource.api_version)
            new.setdefault("kind", resource.kind)
            kept = {name: old["metadata"][name] for name in _SYSTEM if name in old["metadata"]} if old else {}
            fresh = {"uid": str(uuid.uuid4()), "generation": 1, "creationTimestamp": "2026-01-01T00:00:00Z"}
            new["metadata"] = {**fresh, **new["metadata"], **kept}
            return self._store("seed", ref, old, new)
        finally:
            self.before_write, self.after_write = hooks

    # How it works.

    async def _apply(self, ref: Ref, obj: Object, by: tuple[str, str], *, force: bool) -> Object:
        manager, subresource = by
        wanted = _applied(obj, subresource)
        old = self._objects.get(ref)
        if old is None:
            self._owned[ref, manager, subresource] = frozenset(_leaves(wanted))
            created = {**wanted, "metadata": {**wanted.get("metadata", {}), **_place(ref)}}
            return await self.create(ref.resource, created)
        self._check_owners(ref, manager, subresource, wanted, old, force=force)
        new = self._merge(ref, manager, subresource, wanted, copy.deepcopy(old))
        return self._store("apply", ref, old, new)

    def _store(self, verb: str, ref: Ref, old: Object | None, new: Object) -> Object:
        if old is not None and _same(old, new):
            return copy.deepcopy(old)
        self._check_faults(self.before_write, verb, ref, new)
        if old is not None and self._objects.get(ref, {}).get("metadata") != old["metadata"]:
            raise ConflictError(f"{verb} {ref}", code=409)
        if old is not None and old.get("spec") != new.get("spec"):
            new["metadata"]["generation"] = old["metadata"].get("generation", 1) + 1
        new["metadata"]["resourceVersion"] = str(self._version + 1)
        self._objects[ref] = new
        self._tell(ref, EventKind.ADDED if old is None else EventKind.MODIFIED, new)
        self.writes[verb, ref.resource.kind] += 1
        self._check_faults(self.after_write, verb, ref, new)
        return copy.deepcopy(new)

    def _check_faults(self, hook: Hook, verb: str, ref: Ref, obj: Object) -> None:
        hook(verb, ref, obj)

    def _tell(self, ref: Ref, kind: EventKind, obj: Object) -> None:
        self._version += 1
        event = copy.deepcopy(obj)
        event["metadata"]["resourceVersion"] = str(self._version)
        self._past.append((self._version, ref, WatchEvent(kind, event)))
        self._news.set()

    def _check_owners(
        self, ref: Ref, manager: str, subresource: str, wanted: Object, old: Object, *, force: bool
    ) -> None:
        mine = set(_leaves(wanted))
        for key, owned in list(self._owned.items()):
            if key[0] != ref or key == (ref, manager, subresource):
                continue
            contested = {path for path in owned & mine if _at(old, path) != _at(wanted, path)}
            if contested and not force:
                raise ConflictError(f"apply {ref}", code=409)
            self._owned[key] = owned - contested

    def _merge(self, ref: Ref, manager: str, subresource: str, wanted: Object, target: Object) -> Object:
        key = (ref, manager, subresource)
        before = self._owned.get(key, frozenset())
        mine = frozenset(_leaves(wanted))
        others: set[tuple[str, ...]] = set()
        for other, owned in self._owned.items():
            if other[0] == ref and other != key:
                others |= owned
        for path in before - mine - others:
            _remove(target, path)
        for path in mine:
            value = _at(wanted, path)
            # An empty map says nothing of what others hold in it.
            if value != {} or not isinstance(_at(target, path), dict):
                _put(target, path, copy.deepcopy(value))
        self._owned[key] = mine
        return target


def unavailable(verbs: frozenset[str] = frozenset({"create", "apply", "replace", "patch", "delete"})) -> Hook:
    """Give a hook that fails every write with one of the verbs."""

    def hook(verb: str, ref: Ref, _obj: Object) -> None:
        if verb in verbs:
            raise UnavailableError(f"{verb} {ref}", code=503)

    return hook


def _ref(resource: Resource, obj: Object) -> Ref:
    return resource.at(obj["metadata"]["name"], obj["metadata"].get("namespace", ""))


def _place(ref: Ref) -> dict[str, str]:
    return {"name": ref.name, **({"namespace": ref.namespace} if ref.namespace else {})}


def _form(resource: Resource, obj: Object) -> Object:
    if resource.shape is not None:
        taken: Object = msgspec.convert(obj, resource.shape)
        return {**taken, "apiVersion": resource.api_version, "kind": resource.kind}
    if not resource.partial:
        return obj
    return {"apiVersion": resource.api_version, "kind": resource.kind, "metadata": obj["metadata"]}


def _selected(resource: Resource, selection: Selection, ref: Ref, obj: Object) -> bool:
    if (ref.resource.group, ref.resource.plural) != (resource.group, resource.plural):
        return False
    if selection.namespace and ref.namespace != selection.namespace:
        return False
    labels = obj["metadata"].get("labels") or {}
    wanted = [term.partition("=") for term in selection.labels.split(",") if term]
    if any(labels.get(name) != value for name, _, value in wanted):
        return False
    return all(_field_holds(obj, term) for term in selection.fields.split(",") if term)


def _field_holds(obj: Object, term: str) -> bool:
    path, unequal, value = term.partition("!=")
    if not unequal:
        path, _, value = term.partition("=")
    return (_at(obj, tuple(path.split("."))) == value) is not bool(unequal)


def _applied(obj: Object, subresource: str) -> Object:
    if subresource:
        return {subresource: obj.get(subresource, {})}
    kept = {name: value for name, value in obj.items() if name not in {"apiVersion", "kind", "status"}}
    kept["metadata"] = {
        name: value for name, value in obj["metadata"].items() if name not in {*_SYSTEM, "name", "namespace"}
    }
    return kept


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Name the places that a manager owns: lists are owned as a whole."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif path and not (isinstance(value, dict) and path == ("metadata",)):
        yield path


def _at(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _put(target: Object, path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        target = target.setdefault(name, {})
    target[path[-1]] = value


def _remove(target: Object, path: tuple[str, ...]) -> None:
    parents = []
    for name in path[:-1]:
        parents.append((target, name))
        target = target.get(name, {})
    target.pop(path[-1], None)
    for parent, name in reversed(parents):
        if parent.get(name) == {}:
            del parent[name]


def _same(old: Object, new: Object) -> bool:
    return {**old, "metadata": _bare(old)} == {**new, "metadata": _bare(new)}


def _bare(obj: Object) -> Object:
    return {name: value for name, value in obj["metadata"].items() if name not in _SYSTEM}
