"""Which patterns occur in a text, without RE2: found by strings in folded text, as fast as memory is read.

`cores` tells which strings stand in every match of a pattern; where one of them occurs, the pattern itself is
tried at that place alone. Words of context are looked up among the text's different words instead. Time is in
step with the text, whatever it holds: after many places in vain a pattern counts as found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress, repeat
from typing import cast

from privet.detection.context import words_pattern
from privet.detection.hearing import Hearing, Owner
from privet.detection.layers.headings import headings
from privet.detection.linear import NOTHING
from privet.linear.alphabets import share_of_piece, share_of_shape
from privet.linear.backtracking import BytesPattern
from privet.linear.clues import ANYWHERE, DEAR, MOST_TRIES, Check, CoreClue, Lines, RowClue
from privet.linear.cores import Cores, cores_of, row_of
from privet.linear.pattern import Pattern
from privet.linear.spelling import Tail, spelled
from privet.linear.structure import branches, is_nothing, structure
from privet.linear.view import Line, View, line_at, shape_of, view_of, words_of
from privet.linear.wordplaces import alike, beyond, places_of, starts_of, tokens_of


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
OwnerOf = Callable[[int, str], Owner]
"""Gives a recognizer, by its number, as the owner of a word."""

Said = AbstractSet[int | bytes]
"""What pieces of a text say: numbers of strings that they may have, and tokens of words."""


def _always(number: int, _word: str) -> Owner:
    return Owner(number, 0, unlettered=False, of_field=False)


def clues_of(pattern: str) -> list[Clue]:
    """Give what tells that a pattern occurs: any of these."""
    by_cores: dict[object, list[Cores]] = {}
    clues: list[Clue] = []
    for branch in branches(structure(pattern)):
        if is_nothing(branch):
            continue
        cores, row = cores_of(branch), row_of(branch)
        if row is not None and (cores is None or cores.cost > DEAR):
            clues.append(RowClue(*row))
        elif cores is None:
            return [SearchClue(pattern)]
        elif cores.strings:
            # What a part alone tells of is told of one pattern.
            part = cores.piece if cores.piece is not None and not cores.piece.whole else None
            key = cores.alphabet.name, cores.strings, cores.least, cores.most, part
            by_cores.setdefault(key, []).append(cores)
    return clues + [CoreClue(some) for some in by_cores.values()]


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
        self._index = _Index([clue for _, clue in self._clues])
        self._runs, self._pieces = Memory(self._of_runs), Memory(self._index.of_pieces)

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


MAX_STRINGS, MAX_STRING = 16384, 64
"""How many strings one memory holds, and how long ones: some 3 MiB with what Python adds."""


class Memory:
    """What each of a text's pieces or words says: remembered, as they are much the same in all texts."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Iterable[Said]]) -> None:
        self._learn = learn
        self._known: dict[bytes, Said] = {}
        # One set for all strings that say the same: they are few.
        self._sets: dict[Said, Said] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, strings: frozenset[bytes]) -> Said:
        """Tell what all the strings say together."""
        # Another thread may add to it, and puts another in its place when it is full: nothing is lost here.
        known = self._known
        fresh: frozenset[bytes] = strings.difference(known)
        said = set(map(known.get, strings))
        if fresh:
            said.update(self._learned([*fresh]))
        return frozenset[int | bytes]().union(*filter(None, said))

    def _learned(self, fresh: Sequence[bytes]) -> Iterator[Said]:
        for one, says in zip(fresh, self._learn(fresh), strict=True):
            yield says
            if len(one) <= MAX_STRING:
                if len(self._known) >= MAX_STRINGS:
                    self._known, self._sets = {}, {}
                self._known[one] = self._sets.setdefault(says, says)


class _Index:
    """Which clues a text may have, told by its words and pieces for the strings of all clues together."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        self._strings: dict[int | bytes, tuple[int, int]] = {}
        """By number of a string: its clue, and its group in it."""
        self._in_pieces: dict[int, CoreClue] = {}
        self._unspoken: set[int] = set()
        self._unshaped: set[int] = set()
        self._plain: dict[bytes, set[int]] = {}
        shaped: dict[bytes, set[int]] = {}
        spoken: dict[tuple[bytes, bool], set[int]] = {}
        for number, clue in enumerate(clues):
            for group, check in _checks_of(clue):
                string = len(self._strings)
                self._strings[string] = number, group
                if isinstance(clue, CoreClue) and clue.in_pieces:
                    self._in_pieces[string] = clue
                if check.words:
                    spoken.setdefault((check.words, check.exact), set()).add(string)
                else:
                    self._unspoken.add(string)
                if check.shape:
                    shaped.setdefault(check.shape, set()).add(string)
                elif check.plain and (string in self._in_pieces or share_of_piece(check.plain) < _COMMON):
                    self._plain.setdefault(check.plain, set()).add(string)
                else:
                    self._unshaped.add(string)
        self._by_token: dict[bytes, list[tuple[bytes, set[int]]]] = {}
        for shape, some in shaped.items():
            self._by_token.setdefault(_token_in(shape), []).append((shape, some))
        self._loose = self._by_token.pop(b"", [])
        self._tokens = frozenset(self._by_token)
        self._by_word = {
            (words.strip(), exact): frozenset(strings)
            for (words, exact), strings in spoken.items()
            if _is_whole(words)
        }
        self._parts = [
            (words, exact, frozenset(strings))
            for (words, exact), strings in spoken.items()
            if not _is_whole(words)
        ]

    def possible(self, spoken: Said, shaped: Said) -> dict[int, set[int]]:
        """Give the numbers of the clues, each with the groups of its strings that may occur.

        `spoken` is what the text's runs of letters say, and `shaped` what its pieces do.
        """
        found: dict[int, set[int]] = {}
        for string in (self._unspoken | spoken) & (self._unshaped | shaped):
            number, group = self._strings[string]
            found.setdefault(number, set()).add(group)
        return found

    def of_runs(self, runs: Sequence[bytes]) -> Iterator[frozenset[int]]:
        """Tell which strings each of some runs of letters speaks for."""
        # All of them at once first: seldom is there any.
        together = b" %b " % b" ".join(runs).lower()
        parts = [one for one in self._parts if one[0].lower() in together]
        for run in runs:
            lower = run.lower()
            found = self._by_word.get((run, True), _NONE) | self._by_word.get((lower, False), _NONE)
            for part, exact, strings in parts:
                if part in b" %b " % (run if exact else lower):
                    found |= strings
            yield found

    def of_pieces(self, pieces: Sequence[bytes]) -> Iterator[frozenset[int]]:
        """Tell which strings each of some pieces of a text may have."""
        # All of them at once first: seldom is there any.
        together = b" %b " % b" ".join(pieces)
        shapes = shape_of(together)
        plain = {part: strings for part, strings in self._plain.items() if part in together}
        shaped = {part: strings for part, strings in self._shaped_by(shapes) if part in shapes}
        _, asked = self._asked((*plain.values(), *shaped.values()))
        vain = _NONE.union(*(some for clue, some in asked.items() if not clue.may_be_in(together)))
        plain = {part: kept for part, strings in plain.items() if (kept := strings - vain)}
        shaped = {part: kept for part, strings in shaped.items() if (kept := strings - vain)}
        by_parts: dict[tuple[bool, ...], tuple[set[int], dict[CoreClue, set[int]]]] = {}
        for piece in pieces:
            shape = shape_of(piece)
            has = (*[part in piece for part in plain], *[part in shape for part in shaped])
            if has not in by_parts:
                by_parts[has] = self._asked(compress((*plain.values(), *shaped.values()), has))
            sure, asked = by_parts[has]
            apart = b" %b " % piece if asked else b""
            yield _NONE.union(sure, *(some for clue, some in asked.items() if clue.may_be_in(apart)))

    def _shaped_by(self, shapes: bytes) -> Iterator[tuple[bytes, set[int]]]:
        """Give the parts that may be in some shapes: most are looked for only where their token is."""
        tokens = self._tokens.intersection(shapes.split(b"-"))
        return chain(self._loose, *map(self._by_token.__getitem__, tokens))

    def _asked(self, some: Iterable[AbstractSet[int]]) -> tuple[set[int], dict[CoreClue, set[int]]]:
        """Part strings from those whose whole pattern is to be asked as well."""
        sure, asked = set[int](), dict[CoreClue, set[int]]()
        for string in _NONE.union(*some):
            clue = self._in_pieces.get(string)
            (sure if clue is None else asked.setdefault(clue, set())).add(string)
        return sure, asked


_COMMON = 0.01
"""The share of places from which on a part of a piece stands in almost any text, and tells nothing."""
_NONE = frozenset[int]()


def _is_whole(words: bytes) -> bool:
    """Tell a whole run of letters from a part of one."""
    return words[:1] == words[-1:] == b" "


def _checks_of(clue: Clue) -> Iterator[tuple[int, Check]]:
    """Give the checks of a clue, each with the number of its group."""
    if not isinstance(clue, CoreClue):
        yield 0, Check()
        return
    for number, group in enumerate(clue.groups):
        for check in group.checks:
            yield number, check


def _token_in(shape: bytes) -> bytes:
    """Give the most seldom token of a shape that has an end of a word on both sides, or nothing."""
    return min(shape.split(b"-")[1:-1], key=lambda one: share_of_shape(b"-%b-" % one), default=b"")
