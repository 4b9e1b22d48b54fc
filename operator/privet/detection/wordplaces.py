"""Where words of context may stand in a text: looked up among its different words first, which are few."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import product

from privet.linear.alphabets import LOWER
from privet.linear.view import View

_TOKEN = re.compile("[a-z]+")


def tokens_of(word: str) -> set[tuple[bytes, frozenset[bytes]]]:
    """Give the first token and the others of a word, in each way that its parts may be run together."""
    head, *parts = word.split()
    found = set()
    for joints in product((" ", ""), repeat=len(parts)):
        written = head + "".join(joint + part for joint, part in zip(joints, parts, strict=True))
        first, *rest = (token.encode() for token in _TOKEN.findall(written))
        found.add((first, frozenset(rest)))
    return found


def starts_of(word: str, view: View) -> Iterator[int]:
    """Give where a match of a word may begin: at its first sign, or at the sign before it."""
    for found in _spelled(word).finditer(view.folded(LOWER)):
        place = found.start()
        if place:
            yield place - 1
        yield place


@lru_cache(maxsize=4096)
def _spelled(word: str) -> "re.Pattern[bytes]":
    """Give what matches a word in small letters, however its parts are joined; it takes the first alone."""
    head, *parts = map(re.escape, word.split())
    rest = "".join(rf"[ _.\-]?{part}" for part in parts)
    return re.compile((f"{head}(?={rest})" if rest else head).encode())


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
    def _beyond(self) -> list[tuple[frozenset[str], bytes]]:
        return [(frozenset(word), word.encode()) for word in self._words if not word.isascii()]

    def __call__(self, view: View) -> Sequence[int]:
        """Give where matches may begin, in order: all places of matches are among them."""
        found: set[int] = set()
        words = view.words
        for first in self._tokens.keys() & words:
            for rest, word in self._tokens[first]:
                if rest <= words:
                    found.update(starts_of(word, view))
        if not view.ascii:
            for signs, written in self._beyond:
                if signs <= view.signs:
                    found.update(match.start() for match in re.finditer(re.escape(written), view.data))
        return sorted(found)
