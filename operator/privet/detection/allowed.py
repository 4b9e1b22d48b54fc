"""Values that policies call no personal data, matched all at once: many lists cost what one does."""

from collections.abc import Iterable

from privet.detection.findings import AllowedValue
from privet.detection.folding import whole_characters
from privet.detection.linear import WholeGate

NONE_ALLOWED: frozenset[AllowedValue] = frozenset()


class AllowList:
    """The patterns of one policy, or of several together."""

    def __init__(self, allowed: Iterable[AllowedValue]) -> None:
        by_entity: dict[str, list[AllowedValue]] = {}
        for one in sorted(set(allowed), key=lambda one: (one.entity, one.pattern)):
            by_entity.setdefault(one.entity, []).append(one)
        self._gates = {
            entity: (some, WholeGate([one.pattern for one in some])) for entity, some in by_entity.items()
        }

    def __repr__(self) -> str:
        return f"AllowList({', '.join(sorted(self._gates))})"

    def matching(self, entity: str, value: str) -> frozenset[AllowedValue]:
        """Give the entries that match the whole of a found value."""
        found = self._gates.get(entity)
        if found is None:
            return NONE_ALLOWED
        some, gate = found
        return frozenset(some[number] for number in gate.hits(whole_characters(value)))
