"""Which patterns occur in a text, without RE2: found by strings in folded text, as fast as memory is read.

`cores` tells which strings stand in every match of a pattern; where one of them occurs, the pattern itself is
tried at that place alone. Words of context are looked up among the text's different words instead. Time is in
step with the text, whatever it holds: after many places in vain a pattern counts as found.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from math import log
from typing import cast

from privet.detection.context import words_pattern
from privet.detection.wordplaces import starts_of, tokens_of
from privet.linear.alphabets import share_of_shape
from privet.linear.backtracking import BytesPattern
from privet.linear.clues import ANYWHERE, DEAR, MOST_TRIES, CoreClue, Lines, RowClue, lines_at
from privet.linear.cores import Cores, cores_of, row_of
from privet.linear.pattern import Pattern
from privet.linear.spelling import Tail, spelled
from privet.linear.structure import Sign, branches, structure
from privet.linear.view import View, shape_of, view_of

NOTHING = r"[^\x00-\x{10FFFF}]"


class SearchClue:
    """Tells whether a pattern occurs by searching for it: slow, for what has no cores."""

    def __init__(self, pattern: str) -> None:
        self._pattern = BytesPattern(pattern)

    def opens(self, view: View) -> bool:
        """Tell whether the pattern occurs."""
        return self._pattern.search(view.data) is not None

    def lines(self, view: View) -> Lines:
        """Give all lines or none."""
        return None if self.opens(view) else frozenset()


Clue = CoreClue | RowClue | SearchClue


def clues_of(pattern: str) -> list[Clue]:
    """Give what tells that a pattern occurs: any of these."""
    by_cores: dict[object, list[Cores]] = {}
    clues: list[Clue] = []
    for branch in branches(structure(pattern)):
        if branch == Sign(frozenset()):
            continue
        cores, row = cores_of(branch), row_of(branch)
        if row is not None and (cores is None or cores.cost > DEAR):
            clues.append(RowClue(*row))
        elif cores is None:
            return [SearchClue(pattern)]
        elif cores.strings:
            key = cores.alphabet.name, cores.strings, cores.least, cores.most
            by_cores.setdefault(key, []).append(cores)
    return clues + [CoreClue(some) for some in by_cores.values()]


class WordClues:
    """Tells for which of several recognizers a word occurs."""

    def __init__(self, words: Sequence[Sequence[str]], patterns: Sequence[str]) -> None:
        # Where more than a word is asked for, the whole pattern is tried.
        self._whole = {
            number: BytesPattern(pattern)
            for number, (some, pattern) in enumerate(zip(words, patterns, strict=True))
            if some and not _stands_alone(words_pattern(some), pattern)
        }
        self._by_first: dict[bytes, list[tuple[frozenset[bytes], int, str]]] = {}
        self._beyond: list[tuple[frozenset[str], bytes, int]] = []
        self._patterns: dict[str, Pattern[bytes]] = {}
        for number, some in enumerate(words):
            for word in some:
                if word.isascii():
                    for first, rest in tokens_of(word):
                        self._by_first.setdefault(first, []).append((rest, number, word))
                else:
                    self._beyond.append((frozenset(word), word.encode(), number))
        self._firsts = frozenset(self._by_first)

    def hits(self, view: View, wanted: AbstractSet[int]) -> set[int]:
        """Give the numbers of the wanted recognizers."""
        found: set[int] = set()
        for number, ends in self._ends(view, wanted):
            if number not in found and next(ends, None) is not None:
                found.add(number)
        return found

    def lines(self, view: View, wanted: AbstractSet[int]) -> Iterator[tuple[int, Lines]]:
        """Give the numbers of the wanted recognizers with lines on which their words stand."""
        for number, ends in self._ends(view, wanted):
            yield number, lines_at(view.data, ends)

    def _ends(self, view: View, wanted: AbstractSet[int]) -> Iterator[tuple[int, Iterator[int]]]:
        """Give where words end, for each of the recognizers that they speak for."""
        words, seen = view.words, set[tuple[int, str]]()
        for first in self._firsts & words:
            for rest, number, word in self._by_first[first]:
                if number in wanted and rest <= words and (number, word) not in seen:
                    seen.add((number, word))
                    yield number, self._ends_of(view, number, word)
        if not view.ascii:
            for signs, written, number in self._beyond:
                if number in wanted and signs <= view.signs:
                    yield number, (one.end() for one in re.finditer(re.escape(written), view.data))

    def _ends_of(self, view: View, number: int, word: str) -> Iterator[int]:
        pattern: Pattern[bytes] | None = self._whole.get(number) or self._patterns.get(word)
        if pattern is None:
            pattern = self._patterns[word] = _compiled(word)
        tries, match = MOST_TRIES, pattern.match
        for start in starts_of(word, view):
            found = match(view.data, start)
            if found is not None:
                yield found.end()
            else:
                tries -= 1
                if not tries:
                    yield ANYWHERE
                    return


def _compiled(word: str) -> Pattern[bytes]:
    return cast(
        "Pattern[bytes]", re.compile(spelled(words_pattern((word,)), Tail.NOTHING, beyond=False).encode())
    )


def _stands_alone(words: str, pattern: str) -> bool:
    return pattern == words or pattern.startswith(f"{words}|") or pattern.endswith(f"|{words}")


class ShapeGates:
    """Gates as `linear.Gates` are, without RE2."""

    def __init__(self, patterns: Sequence[str], words: Sequence[Sequence[str]], by_line: int = 0) -> None:
        """Take the patterns, the words in each, and how many of them are to be told with their lines."""
        self._by_line = by_line
        within = [
            some if some and words_pattern(some) in pattern else ()
            for pattern, some in zip(patterns, words, strict=True)
        ]
        self._words = WordClues(within, patterns)
        self._clues = [
            (number, clue)
            for number, (pattern, some) in enumerate(zip(patterns, within, strict=True))
            for clue in clues_of(pattern.replace(words_pattern(some), NOTHING) if some else pattern)
        ]
        self._index = _Index([clue for _, clue in self._clues])

    def __repr__(self) -> str:
        return f"ShapeGates({len(self._clues)} clues)"

    def among(self, wanted: AbstractSet[int], text: bytes) -> list[int]:
        """Give the numbers of the wanted patterns that may match: all that do, and few that do not."""
        if not text:
            return []
        view = view_of(text)
        found = self._words.hits(view, wanted)
        for place in sorted(self._index.possible(view)):
            number, clue = self._clues[place]
            if number in wanted and number not in found and clue.opens(view):
                found.add(number)
        return sorted(found)

    def lines(self, wanted: AbstractSet[int], text: bytes) -> dict[int, Lines]:
        """Give the same with the lines on which each may match."""
        view = view_of(text)
        found = dict[int, Lines]()
        for number, lines in self._words.lines(view, wanted):
            _add(found, number, lines)
        for place in sorted(self._index.possible(view)):
            number, clue = self._clues[place]
            if number in wanted and found.get(number, ()) is not None:
                if number < self._by_line:
                    _add(found, number, clue.lines(view))
                elif clue.opens(view):
                    found[number] = None
        return found


def _add(found: dict[int, Lines], number: int, lines: Lines) -> None:
    known = found.get(number, frozenset())
    if lines is None or known is None:
        found[number] = None
    elif lines:
        found[number] = known | lines


MAX_STRINGS, MAX_STRING = 16384, 64
"""How many pieces of texts, with their digits and letters folded, are remembered, and how many words; and how
long ones: two times 1 MiB at the very most."""

Numbers = frozenset[int]


class _Memory:
    """What each of a text's pieces or words may be: remembered, as they are much the same in all texts."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Iterable[Numbers]]) -> None:
        self._learn = learn
        self._known: dict[bytes, Numbers] = {}
        # One set for all strings that may be the same: they are few.
        self._sets: dict[Numbers, Numbers] = {}

    def of(self, strings: Iterable[bytes]) -> set[int]:
        """Tell what any of the strings may be."""
        known = self._known
        found = set(map(known.get, strings))
        if None in found:
            # Asked anew: another thread may have learned or forgotten some in between.
            fresh = []
            for one in strings:
                numbers = known.get(one)
                if numbers is None:
                    fresh.append(one)
                else:
                    found.add(numbers)
            found.update(self._learned(fresh))
        return set().union(*filter(None, found))

    def _learned(self, fresh: Sequence[bytes]) -> Iterator[Numbers]:
        for one, numbers in zip(fresh, self._learn(fresh), strict=True):
            yield numbers
            if len(one) <= MAX_STRING:
                if len(self._known) >= MAX_STRINGS:
                    self._known.clear()
                    self._sets.clear()
                self._known[one] = self._sets.setdefault(numbers, numbers)


class _Index:
    """Which clues a text may have, told by what many of them have in common."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        self._always: set[int] = set()
        self._by_word: dict[bytes, set[int]] = {}
        spoken_parts: dict[bytes, set[int]] = {}
        plain_parts: dict[bytes, set[int]] = {}
        shaped: dict[bytes, set[int]] = {}
        for number, clue in enumerate(clues):
            checks = clue.checks if isinstance(clue, CoreClue) else [(b"", b"", b"", b"")]
            for word, spoken, shape, plain in checks:
                if word:
                    self._by_word.setdefault(word, set()).add(number)
                elif spoken:
                    spoken_parts.setdefault(spoken, set()).add(number)
                elif shape:
                    shaped.setdefault(shape, set()).add(number)
                elif plain:
                    plain_parts.setdefault(plain, set()).add(number)
                else:
                    self._always.add(number)
        self._clues = clues
        self._by_part = _by_part(shaped)
        self._spoken, self._plain = tuple(spoken_parts.items()), tuple(plain_parts.items())
        self._pieces, self._words = _Memory(self._of_pieces), _Memory(self._of_words)

    def possible(self, view: View) -> set[int]:
        """Give the numbers of the clues."""
        return self._always | self._words.of(view.words) | self._pieces.of(view.different)

    def _of_words(self, words: Sequence[bytes]) -> Iterator[Numbers]:
        """Tell which clues each of some words speaks for."""
        # All of them at once first: seldom is there anything.
        spoken = [part for part in self._spoken if part[0] in b" %b " % b" ".join(words)]
        for word in words:
            apart = b" %b " % word
            found = [numbers for part, numbers in spoken if part in apart]
            yield frozenset(self._by_word.get(word, ())).union(*found)

    def _of_pieces(self, pieces: Sequence[bytes]) -> Iterator[Numbers]:
        """Tell which clues each of some pieces of a text may have."""
        together = b" %b " % b" ".join(pieces)
        shapes = shape_of(together)
        plain = [part for part in self._plain if part[0] in together]
        shaped = [
            string
            for part, strings in self._by_part
            if part in shapes
            for string in strings
            if string[0] in shapes
        ]
        maybe = {
            number
            for number in set[int]().union(*(numbers for _, numbers in (*plain, *shaped)))
            if not isinstance(clue := self._clues[number], CoreClue) or clue.may_be_in(together)
        }
        plain = [(part, some & maybe) for part, some in plain if some & maybe]
        shaped = [(string, some & maybe) for string, some in shaped if some & maybe]
        for piece in pieces:
            found = {number for part, some in plain if part in piece for number in some}
            if shaped:
                shape = shape_of(piece)
                found.update(number for string, some in shaped if string in shape for number in some)
            apart = b" %b " % piece
            yield frozenset(
                number
                for number in found
                if not isinstance(clue := self._clues[number], CoreClue) or clue.may_be_in(apart)
            )


_SHORTEST_PART, _LONGEST_PART = 4, 7
_MOST_PARTS = 16


def _by_part(strings: dict[bytes, set[int]]) -> list[tuple[bytes, list[tuple[bytes, set[int]]]]]:
    """Group strings by a part that they have in common and that is seldom, so that few are looked for."""
    rest = dict(strings)
    groups: list[tuple[bytes, list[tuple[bytes, set[int]]]]] = []
    while rest and len(groups) < _MOST_PARTS:
        counts = Counter(part for string in rest for part in _parts(string))
        part = max(counts, key=lambda one: counts[one] * (-log(share_of_shape(one))) ** 2)
        groups.append((part, [(one, rest.pop(one)) for one in [*rest] if part in one]))
    return groups + [(one, [(one, numbers)]) for one, numbers in rest.items()]


def _parts(string: bytes) -> set[bytes]:
    found = {
        string[first : first + length]
        for length in range(_SHORTEST_PART, _LONGEST_PART + 1)
        for first in range(len(string) - length + 1)
    }
    return found or {string}
