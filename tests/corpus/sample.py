"""Pieces of text with the places of what is personal in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

_OPEN, _CLOSE = "\ue000", "\ue001"
"""A marked stretch stands in a text as its number between these until the text is finished."""

_FIRST_DIGIT = 0xE100


@dataclass(frozen=True, order=True)
class Label:
    """One stretch of a text that is personal data, in characters."""

    start: int
    end: int
    entity: str
    layers: tuple[str, ...] = ()
    """The encodings it stands behind, from the outside in."""
    also: tuple[str, ...] = ()
    """What else may be found there without being wrong: the mailbox in a token's claims."""


@dataclass(frozen=True)
class Sample:
    """One text as a scanner gets it: a manifest or a line of a log."""

    text: str
    labels: tuple[Label, ...] = ()
    group: str = ""
    """How it was made, to tell which kind of text is hard."""


@dataclass(frozen=True)
class Value:
    """A value of one entity and what people call it where they write it down."""

    entity: str
    text: str
    phrases: tuple[str, ...] = ("value",)
    bare: bool = False
    """Whether it is known for what it is without being called anything."""
    also: tuple[str, ...] = ()
    """What else it holds."""


@dataclass
class Marks:
    """Holds the marked stretches of one text while it is put together with ordinary string operations."""

    stretches: list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = field(
        default_factory=list
    )

    def value(self, value: Value) -> str:
        """Mark a value; what is returned takes its place until `finish`."""
        return self.mark(value.text, (value.entity,), also=value.also)

    def mark(
        self, text: str, entities: Sequence[str], layers: Sequence[str] = (), also: Sequence[str] = ()
    ) -> str:
        """Mark a stretch that is of one or, when it is an encoded text, of several entities."""
        self.stretches.append((text, tuple(entities), tuple(layers), tuple(also)))
        return f"{_OPEN}{chr(_FIRST_DIGIT + len(self.stretches) - 1)}{_CLOSE}"

    def finish(self, text: str, group: str) -> Sample:
        """Put the marked stretches where their places were kept."""
        pieces, labels, length = [], [], 0
        for number, part in enumerate(text.split(_OPEN)):
            if number:
                mark, rest = part.split(_CLOSE, 1)
                stretch, entities, layers, also = self.stretches[ord(mark) - _FIRST_DIGIT]
                labels += [Label(length, length + len(stretch), one, layers, also) for one in entities]
                pieces.append(stretch)
                length += len(stretch)
                part = rest  # noqa: PLW2901 - what is left of it
            pieces.append(part)
            length += len(part)
        return Sample("".join(pieces), tuple(labels), group)


Draw = Callable[[Random], Value]
"""Makes a value by chance."""


def seeded(seed: object) -> Random:
    """Give the chance of one part of the corpus: the same on every machine and with every hash seed."""
    return Random(str(seed))  # noqa: S311 - a corpus, not a secret


def digits(chance: Random, count: int) -> str:
    """Draw so many digits."""
    return "".join(chance.choice("0123456789") for _ in range(count))


def letters(chance: Random, count: int, alphabet: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """Draw so many letters."""
    return "".join(chance.choice(alphabet) for _ in range(count))
