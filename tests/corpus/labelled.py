"""The corpus as a whole: labelled documents and lines, clean ones, and how a scanner's answer is judged."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.corpus import clean_lines, clean_manifests, documents, lines, near_misses
from tests.corpus.sample import Label, Sample, seeded

SEED = 20261124
DOCUMENTS, LINES = 2_400, 4_000
CLEAN_MANIFESTS, CLEAN_LINES = 2_500, 8_000
_NEAR_MISSES = 0.3
"""How much of the labelled corpus holds nothing but near misses."""

Span = tuple[str, int, int]
"""Entity, start and end in characters, as a scanner reports it."""


def labelled_documents(count: int = DOCUMENTS, seed: object = SEED) -> list[Sample]:
    """Make manifests with personal data and with near misses."""
    chance = seeded(f"documents {seed}")
    return [
        (near_misses if chance.random() < _NEAR_MISSES else documents).document(chance) for _ in range(count)
    ]


def labelled_lines(count: int = LINES, seed: object = SEED) -> list[Sample]:
    """Make lines with personal data and with near misses."""
    chance = seeded(f"lines {seed}")
    return [(near_misses if chance.random() < _NEAR_MISSES else lines).line(chance) for _ in range(count)]


def manifests(count: int = CLEAN_MANIFESTS, seed: object = SEED) -> list[str]:
    """Make manifests without personal data."""
    chance = seeded(f"clean manifests {seed}")
    return [clean_manifests.manifest(chance) for _ in range(count)]


def log_lines(count: int = CLEAN_LINES, seed: object = SEED) -> list[str]:
    """Make lines of logs without personal data."""
    chance = seeded(f"clean lines {seed}")
    return [clean_lines.line(chance) for _ in range(count)]


@dataclass(frozen=True)
class Score:
    """How many labels were found, how many findings were none, how many labels were missed."""

    found: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.found + other.found, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of findings that are right; 1 where nothing was found."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of labels that were found; 1 where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Mistake:
    """A label that was missed, or a finding that is none."""

    what: str
    entity: str
    start: int
    end: int
    sample: Sample


def judge(
    samples: Sequence[Sample], answers: Iterable[Sequence[Span]], entities: frozenset[str] | None = None
) -> tuple[Mapping[str, Score], list[Mistake]]:
    """Hold answers against labels: a finding is right where it overlaps a label of its entity.

    Entities outside `entities` are left out on both sides: not every scanner knows all.
    """
    counts: Counter[tuple[str, str]] = Counter()
    mistakes: list[Mistake] = []
    for sample, spans in zip(samples, answers, strict=True):
        for one in sample.labels:
            if entities is None or one.entity in entities:
                hit = any(_same(one.entity, one.start, one.end, span) for span in spans)
                counts[one.entity, "found" if hit else "missed"] += 1
                if not hit:
                    mistakes.append(Mistake("missed", one.entity, one.start, one.end, sample))
        for entity, start, end in spans:
            known = entities is None or entity in entities
            if known and not any(_fits(one, entity, start, end) for one in sample.labels):
                counts[entity, "false"] += 1
                mistakes.append(Mistake("false", entity, start, end, sample))
    names = sorted({entity for entity, _ in counts})
    return {
        one: Score(counts[one, "found"], counts[one, "false"], counts[one, "missed"]) for one in names
    }, mistakes


def total(scores: Mapping[str, Score]) -> Score:
    """Add all entities up, each by how often it occurs."""
    return sum(scores.values(), Score())


def found_in(
    cases: Iterable[tuple[str, Sample]], scan: Callable[[str], Sequence[Span]]
) -> dict[str, tuple[int, int]]:
    """Count by name how many cases were found, and of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for name, sample in cases:
        spans = scan(sample.text)
        hit = all(any(_same(one.entity, one.start, one.end, span) for span in spans) for one in sample.labels)
        found, of = counts.get(name, (0, 0))
        counts[name] = found + hit, of + 1
    return counts


def _same(entity: str, start: int, end: int, span: Span) -> bool:
    return span[0] == entity and span[1] < end and start < span[2]


def _fits(label: Label, entity: str, start: int, end: int) -> bool:
    named = label.entity == entity or entity in label.also
    return named and start < label.end and label.start < end
