"""What a recognizer reads: a text in its plain spelling, and how much work it may still cause."""

from privet.detection.findings import Confidence

MAX_CANDIDATES = 50_000
"""Candidates of one scan, rejected ones included: each costs some microseconds to prove."""


class TooMuchTextError(ValueError):
    """More text, or more work, than one scan takes: the answer is *unevaluated*, never *clean*."""


class Budget:
    """What is left of one scan's work."""

    def __init__(self, candidates: int = MAX_CANDIDATES) -> None:
        self._candidates = candidates

    def spend(self) -> None:
        """Pay for one candidate; raise TooMuchTextError when nothing is left."""
        self._candidates -= 1
        if self._candidates < 0:
            raise TooMuchTextError("more candidates than one scan looks at")


class Source:
    """A text as recognizers see it: bytes in UTF-8, folded, so that places are bytes and slices are cheap."""

    __slots__ = ("budget", "data", "least")

    def __init__(self, data: bytes, least: Confidence, budget: Budget) -> None:
        self.data = data
        self.least = least
        self.budget = budget

    def __repr__(self) -> str:
        return f"Source({len(self.data)} bytes)"

    @classmethod
    def of(cls, text: str, least: Confidence = Confidence.MEDIUM) -> "Source":
        """Make a source of one text, with a budget of its own."""
        return cls(text.encode(), least, Budget())
