"""The engine: one linear pass over all texts at once says whether a closer look is needed, and where."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import accumulate

from privet.detection.allowed import AllowList
from privet.detection.custom import PatternRecognizer
from privet.detection.encoding import ENCODED, decoded_words
from privet.detection.findings import AllowedValue, CustomRecognizer, DetectorSpec, Finding, FindingClass
from privet.detection.folding import fold
from privet.detection.linear import Gate
from privet.detection.names import entity_of_name
from privet.detection.recognizers import BUILT_IN, Recognizer

MAX_TEXT = 2 << 20
"""All texts of one scan together: more than etcd stores. Callers answer *unevaluated* past it."""

MAX_CANDIDATES = 10_000
"""Candidates in one scan: each costs some microseconds to prove. Past it, there is no answer either."""

MAX_CLEAN, MAX_CLEAN_LENGTH = 8192, 256
"""How many texts without personal data are remembered, and how long ones: 2 MiB at the very most."""

BUILT_IN_ENTITIES = frozenset(BUILT_IN)

_ANYTHING = r"(?s:.)"
_NO_HINTS: Mapping[int, str] = {}


class TextTooLongError(ValueError):
    """More text than one scan takes."""


def _unnamed(_index: int) -> str:
    return ""


class Detector:
    """Finds what its spec asks for; made once, used for every text, and never slowed down by a text."""

    def __init__(self, spec: DetectorSpec) -> None:
        self.spec = spec
        custom = sorted(
            spec.recognizers, key=lambda one: (one.entity, one.pattern, one.context, one.checksum)
        )
        self._custom = tuple(map(PatternRecognizer, custom))
        self._built_in = tuple(BUILT_IN[entity] for entity in sorted(spec.entities & BUILT_IN_ENTITIES))
        self._recognizers: tuple[Recognizer, ...] = (*self._built_in, *self._custom)
        gates = [*(one.gate for one in self._built_in), *(_by_line(one.gate) for one in self._custom)]
        self._gate = Gate([*gates, ENCODED] if gates else [])
        self._clean: set[str] = set()
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
        return frozenset(recognizer.entity for recognizer in self._recognizers)

    @cached_property
    def entities(self) -> frozenset[str]:
        """Every entity that its spec names: a field's name may speak for one that has no recognizer."""
        return self.spec.entities | self.recognized

    def entity_of_name(self, name: str) -> str | None:
        """Tell which of its entities a field of this name holds, or None when the name does not say."""
        entity = entity_of_name(name)
        return entity if entity in self.spec.entities else None

    def scan(self, text: str, name: str = "") -> tuple[Finding, ...]:
        """Find what the spec asks for in one text; the name of its field is context."""
        entity = self.entity_of_name(name)
        hints = {0: entity} if entity else _NO_HINTS
        found = self.scan_fields((text,), hints, lambda _: name)
        return tuple(
            one for _, one in found if self.keeps(one, self._allowed.matching(one.entity, _value(text, one)))
        )

    def scan_fields(
        self,
        texts: Sequence[str],
        hints: Mapping[int, str] = _NO_HINTS,
        name_of: Callable[[int], str] = _unnamed,
    ) -> list[tuple[int, Finding]]:
        """Find every candidate in many texts, each with the number of its text, in order.

        A hint says which entity the name of a text speaks for. Candidates are not yet held against the
        spec's confidence, classes and allowed values: `keeps` does that, for this spec or a narrower one.
        """
        joined = "\n".join(texts)
        if len(joined) > MAX_TEXT:
            raise TextTooLongError(f"more than {MAX_TEXT} characters of text")
        if not joined.isascii():
            return self._scan_folded(texts, hints, name_of)
        found: list[tuple[int, Finding]] = []
        if self._gate.hits(joined):
            found += self._scan_unknown(texts, name_of)
        if hints:
            found += self._scan_hinted(texts, hints)
        return _surest(found) if found else found

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
            and finding.kind is FindingClass.PERSONAL
            and finding.confidence >= self.spec.min_confidence
            and self.spec.allow.isdisjoint(allowed)
        )

    def _scan_unknown(
        self, texts: Sequence[str], name_of: Callable[[int], str]
    ) -> Iterator[tuple[int, Finding]]:
        """Look closer at the texts that are not known to be clean: most of a manifest is always the same."""
        unknown = [index for index, text in enumerate(texts) if text not in self._clean]
        if not unknown:
            return
        some = [texts[index] for index in unknown]
        found = list(_bounded(self._look_closer(some, lambda place: name_of(unknown[place]))))
        self._remember_clean(some, {place for place, one in found if one.kind is FindingClass.PERSONAL})
        for place, one in found:
            yield unknown[place], one

    def _remember_clean(self, texts: Sequence[str], personal: AbstractSet[int]) -> None:
        if len(self._clean) > MAX_CLEAN:
            self._clean.clear()
        self._clean.update(
            text
            for place, text in enumerate(texts)
            if place not in personal and len(text) <= MAX_CLEAN_LENGTH
        )

    def _scan_hinted(self, texts: Sequence[str], hints: Mapping[int, str]) -> Iterator[tuple[int, Finding]]:
        for index, entity in hints.items():
            for recognizer in self._recognizers:
                if recognizer.entity == entity:
                    yield from ((index, one) for one in recognizer.find(texts[index], True))

    def _scan_folded(
        self, texts: Sequence[str], hints: Mapping[int, str], name_of: Callable[[int], str]
    ) -> list[tuple[int, Finding]]:
        folded = [fold(text) for text in texts]
        plain = [one.text for one in folded]
        found = [*_bounded(self._look_closer(plain, name_of)), *self._scan_hinted(plain, hints)]
        unfolded = (
            (index, replace(one, start=places[one.start], end=places[one.end]))
            for index, one in found
            for places in (folded[index].places,)
        )
        return _surest(unfolded)

    def _look_closer(
        self, texts: Sequence[str], name_of: Callable[[int], str]
    ) -> Iterator[tuple[int, Finding]]:
        joined = "\n".join(texts)
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        for number in self._gate.hits(joined):
            if number == len(self._recognizers):
                yield from _placed(self._decoded(joined), starts)
            elif number < len(self._built_in):
                # No built-in pattern goes beyond a line, so that one search serves all texts.
                yield from _placed(self._built_in[number].find(joined, False), starts)
            else:
                # A policy's pattern may span what was joined: only each text by itself tells.
                yield from self._by_text(self._custom[number - len(self._built_in)], texts, name_of)

    def _by_text(
        self, recognizer: PatternRecognizer, texts: Sequence[str], name_of: Callable[[int], str]
    ) -> Iterator[tuple[int, Finding]]:
        for index, text in enumerate(texts):
            hinted = recognizer.named_by(name_of(index))
            yield from ((index, one) for one in recognizer.find(text, hinted))

    def _decoded(self, joined: str) -> Iterator[Finding]:
        for word in decoded_words(joined):
            plain = fold(word.text).text
            for recognizer in self._recognizers:
                for one in recognizer.find(plain, False):
                    yield replace(one, start=word.start, end=word.end)


def _surest(found: Iterable[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
    """Keep of each candidate the one with most evidence: a hint finds again what was found without."""
    best: dict[tuple[int, int, int, str, CustomRecognizer | None], tuple[int, Finding]] = {}
    for index, one in found:
        key = (index, one.start, one.end, one.entity, one.custom)
        if key not in best or best[key][1].confidence < one.confidence:
            best[key] = (index, one)
    return sorted(best.values())


def _value(text: str, finding: Finding) -> str:
    return text[finding.start : finding.end]


def _bounded(found: Iterator[tuple[int, Finding]]) -> Iterator[tuple[int, Finding]]:
    """Refuse to go on where there are too many candidates."""
    for count, one in enumerate(found):
        if count >= MAX_CANDIDATES:
            raise TextTooLongError(f"more than {MAX_CANDIDATES} candidates")
        yield one


def _placed(findings: Iterator[Finding], starts: Sequence[int]) -> Iterator[tuple[int, Finding]]:
    """Tell for each finding in the joined texts in which of them, and where in it, it stands."""
    for one in findings:
        index = bisect_right(starts, one.start) - 1
        start = starts[index]
        yield (
            index,
            Finding(one.start - start, one.end - start, one.entity, one.confidence, one.kind, one.custom),
        )


def _by_line(pattern: str) -> str:
    """Make a policy's anchors hold for each of the joined texts; where that cannot be told, always look."""
    if any(sign in pattern for sign in (r"\A", r"\z", "(?")):
        return _ANYTHING
    return f"(?m:{pattern})"
