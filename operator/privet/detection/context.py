"""Words that speak for an entity, and how they are told apart from parts of other words.

A word counts when it stands by itself, in whatever spelling a field's name, a flag or a sentence has:
`tax_id`, `taxId`, `TAX-ID`, `tax id`. It does not count inside another word: `lic` is not in `public`.
"""

from collections.abc import Iterable

CONTEXT_BYTES = 48
"""How far behind a word, on the same line, a value may begin."""

_BETWEEN = r"[ _.\-]?"
_SPECIAL = frozenset(r"\.+*?()|[]{}^$-")


def words_pattern(words: Iterable[str]) -> str:
    """Give an RE2 pattern for any of these words, written in lower case with blanks between their parts.

    It may take in one character on each side. Words beyond ASCII count wherever they stand, since their
    scripts either have no blanks or inflect their words.
    """
    plain = sorted({word for word in words if word.isascii()})
    other = sorted({word for word in words if not word.isascii()})
    patterns = []
    if plain:
        small = "|".join(_BETWEEN.join(map(_small, word.split())) for word in plain)
        title = "|".join(_BETWEEN.join([_title(first), *map(_small, rest)]) for first, *rest in map(str.split, plain))
        large = "|".join(_BETWEEN.join(part.upper() for part in map(_escaped, word.split())) for word in plain)
        patterns += [
            rf"(?:\b|[_0-9])(?:{small})(?:\b|[_0-9A-Z])",
            rf"[a-z](?:{title})(?:\b|[_0-9A-Z])",
            rf"(?:\b|[_0-9a-z])(?:{large})(?:\b|[_0-9])",
        ]
    patterns += [_escaped(word) for word in other]
    return "|".join(patterns)


def _small(part: str) -> str:
    """Give a part of a word with or without a capital."""
    first, rest = part[0], _escaped(part[1:])
    return f"[{first.upper()}{first}]{rest}" if first.isalpha() else _escaped(part)


def _title(part: str) -> str:
    return _escaped(part[0].upper() + part[1:])


def _escaped(text: str) -> str:
    return "".join("\\" + sign if sign in _SPECIAL else sign for sign in text)
