"""Where words of context may stand in a text: looked up among its different words first, which are few."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, product

from privet.linear.alphabets import LOWER
from privet.linear.view import View, view_of

_TOKEN = re.compile("[a-z]+")


def tokens_of(word: str) -> set[tuple[bytes, frozenset[bytes]]]:
    """Give the first token and the others of a word, in each way that its parts may be run together.

    Any word may be in the plural.
    """
    return _tokens_of(word) | _tokens_of(f"{word}s")


def _tokens_of(word: str) -> set[tuple[bytes, frozenset[bytes]]]:
    head, *parts = word.split()
    found = set()
    for joints in product((" ", ""), repeat=len(parts)):
        written = head + "".join(joint + part for joint, part in zip(joints, parts, strict=True))
        first, *rest = (token.encode() for token in _TOKEN.findall(written))
        found.add((first, frozenset(rest)))
    return found


def alike(words: Iterable[str]) -> Iterable[Sequence[str]]:
    """Group words that are looked for together: many end alike, as `client name` and `first name` do."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(_spelled(word)[0], []).append(word)
    return groups.values()


def places_of(words: Sequence[str], view: View) -> Sequence[int]:
    """Give where words that are alike may stand: the places of their ends, or of the one word."""
    folded = view.folded(LOWER)
    pattern, before = zip(*map(_spelled, words), strict=True)
    places = list(map(_START_OF, _finder(pattern[0]).finditer(folded)))
    if places and all(before):
        ends = tuple(chain.from_iterable(before))
        places = [place for place in places if folded.endswith(ends, 0, place)]
    return places


def starts_of(word: str, places: Iterable[int]) -> Iterator[int]:
    """Give where a match of a word may begin, by its places: at its first sign, or at the sign before it."""
    _, before = _spelled(word)
    lengths = [len(one) for one in before] or [0]
    nearest, farthest = min(lengths), max(lengths) + 2
    for place in places:
        yield from range(place - nearest, place - farthest if place >= farthest else -1, -1)


_START_OF = re.Match.start
_LONG_ENOUGH = 4
_JOINTS = ("", " ", "_", ".", "-")


@lru_cache(maxsize=4096)
def _spelled(word: str) -> tuple[str, Sequence[bytes]]:
    """Give what to look for, in small letters, and what stands before it, however its parts are joined."""
    *head, last = word.split()
    if len(last) >= _LONG_ENOUGH:
        joined = product(*([part + joint for joint in _JOINTS] for part in head))
        return re.escape(last), [("".join(one)).encode() for one in joined] if head else []
    # A short one stands anywhere: what comes before it is looked for, and what follows.
    first, *rest = map(re.escape, word.split())
    behind = "".join(rf"[ _.\-]?{part}" for part in rest)
    return f"{first}(?={behind})" if rest else first, []


@lru_cache(maxsize=2048)
def _finder(pattern: str) -> "re.Pattern[bytes]":
    return re.compile(pattern.encode())


def beyond(word: str) -> "re.Pattern[bytes]":
    """Give what finds a word beyond ASCII, however its parts are joined."""
    return re.compile(rb"[ _.\-]?".join(re.escape(part.encode()) for part in word.split()))


class WordPlaces:
    """Where any of several words may stand."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words

    @cached_property
    def _tokens(self) -> dict[bytes, list[tuple[frozenset[bytes], str]]]:
        tokens: dict[bytes, list[tuple[frozenset[bytes], str]]] = {}
        for word in filter(str.isascii, self._words):
            for first, rest in tokens_of(word):
                tokens.setdefault(first, []).append((rest, word))
        return tokens

    @cached_property
    def _beyond(self) -> list[tuple[frozenset[str], "re.Pattern[bytes]"]]:
        return [(frozenset(word) - {" "}, beyond(word)) for word in self._words if not word.isascii()]

    def __call__(self, data: bytes) -> Sequence[int]:
        """Give where matches may begin, in order: all places of matches are among them."""
        found: set[int] = set()
        view = view_of(data)
        words = view.words
        possible = {
            word
            for first in self._tokens.keys() & words
            for rest, word in self._tokens[first]
            if rest <= words
        }
        for some in alike(possible):
            places = places_of(some, view)
            for word in some:
                found.update(starts_of(word, places))
        if not view.ascii:
            for signs, written in self._beyond:
                if signs <= view.signs:
                    found.update(match.start() for match in written.finditer(view.data))
        return sorted(found)
