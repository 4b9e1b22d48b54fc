"""What detection hands out: places and kinds, never the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Self


class Confidence(IntEnum):
    """How much evidence there is that a text is what it looks like."""

    LOW = 1
    """Shape only."""
    MEDIUM = 2
    """Shape with proof (a checksum, an issuer) or with context."""
    HIGH = 3
    """Both, or a shape that nothing else has."""

    @classmethod
    def named(cls, name: str) -> Self:
        """Read the word that resources use, such as `Medium`."""
        return cls[name.upper()]


class FindingClass(StrEnum):
    """Whose value it is."""

    PERSONAL = "Personal"
    EXAMPLE = "Example"
    """A published test or documentation value."""
    FUNCTIONAL = "Functional"
    """A role or a machine: a role mailbox, a remote, a service number."""


@dataclass(frozen=True, order=True)
class Finding:
    """One stretch of text that looks like personal data.

    The matched text is deliberately absent: findings end up in logs, Events and reports, and a value
    that is not carried cannot leak.
    """

    start: int
    end: int
    entity: str
    confidence: Confidence
    kind: FindingClass = FindingClass.PERSONAL
    named: bool = False
    """Whether a word or the name of its field speaks for it."""
    layers: tuple[str, ...] = ()
    """The encodings that it was found behind, the outermost first; the place is that of the encoded word."""
    fingerprint: str = ""
    """Which value it is, where the caller gave a key: equal for equal values, and says nothing else."""
    beaten_by: frozenset[str] = field(default=frozenset(), compare=False)
    """Entities with more evidence for the same stretch: who looks for one of them has no use for this."""
    custom: "CustomRecognizer | None" = field(default=None, compare=False, repr=False)
    """The policy's own recognizer that found it; None for the built-in one of the entity."""

    def at(self, start: int, end: int, fingerprint: str = "", outer: tuple[str, ...] = ()) -> "Finding":
        """Give the same finding at another place, behind more layers."""
        return Finding(
            start,
            end,
            self.entity,
            self.confidence,
            self.kind,
            self.named,
            outer + self.layers,
            fingerprint=fingerprint,
            beaten_by=self.beaten_by,
            custom=self.custom,
        )


@dataclass(frozen=True)
class CustomRecognizer:
    """A recognizer that a policy brings: a pattern, and what must speak for it."""

    entity: str
    pattern: str = field(repr=False)
    context: tuple[str, ...] = ()
    checksum: str = ""


@dataclass(frozen=True)
class AllowedValue:
    """What is not personal data here: a pattern for the whole found value."""

    entity: str
    pattern: str = field(repr=False)


@dataclass(frozen=True)
class DetectorSpec:
    """What to look for. Nothing is found by an empty one."""

    entities: frozenset[str] = frozenset()
    min_confidence: Confidence = Confidence.MEDIUM
    recognizers: frozenset[CustomRecognizer] = frozenset()
    allow: frozenset[AllowedValue] = frozenset()

    @classmethod
    def union(cls, specs: Sequence["DetectorSpec"]) -> "DetectorSpec":
        """Give a spec that finds all that any of the others would."""
        return cls(
            entities=frozenset().union(*(spec.entities for spec in specs)),
            min_confidence=min((spec.min_confidence for spec in specs), default=Confidence.MEDIUM),
            recognizers=frozenset().union(*(spec.recognizers for spec in specs)),
        )
