"""Which clues a text may have, told by its different words and pieces for all clues together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress

from privet.linear.alphabets import share_of_piece, share_of_shape
from privet.linear.backtracking import BytesPattern
from privet.linear.clues import DEAR, Check, CoreClue, Lines, RowClue
from privet.linear.cores import Cores, cores_of, row_of
from privet.linear.structure import branches, is_nothing, structure
from privet.linear.view import View, shape_of


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
Said = AbstractSet[int | bytes]
"""What pieces of a text say: numbers of strings that they may have, and tokens of words."""


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


MAX_STRINGS, MAX_STRING = 16384, 64
"""How many strings one memory holds, and how long ones: some 3 MiB with what Python adds."""


class Learned:
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


class ClueIndex:
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
