"""Spellings of plain ASCII: full-width digits, hidden characters, accents, blanks, dashes, quotes, colours.

To a reader, and to most programs that parse it, the value is the same; so it is here. Letters that have no
ASCII stay in their script, small, so that a label is the same word at the beginning of a line.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_HIDDEN = frozenset(("Cf", "Mn", "Me"))
"""Formatting characters (zero-width, direction, soft hyphen) and marks that stand on another character."""

# Half a character, which UTF-8 cannot hold, is none; dashes and blanks of all widths are one of each.
_BY_CATEGORY = {**dict.fromkeys(_HIDDEN, ""), "Cs": "?", "Pd": "-", "Zs": " ", "Zl": " ", "Zp": " "}
# Signs that nothing reads, but which part a value from what is beside it, as those that stand for them do.
_SIGNS = {
    "Pi": '"', "Pf": '"', "Ps": "(", "Pe": ")", "Po": ",", "Pc": "_",
    "Sm": "*", "So": "*", "Sc": "*", "Sk": "*",
}  # fmt: skip
# Letters that have no decomposition, as their languages write them without the keyboard for it.
_SPELLED = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "þ": "th", "Þ": "TH", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "\u0131": "i", "ħ": "h", "Ħ": "H",
    "\u2212": "-",
    "·": ".", "∙": ".", "\u2044": "/", "\u2215": "/", "\uff1a": ":", "‧": ".", "。": ".", "｡": ".", "・": ".",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u201e": '"', "\u201f": '"',
    "№": "#", "•": "-",
    # In capitals there is one sigma, wherever it stands.
    "ς": "σ",  # noqa: RUF001 - Greek
    # Japan's sign for a postcode is read as such, and what could not be decoded was a letter most often.
    "〒": "〒", "\ufffd": "\ufffd",
}  # fmt: skip

# What terminals take for colours and the like (ECMA-48, 5.4).
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_ESCAPE = "\x1b"

MAX_REMEMBERED = 8192


class _Table(dict[int, str]):
    """What each character becomes; worked out when it is first seen, and bounded."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < MAX_REMEMBERED:
            self[code] = plain
        return plain


def _plain(sign: str) -> str:
    if sign.isascii() or sign in _SPELLED:
        return _SPELLED.get(sign, sign)
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    by_category = _BY_CATEGORY.get(category)
    if by_category is not None:
        return by_category
    decomposed = unicodedata.normalize("NFKD", sign)
    kept = "".join(one for one in decomposed if unicodedata.category(one) not in _HIDDEN)
    if not kept.isascii() and category in _SIGNS:
        return _SIGNS[category]
    # What falls apart into several characters of another script (Hangul) says less than it did; capitals in
    # Greek have no accents.
    plain = kept if kept.isascii() or _is_greek(kept) else unicodedata.normalize("NFKC", sign)
    return plain if plain.isascii() else plain.lower()


def _is_greek(sign: str) -> bool:
    return "\u0370" <= sign <= "\u03ff"


_TABLE = _Table()

# Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39, confusables).
_LOOKALIKES = str.maketrans(
    "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅԁһԛԝαΑΒεΕΖΗιΙκΚΜνΝοΟρΡΤυΥχΧ",
    "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsSdhqwaABeEZHiIkKMvNoOpPTuYxX",
)
_LOOKS_LATIN = frozenset(map(chr, _LOOKALIKES))


def fold(text: str) -> str:
    """Spell a text plainly: only what is beyond ASCII changes its length."""
    plain = text if text.isascii() else text.translate(_TABLE)
    if _ESCAPE in plain:
        return _CONTROL.sub(lambda found: " " * len(found.group()), plain)
    return plain


def has_lookalikes(text: str) -> bool:
    """Tell whether letters that only look Latin stand in a text."""
    return not text.isascii() and not _LOOKS_LATIN.isdisjoint(text)


def latinized(text: str) -> str:
    """Replace the letters that look Latin where they stand in one word with Latin ones; none moves."""
    return " ".join(_latinized_word(word) for word in text.split(" "))


def _latinized_word(word: str) -> str:
    if word.isascii() or not any(one.isascii() and one.isalpha() for one in word):
        return word
    return word.translate(_LOOKALIKES)


def whole_characters(text: str) -> str:
    """Replace halves of characters, which UTF-8 cannot hold; none of the others moves."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


class Places:
    """Leads from bytes of the folded text back to the characters of the text as it was written."""

    def __init__(self, text: str) -> None:
        self._odd = [found.start() for found in BEYOND_ASCII.finditer(text)]
        known = {sign: len(fold(sign).encode()) for sign in set(text) if not sign.isascii()}
        widths = [known[text[place]] for place in self._odd]
        grown = list(accumulate((width - 1 for width in widths), initial=0))
        # Where each odd character begins and ends, in bytes.
        self._starts = [place + grown[number] for number, place in enumerate(self._odd)]
        self._ends = [place + grown[number + 1] + 1 for number, place in enumerate(self._odd)]

    def __repr__(self) -> str:
        return f"Places({len(self._odd)})"

    def start(self, byte: int) -> int:
        """Give the character that a byte belongs to."""
        number = bisect_right(self._starts, byte) - 1
        if number < 0:
            return byte
        # Hidden characters begin and end at once: what begins there is the character behind them.
        if byte < self._ends[number]:
            return self._odd[number]
        return self._odd[number] + 1 + byte - self._ends[number]

    def end(self, byte: int) -> int:
        """Give the character behind the one whose last byte comes before this one."""
        return self.start(byte - 1) + 1 if byte else 0
