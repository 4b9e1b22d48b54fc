"""What to look for where no policy says it: the default set, or what the user names."""

from dataclasses import dataclass
from difflib import get_close_matches

from privet.detection import BUILT_IN, DEFAULT_ENTITIES, Confidence, DetectorSpec
from privet.errors import SettingsError
from privet.scan.names import told


@dataclass(frozen=True)
class Asked:
    """Entities, and how strong the evidence must be."""

    entities: frozenset[str] = DEFAULT_ENTITIES
    min_confidence: Confidence = Confidence.MEDIUM

    @property
    def spec(self) -> DetectorSpec:
        """The same for a detector."""
        return DetectorSpec(entities=self.entities, min_confidence=self.min_confidence)

    @classmethod
    def read(cls, entities: str, min_confidence: str) -> "Asked":
        """Read what the command line says; raise SettingsError where it names what there is not."""
        return cls(_entities(entities), Confidence.named(min_confidence or Confidence.MEDIUM.name))


def _unknown(name: str) -> str:
    by_lower = {one.lower(): one for one in BUILT_IN}
    near = [by_lower[one] for one in get_close_matches(name.lower(), by_lower, n=1)]
    meant = f"; did you mean {near[0]}?" if near else "; `privet entities` lists them"
    return f"--entities names {told(name) or 'nothing'}, which is not built in{meant}"


def _entities(text: str) -> frozenset[str]:
    """Read a list: names alone replace the default set, `+Name` adds to it and `-Name` takes away."""
    wanted, added, dropped = set[str](), set[str](), set[str]()
    for word in filter(None, (part.strip() for part in text.split(","))):
        name = word.lstrip("+-")
        if name not in BUILT_IN:
            raise SettingsError(_unknown(name))
        {"+": added, "-": dropped}.get(word[0], wanted).add(name)
    asked = ((wanted or DEFAULT_ENTITIES) | added) - dropped
    if not asked:
        raise SettingsError("--entities leaves nothing to look for")
    return frozenset(asked)
