"""Payment card numbers (ISO/IEC 7812): issuer prefix, length of that issuer, Luhn check digit."""

from bisect import bisect_right
from collections.abc import Iterator

from privet.detection.checksums import luhn
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_own
from privet.detection.wordlists import words

# One number, or numbers set apart by single blanks or hyphens: the windows over them are tried in turn,
# so that digits in front cannot hide a card.
_NUMBERS = compile_own(r"[0-9]+(?:[ -][0-9]+)*")

_GROUPINGS = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 5))
"""As cards are printed: 16 digits, American Express, Diners, 19 digits, 13 digits."""

_PREFIX_DIGITS = 6
_GROUP = 4
_MASTERCARD, _VISA, _AMEX, _DINERS, _UNIONPAY = (16,), (13, 16, 19), (15,), (14, 16), (16, 17, 18, 19)
# First and last six digits of each range (ISO/IEC 7812 registers, as the networks publish them).
_ISSUERS = (
    (220000, 220499, (16, 17, 18, 19)),  # Mir
    (222100, 272099, _MASTERCARD),
    (300000, 305999, _DINERS),
    (309500, 309599, _DINERS),
    (340000, 349999, _AMEX),
    (352800, 358999, (16, 17, 18, 19)),  # JCB
    (360000, 369999, _DINERS),
    (370000, 379999, _AMEX),
    (380000, 399999, _DINERS),
    (400000, 499999, _VISA),
    (501800, 501899, (16, 17, 18, 19)),  # Maestro
    (502000, 502099, (16, 17, 18, 19)),
    (503800, 503899, (16, 17, 18, 19)),
    (510000, 559999, _MASTERCARD),
    (589300, 589399, (16, 17, 18, 19)),
    (601100, 601199, (16, 19)),  # Discover
    (620000, 629999, _UNIONPAY),
    (630400, 630499, (16, 17, 18, 19)),
    (644000, 659999, (16, 19)),
    (675900, 675999, (16, 17, 18, 19)),
    (676100, 676399, (16, 17, 18, 19)),
)
_LOWEST = [low for low, _, _ in _ISSUERS]
# Test numbers that the networks and payment services publish.
_TEST_CARDS = words(
    """4111111111111111 4242424242424242 4012888888881881 4222222222222 4000056655665556 4000000000000002
    4000000000000077 4000000000009995 4000002500003155 4000000000003220 4005519200000004 4009348888881881
    4012000033330026 4012000077777777 4217651111111119 4500600000000061 4917610000000000 4988438843884305
    5555555555554444 5105105105105100 5200828282828210 5431111111111111 5454545454545454 5424000000000015
    2223003122003222 2222400070000005 2222420000001113 2223000048400011 2221000000000009
    378282246310005 371449635398431 378734493671000 340000000000009 370000000000002
    6011111111111117 6011000990139424 6011000000000012 6011981111111113 6011601160116611
    3056930009020004 36227206271667 30569309025904 38520000023237 36006666333344 36148900647913
    3530111333300000 3566002020360505 3566111111111113 3088000000000017 3569990010095841
    6200000000000005 6205500000000000004 6212345678901232 6304000000000000 6759649826438453 5018000000000009
    """
)
_COMMON_LENGTHS = (14, 15, 16)
"""Bare numbers of other lengths are more often a time stamp or an id: they need a hint."""

_MIN_LENGTH = 13


class CreditCardRecognizer:
    """Finds card numbers, printed in groups or as one number."""

    entity = "CreditCard"
    gate = r"[2-6][0-9]{12}|[2-6][0-9]{3}[ -](?:[0-9]{4}[ -][0-9]{4}|[0-9]{6}[ -][0-9]{4})"

    def find(self, text: str, hinted: bool, /) -> Iterator[Finding]:
        """Find all cards; a hint raises the confidence of bare numbers."""
        for run in _NUMBERS.finditer(text):
            start, end = run.start(), run.end()
            if end - start >= _MIN_LENGTH and not _within_word(text, start, end):
                for begin, digits, parted in _cards_in(run.group()):
                    confidence = _confidence(digits, grouped=parted > 0, hinted=hinted)
                    length = len(digits) + parted
                    place = start + begin
                    yield Finding(place, place + length, self.entity, confidence, _kind(digits))


def _cards_in(run: str) -> Iterator[tuple[int, str, int]]:
    """Give each card in a run of numbers: where it begins, its digits, and how many signs part them."""
    numbers = run.replace("-", " ").split(" ")
    lengths = tuple(map(len, numbers))
    begin = 0
    for first, length in enumerate(lengths):
        if length >= _MIN_LENGTH and _is_card(numbers[first]):
            yield begin, numbers[first], 0
        elif length == _GROUP:
            for grouping in _GROUPINGS:
                if lengths[first : first + len(grouping)] == grouping:
                    digits = "".join(numbers[first : first + len(grouping)])
                    if _is_card(digits):
                        yield begin, digits, len(grouping) - 1
        begin += length + 1


def _within_word(text: str, start: int, end: int) -> bool:
    """Tell whether letters or a decimal point touch the number: a digest, an id, a fraction."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    fraction = before[-1:] == "." and before[:1].isdigit()
    return (
        before[-1:].isalpha() or after[:1].isalpha() or fraction or (after[:1] == "." and after[1:].isdigit())
    )


def _is_card(digits: str) -> bool:
    prefix = int(digits[:_PREFIX_DIGITS])
    low, high, lengths = _ISSUERS[bisect_right(_LOWEST, prefix) - 1]
    return low <= prefix <= high and len(digits) in lengths and luhn(digits)


def _confidence(digits: str, *, grouped: bool, hinted: bool) -> Confidence:
    if grouped or (hinted and len(digits) in _COMMON_LENGTHS):
        return Confidence.HIGH
    return Confidence.MEDIUM if hinted or len(digits) in _COMMON_LENGTHS else Confidence.LOW


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _TEST_CARDS else FindingClass.PERSONAL
