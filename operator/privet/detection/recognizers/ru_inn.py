"""Russian taxpayer numbers of persons, INN (Tax Code, article 84): twelve digits, two check digits.

FNS Order ED-7-14/559 of 2020. The first two digits are the region. Numbers of companies have ten digits and
are not looked for.
"""

from privet.detection.checksums import weighted_sum
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_ELEVENTH = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELFTH = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_EXAMPLES = frozenset(("500100732259", "123456789047", "123456789110", "526317984689"))


def _is_number(digits: str) -> bool:
    return (
        digits[:2] != "00"
        and digits[10] == _check(digits, _ELEVENTH)
        and digits[11] == _check(digits, _TWELFTH)
        and len(set(digits)) > 1
    )


def _check(digits: str, weights: tuple[int, ...]) -> str:
    return str(weighted_sum(digits[: len(weights)], weights) % 11 % 10)


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


RU_INN = Identifier(
    entity="RuInn",
    standard="Tax Code (Russia), article 84; FNS Order ED-7-14/559 of 2020",
    words=("inn", "inn number", "inn fl", "russian tax number", "russian inn", "инн", *TAX_ID),
    fields=TAX_ID,
    shape=r"[0-9]{4}[ -]?[0-9]{6}[ -]?[0-9]{2}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}",
    proof=_is_number,
    proof_text="region, two check digits modulo 11",
    kind=_kind,
    names=("inn number", "инн"),
)  # fmt: skip
