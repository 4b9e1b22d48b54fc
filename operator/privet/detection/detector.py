"""The engine: one linear pass over all texts at once says whether a closer look is needed, and where."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from privet.detection.custom import PatternRecognizer
from privet.detection.encoding import ENCODED, decoded_words
from privet.detection.findings import DetectorSpec, Finding, FindingClass
from privet.detection.folding import fold
from privet.detection.linear import Gate, Pattern, compile_own, compile_pattern
from privet.detection.names import entity_of_name
from privet.detection.recognizers import BUILT_IN, Recognizer

MAX_TEXT = 4 << 20
"""All texts of one scan together: twice what etcd stores. Callers answer *unevaluated* past it."""

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
        built_in = [BUILT_IN[entity] for entity in sorted(spec.entities & BUILT_IN_ENTITIES)]
        self._recognizers: tuple[Recognizer, ...] = (*built_in, *self._custom)
        gates = [*(one.gate for one in built_in), *(_by_line(one.gate) for one in self._custom)]
        self._gate = Gate([*gates, ENCODED] if gates else [])
        self._openers: tuple[Pattern, ...] = tuple(compile_own(one.gate) for one in built_in)
        self._encoded = compile_own(ENCODED)
        self._allow = {
            entity: tuple(compile_pattern(one.pattern) for one in spec.allow if one.entity == entity)
            for entity in {one.entity for one in spec.allow}
        }

    @staticmethod
    @lru_cache(maxsize=1024)
    def for_spec(spec: DetectorSpec) -> "Detector":
        """Give the detector of a spec; equal specs share one."""
        return Detector(spec)

    def __repr__(self) -> str:
        return f"Detector(entities={sorted(self.entities)})"

    @property
    def entities(self) -> frozenset[str]:
        """Every entity that it can find."""
        return self.spec.entities | {one.entity for one in self.spec.recognizers}

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
            finding for _, finding in found if self.keeps(finding, text[finding.start : finding.end])
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
        hits = self._gate.hits(joined)
        if not hits and not hints:
            return []
        return sorted(set(self._look_closer(texts, joined, hits, hints, name_of)))

    def keeps(self, finding: Finding, value: str) -> bool:
        """Tell whether a candidate is a finding under this spec: personal, sure enough, and not allowed."""
        known = (
            finding.custom in self.spec.recognizers
            if finding.custom
            else finding.entity in self.spec.entities
        )
        return (
            known
            and finding.kind is FindingClass.PERSONAL
            and finding.confidence >= self.spec.min_confidence
            and not any(allowed.fullmatch(value) for allowed in self._allow.get(finding.entity, ()))
        )

    def _scan_folded(
        self, texts: Sequence[str], hints: Mapping[int, str], name_of: Callable[[int], str]
    ) -> list[tuple[int, Finding]]:
        folded = [fold(text) for text in texts]
        plain = [one.text for one in folded]
        joined = "\n".join(plain)
        hits = self._gate.hits(joined)
        found = self._look_closer(plain, joined, hits, hints, name_of)
        return sorted(
            {
                (
                    index,
                    replace(one, start=folded[index].places[one.start], end=folded[index].places[one.end]),
                )
                for index, one in found
            }
        )

    def _look_closer(
        self,
        texts: Sequence[str],
        joined: str,
        hits: Sequence[int],
        hints: Mapping[int, str],
        name_of: Callable[[int], str],
    ) -> Iterator[tuple[int, Finding]]:
        places = _Places(texts, joined)
        for number in hits:
            if number == len(self._recognizers):
                yield from self._decoded(texts, places)
                continue
            recognizer = self._recognizers[number]
            custom = isinstance(recognizer, PatternRecognizer)
            # A policy's pattern may span what was joined, so that only each text by itself tells.
            for index in range(len(texts)) if custom else places.hit_by(self._openers[number]):
                hinted = hints.get(index) == recognizer.entity or _named_by(recognizer, name_of(index))
                yield from ((index, one) for one in recognizer.find(texts[index], hinted))
        for index, entity in hints.items():
            for recognizer in self._recognizers:
                if recognizer.entity == entity:
                    yield from ((index, one) for one in recognizer.find(texts[index], True))

    def _decoded(self, texts: Sequence[str], places: "_Places") -> Iterator[tuple[int, Finding]]:
        for index in places.hit_by(self._encoded):
            for word in decoded_words(texts[index]):
                plain = fold(word.text).text
                for recognizer in self._recognizers:
                    for one in recognizer.find(plain, False):
                        yield index, replace(one, start=word.start, end=word.end)


class _Places:
    """Where each text stands in the joined one, in bytes: searching on in bytes costs no new copy."""

    def __init__(self, texts: Sequence[str], joined: str) -> None:
        self._joined = joined.encode()
        lengths = map(len, texts) if joined.isascii() else (len(text.encode()) for text in texts)
        self._starts = [0, *accumulate(length + 1 for length in lengths)]

    def hit_by(self, opener: Pattern) -> Iterator[int]:
        """Give the number of each text in which the pattern occurs."""
        place = 0
        while (match := opener.search(self._joined, place)) is not None:
            index = bisect_right(self._starts, match.end() - 1) - 1
            yield index
            place = self._starts[index + 1]
            if place >= len(self._joined):
                return


def _named_by(recognizer: Recognizer, name: str) -> bool:
    if isinstance(recognizer, PatternRecognizer):
        return recognizer.named_by(name)
    return entity_of_name(name) == recognizer.entity


def _by_line(pattern: str) -> str:
    """Make a policy's anchors hold for each of the joined texts; where that cannot be told, always look."""
    if any(sign in pattern for sign in (r"\A", r"\z", "(?")):
        return _ANYTHING
    return f"(?m:{pattern})"
