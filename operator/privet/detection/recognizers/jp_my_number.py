"""Japanese Individual Numbers, "My Number" (Act 27 of 2013): eleven digits and a check digit.

The check digit is that of Ministerial Order 85 of 2014 (MIC), article 5: weights 6 5 4 3 2 7 6 5 4 3 2,
modulo 11.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11
_EXAMPLES = frozenset(("123456789018",))
"""On the specimens of the card."""


def _is_number(digits: str) -> bool:
    rest = weighted_sum(digits[:-1], _WEIGHTS) % _MODULUS
    check = 0 if rest <= 1 else _MODULUS - rest
    return int(digits[-1]) == check and len(set(digits)) > 1


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


JP_MY_NUMBER = Identifier(
    entity="JpMyNumber",
    standard="Act 27 of 2013 (Japan), article 2; MIC Order 85 of 2014, article 5",
    words=(
        "my number", "my number card", "mynumber", "individual number", "kojin bango", "kojinbango",
        "japanese individual number", "マイナンバー", "個人番号",
    ),
    shape=r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
    proof=_is_number,
    proof_text="weighted check digit modulo 11",
    kind=_kind,
    names=("my number", "mynumber", "kojin bango", "マイナンバー", "個人番号"),
)  # fmt: skip
