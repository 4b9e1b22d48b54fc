"""How long to wait before trying again: longer every time, up to a cap, and never all at once."""

import random
from collections.abc import Callable


class Backoff:
    """The waits of one thing that keeps failing; `reset` when it works again."""

    def __init__(
        self, first: float, cap: float, spread: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._first = first
        self._cap = cap
        self._spread = spread
        self._tries = 0

    @property
    def tries(self) -> int:
        """Count the waits since the last success."""
        return self._tries

    def next(self, at_least: float | None = None) -> float:
        """Give the next wait in seconds: drawn from the upper half of what the number of tries allows."""
        # The exponent is bounded for the sake of the float, long after the cap has taken over.
        limit = min(self._cap, self._first * 2.0 ** min(self._tries, 60))
        self._tries += 1
        return max(self._spread(limit / 2, limit), at_least or 0.0)

    def reset(self) -> None:
        """Begin anew: it works."""
        self._tries = 0
