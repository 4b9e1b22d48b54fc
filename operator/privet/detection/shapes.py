"""Which patterns occur in a text, without RE2: found by strings in folded text, as fast as memory is read.

`cores` tells which strings stand in every match of a pattern; where one of them occurs, the pattern itself is
tried at that place alone. Words of context are looked up among the text's different words instead. Time is in
step with the text, whatever it holds: after many places in vain a pattern counts as found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import cast

from privet.detection.context import words_pattern
from privet.detection.hearing import Hearing, Owner
from privet.detection.layers.headings import headings
from privet.detection.linear import NOTHING
from privet.linear.backtracking import BytesPattern
from privet.linear.clueindex import ClueIndex, Learned, Said, clues_of
from privet.linear.clues import ANYWHERE, MOST_TRIES, Lines
from privet.linear.lines import Line, line_at
from privet.linear.pattern import Pattern
from privet.linear.spelling import Tail, spelled
from privet.linear.view import View, view_of, words_of
from privet.linear.wordplaces import alike, beyond, places_of, starts_of, tokens_of

OwnerOf = Callable[[int, str], Owner]
"""Gives a recognizer, by its number, as the owner of a word."""


def _always(number: int, _word: str) -> Owner:
    return Owner(number, 0, unlettered=False, of_field=False)


class WordClues:
    """Tells for which of several recognizers a word occurs."""

    def __init__(
        self, words: Sequence[Sequence[str]], patterns: Sequence[str], owner: OwnerOf = _always
    ) -> None:
        self._owner = owner
        # Where more than a word is asked for, the whole pattern is tried.
        self._whole = {
            number: BytesPattern(pattern)
            for number, (some, pattern) in enumerate(zip(words, patterns, strict=True))
            if some and not _stands_alone(words_pattern(some), pattern)
        }
        self._by_first: dict[bytes, list[tuple[frozenset[bytes], int, str]]] = {}
        self._beyond: list[tuple[frozenset[str], re.Pattern[bytes], int, str]] = []
        self._patterns: dict[str, Pattern[bytes]] = {}
        self._owned: dict[tuple[str | int, ...], Sequence[Owner]] = {}
        for number, some in enumerate(words):
            for word in some:
                if word.isascii():
                    for first, rest in tokens_of(word):
                        self._by_first.setdefault(first, []).append((rest, number, word))
                else:
                    self._beyond.append((frozenset(word) - {" "}, beyond(word), number, word))
        self._firsts = frozenset(self._by_first)
        self._tokens = self._firsts.union(*(rest for some in self._by_first.values() for rest, _, _ in some))

    def hits(self, view: View, said: Said, wanted: AbstractSet[int]) -> set[int]:
        """Give the numbers of the wanted recognizers, by what the text's runs of letters say."""
        found: set[int] = set()
        for numbers, _, ends in self._ends(view, said, wanted):
            if not found.issuperset(numbers) and next(ends, None) is not None:
                found.update(numbers)
        return found

    def lines(
        self, view: View, said: Said, wanted: AbstractSet[int], hearing: Hearing
    ) -> Iterator[tuple[int, Lines]]:
        """Give the numbers of the wanted recognizers with lines on which their words speak."""
        for numbers, word, ends in self._ends(view, said, wanted):
            owners = self._owners_of(numbers, word)
            # The lines of each end of a word, until it was tried in vain too often to say where.
            for end in ends:
                if end == ANYWHERE:
                    hearing.headings.update(headings(view.data))
                    yield from ((number, None) for number in numbers)
                    break
                line = line_at(view.data, end - 1)
                heard = hearing.in_fields(owners, end) if any(one.of_field for one in owners) else owners
                some = hearing.satisfied(heard, end, line) if heard else ()
                yield from ((owner.number, frozenset((line,))) for owner in some)
                hearing.ask(end, line)

    def _owners_of(self, numbers: Sequence[int], word: str) -> Sequence[Owner]:
        """Give some recognizers as the owners of a word."""
        known = self._owned.get((word, *numbers))
        if known is None:
            owner = self._owner
            known = sorted((owner(number, word) for number in numbers), key=lambda one: one.digits)
            self._owned[(word, *numbers)] = known
        return known

    def of_runs(self, runs: Sequence[bytes]) -> Iterator[frozenset[bytes]]:
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

    def _ends(
        self, view: View, said: Said, wanted: AbstractSet[int]
    ) -> Iterator[tuple[Sequence[int], str, Iterator[int]]]:
        """Give where words end, each with the recognizers that it speaks for there."""
        owners = self._owners(said, wanted)
        for some in alike(owners):
            places = places_of(some, view)
            for word in some if places else ():
                numbers = sorted(owners[word])
                # Looked for once, however many it speaks for.
                shared = [number for number in numbers if number not in self._whole]
                # Also where it speaks for nobody by itself: it may be a heading.
                yield shared, word, self._ends_of(view, None, word, places)
                for number in numbers:
                    if number in self._whole:
                        yield [number], word, self._ends_of(view, number, word, places)
        for signs, written, number, word in self._beyond if not view.ascii else ():
            if number in wanted and signs <= view.signs:
                yield [number], word, (one.end() for one in written.finditer(view.data))

    def _owners(self, said: Said, wanted: AbstractSet[int]) -> dict[str, set[int]]:
        """Give the words whose tokens a text has, each with the wanted recognizers that it speaks for."""
        owners = dict[str, set[int]]()
        for first in self._firsts.intersection(said):
            for rest, number, word in self._by_first[first]:
                if number in wanted and rest <= said:
                    owners.setdefault(word, set()).add(number)
        return owners

    def _ends_of(self, view: View, number: int | None, word: str, places: Sequence[int]) -> Iterator[int]:
        pattern = self._patterns.get(word)
        if pattern is None:
            pattern = self._patterns[word] = _compiled(word)
        whole, tries = self._whole.get(number) if number is not None else None, MOST_TRIES
        for start in starts_of(word, places):
            found = pattern.match(view.data, start)
            if found is not None and whole is not None:
                found = whole.match(view.data, start)
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

    def __init__(
        self,
        patterns: Sequence[str],
        words: Sequence[Sequence[str]],
        by_line: int = 0,
        owner: OwnerOf = _always,
    ) -> None:
        """Take the patterns, the words in each, and how many of them are to be told with their lines.

        For that, `owner` gives one of those as the owner of a word; without it, words always speak.
        """
        self._by_line = by_line
        within = [
            some if some and words_pattern(some) in pattern else ()
            for pattern, some in zip(patterns, words, strict=True)
        ]
        self._words = WordClues(within, patterns, owner)
        self._clues = [
            (number, clue)
            for number, (pattern, some) in enumerate(zip(patterns, within, strict=True))
            for clue in clues_of(pattern.replace(words_pattern(some), NOTHING) if some else pattern)
        ]
        self._index = ClueIndex([clue for _, clue in self._clues])
        self._runs, self._pieces = Learned(self._of_runs), Learned(self._index.of_pieces)

    def __repr__(self) -> str:
        return f"ShapeGates({len(self._clues)} clues)"

    def among(self, wanted: AbstractSet[int], text: bytes, headings: set[Line] | None = None) -> list[int]:
        """Give the numbers of the wanted patterns that may match: all that do, and few that do not.

        With `headings` words are asked what stands behind them, and it is taken down which lines may name
        what stands on others.
        """
        if not text:
            return []
        view = view_of(text)
        said = self._runs.of(view.runs)
        if headings is None:
            found = self._words.hits(view, said, wanted)
        else:
            hearing = Hearing(text, headings)
            found = {number for number, _ in self._words.lines(view, said, wanted, hearing)}
        for place, groups in self._possible(view, said):
            number, clue = self._clues[place]
            if number in wanted and number not in found and clue.opens(view, groups):
                found.add(number)
        return sorted(found)

    def lines(
        self, wanted: AbstractSet[int], text: bytes, headings: set[Line] | None = None
    ) -> dict[int, Lines]:
        """Give the same with the lines on which each may match.

        Takes down in `headings` which lines may name what stands on others.
        """
        view = view_of(text)
        said = self._runs.of(view.runs)
        found = dict[int, Lines]()
        hearing = Hearing(text, set() if headings is None else headings)
        for number, lines in self._words.lines(view, said, wanted, hearing):
            _add(found, number, lines)
        for place, groups in self._possible(view, said):
            number, clue = self._clues[place]
            if number in wanted and found.get(number, ()) is not None:
                if number < self._by_line:
                    _add(found, number, clue.lines(view, groups))
                elif clue.opens(view, groups):
                    found[number] = None
        return found

    def _possible(self, view: View, said: Said) -> Iterable[tuple[int, AbstractSet[int]]]:
        return self._index.possible(said, self._pieces.of(view.different)).items()

    def _of_runs(self, runs: Sequence[bytes]) -> Iterator[Said]:
        for tokens, strings in zip(self._words.of_runs(runs), self._index.of_runs(runs), strict=True):
            yield tokens | strings


def _add(found: dict[int, Lines], number: int, lines: Lines) -> None:
    known = found.get(number, frozenset())
    if lines is None or known is None:
        found[number] = None
    elif lines:
        found[number] = known | lines
