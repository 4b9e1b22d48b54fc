"""What is known of one kind: fed by listings, which are compared with it, and by events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from privet.cluster.protocol import EventKind, Listing, WatchEvent
from privet.cluster.resources import Object, Resource

T = TypeVar("T")


class Name(NamedTuple):
    """What tells objects of one kind apart; the namespace is empty for what has none."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """One object came (`old` is None), changed, or went (`new` is None)."""

    name: Name
    old: T | None
    new: T | None


class Store(Generic[T]):
    """The objects of one kind, as far as they are known; each is parsed once, and only that is kept.

    Listings and events may come in any order and more than once, from several sources: resource versions
    say which is newer (they are numbers that grow, as the API server's documentation now promises).
    What a listing no longer holds is noticed as gone, also when nobody told of its deletion.

    `parse` must not fail: what cannot be read is a value too. `changed` is told of every change, a
    listing's all at once.
    """

    def __init__(
        self,
        resource: Resource,
        parse: Callable[[Object], T],
        changed: Callable[[Sequence[Change[T]]], None] = lambda _changes: None,
    ) -> None:
        self.resource = resource
        self._parse = parse
        self._changed = changed
        self._known: dict[Name, tuple[int, T]] = {}
        self._places: dict[str, dict[Name, None]] = {}
        self._gone: dict[Name, int] = {}
        self._listed = -1

    @property
    def synced(self) -> bool:
        """Whether a whole listing has been taken in: before, absence means nothing."""
        return self._listed >= 0

    def get(self, name: str, namespace: str = "") -> T | None:
        """Give one object, or None when there is none."""
        entry = self._known.get(Name(namespace, name))
        return entry[1] if entry else None

    def __iter__(self) -> Iterator[T]:
        return iter([value for _, value in self._known.values()])

    def __len__(self) -> int:
        return len(self._known)

    def names(self, namespace: str | None = None) -> list[Name]:
        """Give the names of all that is known, or of what is known in one namespace."""
        return list(self._known if namespace is None else self._places.get(namespace, ()))

    def namespaces(self) -> list[str]:
        """Give the namespaces in which anything is known."""
        return list(self._places)

    def replace(self, listing: Listing) -> int:
        """Take in a whole listing, and give how many objects it changed."""
        version = int(listing.resource_version)
        if version < self._listed:
            return 0
        seen = set()
        changes = []
        for obj in listing.items:
            name, newer = _name(obj), _version(obj)
            seen.add(name)
            if self._is_news(name, newer):
                changes.append(self._put(name, newer, obj))
        for name, (known, old) in list(self._known.items()):
            if name not in seen and known <= version:
                self._drop(name)
                changes.append(Change(name, old, None))
        self._gone = {name: gone for name, gone in self._gone.items() if gone > version}
        self._listed = version
        self._tell(changes)
        return len(changes)

    def observe(self, event: WatchEvent) -> bool:
        """Take in one event, and say whether it brought anything new."""
        if event.kind is EventKind.BOOKMARK:
            return False
        name, version = _name(event.object), _version(event.object)
        if version <= self._listed or not self._is_news(name, version):
            return False
        if event.kind is not EventKind.DELETED:
            self._tell([self._put(name, version, event.object)])
            return True
        self._gone[name] = version
        old = self._drop(name)
        if old is not None:
            self._tell([Change(name, old, None)])
        return old is not None

    def remember(self, obj: Object) -> None:
        """Take in an object as a read or our own write gave it back, telling nobody: the asker knows."""
        name, version = _name(obj), _version(obj)
        if version > self._listed and self._is_news(name, version):
            self._put(name, version, obj)

    def forget(self, name: Name) -> None:
        """Take in that a read found nothing, telling nobody; a later event or listing may bring it back."""
        self._drop(name)

    def _is_news(self, name: Name, version: int) -> bool:
        known = self._known.get(name)
        return (known is None or known[0] < version) and self._gone.get(name, -1) < version

    def _put(self, name: Name, version: int, obj: Object) -> Change[T]:
        new = self._parse(obj)
        _, old = self._known.get(name, (0, None))
        self._known[name] = (version, new)
        self._places.setdefault(name.namespace, {})[name] = None
        return Change(name, old, new)

    def _drop(self, name: Name) -> T | None:
        _, old = self._known.pop(name, (0, None))
        place = self._places.get(name.namespace, {})
        place.pop(name, None)
        if not place:
            self._places.pop(name.namespace, None)
        return old

    def _tell(self, changes: Sequence[Change[T]]) -> None:
        if changes:
            self._changed(changes)


def _name(obj: Object) -> Name:
    return Name(obj["metadata"].get("namespace", ""), obj["metadata"]["name"])


def _version(obj: Object) -> int:
    return int(obj["metadata"]["resourceVersion"])
