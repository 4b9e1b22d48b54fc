"""What a recognizer reads: a text in its plain spelling, and how much work it may still cause."""

from collections.abc import Callable
from dataclasses import dataclass

from privet.detection.findings import Confidence
from privet.detection.folding import fold

MAX_CHARACTERS = 2 << 20
"""All texts of one scan together: more than etcd stores."""

MAX_TEXTS = 100_000
"""Texts of one scan."""

MAX_DECODED = 4 << 20
"""Bytes that the layers of one scan may yield, all depths together."""

MAX_CANDIDATES = 16_000
"""Candidates of one scan, rejected ones included, and what is decoded: each costs up to 30 microseconds, so
that no text keeps a processor for more than about half a second."""

LOOK_AT_CLOCK = 1024
"""Candidates between two questions for the time: some ten milliseconds, and the question costs nothing."""

Expired = Callable[[], bool]
"""Tells whether time is up: the clock is the caller's."""


class TooMuchTextError(ValueError):
    """More text, or more work, than one scan takes: the answer is *unevaluated*, never *clean*."""


class OutOfTimeError(TooMuchTextError):
    """More work than the caller has time for: elsewhere, or later, there may be an answer."""


def never() -> bool:
    """Tell that there is no end to the time."""
    return False


@dataclass(slots=True)
class Budget:
    """What one scan may still cost. It is spent as the scan goes on; TooMuchTextError ends the scan."""

    characters: int = MAX_CHARACTERS
    texts: int = MAX_TEXTS
    decoded: int = MAX_DECODED
    candidates: int = MAX_CANDIDATES
    expired: Expired = never
    """Asked before each closer look, and during it."""

    def take(self, texts: int, characters: int) -> None:
        """Pay for the texts of a scan."""
        self.texts -= texts
        self.characters -= characters
        if self.texts < 0 or self.characters < 0:
            raise TooMuchTextError("more text than one scan takes")

    def spend(self) -> None:
        """Pay for one candidate."""
        self.candidates -= 1
        if self.candidates < 0:
            raise TooMuchTextError("more candidates than one scan looks at")
        if not self.candidates % LOOK_AT_CLOCK:
            self.check_time()

    def unfold(self, count: int) -> None:
        """Pay for something decoded, of so many bytes."""
        self.spend()
        self.decoded -= count
        if self.decoded < 0:
            raise TooMuchTextError("more encoded text than one scan unfolds")

    def check_time(self) -> None:
        """Refuse to go on when time is up."""
        if self.expired():
            raise OutOfTimeError("more work than there is time for")


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
        return cls(fold(text).encode(), least, Budget())
