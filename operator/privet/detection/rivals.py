"""Candidates that overlap: the one with most evidence stays, since a value is one thing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from privet.detection.findings import CustomRecognizer, Finding

Placed = tuple[int, Finding]
"""The number of a text, and a finding in it."""


def surest(found: Iterable[Placed]) -> list[Placed]:
    """Keep of candidates that overlap the one with most evidence, in order of texts and places.

    Of one entity that is always one. Of several, whatever is as well proven stays beside it, unless it lies
    within a longer one. What would not stay says which entities beat it, since not every policy looks for
    them. What a policy's own recognizer finds takes nothing from others, nor they from it.
    """
    candidates = list(found)
    if not candidates:
        return []
    kept: dict[tuple[int, CustomRecognizer | None], _Taken] = {}
    for index, one in sorted(candidates, key=_by_evidence):
        taken = kept.setdefault((index, one.custom), _Taken())
        # What is beaten itself beats nothing.
        rivals = (rival for rival in taken.overlapping(one) if not rival.beaten_by)
        better = {rival.entity for rival in rivals if _beats(rival, one)}
        if one.entity not in better:
            taken.add(replace(one, beaten_by=frozenset(better)) if better else one)
    return sorted((index, one) for (index, _), taken in kept.items() for one in taken.findings)


class _Taken:
    """The findings of one text that were kept, by the stretches that they cover.

    Few lie in one stretch, so that the time grows with their number and their length, not with its square.
    """

    _STRETCH = 64

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._by_stretch: dict[int, list[Finding]] = {}

    def add(self, one: Finding) -> None:
        """Keep a finding."""
        self.findings.append(one)
        for stretch in self._covered(one):
            self._by_stretch.setdefault(stretch, []).append(one)

    def overlapping(self, one: Finding) -> Iterator[Finding]:
        """Give those that overlap another; one that covers several stretches may come several times."""
        for stretch in self._covered(one):
            for rival in self._by_stretch.get(stretch, ()):
                if rival.start < one.end and one.start < rival.end:
                    yield rival

    def _covered(self, one: Finding) -> range:
        return range(one.start // self._STRETCH, (one.end - 1) // self._STRETCH + 1)


def _beats(rival: Finding, one: Finding) -> bool:
    if rival.entity == one.entity:
        return True
    if rival.confidence < one.confidence or len(rival.layers) > len(one.layers):
        return False
    within = rival.start <= one.start and one.end <= rival.end
    longer = rival.end - rival.start > one.end - one.start
    return rival.confidence > one.confidence or (rival.named and not one.named) or (within and longer)


def _by_evidence(placed: Placed) -> tuple[int, bool, int, int, int]:
    _, one = placed
    return -one.confidence, not one.named, len(one.layers), one.start - one.end, one.start
