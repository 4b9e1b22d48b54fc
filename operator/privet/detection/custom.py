"""Recognizers that policies bring."""

from collections.abc import Iterator

from privet.detection.checksums import CHECKSUMS
from privet.detection.findings import Confidence, CustomRecognizer, Finding
from privet.detection.linear import PatternError, compile_own, compile_pattern, escape
from privet.detection.names import spaced
from privet.detection.surroundings import isolated


class PatternRecognizer:
    """Finds what a policy's pattern matches, as far as its checksum allows it.

    A pattern by itself is the policy's word, and counts as proof. Where the policy asks for context, the
    shape alone is weak evidence: without one of the words before it or in its name, confidence is low.
    """

    def __init__(self, custom: CustomRecognizer) -> None:
        if custom.checksum and custom.checksum not in CHECKSUMS:
            raise PatternError("a checksum is one of " + ", ".join(sorted(CHECKSUMS)))
        self.entity = custom.entity
        self.gate = custom.pattern
        self._custom = custom
        self._pattern = compile_pattern(custom.pattern)
        self._checksum = CHECKSUMS.get(custom.checksum)
        words = "|".join(escape(word) for word in custom.context)
        whole_words = rf"(?i)(?:^|[^A-Za-z0-9])(?:{words})(?:[^A-Za-z0-9]|$)"
        self._context = compile_own(whole_words) if words else None

    def find(self, text: str, hinted: bool, /) -> Iterator[Finding]:
        """Find all values that pass the checksum."""
        for match in self._pattern.finditer(text):
            if match.end() > match.start() and self._passes(match.group()):
                confidence = self._confidence(text, match.start(), hinted=hinted)
                yield Finding(match.start(), match.end(), self.entity, confidence, custom=self._custom)

    def named_by(self, name: str) -> bool:
        """Tell whether a field's name holds one of the context words."""
        return self._context is not None and self._context.search(spaced(name)) is not None

    def _passes(self, value: str) -> bool:
        if self._checksum is None:
            return True
        kept = str.isalnum if self._custom.checksum == "Mod97" else str.isdigit
        return self._checksum("".join(sign for sign in value if sign.isascii() and kept(sign)))

    def _confidence(self, text: str, start: int, *, hinted: bool) -> Confidence:
        named = hinted or (self._context is not None and context_before(text, start, self._context))
        if self._context is None:
            return Confidence.HIGH if self._checksum else Confidence.MEDIUM
        evidence = int(named) + int(self._checksum is not None)
        return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[evidence]
