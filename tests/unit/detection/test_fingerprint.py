"""Equal values have equal fingerprints, in every spelling, and nobody without the key can make one."""

import base64
import pickle

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec, Fingerprints
from tests.unit.detection.values import CARD, EMAIL

KEY = bytes(range(32))
PRINTS = Fingerprints(KEY)
DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def prints(text: str, fingerprints: Fingerprints = PRINTS) -> set[str]:
    return {one.fingerprint for _, one in DETECTOR.scan_fields((text,), fingerprints=fingerprints)}


@pytest.mark.parametrize(
    "spelled",
    [
        f"card {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}",
        f"card {CARD[:4]}-{CARD[4:8]}-{CARD[8:12]}-{CARD[12:]}",
        base64.b64encode(f"the card is {CARD} here".encode()).decode(),
        "".join(chr(ord(digit) + 0xFEE0) for digit in CARD),
    ],
)
def test_one_value_has_one_fingerprint(spelled: str) -> None:
    assert prints(spelled) == prints(f"card {CARD}") != {""}


def test_a_mailbox_is_the_same_in_capitals() -> None:
    assert prints(EMAIL.upper()) == prints(EMAIL)
    assert prints(f"x.{EMAIL}") != prints(EMAIL)


def test_another_key_gives_another_fingerprint() -> None:
    assert prints(EMAIL, Fingerprints(KEY[::-1])).isdisjoint(prints(EMAIL))


def test_without_a_key_there_is_none() -> None:
    assert {one.fingerprint for one in DETECTOR.scan(EMAIL)} == {""}


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        Fingerprints(b"short")


def test_the_key_is_never_shown() -> None:
    assert repr(KEY) not in repr(PRINTS)
    with pytest.raises(TypeError):
        pickle.dumps(PRINTS)
