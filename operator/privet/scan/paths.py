"""Paths as violations spell them, before it is known which of their names may be shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

Named = tuple[str, int, int]
"""A name and its number, which stands for it where the name says too much; and its number among its like.

Violations count variables with a value apart from those without one.
"""


@dataclass(frozen=True)
class Path:
    """A path, fixed words and names in brackets, and the rule that reads there."""

    rule: str
    parts: tuple[str | Named, ...] = field(default=(), repr=False)

    def __add__(self, words: str) -> "Path":
        return Path(self.rule, (*self.parts, words))

    def named(self, name: str, number: int, among: int | None = None) -> "Path":
        """Go on with a name in brackets."""
        return Path(self.rule, (*self.parts, (name, number, number if among is None else among)))

    def spelled(self, shown: Callable[[str, int], str]) -> str:
        """Give the path, each name as `shown` spells it."""
        return "".join(
            part if isinstance(part, str) else f"[{shown(part[0], part[1])}]" for part in self.parts
        )

    def spellings(self) -> Iterator[str]:
        """Give every spelling that a violation may have: each name as itself or as its number."""
        choices = (
            (part,) if isinstance(part, str) else {f"[{part[0]}]", f"[#{part[1]}]", f"[#{part[2]}]"}
            for part in self.parts
        )
        return map("".join, product(*choices))
