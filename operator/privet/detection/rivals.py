"""Candidates that overlap: the one with most evidence stays, since a value is one thing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from privet.detection.findings import CustomRecognizer, Finding, FindingClass

Placed = tuple[int, Finding]
"""The number of a text, and a finding in it."""


def surest(found: Iterable[Placed]) -> list[Placed]:
    """Keep of candidates that overlap the one with most evidence, in order of texts and places.

    Of one entity that is always one, but for two values behind a layer that leads back to the same place. Of
    several, whatever is as well proven stays beside it, unless it lies within a longer one. What would not
    stay says which entities beat it, since not every policy looks for them. What a policy's own recognizer
    finds takes nothing from others, nor they from it.
    """
    candidates = list(found)
    if not candidates:
        return []
    kept: dict[tuple[int, CustomRecognizer | None], _Taken] = {}
    told: set[tuple[object, ...]] = set()
    for index, one in sorted(candidates, key=_by_evidence):
        if one.layers:
            # Thousands of values may have one place, as in a compressed word: what is the same is told once,
            # whatever its fingerprint.
            said = (index, one.custom, one.beaten_by, one.at(one.start, one.end))
            if said in told:
                continue
            told.add(said)
        taken = kept.setdefault((index, one.custom), _Taken())
        # What is beaten itself beats nothing.
        rivals = (rival for rival in taken.overlapping(one) if not rival.beaten_by)
        better = {rival.entity for rival in rivals if _beats(rival, one)}
        if one.entity not in better:
            taken.add(replace(one, beaten_by=one.beaten_by | better) if better else one)
    return sorted((index, one) for (index, _), taken in kept.items() for one in taken.findings)


class _Taken:
    """The findings of one text that were kept, by the stretches that they cover.

    Stretches grow with what lies in them: few lie in one, and each lies in few, so that the time grows with
    their number and their length, not with its square.
    """

    _MOST = 64
    """Stretches of its size that a finding covers, at most, and a part of another."""
    _SIZES = (64, 64**2, 64**3, 64**4)
    """Bytes of a stretch."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._by_stretch: dict[int, dict[int, list[Finding]]] = {}
        """By size, and by number."""

    def add(self, one: Finding) -> None:
        """Keep a finding."""
        self.findings.append(one)
        length = one.end - one.start
        size = next((size for size in self._SIZES if length <= self._MOST * size), self._SIZES[-1])
        stretches = self._by_stretch.setdefault(size, {})
        for number in _covered(one, size):
            stretches.setdefault(number, []).append(one)

    def overlapping(self, one: Finding) -> Iterator[Finding]:
        """Give those that overlap another; one that covers several stretches may come several times."""
        for size, stretches in self._by_stretch.items():
            for number in _covered(one, size):
                for rival in stretches.get(number, ()):
                    if rival.start < one.end and one.start < rival.end:
                        yield rival


def _covered(one: Finding, size: int) -> range:
    return range(one.start // size, (one.end - 1) // size + 1)


def _beats(rival: Finding, one: Finding) -> bool:
    if rival.layers == one.layers != ():
        # They have been told apart where they stood: two values whose places overlap only here. Two readings
        # of one value by one layer are taken for two values as well: rather one finding too many.
        return rival.entity == one.entity and _stands_for(rival, one)
    if rival.entity == one.entity:
        return True
    if rival.confidence < one.confidence or len(rival.layers) > len(one.layers):
        return False
    within = rival.start <= one.start and one.end <= rival.end
    longer = rival.end - rival.start > one.end - one.start
    return rival.confidence > one.confidence or (rival.named and not one.named) or (within and longer)


def _stands_for(rival: Finding, one: Finding) -> bool:
    """Tell whether who hears of one finding need not hear of another of its entity at the same place."""
    return rival.kind in (one.kind, FindingClass.PERSONAL)


def _by_evidence(placed: Placed) -> tuple[int, bool, int, int, int]:
    _, one = placed
    return -one.confidence, not one.named, one.start - one.end, len(one.layers), one.start
