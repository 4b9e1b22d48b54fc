"""What a detector has seen before: most of a manifest is always the same, and most of it holds nothing."""

from collections.abc import Sequence

from privet.detection.findings import Finding, FindingClass
from privet.detection.rivals import Placed

Field = tuple[str, str]
"""A name and a text."""

MAX_FIELDS, MAX_LENGTH, MAX_CHARACTERS = 8192, 8192, 2 << 20
"""How many texts are remembered, how long ones, and how many characters in all: what `kubectl apply` keeps in
an annotation is among them."""


class Memory:
    """Texts without personal data. A text with some is never kept, nor is what was found in it."""

    def __init__(self) -> None:
        self.clean: set[Field] = set()
        self._harmless: dict[Field, Sequence[Finding]] = {}
        """What was found in texts that hold examples and functional values alone, without fingerprints."""
        self._characters = 0

    def __repr__(self) -> str:
        return f"Memory({len(self.clean)} clean, {len(self._harmless)} harmless)"

    def recall(self, fields: Sequence[Field], places: list[int]) -> tuple[list[int], list[Placed]]:
        """Tell which of some fields are not known, and what is known of the others."""
        if not self._harmless:
            return places, []
        unknown: list[int] = []
        recalled: list[Placed] = []
        for place in places:
            # Asked once: another thread may forget it meanwhile.
            held = self._harmless.get(fields[place])
            if held is None:
                unknown.append(place)
            else:
                recalled += [(place, one) for one in held]
        return unknown, recalled

    def keep(self, fields: Sequence[Field], found: Sequence[Placed], *, marked: bool) -> None:
        """Remember those of some fields that hold nobody's data; `marked` findings carry fingerprints."""
        if not found and self._has_room(fields):
            self.clean.update(fields)
            return
        findings: dict[int, list[Finding]] = {}
        for place, one in found:
            findings.setdefault(place, []).append(one)
        for place, field in enumerate(fields):
            held = findings.get(place, ())
            harmless = not marked and all(one.kind is not FindingClass.PERSONAL for one in held)
            if (held and not harmless) or not self._has_room((field,)):
                continue
            if held:
                self._harmless[field] = held
            else:
                self.clean.add(field)

    def _has_room(self, fields: Sequence[Field]) -> bool:
        """Make room for some fields together; more than one may have is not kept."""
        characters = sum([len(name) + len(text) for name, text in fields])
        if characters > MAX_LENGTH:
            return False
        self._characters += characters
        known = len(self.clean) + len(self._harmless)
        if known + len(fields) > MAX_FIELDS or self._characters > MAX_CHARACTERS:
            self.clean.clear()
            self._harmless.clear()
            self._characters = characters
        return True
