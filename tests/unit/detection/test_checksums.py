"""Check digits: the examples of their standards hold, and no single wrong sign passes."""

from collections.abc import Callable

import pytest

from privet.detection import checksums
from privet.detection.checksums import mod_11, weighted_sum

DIGITS = "0123456789"
SIGNS = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (checksums.luhn, "79927398713"),
        (checksums.verhoeff, "2363"),
        (checksums.mod97, "GB82WEST12345698765432"),
        (checksums.mod_97_10, "79444"),
        (checksums.mod_11_2, "0000000218250097"),
        (checksums.mod_11_2, "000000029079593X"),
        (checksums.mod_11_10, "07945"),
        (checksums.mod_37_36, "A12425GABC1234002M"),
        (checksums.icao_9303, "L898902C36"),
        (checksums.icao_9303, "D231458907"),
    ],
)
def test_examples_of_the_standards(check: Callable[[str], bool], text: str) -> None:
    assert check(text)
    assert not check("")
    others = [text[:-1] + sign for sign in (SIGNS if text[-1].isalpha() and text[0].isalpha() else DIGITS)]
    assert [other for other in others if check(other)] in ([text], [])


@pytest.mark.parametrize("check", [checksums.mod_97_10, checksums.mod_11_10, checksums.mod_11_2])
def test_no_single_wrong_digit_passes(check: Callable[[str], bool]) -> None:
    (valid, *_) = (f"12045678{tail:02}" for tail in range(100) if check(f"12045678{tail:02}"))
    for place, right in enumerate(valid):
        for wrong in DIGITS.replace(right, ""):
            assert not check(valid[:place] + wrong + valid[place + 1 :])


def test_weights_are_one_for_each_digit() -> None:
    assert weighted_sum("123", (3, 2, 1)) == 10
    assert mod_11("111222333", (9, 8, 7, 6, 5, 4, 3, 2, -1))
    assert not mod_11("111222334", (9, 8, 7, 6, 5, 4, 3, 2, -1))
    with pytest.raises(ValueError, match="zip"):
        weighted_sum("1234", (3, 2, 1))
