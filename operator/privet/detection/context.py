"""Words that speak for an entity, and how they are told apart from parts of other words.

A word counts when it stands by itself, in whatever spelling a field's name, a flag or a sentence has:
`tax_id`, `taxId`, `TAX-ID`, `tax id`. It does not count inside another word: `lic` is not in `public`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from privet.detection.linear import Pattern, compile_bytes
from privet.detection.wordlists import words

CONTEXT_BYTES = 48
"""How far behind a word, on the same line, the longest value may begin; a shorter one may begin later."""

LONGEST = 48
"""No value that needs a word is longer, separators included."""

_BETWEEN = r"[ _.\-]?"
_LONGEST_ABBREVIATION = 4
_SPECIAL = frozenset(r"\.+*?()|[]{}^$-")


# The rest of a key that a word stands in, and the sign behind it: `_number": `. For what is as short the
# standard library's engine takes a third of the time.
_OWN_KEY = re.compile(rb"[A-Za-z0-9_.\-]{0,48}+\\?[\"'\])]?[ \t]{0,4}+[:=]")
# Another key: what follows is its own.
_NEXT_KEY = compile_bytes(
    r"(?:[,;{&?(|]|[ \t]|\\[nrt])[ \t]*\\?[\"']?([A-Za-z_][A-Za-z0-9_.\-]{0,64})"
    r"\\?[\"']?[ \t]{0,2}(?::(?:[^/]|$)|=)"
)
_ROWS = re.compile(rb"\)[ \t]{0,8}VALUES\b", re.IGNORECASE)
# One word between, whatever follows: `social security number of patient:` is one key. Or a few before a
# colon, as in `BSN van de patient:`, unless they end in what has a number of its own.
_PHRASE = re.compile(rb"[A-Za-z]?(?: [A-Za-z]{1,12})?")
_LONG_PHRASE = re.compile(rb"[A-Za-z]?(?: [A-Za-z\x80-\xff]{1,24}){2,5}")
NEUTRAL = frozenset(
    b"value values val data content text number numbers no nr num is s n ss ns string item items list raw"
    b" plain primary secondary main home work current".split()
)
"""Keys that leave it to another one to say what their value is."""

_OF_A_DAY = frozenset((b"year", b"month", b"day"))


_KEY_SIGNS = frozenset(
    bytes((sign,)) for sign in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
)
# The rest of a key, from the last two signs of the word on, as far as a number, and the words in it.
_TAIL = re.compile(rb"[A-Za-z0-9]{0,2}[A-Za-z_.\-]{1,72}+")
_PARTS = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# What a key is about that ends so is no value of a person, whatever it is a size, a host or a state of.
HEADS = words(
    """oid oids uid gid pid uuid guid port ports size count counts limit limits max min timeout timeouts ttl
    interval delay ms millis sec secs seconds minutes hours days bytes kb mb gb length len offset index idx
    version ver build revision queue topic bucket cache table column schema db database partition shard
    replicas workers threads retries attempts rate quota weight priority zoom level score balance amount price
    total fee cost latency duration time timestamp ts epoch seq sequence batch pool memory cpu lookup checksum
    crc salt seed nonce hash host hostname server endpoint url uri path file dir type status state enabled
    hits misses evictions added updated modified promo campaign reminder
    format regex pattern mask template validation validations verification verifications"""
)
# `SSN_ID` is one, `SSN_SERVICE_ID` and `CELL_ID` are not.
_HEADS_OF_OTHERS = frozenset(("id", "ids", "code", "codes"))
_THING = re.compile(
    rb"(?:cell|phone|mobile?|tel|telephone|sms|card|fax|handy|whatsapp)s?(?:[ _.\-]?(?:number|no|nr))?"
    rb"(?:[_.\-]|[A-Z]?)$",
    re.IGNORECASE,
)
_LONGEST_THING = 20
# What has a number of its own, in a sentence: `ssn check skipped for batch 221163964`.
_NUMBERED = words(
    """batch batches build builds job jobs shard shards block blocks invoice invoices ticket tickets request
    requests order orders row rows page pages port ports offset offsets partition partitions
    attempt attempts revision version ver pid tid task tasks run runs step chunk segment release commit
    transaction transactions txn trace span session event events issue bug epoch generation
    sequence seq checksum crc hash lag latency duration depth size length count total sum thread worker node
    entries evicted hits misses keys
    index queue slot bytes firmware model serial part sku
    auftrag bestellung rechnung commande facture pedido factura ordine fattura"""
)
_LAST_NOUN = compile_bytes(
    r"([A-Z]?[a-z]{1,19}|[A-Z]{2,20})(?:[ \t](?:[Ii]d|ID|[Nn]o|[Nn]r|[Nn]umber)\.?)?[ \t]{0,2}[#/_\-]?$"
)
_UNIT = compile_bytes(
    r"[ \t]{1,2}(?:[nmu]s|secs?|seconds?|minutes|hours|days|bytes?|[kKMG]i?B|rows?|records?|requests|items"
    r"|files|entries|attempts|retries|messages|events|keys|hits|misses|objects|lines)(?:[^A-Za-z0-9_.\-:=\"]|$)"
)
_LONGEST_NAME = 64
# The name of an element of XML.
_NAME = re.compile(rb"<(/?)([A-Za-z_][A-Za-z0-9_.:\-]{0,63})")


def _is_about_another(data: bytes, end: int) -> bool:
    """Tell whether the key that a word stands in goes on and ends as the name of something else.

    The last words of a name decide, as in English: a `PHONE_SERVICE_PORT` is a port.
    """
    if data[end : end + 1] not in _KEY_SIGNS:
        return False
    tail = _TAIL.match(data, max(0, end - 2))
    if tail is None:
        return False
    answer = _about_another(tail.group())
    if answer is None:
        return _THING.search(data[max(0, end - _LONGEST_THING) : end]) is not None
    return answer


@lru_cache(maxsize=1024)
def _about_another(tail: bytes) -> bool | None:
    """Tell the same by the end of a key; None where it depends on the word before it."""
    # The first is the end of the word itself.
    parts = [part.decode().lower() for part in _PARTS.findall(tail)][1:]
    while len(parts) > 1 and parts[-1].encode() in NEUTRAL:
        parts.pop()
    if not parts:
        return False
    if parts[-1] in _HEADS_OF_OTHERS:
        return True if len(parts) > 1 else None
    return parts[-1] in HEADS


def counted(data: bytes, word: int, start: int, end: int) -> bool:
    """Tell whether a number behind a word that ends there belongs to a noun between them, or to a unit."""
    noun = _LAST_NOUN.search(data[word:start])
    if noun is not None and noun.group(1).decode().lower() in _NUMBERED:
        return True
    return _UNIT.match(data, end) is not None


def _element_end(data: bytes, end: int, stop: int) -> int:
    """Tell where the element of XML ends whose name a word is in; what bounds it before where it is in none.

    In the tag at its end a word says nothing, nor in that of an empty one.
    """
    opened = data.rfind(b"<", max(0, end - _LONGEST_NAME), end)
    if opened < 0 or (name := _NAME.match(data, opened)) is None or name.end() < end - 1:
        return stop
    if name.group(1) or data.startswith(b"/>", name.end()):
        return end
    closed = data.find(b"</" + name.group(2), end, stop)
    return stop if closed < 0 else closed


def spoken_for(data: bytes, end: int) -> int:
    """Tell how far a word speaks that ends there: on its line, as far as the next key."""
    if _is_about_another(data, end):
        return end
    limit = min(len(data), end + CONTEXT_BYTES + LONGEST)
    line = data.find(b"\n", end, limit)
    stop = _element_end(data, end, limit if line < 0 else line)
    behind = data[end:stop]
    # In `(id, ssn) VALUES (1, …)` values are told by their places, not by what stands before them.
    rows = _ROWS.search(behind) if b")" in behind else None
    if rows is not None:
        behind, stop = behind[: rows.start()], end + rows.start()
    if b":" not in behind and b"=" not in behind:
        return stop
    own = _OWN_KEY.match(data, end - 1, stop)
    begin, keyed = (own.end(), True) if own else (end, False)
    for key in _NEXT_KEY.finditer(data, begin, stop):
        name = key.group(1).lower()
        phrase = not keyed and _is_phrase(data[end : key.start()], name, sign=data[key.end(1) : key.end()])
        if not phrase and name not in NEUTRAL and name not in _OF_A_DAY:
            return key.start()
        keyed = True
    return stop


def _is_phrase(between: bytes, name: bytes, *, sign: bytes) -> bool:
    """Tell whether a word and what stands between it and the name of a key are one key with it."""
    if _PHRASE.fullmatch(between) is not None:
        return True
    if b"=" in sign or _LONG_PHRASE.fullmatch(between) is None:
        return False
    last = name.decode()
    return last not in HEADS and last not in _NUMBERED and last not in _HEADS_OF_OTHERS


def words_pattern(some: Collection[str], *, plural: bool = True, edge: str = r"\b") -> str:
    """Give an RE2 pattern for any of these words, written in lower case with blanks between their parts.

    It may take in one character before them and two behind them. They may count in the plural as well.
    Words beyond ASCII count wherever they stand, since their scripts have no blanks or inflect their words.
    `edge` is what ends a word where its key does not go on.
    """
    plain = sorted({word for word in some if word.isascii()}, key=lambda word: (-len(word), word))
    other = sorted({word for word in some if not word.isascii()}, key=lambda word: (-len(word), word))
    patterns = _in_latin(plain, "s?" if plural else "", edge) if plain else []
    patterns += [_BETWEEN.join(map(_escaped, word.split())) for word in other]
    return "|".join(patterns)


def _in_latin(words: Sequence[str], plural: str, edge: str) -> list[str]:
    parted = [word.split() for word in words]
    large = "|".join(_BETWEEN.join(_escaped(part.upper()) for part in parts) for parts in parted)
    # `Tax ID`, `taxID`, `customerTaxID`: an abbreviation at the end, in capitals by itself.
    ending = [parts for parts in parted if parts[:-1] and len(parts[-1]) < _LONGEST_ABBREVIATION]
    return [
        *_by_initial(parted, _last, rf"{plural}(?:{edge}|[_0-9A-Z])"),
        # `SSNNumber`, `SSNs`: what follows an abbreviation in capitals begins with one of its own.
        rf"(?:\b|[_a-z])(?:{large})(?:{'[Ss]?' if plural else ''}(?:{edge}|[_0-9])|[A-Z][a-z])",
        *_by_initial(ending, lambda part: _escaped(part.upper()), rf"{plural}(?:{edge}|[_0-9])"),
    ]


def _by_initial(parted: Iterable[Sequence[str]], last: Callable[[str], str], behind: str) -> Iterator[str]:
    """Give patterns of words that begin alike: at the start of a word, or with a capital inside of one.

    To have both in one keeps the number of states small.
    """
    rests: dict[str, list[str]] = {}
    for parts in parted:
        first, *others = parts
        if others:
            whole = [_abbreviated(first, 1), *map(_abbreviated, others[:-1]), last(others[-1])]
        else:
            whole = [_escaped(first[1:])]
        rests.setdefault(first[0], []).append(_BETWEEN.join(whole))
    for sign, some in rests.items():
        capital = _escaped(sign.upper())
        yield rf"(?:(?:\b|_)[{capital}{sign}]|[a-z]{capital})(?:{'|'.join(some)}){behind}"


def _last(part: str) -> str:
    """Give the last part of a word: a capital may follow it, but `DOBFORMAT` does not begin with `d o b`."""
    return _small(part) if len(part) > 1 else _escaped(part)


def _small(part: str) -> str:
    """Give a part of a word with or without a capital."""
    first, rest = part[0], _escaped(part[1:])
    return f"[{first.upper()}{first}]{rest}" if first.isalpha() else _escaped(part)


def _abbreviated(part: str, start: int = 0) -> str:
    """Give a part among others, or what follows its first signs; a short one may be in capitals by itself."""
    plain = _escaped(part[start:]) if start else _small(part)
    if len(part) > _LONGEST_ABBREVIATION or start >= len(part):
        return plain
    return f"(?:{plain}|{_escaped(part[start:].upper())})"


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return "".join("\\" + sign if sign in _SPECIAL else sign for sign in text)


class Context:
    """The words of one recognizer, as evidence for what stands behind them."""

    def __init__(self, some: Collection[str]) -> None:
        self.pattern = words_pattern(some)
        self._words = compile_bytes(self.pattern, words=some)

    def __repr__(self) -> str:
        return "Context(…)"

    def windows(self, data: bytes, wanted: Pattern[bytes]) -> Iterator[tuple[int, int]]:
        """Give the stretches that the words speak for, where something wanted begins; no byte is in two."""
        done, following = 0, -1
        for word in self._words.finditer(data):
            end = word.end()
            begin = max(end - 1, done)
            # Where nothing follows, it does not matter how far a word speaks.
            if following < begin:
                match = wanted.search(data, begin)
                if match is None:
                    return
                following = match.start()
            if following < end + CONTEXT_BYTES + LONGEST:
                stop = spoken_for(data, end)
                if stop > begin:
                    yield begin, stop
                    done = stop

    def before(self, data: bytes, start: int) -> bool:
        """Tell whether one of the words stands on the same line shortly before a value."""
        line = data.rfind(b"\n", max(0, start - CONTEXT_BYTES), start) + 1
        found = self._words.finditer(data, max(line, start - CONTEXT_BYTES, 0), start)
        return any(spoken_for(data, word.end()) > start for word in found)
