"""What searching costs at most on the command line, where there is more time than in a webhook."""

from collections.abc import Iterator
from contextlib import contextmanager

from privet.detection import Budget
from privet.detection.source import MAX_CANDIDATES as MAX_OF_WEBHOOK
from privet.detection.source import MAX_DECODED

MAX_CHARACTERS = 16 << 20
"""Of one search, which is at least a line: as long as the longest file of manifests."""

OF_A_CHARACTER = 4
"""Candidates, and bytes decoded, for each character: more than any text was seen to have."""

MAX_CANDIDATES = 1_000_000
"""Of one search: some fifteen seconds of one core, and half a gigabyte for what is found."""

MAX_OF_FILE = 16 * MAX_CANDIDATES
"""Of all searches of one file: some four minutes."""


def budget_for(characters: int, most: int = MAX_CANDIDATES) -> Budget:
    """Give what the search of a text may cost: in step with its length, and at most so many candidates."""
    return Budget(
        characters=MAX_CHARACTERS,
        decoded=max(MAX_DECODED, OF_A_CHARACTER * characters),
        candidates=min(max(MAX_OF_WEBHOOK, OF_A_CHARACTER * characters), MAX_CANDIDATES, most),
    )


class FileBudget:
    """What all searches of one file may cost together, those that gave no answer included."""

    def __init__(self, candidates: int = MAX_OF_FILE) -> None:
        self._left = candidates

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self._left <= 0

    @contextmanager
    def search(self, characters: int) -> Iterator[Budget]:
        """Give the budget of one search, and take what it cost out of the file's."""
        budget = budget_for(characters, self._left)
        given = budget.candidates
        try:
            yield budget
        finally:
            # What is refused has been asked for: one more than was there.
            self._left -= given - budget.candidates
