"""Check digits. Each takes the digits alone and says whether the last ones fit the others."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# Verhoeff 1969: multiplication in the dihedral group D5, and the permutation by position.
_D5 = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_PERMUTED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)
_ISO_13616_HEAD = 4
_LETTERS = 10
"""A is 10 and Z is 35, so a letter takes two digits."""
_MOD_97_REST = 1


def luhn(digits: str) -> bool:
    """Check a number by ISO/IEC 7812-1, as on payment cards."""
    numbers = [ord(digit) - 48 for digit in reversed(digits)]
    return bool(numbers) and (sum(numbers[::2]) + sum(_DOUBLED[one] for one in numbers[1::2])) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Check a number by Verhoeff's dihedral scheme."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = _D5[check][_PERMUTED[position % 8][ord(digit) - 48]]
    return bool(digits) and check == 0


def mod97(text: str) -> bool:
    """Check letters and digits by ISO 7064 MOD 97-10, as in ISO 13616 (IBAN): the head moves to the end."""
    rest = 0
    for one in text[_ISO_13616_HEAD:] + text[:_ISO_13616_HEAD]:
        number = int(one, 36)
        # Digit by digit: the whole as one number would take time with the square of its length.
        rest = (rest * (100 if number >= _LETTERS else 10) + number) % 97
    return rest == _MOD_97_REST


def mod_97_10(digits: str) -> bool:
    """Check plain digits, the last two being check digits, by ISO/IEC 7064 MOD 97-10."""
    return bool(digits) and int(digits) % 97 == _MOD_97_REST


def mod_11_2(text: str) -> bool:
    """Check digits by ISO/IEC 7064 MOD 11-2; the last sign may be an X, which counts ten."""
    rest = 0
    for one in text[:-1]:
        rest = (rest + ord(one) - 48) * 2 % 11
    return bool(text) and (rest + ("0123456789X".index(text[-1]))) % 11 == 1


def mod_11_10(digits: str) -> bool:
    """Check digits by the hybrid system ISO/IEC 7064 MOD 11,10."""
    return bool(digits) and _hybrid(digits, 10)


def mod_37_36(text: str) -> bool:
    """Check digits and upper case letters by the hybrid system ISO/IEC 7064 MOD 37,36."""
    return bool(text) and _hybrid(text, 36)


def _hybrid(text: str, modulus: int) -> bool:
    """Check a text, its signs standing for 0 to `modulus` - 1, by an ISO/IEC 7064 hybrid system."""
    product = modulus
    for one in text[:-1]:
        product = ((product + int(one, 36)) % modulus or modulus) * 2 % (modulus + 1)
    return (product + int(text[-1], 36)) % modulus == 1


def icao_9303(text: str) -> bool:
    """Check digits and upper case letters by ICAO Doc 9303-3, section 4.9: weights 7, 3, 1, modulus 10."""
    rest = sum(int(one, 36) * weight for one, weight in zip(text[:-1], cycle((7, 3, 1)), strict=False)) % 10
    return bool(text) and text[-1] == str(rest)


def weighted_sum(digits: str, weights: Sequence[int]) -> int:
    """Add up the digits, each times its weight; raise ValueError unless there is one weight for each."""
    return sum((ord(digit) - 48) * weight for digit, weight in zip(digits, weights, strict=True))


def mod_11(digits: str, weights: Sequence[int]) -> bool:
    """Check whether the weighted sum of all digits, the check digit included, is a multiple of eleven."""
    return weighted_sum(digits, weights) % 11 == 0


CHECKSUMS: Mapping[str, Callable[[str], bool]] = {"Luhn": luhn, "Verhoeff": verhoeff, "Mod97": mod97}
"""By the names that a recognizer in a policy uses."""
