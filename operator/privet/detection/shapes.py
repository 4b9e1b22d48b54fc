"""Which patterns occur in a text, without RE2: found by strings in folded text, as fast as memory is read.

`cores` tells which strings stand in every match of a pattern; where one of them occurs, the pattern itself is
tried at that place alone. Words of context are looked up among the text's different words instead. Time is in
step with the text, whatever it holds: after many places in vain a pattern counts as found.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from math import log
from typing import Generic, TypeVar, cast

from privet.detection.context import words_pattern
from privet.detection.wordplaces import starts_of, tokens_of
from privet.linear.alphabets import share_of_shape
from privet.linear.backtracking import BytesPattern
from privet.linear.clues import ANYWHERE, DEAR, MOST_TRIES, Check, CoreClue, Lines, RowClue, lines_at
from privet.linear.cores import Cores, cores_of, row_of
from privet.linear.pattern import Pattern
from privet.linear.spelling import Tail, spelled
from privet.linear.structure import Sign, branches, structure
from privet.linear.view import View, shape_of, view_of, words_of

NOTHING = r"[^\x00-\x{10FFFF}]"


class SearchClue:
    """Tells whether a pattern occurs by searching for it: slow, for what has no cores."""

    def __init__(self, pattern: str) -> None:
        self._pattern = BytesPattern(pattern)

    def opens(self, view: View, _groups: Iterable[int] | None = None) -> bool:
        """Tell whether the pattern occurs."""
        return self._pattern.search(view.data) is not None

    def lines(self, view: View, _groups: Iterable[int] | None = None) -> Lines:
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
        self._tokens = self._firsts.union(
            *(rest for some in self._by_first.values() for rest, _, _ in some)
        )
        self._memory = _Memory[bytes](self._of_runs)

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

    def _of_runs(self, runs: Sequence[bytes]) -> Iterator[frozenset[bytes]]:
        """Tell which tokens of words each of some runs of letters is, or is made of."""
        if self._tokens.isdisjoint(words_of(b" ".join(runs))):
            yield from repeat(frozenset(), len(runs))
            return
        for run in runs:
            lower = run.lower()
            if run in (lower, run.upper()):
                yield frozenset((lower,)) & self._tokens
            else:
                yield words_of(run) & self._tokens

    def _ends(self, view: View, wanted: AbstractSet[int]) -> Iterator[tuple[int, Iterator[int]]]:
        """Give where words end, for each of the recognizers that they speak for."""
        words, seen = self._memory.of(view.runs), set[tuple[int, str]]()
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
        for place, groups in self._index.possible(view).items():
            number, clue = self._clues[place]
            if number in wanted and number not in found and clue.opens(view, groups):
                found.add(number)
        return sorted(found)

    def lines(self, wanted: AbstractSet[int], text: bytes) -> dict[int, Lines]:
        """Give the same with the lines on which each may match."""
        view = view_of(text)
        found = dict[int, Lines]()
        for number, lines in self._words.lines(view, wanted):
            _add(found, number, lines)
        for place, groups in self._index.possible(view).items():
            number, clue = self._clues[place]
            if number in wanted and found.get(number, ()) is not None:
                if number < self._by_line:
                    _add(found, number, clue.lines(view, groups))
                elif clue.opens(view, groups):
                    found[number] = None
        return found


def _add(found: dict[int, Lines], number: int, lines: Lines) -> None:
    known = found.get(number, frozenset())
    if lines is None or known is None:
        found[number] = None
    elif lines:
        found[number] = known | lines


MAX_STRINGS, MAX_STRING = 16384, 64
"""How many strings one memory holds, and how long ones: some 3 MiB with what Python adds."""

One = TypeVar("One", int, bytes)


class _Memory(Generic[One]):
    """What each of a text's pieces or words says: remembered, as they are much the same in all texts."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Iterable[frozenset[One]]]) -> None:
        self._learn = learn
        self._known: dict[bytes, frozenset[One]] = {}
        # One set for all strings that say the same: they are few.
        self._sets: dict[frozenset[One], frozenset[One]] = {}

    def of(self, strings: Iterable[bytes]) -> set[One]:
        """Tell what all the strings say together."""
        known = self._known
        said = set(map(known.get, strings))
        if None in said:
            # Asked anew: another thread may have learned or forgotten some in between.
            fresh = []
            for one in strings:
                more = known.get(one)
                if more is None:
                    fresh.append(one)
                else:
                    said.add(more)
            said.update(self._learned(fresh))
        return set[One]().union(*filter(None, said))

    def _learned(self, fresh: Sequence[bytes]) -> Iterator[frozenset[One]]:
        for one, says in zip(fresh, self._learn(fresh), strict=True):
            yield says
            if len(one) <= MAX_STRING:
                if len(self._known) >= MAX_STRINGS:
                    self._known.clear()
                    self._sets.clear()
                self._known[one] = self._sets.setdefault(says, says)


class _Index:
    """Which clues a text may have, told by its words and pieces for the strings of all clues together."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        self._clues = clues
        self._strings: list[tuple[int, int]] = []
        """By number of a string: its clue, and its group in it."""
        self._unspoken: set[int] = set()
        self._unshaped: set[int] = set()
        self._spoken: dict[tuple[bytes, bool], set[int]] = {}
        self._plain: dict[bytes, set[int]] = {}
        shaped: dict[bytes, set[int]] = {}
        for number, clue in enumerate(clues):
            for group, check in _checks_of(clue):
                string = len(self._strings)
                self._strings.append((number, group))
                if check.words:
                    self._spoken.setdefault((check.words, check.exact), set()).add(string)
                else:
                    self._unspoken.add(string)
                if check.shape:
                    shaped.setdefault(check.shape, set()).add(string)
                elif check.plain or (isinstance(clue, CoreClue) and clue.in_pieces):
                    self._plain.setdefault(check.plain, set()).add(string)
                else:
                    self._unshaped.add(string)
        self._by_part = _by_part(shaped)
        self._runs, self._pieces = _Memory[int](self._of_runs), _Memory[int](self._of_pieces)

    def possible(self, view: View) -> dict[int, set[int]]:
        """Give the numbers of the clues, each with the groups of its strings that may occur."""
        spoken = self._runs.of(view.runs) | self._unspoken
        shaped = self._pieces.of(view.different) | self._unshaped
        found: dict[int, set[int]] = {}
        for string in sorted(spoken & shaped):
            number, group = self._strings[string]
            found.setdefault(number, set()).add(group)
        return found

    def _of_runs(self, runs: Sequence[bytes]) -> Iterator[frozenset[int]]:
        """Tell which strings each of some runs of letters speaks for."""
        # All of them at once first: seldom is there anything.
        spelled = b" %b " % b" ".join(runs)
        spoken = spelled.lower()
        said = [
            (part, exact, strings)
            for (part, exact), strings in self._spoken.items()
            if part in (spelled if exact else spoken)
        ]
        for run in runs:
            spelled = b" %b " % run
            spoken = spelled.lower()
            yield frozenset[int]().union(
                *(strings for part, exact, strings in said if part in (spelled if exact else spoken))
            )

    def _of_pieces(self, pieces: Sequence[bytes]) -> Iterator[frozenset[int]]:
        """Tell which strings each of some pieces of a text may have."""
        together = b" ".join(pieces)
        shapes = shape_of(together)
        plain = [(part, strings) for part, strings in self._plain.items() if part in together]
        shaped = [one for part, some in self._by_part if part in shapes for one in some if one[0] in shapes]
        likely = self._likely(set[int]().union(*(some for _, some in (*plain, *shaped))), together)
        plain = [(part, some & likely) for part, some in plain if some & likely]
        shaped = [(shape, some & likely) for shape, some in shaped if some & likely]
        for piece in pieces:
            found = set[int]().union(*(some for part, some in plain if part in piece))
            if shaped:
                shape = shape_of(piece)
                found.update(*(some for string, some in shaped if string in shape))
            yield self._likely(found, piece)

    def _likely(self, strings: AbstractSet[int], pieces: bytes) -> frozenset[int]:
        """Leave out strings of patterns that cannot match in these pieces."""
        apart = b" %b " % pieces
        numbers = {self._strings[string][0] for string in strings}
        likely = {number for number in numbers if self._may_be_in(number, apart)}
        return frozenset(string for string in strings if self._strings[string][0] in likely)

    def _may_be_in(self, number: int, pieces: bytes) -> bool:
        clue = self._clues[number]
        return not isinstance(clue, CoreClue) or clue.may_be_in(pieces)


def _checks_of(clue: Clue) -> Iterator[tuple[int, Check]]:
    """Give the checks of a clue, each with the number of its group."""
    if not isinstance(clue, CoreClue):
        yield 0, Check()
        return
    for number, group in enumerate(clue.groups):
        for check in group.checks:
            yield number, check


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
