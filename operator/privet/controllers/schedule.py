"""One heap for everything that is due later: rotations, healings, tries after a failure."""

import heapq
import itertools
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Schedule(Generic[K]):
    """When each key is due, the earliest first; a key has one time at most."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, K]] = []
        self._due: dict[K, tuple[float, int]] = {}
        self._order = itertools.count()

    def put(self, key: K, due: float) -> None:
        """Set a key's time, in place of the one that it had."""
        entry = (due, next(self._order))
        self._due[key] = entry
        heapq.heappush(self._heap, (*entry, key))
        # Entries that were replaced are left in the heap; when they prevail, it is built anew.
        if len(self._heap) > 2 * len(self._due) + 64:
            self._heap = [(*entry, key) for key, entry in self._due.items()]
            heapq.heapify(self._heap)

    def drop(self, key: K) -> None:
        """Forget a key's time."""
        self._due.pop(key, None)

    def next_due(self) -> float | None:
        """Give the earliest time."""
        while self._heap and self._due.get(self._heap[0][2]) != self._heap[0][:2]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> list[K]:
        """Take out the keys whose time has come."""
        taken = []
        while (due := self.next_due()) is not None and due <= now:
            key = heapq.heappop(self._heap)[2]
            del self._due[key]
            taken.append(key)
        return taken

    def __len__(self) -> int:
        return len(self._due)
