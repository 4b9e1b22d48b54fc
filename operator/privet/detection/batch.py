"""Many texts as one piece of bytes, and the ways back from places in it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from privet.detection.custom import CustomRecognizers
from privet.detection.findings import Finding
from privet.detection.fingerprint import Fingerprints
from privet.detection.folding import Places, fold, has_lookalikes, latinized
from privet.detection.layers import CharacterPlaces, Decoded, Rewritten, replaced
from privet.detection.layers.decoded import NEXT_TEXT
from privet.detection.linear import searched
from privet.detection.rivals import Placed
from privet.detection.source import Budget

APART = f"\n{NEXT_TEXT.decode()}\n"
"""Between two texts: nothing spans them, not even what may be broken into lines."""


class Batch:
    """Lines in one piece of folded bytes, each a text with its name before it."""

    def __init__(
        self,
        lines: Sequence[str],
        prefixes: Sequence[int],
        fingerprints: Fingerprints | None,
        data: bytes | None = None,
    ) -> None:
        # The bytes may be there, as they have been looked at.
        self.lines = lines
        self.fingerprints = fingerprints
        self._prefixes = prefixes or (0,) * len(lines)
        self.data = searched(APART.encode().join(map(_folded, lines))) if data is None else data
        self._places: dict[int, Places] = {}

    @property
    def texts(self) -> list[str]:
        """The texts without their names."""
        return [line[prefix:] for line, prefix in zip(self.lines, self._prefixes, strict=True)]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the bytes; worked out only where something was found."""
        widths = (len(line if line.isascii() else _folded(line)) + len(APART) for line in self.lines)
        return list(accumulate(widths, initial=0))

    def __repr__(self) -> str:
        return f"Batch({len(self.lines)} lines)"

    def placed(self, findings: Iterable[Finding]) -> Iterator[Placed]:
        """Tell for each finding in the bytes in which text, and where in it, it stands; none is in a name."""
        for one in findings:
            index = bisect_right(self._starts, one.start) - 1
            first = self._starts[index]
            if one.end > self._starts[index + 1] - len(APART):
                continue
            start, end = self._characters(index, one.start - first, one.end - first)
            start -= self._prefixes[index]
            if start < 0:
                continue
            mark = one.fingerprint
            if self.fingerprints and not mark:
                value = self.data[one.start : one.end].decode("utf-8", "replace")
                mark = self.fingerprints.of(one.entity, value)
            yield index, one.at(start, end - self._prefixes[index], mark)

    def found_by(self, custom: CustomRecognizers, budget: Budget) -> Iterator[Placed]:
        """Run the recognizers of policies over each text as it was written, and as it is folded."""
        for index, line in enumerate(self.lines):
            prefix = self._prefixes[index]
            name, text = line[: max(0, prefix - 1)], line[prefix:]
            for one in custom.find(text, name, budget):
                mark = (
                    self.fingerprints.of(one.entity, text[one.start : one.end]) if self.fingerprints else ""
                )
                yield index, one.at(one.start, one.end, mark)
            folded = fold(line)
            if folded != line:
                yield from self._found_folded(custom, index, folded, budget)

    def latinized(self) -> Iterator[Decoded]:
        """Give the lines whose words mix in letters that only look Latin, with Latin ones."""
        if self.data.isascii():
            return
        for index, line in enumerate(self.lines):
            if has_lookalikes(line):
                # As they were written: folded, a capital may look like nothing Latin any more.
                folded, plain = fold(line), fold(latinized(line))
                if plain != folded:
                    first = self._starts[index]
                    yield Decoded("", plain.encode(), Rewritten(first, replaced(folded, plain, first)))

    def _found_folded(
        self, custom: CustomRecognizers, index: int, folded: str, budget: Budget
    ) -> Iterator[Placed]:
        first, bytes_of = self._starts[index], CharacterPlaces(folded)
        for one in custom.find(folded, "", budget):
            start, end = bytes_of.place(one.start), bytes_of.place(one.end)
            yield from self.placed((one.at(first + start, first + end),))

    def _characters(self, index: int, start: int, end: int) -> tuple[int, int]:
        line = self.lines[index]
        if line.isascii():
            return start, end
        places = self._places.get(index)
        if places is None:
            places = self._places[index] = Places(line)
        return places.start(start), places.end(end)


def _folded(line: str) -> bytes:
    return fold(line).encode()
