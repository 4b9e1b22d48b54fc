"""Payment card numbers (ISO/IEC 7812): issuer prefix, length of that issuer, Luhn check digit."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from privet.detection.checksums import luhn
from privet.detection.context import Context
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

# One number, or numbers set apart by single signs: the windows over them are tried in turn, so that digits
# in front cannot hide a card.
_NUMBERS = compile_bytes(r"[0-9](?:[ .\-_/\t]{0,3}[0-9]){11,}")
# Nothing to go back for: the standard library's engine is three times as fast with so little.
_PART = re.compile(rb"[0-9]+")
# What needs no word: the lengths that are seldom anything else, and the groups in which cards are printed.
_BARE = r"[1-689][0-9]{13,15}"
_BETWEEN = r"(?: - |[ .\-_/\t]|[ \t]{2})"
_FOURS = rf"[1-689][0-9]{{3}}{_BETWEEN}(?:[0-9]{{4}}{_BETWEEN}[0-9]{{4}}|[0-9]{{6}}{_BETWEEN}[0-9]{{4}})"
_PAIRS = r"[4-6][0-9]{5}[ .\-_/][0-9]{10}|[4-6][0-9]{7}[ .\-_/][0-9]{8}"
_SINGLY = r"(?:[0-9][ .\-]){12}[0-9]"
# The first track of a magnetic stripe (ISO/IEC 7813): `%B…^NAME^`. The second has nothing in front.
_TRACK = r"%[Bb][1-689][0-9]{11}"
_DISTINCT = rf"(?:\b|_)(?:{_BARE}(?:\b|_)|{_FOURS}|{_PAIRS}|{_SINGLY})|{_TRACK}"
_DISTINCT_PLACE = compile_bytes(_DISTINCT)

_GROUPINGS = (
    (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 5), (4, 4, 4), (4, 4, 4, 3), (6, 13), (6, 10),
    (8, 8),
)  # fmt: skip
"""As cards are printed: in fours, American Express, Diners, 19 digits, 13 digits, Maestro."""

_GROUPINGS_FROM = {
    first: sorted(grouping for grouping in _GROUPINGS if grouping[0] == first) for first in (4, 6, 8)
}

_PREFIX_DIGITS = 6
_GROUP = 4
_VISA, _AMEX, _DINERS, _LONG = (13, 16, 19), (15,), (14, 16), (16, 17, 18, 19)
_MASTERCARD, _JCB, _DISCOVER, _MAESTRO = (16,), (15, 16, 17, 18, 19), (16, 19), tuple(range(12, 20))
# First and last six digits of each range (ISO/IEC 7812 registers, as the networks publish them).
_ISSUERS = (
    (213100, 213199, _JCB),
    (180000, 180099, _JCB),
    (220000, 220499, _LONG),  # Mir
    (222100, 272099, _MASTERCARD),
    (300000, 305999, _DINERS),
    (309500, 309599, _DINERS),
    (340000, 349999, _AMEX),
    (352800, 358999, _LONG),  # JCB
    (360000, 369999, _DINERS),
    (370000, 379999, _AMEX),
    (380000, 399999, _DINERS),
    (400000, 499999, _VISA),
    (500000, 509999, _MAESTRO),
    (510000, 559999, _MASTERCARD),
    (560000, 589999, _MAESTRO),
    (601100, 601199, _DISCOVER),
    (606282, 606282, _LONG),  # Hipercard
    (606985, 608500, _MASTERCARD),  # RuPay
    (620000, 629999, _LONG),  # UnionPay
    (630000, 639999, _MAESTRO),
    (644000, 659999, _DISCOVER),
    (670000, 679999, _MAESTRO),
    (810000, 817199, _LONG),  # UnionPay
    (817200, 820199, _MASTERCARD),  # RuPay
    (979200, 979289, _MASTERCARD),  # Troy
)
# What else is an issuer's, and too seldom a card to be taken for one without a word.
_SELDOM = (
    (100000, 199999, (15,)),  # UATP
    (600000, 609999, _MASTERCARD),  # RuPay
    (820000, 829999, _MASTERCARD),  # RuPay
)
_RANGES = tuple(sorted(_ISSUERS))
_LOWEST = [low for low, _, _ in _RANGES]
# The key right before a number without separators.
_KEY = compile_bytes(r"([A-Za-z][A-Za-z0-9_.\-]{0,64})\\?[\"'\])]?[ \t]{0,2}(?:[:=]|=>)[ \t]{0,4}\\?[\"'(]?$")
# `node_bytes_total{device="eth0"} …`, a sample of Prometheus; braces of JSON have no name before them.
_SAMPLE = compile_bytes(r"[A-Za-z0-9_:]\{[a-z_][A-Za-z0-9_]{0,64}=\"[^{}\n]*\} $")
# `GET /orders/…`
_SEGMENT = compile_bytes(r"/([A-Za-z][A-Za-z0-9_\-]{0,64})/$")
_KEY_PARTS = compile_bytes(r"[A-Z]?[a-z]+|[A-Z]+")
_KEY_BYTES = 80
_OTHERS = words(
    """traceid spanid lsn snowflake bytes duration us ts time objects parent merchant
    order orders invoice transaction trx txn trace span build ticket request correlation session message
    msg event job task tracking shipment delivery parcel batch receipt sequence seq serial sku ean gtin upc
    barcode asset meter timestamp epoch nanos micros offset checksum hash nonce version revision commit run
    pipeline case incident booking reservation"""
)
"""Of what a number is that is none of a card."""
_IDS = words("id ids number numbers no nr num ref reference code key uid uuid")
# Test numbers that the networks and payment services publish.
_TEST_CARDS = words(
    """4111111111111111 4242424242424242 4012888888881881 4222222222222 4000056655665556 4000000000000002
    4000000000000077 4000000000009995 4000002500003155 4000000000003220 4005519200000004 4009348888881881
    4012000033330026 4012000077777777 4217651111111119 4500600000000061 4917610000000000 4988438843884305
    4000002760003184 4000000000000069 4000000000000127 4000000000000119 4917484589897107 4001020000000009
    4444333322221111 4911830000000 4462030000000000 4917300800000000 4111111111111 4012001037141112
    5555555555554444 5105105105105100 5200828282828210 5431111111111111 5454545454545454 5424000000000015
    5100290029002909 5577000055770004 5136333333333335 5585558555855583 5555341244441115 5101180000000007
    2223003122003222 2222400070000005 2222420000001113 2223000048400011 2221000000000009 2223520443560010
    378282246310005 371449635398431 378734493671000 340000000000009 370000000000002 343434343434343
    374251018720018 374245455400126 341111111111111
    6011111111111117 6011000990139424 6011000000000012 6011981111111113 6011601160116611 6445644564456445
    3056930009020004 36227206271667 30569309025904 38520000023237 36006666333344 36148900647913
    30000000000004 3530111333300000 3566002020360505 3566111111111113 3088000000000017 3569990010095841
    6200000000000005 6205500000000000004 6212345678901232 6304000000000000 6759649826438453 5018000000000009
    6799990100000000019 6243030000000001 5019717010103742 6062828888666688
    """
)
_COMMON_LENGTHS = (14, 15, 16)
"""Bare numbers of other lengths are more often a time stamp or an id: they need a word."""

_PAIR = 2
_MIN_LENGTH, _MAX_LENGTH = 12, 19
LONGEST = 48
"""Bytes of one number with its separators, and some digits in front of it."""


class CreditCardRecognizer:
    """Finds card numbers, printed in groups or as one number."""

    entity = "CreditCard"
    standard = "ISO/IEC 7812-1"
    proof_text = "issuer prefix, length of the issuer, Luhn check digit"
    words = (
        "card", "card number", "card no", "card num", "creditcard", "credit card", "debit card", "cardnumber",
        "card pan", "pan", "cc number", "ccnum", "visa", "mastercard", "amex", "american express", "maestro",
        "kreditkarte", "kartennummer", "carte bancaire", "numero de carte", "tarjeta", "numero de tarjeta",
        "carta di credito", "numero carta", "cartao", "creditcardnummer", "payment card", "discover", "jcb",
        "diners", "unionpay", "karta kredytowa", "kreditkort", "pan number",
    )  # fmt: skip
    names = (
        "card number", "card numbers", "cardnumber", "creditcard", "credit card", "creditcard number",
        "credit card number", "credit card no", "debit card number", "cc number", "ccnumber", "cc num",
        "card no", "card num", "card pan",
    )  # fmt: skip
    default = True
    anchors = ()
    gated_by_words = True
    digits = 12
    unlettered = True
    loose_gate = r"[0-9](?:[ .\-_/]?[0-9]){11}"

    def __init__(self) -> None:
        self._context = Context(self.words)
        self.alone = _DISTINCT
        self.gate = f"{_DISTINCT}|{self._context.pattern}"

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all cards; a word raises the confidence, and admits every length and grouping."""
        done = 0
        for begin, stop, named in self._stretches(source):
            end = stop if named else min(len(source.data), stop + LONGEST)
            for run in _NUMBERS.finditer(source.data, max(begin, done), end):
                if run.start() >= stop:
                    break
                done = run.end()
                yield from self._in_run(source, run.start(), run.end(), named=named)

    def _stretches(self, source: Source) -> list[tuple[int, int, bool]]:
        """Give where to look, in order: at what may be a card by itself, and behind words."""
        data = source.data
        if source.least is Confidence.LOW:
            return [(0, len(data), False)]
        places = [(one.start(), one.start() + 3, False) for one in _DISTINCT_PLACE.finditer(data)]
        return sorted(
            [*places, *((begin, stop, True) for begin, stop in self._context.windows(data, _NUMBERS))]
        )

    def _in_run(self, source: Source, start: int, end: int, *, named: bool) -> Iterator[Finding]:
        data = source.data
        for begin, stop, grouping in _windows(source, start, end, named=named):
            digits = data[begin:stop].translate(None, b" .-_/\t").decode()
            common = is_card(digits)
            if not common and not is_seldom_card(digits):
                continue
            bare, track = len(grouping) == 1, _is_track(data, begin, stop)
            if track or not _within_word(data, begin, stop, bare=bare):
                known = track or named or self._context.before(data, begin)
                confidence = _confidence(digits, grouping, named=known)
                if not known and (not common or (bare and _is_of_another(data, begin))):
                    confidence = Confidence.LOW
                if confidence >= source.least:
                    yield Finding(begin, stop, self.entity, confidence, _kind(digits), known)


def _windows(
    source: Source, start: int, end: int, *, named: bool
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Give each stretch of a run of numbers that may be a card: its place, and how it is grouped.

    Behind a word all of a run is one, however it is grouped, when nothing else in it is.
    """
    parts = [part.span() for part in _PART.finditer(source.data, start, end)]
    lengths = [stop - begin for begin, stop in parts]
    found = list(_groups(lengths))
    if named and not found and sum(lengths) in _COMMON_LENGTHS:
        found = [(0, len(parts))]
    for first, count in found:
        source.budget.spend()
        yield parts[first][0], parts[first + count - 1][1], tuple(lengths[first : first + count])


def _groups(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the first of the parts that are a card together, and how many they are."""
    first = 0
    while first < len(lengths):
        length = lengths[first]
        if length <= _PAIR:
            # Digits one by one, or in pairs: all that stand together.
            count = next(
                (n for n, one in enumerate(islice(lengths, first, None)) if one != length),
                len(lengths) - first,
            )
            if count * length in _COMMON_LENGTHS:
                yield first, count
            first += count
            continue
        if _MIN_LENGTH <= length <= _MAX_LENGTH and (len(lengths) == 1 or length > _MIN_LENGTH):
            yield first, 1
        for grouping in _GROUPINGS_FROM.get(length, ()):
            if tuple(lengths[first : first + len(grouping)]) == grouping:
                whole = len(grouping) == len(lengths)
                if whole or sum(grouping) > _MIN_LENGTH:
                    yield first, len(grouping)
        first += 1


def _within_word(data: bytes, start: int, end: int, *, bare: bool) -> bool:
    """Tell whether a number is part of a digest, an id or a fraction."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return True
    return bare and (
        (before[-1:] == b"." and before[:1].isdigit()) or (after[:1] == b"." and after[1:].isdigit())
    )


def _is_track(data: bytes, start: int, end: int) -> bool:
    """Tell whether a number stands in the first track of a magnetic stripe."""
    return data[end : end + 1] == b"^" and data[max(0, start - 2) : start].upper() == b"%B"


def _is_of_another(data: bytes, start: int) -> bool:
    """Tell whether the key of a number says that it is one of an order, a trace or the like."""
    line = data[max(0, start - _KEY_BYTES) : start].rpartition(b"\n")[2]
    key = _KEY.search(line) or _SEGMENT.search(line)
    if key is None:
        return _SAMPLE.search(line) is not None
    parts = [part.group().decode().lower() for part in _KEY_PARTS.finditer(key.group(1))]
    while len(parts) > 1 and parts[-1] in _IDS:
        parts.pop()
    return parts[-1] in _OTHERS or parts[-1].removesuffix("s") in _OTHERS


def is_seldom_card(digits: str) -> bool:
    """Check the same of issuers whose numbers need a word."""
    prefix = int(digits[:_PREFIX_DIGITS])
    issued = any(low <= prefix <= high and len(digits) in lengths for low, high, lengths in _SELDOM)
    return issued and luhn(digits) and len(set(digits)) > 1


def is_card(digits: str) -> bool:
    """Check issuer, length and check digit; the same digit all over is nobody's card."""
    prefix = int(digits[:_PREFIX_DIGITS])
    place = bisect_right(_LOWEST, prefix) - 1
    if place < 0:
        return False
    low, high, lengths = _RANGES[place]
    return low <= prefix <= high and len(digits) in lengths and luhn(digits) and len(set(digits)) > 1


def _confidence(digits: str, grouping: tuple[int, ...], *, named: bool) -> Confidence:
    common = len(digits) in _COMMON_LENGTHS
    if named or (len(grouping) > 1 and max(grouping) > 1 and common):
        return Confidence.HIGH
    grouped = len(grouping) > 1 and len(digits) > _MIN_LENGTH
    return Confidence.MEDIUM if common or grouped else Confidence.LOW


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _TEST_CARDS else FindingClass.PERSONAL


CREDIT_CARD = CreditCardRecognizer()
