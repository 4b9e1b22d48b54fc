"""Whether the watches still tell: every write of ours must come back through them."""

from collections.abc import Callable


class Echo:
    """Compares what was written with what the watch of that kind told."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._seen = -1
        self._waiting: tuple[int, float] | None = None

    def wrote(self, version: int) -> None:
        """Take in that a write made this version."""
        if self._waiting is None and version > self._seen:
            self._waiting = (version, self._monotonic())

    def saw(self, version: int) -> None:
        """Take in that the watch told of this version."""
        self._seen = max(self._seen, version)
        if self._waiting is not None and self._seen >= self._waiting[0]:
            self._waiting = None

    def silent_for(self) -> float:
        """Give the seconds for which a write has not come back."""
        return 0.0 if self._waiting is None else self._monotonic() - self._waiting[1]
