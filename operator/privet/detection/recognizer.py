"""What every recognizer offers, whether it is declared as an `Identifier` or written as a class."""

from collections.abc import Iterator
from typing import Protocol

from privet.detection.findings import Finding
from privet.detection.source import Source


class Recognizer(Protocol):
    """What detects one entity. It is made once, keeps nothing between texts, and is used by every thread."""

    @property
    def entity(self) -> str:
        """The entity that it finds."""

    @property
    def standard(self) -> str:
        """The document that its shape and its proof were taken from."""

    @property
    def proof_text(self) -> str:
        """What is checked, in a few words."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that speak for it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Ends of field names that say by themselves what the value is."""

    @property
    def default(self) -> bool:
        """Whether it is looked for where nobody says what to look for."""

    @property
    def alone(self) -> str:
        """A pattern on every line on which `find` finds something without words or anchors; or nothing."""

    @property
    def anchors(self) -> tuple[bytes, ...]:
        """Strings, one byte first: where all are on a line, `find` may find something without words."""

    @property
    def gated_by_words(self) -> bool:
        """Whether a word opens its gate; for some, words only raise the confidence."""

    @property
    def digits(self) -> int:
        """How many digits every value has that a word speaks for; 0 for no bound."""

    @property
    def unlettered(self) -> bool:
        """Whether only signs, and no letters, stand between the digits of such a value."""

    @property
    def gate(self) -> str:
        """A pattern that occurs wherever `find` finds something of medium confidence or more."""

    @property
    def loose_gate(self) -> str:
        """A pattern that occurs wherever `find` finds anything."""

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all values; places are bytes of the source."""
