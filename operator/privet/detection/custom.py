"""Recognizers that policies bring."""

from collections.abc import Iterable, Iterator, Sequence

from privet.detection.checksums import CHECKSUMS
from privet.detection.context import CONTEXT_BYTES, words_pattern
from privet.detection.findings import Confidence, CustomRecognizer, Finding
from privet.detection.folding import fold, whole_characters
from privet.detection.linear import Gate, PatternError, compile_own, compile_pattern
from privet.detection.source import Budget

_ANYTHING = r"(?s:.)"


class CustomRecognizers:
    """All that one spec brings: one gate, then each by itself."""

    def __init__(self, custom: Iterable[CustomRecognizer]) -> None:
        ordered = sorted(custom, key=lambda one: (one.entity, one.pattern, one.context, one.checksum))
        self._recognizers = tuple(map(PatternRecognizer, ordered))
        self._gate = Gate([_by_line(one.pattern) for one in ordered])
        self.entities = frozenset(one.entity for one in ordered)

    def __bool__(self) -> bool:
        return bool(self._recognizers)

    def __repr__(self) -> str:
        return f"CustomRecognizers({', '.join(sorted(self.entities))})"

    def occur(self, texts: Sequence[str]) -> bool:
        """Tell whether any of the patterns may occur in any of the texts."""
        return bool(self._gate.hits(whole_characters("\n".join(texts))))

    def find(self, text: str, name: str, budget: Budget) -> Iterator[Finding]:
        """Find all values in one text; places are characters.

        A policy's pattern may span lines, so each text is looked at alone.
        """
        text = whole_characters(text)
        for number in self._gate.hits(text):
            yield from self._recognizers[number].find(text, name, budget)


class PatternRecognizer:
    """Finds what a policy's pattern matches, as far as its checksum allows it.

    A pattern by itself is the policy's word, and counts as proof. Where the policy asks for context, the
    shape alone is weak evidence: without one of the words before it or in its name, confidence is low.
    """

    def __init__(self, custom: CustomRecognizer) -> None:
        if custom.checksum and custom.checksum not in CHECKSUMS:
            raise PatternError("a checksum is one of " + ", ".join(sorted(CHECKSUMS)))
        self._custom = custom
        self._pattern = compile_pattern(custom.pattern)
        self._checksum = CHECKSUMS.get(custom.checksum)
        # As they are written, and as texts spell them once they are folded.
        asked = [word for word in custom.context if word.strip()]
        words = sorted({spelled.lower() for word in asked for spelled in (word, fold(word))})
        self._words = compile_own(words_pattern(words, plural=False)) if words else None

    def find(self, text: str, name: str, budget: Budget) -> Iterator[Finding]:
        """Find all values that pass the checksum."""
        hinted = self._words is not None and self._words.search(name) is not None
        for match in self._pattern.finditer(text):
            budget.spend()
            if match.end() > match.start() and self._passes(match.group()):
                confidence = self._confidence(text, match.start(), hinted=hinted)
                yield Finding(
                    match.start(), match.end(), self._custom.entity, confidence, custom=self._custom
                )

    def _passes(self, value: str) -> bool:
        if self._checksum is None:
            return True
        kept = str.isalnum if self._custom.checksum == "Mod97" else str.isdigit
        return self._checksum("".join(sign for sign in value if sign.isascii() and kept(sign)))

    def _confidence(self, text: str, start: int, *, hinted: bool) -> Confidence:
        if self._words is None:
            return Confidence.HIGH if self._checksum else Confidence.MEDIUM
        line = text[max(0, start - CONTEXT_BYTES) : start].rpartition("\n")[2]
        named = hinted or self._words.search(line) is not None
        evidence = int(named) + int(self._checksum is not None)
        return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[evidence]


def _by_line(pattern: str) -> str:
    """Make a policy's anchors hold for each of the joined texts; where that cannot be told, always look."""
    if any(sign in pattern for sign in (r"\A", r"\z", "(?")):
        return _ANYTHING
    return f"(?m:{pattern})"
