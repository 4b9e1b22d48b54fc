"""The engine: one linear pass over all texts at once says whether a closer look is needed, and where."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from privet.detection.allowed import AllowList
from privet.detection.batch import APART, Batch
from privet.detection.custom import CustomRecognizers
from privet.detection.findings import (
    AllowedValue,
    Confidence,
    DetectorSpec,
    Finding,
    FindingClass,
)
from privet.detection.fingerprint import Fingerprints
from privet.detection.folding import fold, has_lookalikes
from privet.detection.hearing import Owner, fields_of, owner_of
from privet.detection.identifier import Identifier
from privet.detection.layers import LAYERS, Decoded, headings, under_headings
from privet.detection.linear import HAS_RE2, Gate, Gates, searched
from privet.detection.memory import Memory
from privet.detection.names import entity_of_name
from privet.detection.owners import owned
from privet.detection.recognizers import BUILT_IN, Recognizer
from privet.detection.rivals import Placed, surest
from privet.detection.source import Budget, Source, TooMuchTextError
from privet.detection.suspects import Excerpt, Suspects
from privet.linear.lines import Line

if not HAS_RE2:
    from privet.detection.shapes import ShapeGates

MAX_DEPTH = 4
"""Layers around one value. Behind more of them nobody has looked: the answer is *unevaluated*."""

MAX_REMEMBERED = 32 << 10
"""Characters of one scan up to which it pays to ask whether all of it is known."""

LONG_TEXT = 4096
"""Bytes from which on it pays to look for lines first, where RE2 is not."""

BUILT_IN_ENTITIES = frozenset(BUILT_IN)
DEFAULT_ENTITIES = frozenset(entity for entity, recognizer in BUILT_IN.items() if recognizer.default)
"""What is looked for where nobody says what to look for: people's data, not companies' or networks'."""

_NO_HINTS: Mapping[int, str] = {}

_NAMELESS = "\n"
"""Stands for no name in what is remembered: behind a name that is empty there is still its sign."""


class _Panel:
    """The built-in recognizers and their gates, shared by all detectors.

    The automata of the gates are what costs memory, and they cost no more time for eighty recognizers than
    for five: so a detector that wants five listens to five of eighty.
    """

    def __init__(self, recognizers: Iterable[Recognizer], *, loose: bool) -> None:
        # Numbers first, as their gate comes first.
        self.recognizers = tuple(
            sorted(recognizers, key=lambda one: (not isinstance(one, Identifier), one.entity))
        )
        self._loose = loose

    @cached_property
    def gates(self) -> "Gates | ShapeGates":
        """One gate for each recognizer and layer: for scans that want the least confidence, and without RE2.

        Numbers, prose and encodings apart: in one automaton their states would multiply.
        """
        gates = [one.loose_gate if self._loose else one.gate for one in self.recognizers]
        if not HAS_RE2:
            words = [*(one.words for one in self.recognizers), *(() for _ in LAYERS)]
            layers = [layer.gate for layer in LAYERS]
            return ShapeGates([*gates, *layers], words, len(gates), self._owner)
        count = sum(isinstance(one, Identifier) for one in self.recognizers)
        return Gates(gates[:count], gates[count:], [layer.gate for layer in LAYERS])

    def _owner(self, number: int, word: str) -> Owner:
        one = self.recognizers[number]
        return owner_of(one, number, of_field=word in fields_of(one))

    @cached_property
    def _suspects(self) -> Suspects:
        return Suspects(self.recognizers)

    def look(self, data: bytes, wanted: AbstractSet[int]) -> "Look":
        """Tell what is worth a closer look, and by which of the wanted recognizers and layers."""
        if self._loose:
            return self._look_without_lines(self.gates, data, wanted)
        # The gates are not asked for before: to make them is most of what a start costs.
        if not HAS_RE2 and isinstance(self.gates, ShapeGates):
            return self._look_without_re2(self.gates, data, wanted)
        heads: set[Line] = set()
        suspects, layered = self._suspects.look(data, heads), self._layer_gate.hits(data)
        if not suspects and not layered and not heads:
            return _NOTHING
        first = len(self.recognizers)
        layers = [first + number for number in layered]
        return Look(sorted(number for number in (*suspects, *layers) if number in wanted), suspects, heads)

    def _look_without_re2(self, gates: "ShapeGates", data: bytes, wanted: AbstractSet[int]) -> "Look":
        heads: set[Line] = set()
        if len(data) < LONG_TEXT:
            return Look(gates.among(wanted, data, heads), None, heads)
        lines = gates.lines(wanted, data, heads)
        return Look(sorted(lines), lines, heads)

    def _look_without_lines(
        self, gates: "Gates | ShapeGates", data: bytes, wanted: AbstractSet[int]
    ) -> "Look":
        hits = gates.among(wanted, data)
        spoken = not self._spoken.isdisjoint(hits)
        return Look(hits, None, set(headings(data)) if spoken else ())

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """The numbers of the recognizers that words open the gates of."""
        return frozenset(number for number, one in enumerate(self.recognizers) if one.gated_by_words)

    @cached_property
    def _layer_gate(self) -> Gate:
        return Gate([layer.gate for layer in LAYERS])

    def numbers(self, entities: AbstractSet[str], *, layers: bool) -> frozenset[int]:
        """Give the numbers of the gates that speak for these entities, and for the layers."""
        wanted = [number for number, one in enumerate(self.recognizers) if one.entity in entities]
        first = len(self.recognizers)
        return frozenset((*wanted, *range(first, first + len(LAYERS)))) if layers else frozenset(wanted)


@dataclass(frozen=True)
class Look:
    """What is worth a closer look."""

    hits: Sequence[int]
    """The numbers of the recognizers, and behind them of the layers, that may find something."""
    lines: Mapping[int, AbstractSet[Line] | None] | None
    """For each recognizer the lines that it is to read; None for all of them. Layers read all."""
    headings: Collection[Line] = ()
    """The lines that may name what stands under them or beside them."""


_NOTHING = Look((), None)


@lru_cache(maxsize=4)
def _panel(*, everything: bool, loose: bool) -> _Panel:
    return _Panel((one for one in BUILT_IN.values() if everything or one.default), loose=loose)


class Detector:
    """Finds what its spec asks for; made once, used for every text and by every thread."""

    def __init__(self, spec: DetectorSpec) -> None:
        self.spec = spec
        self._panel = _panel(
            everything=not (spec.entities & BUILT_IN_ENTITIES) <= DEFAULT_ENTITIES,
            loose=spec.min_confidence is Confidence.LOW,
        )
        self._reads_on = bool(spec.entities or spec.recognizers)
        self._wanted = self._panel.numbers(spec.entities, layers=self._reads_on)
        self._custom = CustomRecognizers(spec.recognizers)
        self._memory = Memory()
        self._allowed = AllowList(spec.allow)

    @staticmethod
    @lru_cache(maxsize=1024)
    def for_spec(spec: DetectorSpec) -> "Detector":
        """Give the detector of a spec; equal specs share one."""
        return Detector(spec)

    def __repr__(self) -> str:
        return f"Detector(entities={sorted(self.entities)})"

    @cached_property
    def recognized(self) -> frozenset[str]:
        """Every entity that it has a recognizer for."""
        return (self.spec.entities & BUILT_IN_ENTITIES) | self._custom.entities

    @cached_property
    def entities(self) -> frozenset[str]:
        """Every entity that its spec names: a field's name may speak for one that has no recognizer."""
        return self.spec.entities | self.recognized

    def entity_of_name(self, name: str) -> str | None:
        """Tell which of its entities a field of this name holds, or None when the name does not say."""
        entity = entity_of_name(name)
        return entity if entity in self.spec.entities else None

    def scan(self, text: str, name: str = "", budget: Budget | None = None) -> tuple[Finding, ...]:
        """Find what the spec asks for in one text; the name of its field is context."""
        return tuple(
            one
            for one in self.candidates(text, name, budget)
            if self.keeps(one, self._allowed.matching(one.entity, text[one.start : one.end]))
        )

    def candidates(self, text: str, name: str = "", budget: Budget | None = None) -> tuple[Finding, ...]:
        """Find the same with examples and functional values, and with what the spec allows."""
        found = self.scan_fields((text,), (name,) if name else (), budget=budget)
        return tuple(
            one
            for _, one in found
            if one.confidence >= self.spec.min_confidence and self.spec.entities.isdisjoint(one.beaten_by)
        )

    def scan_fields(
        self,
        texts: Sequence[str],
        names: Sequence[str] = (),
        hints: Mapping[int, str] = _NO_HINTS,
        budget: Budget | None = None,
        fingerprints: Fingerprints | None = None,
    ) -> list[Placed]:
        """Find every candidate in many texts, each with the number of its text, in order.

        The names of the texts, one for each or none at all, are context, and so is a hint: the entity that
        somebody declared for a text. Candidates are not yet held against the spec's confidence, classes and
        allowed values: `keeps` does that, for this spec or a narrower one. TooMuchTextError past the budget.
        """
        budget = Budget() if budget is None else budget
        if hints:
            names = _hinted(names or ("",) * len(texts), hints)
        characters = sum(map(len, texts)) + sum(map(len, names)) + len(names)
        budget.take(len(texts), characters)
        if characters > MAX_REMEMBERED:
            lines = list(map("=".join, zip(names, texts, strict=True))) if names else texts
            return surest(self._look_at(lines, [len(name) + 1 for name in names], budget, fingerprints))
        # Not yet written together: of most it is known that they hold nothing, and that is all.
        clean = self._memory.clean
        named = names or (_NAMELESS,) * len(texts)
        if clean.issuperset(zip(named, texts, strict=True)):
            return []
        fields = list(zip(named, texts, strict=True))
        unknown = [index for index, field in enumerate(fields) if field not in clean]
        recalled: list[Placed] = []
        if fingerprints is None:
            unknown, recalled = self._memory.recall(fields, unknown)
        if not unknown:
            return recalled
        some = [fields[index] for index in unknown]
        lines = list(map("=".join, some)) if names else [text for _, text in some]
        prefixes = [len(name) + 1 for name, _ in some] if names else ()
        found = surest(self._look_at(lines, prefixes, budget, fingerprints))
        self._memory.keep(some, found, marked=fingerprints is not None)
        placed = [(unknown[place], one) for place, one in found]
        return sorted((*recalled, *placed)) if recalled else placed

    def _look_at(
        self,
        lines: Sequence[str],
        prefixes: Sequence[int],
        budget: Budget,
        fingerprints: Fingerprints | None,
    ) -> Iterable[Placed]:
        """Find every candidate in lines, each a text behind its name."""
        joined = APART.join(lines)
        data = searched(fold(joined).encode())
        look = self._panel.look(data, self._wanted)
        strange = has_lookalikes(joined)
        batch = Batch(lines, prefixes, fingerprints, data)
        if look.hits or look.headings or strange or (self._custom and self._custom.occur(batch.texts)):
            return self._scan(batch, budget, 0, look)
        return ()

    def keeps(self, finding: Finding, allowed: AbstractSet[AllowedValue]) -> bool:
        """Tell whether a candidate is a finding under this spec: personal, sure enough, and not allowed.

        `allowed` are the entries of any policy's list that match its value.
        """
        known = (
            finding.custom in self.spec.recognizers
            if finding.custom
            else finding.entity in self.spec.entities
        )
        return (
            known
            and self.spec.entities.isdisjoint(finding.beaten_by)
            and finding.kind is FindingClass.PERSONAL
            and finding.confidence >= self.spec.min_confidence
            and self.spec.allow.isdisjoint(allowed)
        )

    def _scan(self, batch: Batch, budget: Budget, depth: int, look: Look | None = None) -> Iterator[Placed]:
        """Find every candidate in a batch, and in whatever its encodings hold."""
        budget.check_time()
        look = self._panel.look(batch.data, self._wanted) if look is None else look
        whole = Source(batch.data, self.spec.min_confidence, budget)
        decoded = list(batch.latinized())
        recognizers = self._panel.recognizers
        for number in look.hits:
            if number < len(recognizers):
                lines = look.lines[number] if look.lines is not None else None
                yield from batch.placed(_found(recognizers[number], whole, lines))
            else:
                decoded += LAYERS[number - len(recognizers)].decode(batch.data, budget)
        if look.headings and self._reads_on:
            decoded += under_headings(batch.data, look.headings, budget)
        if self._custom:
            yield from batch.found_by(self._custom, budget)
        if decoded:
            yield from self._unfold(batch, decoded, budget, depth + 1)

    def _unfold(self, batch: Batch, decoded: list[Decoded], budget: Budget, depth: int) -> Iterator[Placed]:
        if depth > MAX_DEPTH:
            raise TooMuchTextError("more layers of encoding than one scan looks behind")
        lines = [f"{one.context}={one.text}" if one.context else one.text for one in decoded]
        prefixes = [len(one.context) + 1 if one.context else 0 for one in decoded]
        inner = Batch(lines, prefixes, batch.fingerprints)
        # What overlaps is told apart where it stands: many layers lead back to more than a value's own signs.
        for place, one in surest(self._scan(inner, budget, depth)):
            budget.spend()
            origin = decoded[place]
            outer = (origin.layer,) if origin.layer else ()
            start, end = origin.place(one.start, one.end)
            yield from batch.placed((one.at(start, end, one.fingerprint, outer),))


def _found(recognizer: Recognizer, whole: Source, lines: AbstractSet[Line] | None) -> Iterator[Finding]:
    """Let a recognizer read its lines of a text, or all of it, and leave out what is another entity's."""
    if lines is None:
        yield from (one for one in recognizer.find(whole) if one.named or not owned(whole.data, one))
        return
    excerpt = Excerpt(whole.data, lines)
    for one in recognizer.find(Source(searched(excerpt.data), whole.least, whole.budget)):
        if one.named or not owned(excerpt.data, one):
            yield excerpt.back(one)


def _hinted(names: Sequence[str], hints: Mapping[int, str]) -> list[str]:
    """Write what was declared about a text in front of its name, where it is context like any other."""
    written = list(names)
    for index, entity in hints.items():
        recognizer = BUILT_IN.get(entity)
        if recognizer is not None and recognizer.words:
            written[index] = f"{written[index]} {recognizer.words[0]}"
    return written
